"""An outlook is a function of its four inputs and of nothing else."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.pause import Pause, PauseReason
from nappage.engine.precaution import Precaution
from nappage.engine.score import Score
from nappage.engine.story import (
    AllergyTest,
    Assessment,
    CelluliteObservation,
    Consent,
    Disagreement,
    HealthEvent,
    Reading,
    Reason,
    Reply,
    SameDayOutcome,
    Session,
    SessionState,
    StepAccepted,
    Story,
    SymptomReport,
    TapeReading,
    Verdict,
)
from nappage.library.case import read_case
from nappage.library.plain import as_plain
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from properties.stories import Teller, words_of
from properties.visits import morning
from support.open_visit import AT, CLINIC, TEST

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("s[0-9]*.toml"))
seeds = st.integers(0, 2**32)


def written(found: Outlook) -> str:
    return json.dumps(as_plain(found))


def any_story(seed: int, edition: Edition) -> Story:
    dice = Random(seed)
    if dice.random() < 0.5:
        return morning(dice, edition)
    rule = dice.choice(list(edition.all(Precaution).values()))
    return Teller(dice, words_of(edition, rule), edition).story()


def test_the_same_inputs_give_the_same_bytes(edition: Edition) -> None:
    fresh = Edition(edition.digest, edition.timezones, edition.entries)

    @given(seeds)
    def compare(seed: int) -> None:
        first = outlook(any_story(seed, edition), CLINIC, edition, AT)
        second = outlook(any_story(seed, fresh), CLINIC, fresh, AT)
        assert written(first) == written(second)

    compare()


def shuffled(story: Story, dice: Random) -> Story:
    changed: dict[str, Any] = {}
    for field in fields(Story):
        records = getattr(story, field.name)
        if isinstance(records, tuple):
            changed[field.name] = tuple(dice.sample(records, len(records)))
    return replace(story, **changed)


@given(seeds)
def test_the_order_of_records_does_not_matter(edition: Edition, seed: int) -> None:
    story = any_story(seed, edition)
    other = shuffled(story, Random(seed + 1))
    assert judged(outlook(story, CLINIC, edition, AT)) == judged(outlook(other, CLINIC, edition, AT))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_order_of_records_of_an_example_does_not_matter(edition: Edition, path: Path) -> None:
    case = read_case(path)
    assert case.at is not None
    first = judged(outlook(case.story, case.policy, edition, case.at))
    for seed in range(5):
        other = shuffled(case.story, Random(seed))
        assert judged(outlook(other, case.policy, edition, case.at)) == first


def judged(found: Outlook) -> str:
    """Return an outlook with its lists in one order: what is listed by no time of its own may stand in any."""
    return _ordered(as_plain(found))


def _ordered(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_ordered(value[name])}' for name in sorted(value))}}}"
    if isinstance(value, list):
        return f"[{', '.join(sorted(map(_ordered, value)))}]"
    return repr(value)


LATER = AT + timedelta(minutes=1)
LATER_RECORDS: dict[str, Any] = {
    "replies": Reply("pregnancy", Answer.UNKNOWN, LATER, "patient"),
    "events": HealthEvent("pregnancy", LATER, "physician"),
    "readings": Reading("weight", Quantity.parse("40 kg"), LATER),
    "consents": Consent(LATER, "patient", "2"),
    "tests": AllergyTest("T9", TEST.components, LATER, "nurse", LATER),
    "scores": Score("gais", Decimal(2), LATER, "physician"),
    "pauses": Pause(PauseReason.TRAVEL, LATER, "physician"),
    "earlier": Session(LATER, SessionState.GIVEN, formula="F1"),
    "sessions": Session(LATER, SessionState.GIVEN, formula="F1"),
    "reports": SymptomReport("fever", at=LATER, zone="thigh"),
    "tape": TapeReading("thigh", Quantity.parse("40 cm"), LATER),
    "cellulite": CelluliteObservation(LATER, Answer.NO, Answer.NO, Answer.NO),
    "assessments": Assessment(LATER, "physician", Verdict.IMPROVED, 3, 3),
    "steps_accepted": StepAccepted(LATER, "physician", "two-weeks"),
    "same_day": SameDayOutcome("glow", LATER, 3),
    "reasons": Reason("stroke", "specialist-agrees", "seen and examined here", "physician", LATER),
    "disagreements": Disagreement("born", ("1990-05-14", "1991-05-14"), LATER),
}


@pytest.mark.parametrize("name", LATER_RECORDS)
def test_what_is_recorded_later_changes_nothing_now(edition: Edition, name: str) -> None:
    """A later session is known as a booking at most, so it is compared with the same one booked."""
    later = LATER_RECORDS[name]
    dice = Random(name)
    for _ in range(10):
        story = morning(dice, edition)
        without = replace(later, state=SessionState.BOOKED) if name == "sessions" else None
        records = getattr(story, name)
        kept: dict[str, Any] = {name: (*records, without) if without else records}
        added: dict[str, Any] = {name: (*records, later)}
        now, then = replace(story, **kept), replace(story, **added)
        assert written(outlook(then, CLINIC, edition, AT)) == written(outlook(now, CLINIC, edition, AT))


def test_every_dated_list_of_a_story_is_among_them() -> None:
    undated = {"medicines", "allergies", "formulas"}
    lists = {field.name for field in fields(Story) if str(field.type).startswith("tuple")}
    assert lists == set(LATER_RECORDS) | undated


def test_a_test_entered_later_was_not_known(edition: Edition) -> None:
    story = morning(Random(1), edition)
    late = replace(TEST, id="T0", entered_at=LATER)
    then, now = replace(story, tests=(late,)), replace(story, tests=())
    assert written(outlook(then, CLINIC, edition, AT)) == written(outlook(now, CLINIC, edition, AT))


@given(seeds)
def test_what_a_clinic_signed_for_something_else_changes_no_gate(edition: Edition, seed: int) -> None:
    story = any_story(seed, edition)
    other = replace(CLINIC, phone="+34 900 000 000", emergency_number="112", clinic="elsewhere", techniques=("gun",))
    assert outlook(story, CLINIC, edition, AT).gates == outlook(story, other, edition, AT).gates
