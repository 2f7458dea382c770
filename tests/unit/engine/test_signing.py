from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nappage.engine.edition import Edition
from nappage.engine.policy import Activation, Policy, StaffMember
from nappage.engine.signing import Signing, _as_signed, consent_refusals, signing
from nappage.engine.story import (
    Allergy,
    Component,
    Criterion,
    Formula,
    HealthEvent,
    Patient,
    Plan,
    Reason,
    Session,
    SessionState,
    Side,
    Site,
)
from nappage.values.quantity import Quantity
from support.open_visit import AT, CLINIC, F1, PLAN, SIGNED, STAFF, A, B, P, visit_story

CRITERION = Criterion(4, "thigh", Quantity.parse("-1.6 cm"), "One size less")
DRAFT = replace(PLAN, signed_at=None, signed_by="", criterion=CRITERION)
UNSIGNED = replace(F1, signed_at=None, signed_by="")
FLANK = Site("flank", Side.RIGHT)


def asked(
    edition: Edition,
    plan: Plan | None = DRAFT,
    formula: Formula = UNSIGNED,
    policy: Policy = CLINIC,
    by: str = "physician",
    reasons: tuple[Reason, ...] = (),
    **facts: Any,
) -> Signing:
    told: dict[str, Any] = {"plan": plan, "formulas": (formula,), "reasons": reasons, "sessions": (), "consents": ()}
    return signing(visit_story(edition, **(told | facts)), policy, edition, by, AT)


def codes(found: Signing) -> list[str]:
    return [because.fact.code for because in found.refusals]


def reason(rule: str, code: str, words: str, by: str = "physician") -> Reason:
    return Reason(rule, code, words, by, AT - timedelta(minutes=5))


def test_a_whole_plan_may_be_signed_and_says_its_own_arithmetic(edition: Edition) -> None:
    found = asked(edition)
    assert found.may_be_signed
    assert codes(found) == []
    assert found.notes[0].fact.code == "variant.duration"
    assert dict(found.notes[0].fact.values)["days"] == 126


def test_nothing_is_signed_where_nothing_is_planned(edition: Edition) -> None:
    found = asked(edition, plan=None)
    assert codes(found) == ["gate.plan-missing"]
    assert not found.may_be_signed


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sites": ()}, "signing.sites-missing"),
        ({"sessions": 0}, "signing.sessions-missing"),
        ({"formula": ""}, "gate.formula-missing"),
        ({"criterion": None}, "plan.criterion-missing"),
        ({"criterion": replace(CRITERION, checkpoint=1)}, "signing.checkpoint-never"),
        ({"criterion": replace(CRITERION, checkpoint=11)}, "signing.checkpoint-never"),
        ({"sentinel": ""}, "plan.sentinel-missing"),
        ({"sentinel": "anterior-thigh"}, "signing.sentinel-treated"),
        ({"sessions": 16}, "plan.too-many-sessions"),
        ({"variant": "001-face"}, "variant.not-for-indication"),
        ({"indication": ""}, "indication.unknown"),
    ],
)
def test_what_is_missing_or_impossible_refuses_the_signature(
    edition: Edition, changes: dict[str, Any], code: str
) -> None:
    found = asked(edition, replace(DRAFT, **changes))
    assert code in codes(found)
    assert not found.may_be_signed


@pytest.mark.proves("H-34")
def test_an_indication_that_is_off_or_overdue_is_refused(edition: Edition) -> None:
    off = asked(edition, policy=replace(CLINIC, indications=()))
    assert codes(off) == ["indication.not-activated"]
    overdue = replace(CLINIC, indications=(Activation("cellulite", "fictional", date(2026, 3, 2)),))
    assert codes(asked(edition, policy=overdue)) == ["gate.review-overdue"]


@pytest.mark.proves("H-24")
def test_lightening_without_an_assessment_of_the_lesion_is_refused(edition: Edition) -> None:
    on = replace(CLINIC, indications=(Activation("pigment-lightening", "fictional", date(2027, 12, 31)),))
    plan = replace(DRAFT, indication="pigment-lightening", variant="003-adaptive", sites=(Site("cheek"),))
    assert "assessment.missing" in codes(asked(edition, plan, policy=on))
    assessed = replace(plan, assessments=("lesion-assessment", "phototype"))
    assert "assessment.missing" not in codes(asked(edition, assessed, policy=on))


@pytest.mark.proves("H-22")
@pytest.mark.parametrize(
    ("by", "code"),
    [("nurse", "signing.not-a-prescriber"), ("nobody", "signing.not-a-prescriber"), ("late", "gate.licence-not-valid")],
)
def test_only_a_licensed_prescriber_signs(edition: Edition, by: str, code: str) -> None:
    late = StaffMember("late", STAFF[1].role, date(2020, 1, 1), date(2026, 3, 2))
    assert codes(asked(edition, by=by, policy=replace(CLINIC, staff=(*STAFF, late))))[0] == code


@pytest.mark.proves("R009", "H-10")
@pytest.mark.parametrize(
    ("component", "code"),
    [
        (replace(A, volume=Quantity.parse("4.1 mL")), "dose.over"),
        (replace(A, strength=Quantity.parse("20 mg/mL")), "agent.strength-not-signed"),
        (Component("Z", Quantity.parse("1 mL"), Quantity.parse("1 mg/mL")), "agent.unsigned"),
    ],
)
def test_a_formula_beyond_what_the_director_signed_is_not_signed(
    edition: Edition, component: Component, code: str
) -> None:
    found = asked(edition, formula=replace(UNSIGNED, components=(component, B)))
    assert code in codes(found)


@pytest.mark.proves("H-35")
def test_a_formula_that_meets_a_known_allergy_is_not_signed(edition: Edition) -> None:
    found = asked(edition, formula=replace(UNSIGNED, components=(P,)), allergies=(Allergy("penicillin"),))
    assert "P26" in [because.rule for because in found.refusals]


def test_a_known_pregnancy_refuses_and_an_open_question_does_not(edition: Edition) -> None:
    pregnant = HealthEvent("pregnancy", AT - timedelta(days=1), "patient", date(2026, 2, 1))
    assert [because.rule for because in asked(edition, events=(pregnant,), replies=()).refusals] == ["pregnancy"]
    assert asked(edition, replies=()).may_be_signed


@pytest.mark.proves("K-09", "R014", "E18")
@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (None, "override.reason-missing"),
        (".", "override.words-too-few"),
        ("fourteen, no..", "override.words-too-few"),
        ("two small patches beside it", None),
    ],
)
def test_a_third_area_is_refused_without_a_coded_reason_in_fifteen_characters(
    edition: Edition, words: str | None, fault: str | None
) -> None:
    given = (reason("area-cap", "small-neighbouring-areas", words),) if words else ()
    found = asked(edition, replace(DRAFT, sites=(*PLAN.sites, FLANK)), reasons=given)
    (contested,) = found.contested
    assert contested.rule == "area-cap"
    assert (contested.fault.fact.code if contested.fault else None) == fault
    assert found.may_be_signed is (fault is None)


def test_a_reason_for_an_earlier_version_counts_no_more(edition: Edition) -> None:
    given = reason("area-cap", "small-neighbouring-areas", "two small patches beside it")
    story = visit_story(
        edition,
        plan=replace(DRAFT, sites=(*PLAN.sites, FLANK)),
        formulas=(UNSIGNED,),
        sessions=(),
        reasons=(given, replace(given, session=AT)),
    )
    assert signing(story, CLINIC, edition, "physician", AT, SIGNED).may_be_signed
    assert not signing(story, CLINIC, edition, "physician", AT, given.at).may_be_signed


@pytest.mark.proves("R020", "R089")
def test_lifestyle_and_a_low_count_ask_for_a_reason_each(edition: Edition) -> None:
    found = asked(edition, replace(DRAFT, lifestyle="", sessions=5))
    assert [one.rule for one in found.contested] == ["lifestyle", "session-count"]


def test_a_detergent_outside_the_fat_is_refused_and_an_approved_depth_asks_for_nothing(edition: Edition) -> None:
    lytic = replace(CLINIC, formulary=tuple(replace(one, modality="ablative-detergent") for one in CLINIC.formulary))
    found = asked(edition, replace(DRAFT, layer="intradermal"), policy=lytic)
    assert "layer.not-for-modality" in codes(found)
    assert codes(asked(edition, replace(DRAFT, layer="intradermal"))) == []


def test_a_session_given_today_by_the_plan_before_does_not_hide_the_new_formula(edition: Edition) -> None:
    given = Session(AT - timedelta(hours=1), SessionState.GIVEN, formula="F1", sites=PLAN.sites)
    other = Formula("F2", (replace(A, volume=Quantity.parse("4.1 mL")), B))
    found = asked(edition, replace(DRAFT, formula="F2"), formula=other, sessions=(given,))
    assert "dose.over" in codes(found)


def test_a_booking_is_judged_with_the_places_of_the_new_plan(edition: Edition) -> None:
    booking = Session(AT + timedelta(days=1), formula="F1", sites=PLAN.sites)
    found = asked(edition, replace(DRAFT, sites=(*PLAN.sites, FLANK)), sessions=(booking,))
    assert [one.rule for one in found.contested] == ["area-cap"]


@pytest.mark.proves("R086")
def test_a_mixture_for_another_goal_is_said_and_either_of_two_goals_will_do(edition: Edition) -> None:
    def about_goal(found: Signing) -> list[str]:
        return [note.fact.code for note in found.notes if note.rule == "goal"]

    fat = replace(DRAFT, indication="localised-fat", assessments=("diet-and-exercise-history",))
    assert about_goal(asked(edition)) == []
    assert about_goal(asked(edition, fat)) != []
    assert about_goal(asked(edition, replace(DRAFT, indication="body-sculpting"))) == []
    assert about_goal(asked(edition, replace(DRAFT, indication="anti-ageing"))) == []
    assert about_goal(asked(edition, replace(fat, formula=""))) == []


@pytest.mark.proves("E19", "H-21")
@pytest.mark.parametrize(
    ("born", "session", "refused"),
    [
        (date(2008, 3, 3), None, False),
        (date(2008, 3, 4), None, True),
        (date(2008, 3, 4), AT + timedelta(days=3), True),
        (date(1990, 5, 14), AT, False),
    ],
)
def test_nobody_younger_than_the_minimum_age_signs_a_consent(
    edition: Edition, born: date, session: Any, refused: bool
) -> None:
    booked = (Session(session, formula="F1", sites=PLAN.sites),) if session else ()
    story = visit_story(edition, patient=Patient(born), sessions=booked)
    assert [because.rule for because in consent_refusals(story, CLINIC, edition, AT)] == (["P04"] if refused else [])


def test_a_consent_waits_for_a_signed_plan(edition: Edition) -> None:
    def refused(plan: Plan | None) -> list[str]:
        found = consent_refusals(visit_story(edition, plan=plan), CLINIC, edition, AT)
        return [because.fact.code for because in found]

    assert refused(None) == ["gate.plan-missing"]
    assert refused(DRAFT) == ["signing.plan-unsigned"]
    assert refused(PLAN) == []


@pytest.mark.proves("R084", "K-20")
def test_a_plan_for_causes_that_nobody_calls_treatable_says_so(edition: Edition) -> None:
    def said(*causes: str) -> bool:
        found = asked(edition, replace(DRAFT, causes=causes))
        return "cause.only-untreatable" in [note.fact.code for note in found.notes]

    assert said("lymph", "hormones")
    assert not said("lymph", "circulation")
    assert not said()


def test_a_plan_of_one_session_may_be_signed_and_one_of_none_may_not(edition: Edition) -> None:
    assert "signing.sessions-missing" not in codes(asked(edition, replace(DRAFT, sessions=1)))
    assert "signing.sessions-missing" in codes(asked(edition, replace(DRAFT, sessions=0)))


def test_who_signs_the_plan_signs_its_formula_and_no_other(edition: Edition) -> None:
    other = replace(UNSIGNED, id="F2")
    story = visit_story(edition, plan=DRAFT, formulas=(UNSIGNED, other, replace(F1, id="F3")), sessions=())
    signed = {one.id: one.signed_by for one in _as_signed(story, DRAFT, CLINIC, "physician", AT).formulas}
    assert signed == {"F1": "physician", "F2": "", "F3": F1.signed_by}
