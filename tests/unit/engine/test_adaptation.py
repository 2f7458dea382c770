"""What an offer carries, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.adaptation import Move, adaptations
from nappage.engine.edition import Edition
from nappage.engine.story import Assessment, SymptomReport, Verdict
from nappage.values.citation import Citation
from nappage.values.statement import say
from support.clinic_days import CLINIC, at, given, plan, story

SKIN = plan("loose-skin", "003-adaptive", 8)
HELD = given("2026-04-13 10:00")
NOW = at("2026-04-13 11:00")
REPORTS = [SymptomReport(symptom, NOW, onset=NOW) for symptom in ("redness", "lump", "bruise", "redness")]


@pytest.mark.parametrize("agreed", [None, replace(SKIN, variant="my-own")])
def test_without_a_known_schedule_nothing_is_offered(edition: Edition, agreed: None) -> None:
    assert adaptations(edition, story(agreed, *HELD), CLINIC, NOW, REPORTS) == ()


def test_a_delay_names_each_symptom_once(edition: Edition) -> None:
    (offer,) = adaptations(edition, story(SKIN, *HELD), CLINIC, NOW, iter(REPORTS))
    assert (offer.move, offer.step) == (Move.DELAY, None)
    assert offer.because.rule == "adaptation-delay"
    assert offer.because.fact == say("adaptation.symptom-persists", symptoms=("lump", "redness"))
    assert offer.because.remedy == say("adaptation.wait-until-resolved")
    assert offer.because.sources == (Citation("J", "wait until the skin is quiet"),)


@pytest.mark.parametrize(
    ("verdict", "by", "variant", "rule", "remedy"),
    [
        (Verdict.IMPROVED, "physician", "003-adaptive", "adaptation-lengthen", "adaptation.clinician-accepts"),
        (Verdict.IMPROVED, "injector", "003-adaptive", "adaptation-lengthen", "adaptation.role-records"),
        (Verdict.IMPROVED, "physician", "001-body", "adaptation-lengthen", "adaptation.no-longer-step"),
        (Verdict.IMPROVED, "physician", "000-gradual", "adaptation-lengthen", "adaptation.no-longer-step"),
        (Verdict.BETWEEN, "injector", "003-adaptive", "adaptation-hold", "adaptation.keep-interval"),
        (Verdict.NOT_IMPROVED, "injector", "003-adaptive", "adaptation-stop", "adaptation.review-stop"),
    ],
)
def test_an_offer_says_what_was_assessed_and_what_follows(
    edition: Edition, verdict: Verdict, by: str, variant: str, rule: str, remedy: str
) -> None:
    seen = Assessment(NOW, by, verdict, 3, 2)
    earlier = Assessment(HELD[0].start, "physician", Verdict.BETWEEN)
    told = replace(story(replace(SKIN, variant=variant), *HELD), assessments=(seen, earlier))
    (offer,) = adaptations(edition, told, CLINIC, NOW)
    assert offer.because.rule == rule
    assert offer.because.fact == say("adaptation.assessed", verdict=verdict, by=by, raters=3, agreeing=2)
    assert offer.because.remedy == say(remedy)


def test_skin_that_is_not_quiet_and_no_improvement_are_both_said(edition: Edition) -> None:
    told = replace(story(SKIN, *HELD), assessments=(Assessment(NOW, "injector", Verdict.NOT_IMPROVED),))
    moves = {offer.move for offer in adaptations(edition, told, CLINIC, NOW, REPORTS)}
    assert moves == {Move.DELAY, Move.STOP_REVIEW}
