"""The steps of emergencies in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.symptom import Pathway
from nappage.engine.wording import offences
from nappage.rendering.emergency import ProtocolShown, StepShown, protocols_shown
from nappage.values.quantity import Quantity

MADRID = ZoneInfo("Europe/Madrid")


def shown(edition: Edition, id: str, age: int | None = None, weight: str = "") -> dict[str, list[StepShown]]:
    protocols = protocols_shown(edition, MADRID, age, Quantity.parse(weight) if weight else None)
    (protocol,) = [each for each in protocols if each.id == id]
    steps: dict[str, list[StepShown]] = {}
    for step in protocol.steps:
        steps.setdefault(step.act, []).append(step)
    return steps


def test_an_unknown_age_shows_each_dose_with_whom_it_is_for(edition: Edition) -> None:
    found = shown(edition, "anaphylaxis")["adrenaline"]
    assert [(step.given, step.whom) for step in found] == [("0.5 mg", "over 12 years"), ("0.3 mg", "6 to 12 years")]


def test_a_known_age_shows_one_dose_and_says_no_age(edition: Edition) -> None:
    found = shown(edition, "anaphylaxis", age=35)["adrenaline"]
    assert [(step.given, step.whom, step.dose) for step in found] == [("0.5 mg", "", "0.5 mg")]


def test_a_step_that_waits_says_how_long(edition: Edition) -> None:
    (again,) = shown(edition, "anaphylaxis")["repeat-adrenaline"]
    assert (again.wait, again.seconds) == ("after 5 minutes", 300)


def test_weight_chooses_the_emulsion_and_a_limit_is_a_limit(edition: Edition) -> None:
    unknown = shown(edition, "local-anaesthetic-toxicity")
    assert [step.whom for step in unknown["lipid-emulsion"]] == ["up to 70 kg", "over 70 kg"]
    heavy = shown(edition, "local-anaesthetic-toxicity", weight="82 kg")
    assert [(step.given, step.whom) for step in heavy["lipid-emulsion"]] == [("100 mL", "")]
    assert [step.given for step in heavy["lipid-maximum"]] == ["at most 12 mL/kg"]


def test_steps_are_counted_in_the_order_in_which_they_are_done(edition: Edition) -> None:
    for protocol in protocols_shown(edition, MADRID, 35, Quantity.parse("62 kg")):
        assert [step.number for step in protocol.steps] == list(range(1, len(protocol.steps) + 1))
        assert protocol.title[0].isupper()
        assert not protocol.reviewed


@pytest.mark.proves("H-03")
def test_no_step_says_a_forbidden_word(edition: Edition) -> None:
    def texts(protocol: ProtocolShown) -> str:
        return " ".join([protocol.title, protocol.words, *(f"{step.words} {step.given}" for step in protocol.steps)])

    assert [offences(edition, texts(protocol)) for protocol in protocols_shown(edition, MADRID)] == [(), (), (), ()]


def test_the_protocol_that_a_report_leads_to_comes_first_and_none_is_left_out(edition: Edition) -> None:
    usual = [one.id for one in protocols_shown(edition, MADRID)]
    reported = [one.id for one in protocols_shown(edition, MADRID, reported=(Pathway.FAINT, Pathway.PIGMENT))]
    assert reported[0] == "faint" != usual[0]
    assert sorted(reported) == sorted(usual)
