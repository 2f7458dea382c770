"""What a case may not say: words that the edition does not have, amounts, years and orders that cannot be meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from nappage.console.main import cli
from nappage.engine.edition import Edition
from nappage.library.case import CaseFormat, read_case
from nappage.library.plain import as_plain
from nappage.values.fault import Fault, Faulty
from support.examples import EXAMPLES

Change = Callable[[dict[str, Any]], object]


def faults(edition: Edition, *changes: Change) -> list[Fault]:
    case = as_plain(read_case(EXAMPLES / "s1-thighs.toml"))
    for change in changes:
        change(case)
    try:
        read_case(json.dumps(case), CaseFormat.JSON, edition)
    except Faulty as faulty:
        return list(faulty.faults)
    return []


def with_event(**said: str) -> Change:
    event = {"condition": "keloid", "at": "2026-02-19T10:00:00+01:00", "by": "nurse"} | said
    return lambda case: case["story"].setdefault("events", []).append(event)


def first(case: dict[str, Any], *path: str) -> dict[str, Any]:
    for name in path:
        case = case[name][0] if isinstance(case[name], list) else case[name]
    return case


def setting(path: str, value: object) -> Change:
    *places, last = path.split(".")
    return lambda case: first(case, *places).update({last: value})


def test_every_example_says_only_what_the_edition_has(edition: Edition) -> None:
    for path in sorted(EXAMPLES.glob("s*.toml")):
        read_case(path, edition=edition)


@pytest.mark.proves("H-01")
@pytest.mark.parametrize(
    ("change", "thing", "remedy"),
    [
        (with_event(condition="keloids"), "story.events[1].condition", "Did you mean keloid?"),
        (with_event(zone="thygh"), "story.events[1].zone", "Did you mean thigh?"),
        (setting("story.replies.question", "pregnncy"), "story.replies[1].question", "Did you mean pregnancy?"),
        (setting("story.plan.variant", "001-boody"), "story.plan.variant", "Did you mean 001-body?"),
        (setting("story.tape.landmark", "xyz"), "story.tape[1].landmark", "Write one of them exactly."),
        (
            setting("policy.formulary.agent_class", "vitamine"),
            "policy.formulary[1].agent_class",
            "Did you mean vitamin?",
        ),
        (setting("policy.formulary.modality", "dermal"), "policy.formulary[1].modality", "Did you mean intradermal?"),
    ],
)
def test_a_slip_in_an_id_is_refused_and_not_lost(edition: Edition, change: Change, thing: str, remedy: str) -> None:
    (fault,) = faults(edition, change)
    assert (fault.thing, fault.remedy) == (f"case.{thing}", remedy)


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("path", "typed", "expected"),
    [
        ("story.formulas.components.volume", "-3.0 mL", "an amount that is not negative"),
        ("story.formulas.components.volume", "0 mL", "more than nothing"),
        ("story.formulas.components.volume", "0.05 %", "volume"),
        (
            "story.formulas.components.strength",
            "10 mg",
            "mass concentration or activity concentration or fraction",
        ),
        ("story.tests.readings.long_axis", "-5 mm", "an amount that is not negative"),
        ("story.tape.value", "57 kg", "length"),
        ("story.patient.height", "0 cm", "more than nothing"),
        ("story.readings.value", "62 cm", "mass"),
        ("policy.formulary.session_limit", "40 mm", "mass or volume or biological activity"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(edition: Edition, path: str, typed: str, expected: str) -> None:
    (fault,) = faults(edition, setting(path, typed))
    assert fault.expected == expected
    assert typed in fault.found


@pytest.mark.parametrize(
    ("path", "typed"), [("story.tests.readings.long_axis", "0 mm"), ("story.sessions.wasted", "0 mL")]
)
def test_nothing_is_an_amount_where_there_may_be_none(edition: Edition, path: str, typed: str) -> None:
    assert faults(edition, setting(path, typed)) == []


@pytest.mark.parametrize(
    ("change", "thing"),
    [
        (setting("story.patient.born", "0090-05-14"), "story.patient.born"),
        (setting("at", "9999-12-31T22:00:00+00:00"), "at"),
        (setting("story.sessions.end", "2026-03-03T08:00:00+01:00"), "story.sessions[1].end"),
        (with_event(since="2026-02-01", until="2026-01-01"), "story.events[1].until"),
        (setting("story.plan.sessions", -1), "story.plan.sessions"),
        (setting("story.sessions.passes.punctures", 0), "story.sessions[1].passes[1].punctures"),
    ],
)
def test_a_year_an_order_or_a_number_that_cannot_be_is_refused(edition: Edition, change: Change, thing: str) -> None:
    (fault,) = faults(edition, change)
    assert fault.thing == f"case.{thing}"


@pytest.mark.proves("H-15")
@pytest.mark.parametrize("where", ["story.formulas", "story.tests", "policy.staff", "policy.lots", "policy.formulary"])
def test_what_stands_there_twice_is_refused(edition: Edition, where: str) -> None:
    part, name = where.split(".")
    (fault,) = faults(edition, lambda case: case[part][name].append(case[part][name][0]))
    assert fault.thing == f"case.{where}"
    assert fault.found.endswith("2 times")


def test_they_come_at_once_with_the_faults_of_the_shape(edition: Edition) -> None:
    found = faults(
        edition,
        with_event(condition="keloids"),
        setting("story.formulas.components.volume", "3,0 mL"),
        setting("story.tape.value", "57 kg"),
        setting("policy.sine", "x"),
    )
    assert {fault.thing.removeprefix("case.") for fault in found} == {
        "story.events[1].condition", "story.formulas[1].components[1].volume", "story.tape[1].value", "policy.sine",
    }  # fmt: skip


@pytest.mark.parametrize("at", ["9999-12-31 23:30", "0001-01-01 00:00"])
def test_an_instant_that_no_calendar_reaches_is_refused_on_the_command_line(at: str) -> None:
    result = CliRunner().invoke(cli, ["outlook", str(EXAMPLES / "s1-thighs.toml"), "--at", at])
    assert result.exit_code == 2
    assert "--at" in result.output
