from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nappage.actions.acting import Conflict, Denied, NotNow
from nappage.actions.entries import record, strike
from nappage.actions.plans import Drafted, draft_plan, sign_plan
from nappage.actions.reasons import give_reason
from nappage.assessment.happening import Lifestyle, PlanTerms
from nappage.assessment.planned import assessed, draft, formulas, latest, plan_in_force, versions
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import Site
from nappage.records.models import AuditEvent, Course, Decision, Entry, Person
from nappage.values.quantity import Quantity
from support.cast import Cast, example_terms, new_clinic
from support.planning import CONSULTED, F1, FLANK, S1, THIGHS, course_of, draft_s1, drafted, look, sign_s1

LATER = CONSULTED + timedelta(days=5)


@pytest.fixture
def person(cast: Cast) -> Person:
    return cast.register("Demo patient 014", CONSULTED)


def test_a_draft_is_written_with_its_terms_and_its_formula(cast: Cast, person: Person) -> None:
    entry = draft_s1(cast, person)
    found = draft(look(cast, person).chart)
    assert found is not None
    assert (found.entry, found.number, found.by) == (entry.id, 0, "injector-1")
    assert found.plan == replace(S1, formula="F1")
    assert found.terms.goal == "I want my trousers to sit better."
    assert found.terms.plan == entry.id
    assert found.formula is not None
    assert found.formula.components == F1


def test_a_first_draft_opens_a_course_where_there_is_none(cast: Cast) -> None:
    person = cast.register("Demo patient 015", CONSULTED)
    Course.objects.all().delete()
    draft_plan(cast.actor("injector", CONSULTED), person.id, None, drafted())
    assert Course.objects.filter(person=person).count() == 1


@pytest.mark.proves("H-19")
def test_a_draft_over_another_that_was_written_meanwhile_is_refused(cast: Cast, person: Person) -> None:
    first = draft_s1(cast, person)
    draft_s1(cast, person, base=first.id, sessions=8)
    with pytest.raises(Conflict, match="meanwhile"):
        draft_s1(cast, person, base=first.id, sessions=6)
    with pytest.raises(Conflict, match="meanwhile"):
        draft_s1(cast, person)


@pytest.mark.proves("H-19")
def test_a_draft_that_another_tablet_wrote_a_moment_later_counts_as_there(cast: Cast, person: Person) -> None:
    first = draft_s1(cast, person)
    draft_s1(cast, person, CONSULTED + timedelta(seconds=2), first.id, sessions=8)
    with pytest.raises(Conflict, match="meanwhile"):
        draft_s1(cast, person, CONSULTED + timedelta(seconds=1), first.id, sessions=6)


@pytest.mark.proves("S1", "R009")
def test_signing_freezes_the_plan_and_its_formula_and_keeps_what_it_rested_on(cast: Cast, person: Person) -> None:
    entry = sign_s1(cast, person)
    found = look(cast, person)
    (version,) = versions(found.chart)
    assert (version.number, version.plan.signed_by, version.plan.signed_at) == (1, "physician-1", CONSULTED)
    assert version.formula is not None
    assert version.formula.signed_by == "physician-1"
    assert found.story.plan == version.plan
    assert draft(found.chart) is None
    assert Decision.objects.get(entry=entry.id).act == "plan.sign"
    assert AuditEvent.objects.filter(act="sign plan", thing=entry.id).exists()


@pytest.mark.parametrize("duty", ["injector", "assistant", "reception", "auditor", "director"])
def test_only_a_prescriber_signs(cast: Cast, person: Person, duty: str) -> None:
    entry = draft_s1(cast, person)
    with pytest.raises(Denied):
        sign_plan(cast.actor(duty, CONSULTED), person.id, course_of(person), entry.id)
    assert versions(look(cast, person).chart) == ()


def test_the_draft_that_was_read_is_the_one_that_is_signed(cast: Cast, person: Person) -> None:
    first = draft_s1(cast, person)
    second = draft_s1(cast, person, base=first.id, sessions=8)
    signer = cast.actor("physician", CONSULTED)
    with pytest.raises(Conflict, match="meanwhile"):
        sign_plan(signer, person.id, course_of(person), first.id)
    signed = sign_plan(signer, person.id, course_of(person), second.id)
    with pytest.raises(Conflict, match="signed already"):
        sign_plan(signer, person.id, course_of(person), signed.id)


@pytest.mark.proves("H-34")
def test_a_fresh_clinic_cannot_sign_a_fat_plan(db: None) -> None:
    terms = example_terms() | {"indications": []}
    fresh = new_clinic("Fresh", terms)
    person = fresh.register("Demo patient 016", CONSULTED)
    with pytest.raises(NotNow) as refused:
        sign_s1(fresh, person, indication="localised-fat")
    codes = {because.fact.code for because in refused.value.because}
    assert codes == {"indication.not-activated", "assessment.missing"}
    assert versions(look(fresh, person).chart) == ()


@pytest.mark.proves("H-25")
def test_anxiety_is_not_signed_without_a_protocol(cast: Cast, person: Person) -> None:
    with pytest.raises(NotNow) as refused:
        sign_s1(cast, person, indication="anxiety")
    assert "indication.off" in {because.fact.code for because in refused.value.because}


@pytest.mark.proves("H-24", "R164")
def test_lightening_is_signed_only_with_an_assessment_in_words(db: None) -> None:
    on = {"indication": "pigment-lightening", "citation": "fictional", "review_due": "2027-12-31"}
    terms = example_terms()
    clinic = new_clinic("Light", terms | {"indications": [*terms["indications"], on]})
    person = clinic.register("Demo patient 017", CONSULTED)
    changes: dict[str, Any] = {
        "indication": "pigment-lightening",
        "variant": "003-adaptive",
        "sites": (Site("cheek"),),
        "queued": (),
        "sessions": 3,
        "criterion": replace(S1.criterion, checkpoint=3) if S1.criterion else None,
    }
    entry = draft_s1(clinic, person, **changes)
    signer = clinic.actor("physician", CONSULTED)
    with pytest.raises(NotNow) as refused:
        sign_plan(signer, person.id, course_of(person), entry.id)
    missing = [because.fact for because in refused.value.because]
    assert [(fact.code, fact["assessment"]) for fact in missing] == [("assessment.missing", "lesion-assessment")]

    said = {"lesion-assessment": "Even, flat, looked at with a dermatoscope; no sign of a lesion to send on."}
    again = Drafted(replace(S1, **changes), PlanTerms(), F1, said)
    second = draft_plan(clinic.actor("injector", CONSULTED), person.id, course_of(person), again, entry.id)
    signed = sign_plan(signer, person.id, course_of(person), second.id)
    (version,) = versions(look(clinic, person).chart)
    assert version.entry == signed.id
    assert version.plan.assessments == ("lesion-assessment", "phototype")


def test_an_assessment_that_was_taken_back_counts_no_more(cast: Cast, person: Person) -> None:
    lifestyle = Lifestyle("three meals", "walks")
    entry = record(cast.actor("assistant", CONSULTED), "reply.record", person.id, lifestyle)
    history = {"diet-and-exercise-history": "three meals; walks"}
    found = look(cast, person)
    assert assessed(found.chart, found.edition, "localised-fat") == history
    strike(cast.actor("injector", LATER), entry.id, "the wrong patient")
    found = look(cast, person, LATER)
    assert assessed(found.chart, found.edition, "localised-fat") == {}
    assert assessed(found.chart, found.edition, "no such purpose") == {}


@pytest.mark.proves("E18", "K-09", "R014", "R015", "S1")
def test_a_third_area_waits_or_takes_a_coded_reason(cast: Cast, person: Person) -> None:
    entry = draft_s1(cast, person, sites=(*THIGHS, FLANK), queued=())
    signer, course = cast.actor("physician", CONSULTED), course_of(person)
    with pytest.raises(NotNow) as refused:
        sign_plan(signer, person.id, course, entry.id)
    assert [because.fact.code for because in refused.value.because] == ["area.over-cap"]
    for words, fault in ((".", "override.words-too-few"), ("two small patches", "override.code-unknown")):
        code = "because-I-say-so" if fault.endswith("unknown") else "small-neighbouring-areas"
        with pytest.raises(NotNow) as not_taken:
            give_reason(signer, person.id, course, "area-cap", code, words)
        assert [because.fact.code for because in not_taken.value.because] == [fault]
    assert not Entry.objects.filter(kind="reason").exists()
    give_reason(signer, person.id, course, "area-cap", "small-neighbouring-areas", "two small patches beside it")
    assert sign_plan(signer, person.id, course, entry.id)
    assert AuditEvent.objects.get(act="give reason").detail["rule"] == "area-cap"


@pytest.mark.proves("S1")
def test_a_later_change_is_a_draft_until_it_is_signed_and_then_closes_the_consent(cast: Cast, person: Person) -> None:
    first = sign_s1(cast, person)
    second = draft_s1(cast, person, LATER, first.id, sessions=8)
    found = look(cast, person, LATER)
    assert found.story.plan is not None
    assert found.story.plan.sessions == 10
    newest = draft(found.chart)
    assert newest is not None
    assert newest.plan.sessions == 8
    sign_plan(cast.actor("physician", LATER), person.id, course_of(person), second.id)
    found = look(cast, person, LATER)
    assert [version.number for version in versions(found.chart)] == [1, 2]
    assert [version.plan.sessions for version in versions(found.chart)] == [10, 8]
    last = latest(found.chart)
    assert last is not None
    assert last.number == 2
    consent = next(gate for gate in found.outlook.gates if gate.name is GateName.CONSENT)
    assert consent.state is GateState.CLOSED


@pytest.mark.proves("R009", "K-25")
def test_other_components_are_another_formula_and_the_signed_one_stays(cast: Cast, person: Person) -> None:
    first = sign_s1(cast, person)
    other = (replace(F1[0], volume=Quantity.parse("2.5 mL")), F1[1])
    second = draft_s1(cast, person, LATER, first.id, components=other)
    assert [f.signed_by for f in formulas(look(cast, person, LATER).chart).values()] == ["physician-1", ""]
    third = draft_s1(cast, person, LATER, second.id, components=(replace(other[0], lot="A-102"), F1[1]))
    known = formulas(look(cast, person, LATER).chart)
    assert list(known) == ["F1", "F2"]
    assert known["F2"].components[0].lot == "A-102"
    draft_s1(cast, person, LATER, third.id)
    newest = draft(look(cast, person, LATER).chart)
    assert newest is not None
    assert newest.plan.formula == "F1"
    in_force = plan_in_force(look(cast, person, LATER).chart)
    assert in_force is not None
    assert in_force.formula == "F1"


@pytest.mark.proves("H-10", "H-11")
def test_a_formula_over_its_signed_limit_is_not_signed(cast: Cast, person: Person) -> None:
    tenfold = (replace(F1[0], volume=Quantity.parse("30 mL")), F1[1])
    with pytest.raises(NotNow) as refused:
        sign_s1(cast, person, components=tenfold)
    assert "dose.over" in {because.fact.code for because in refused.value.because}


def test_a_person_of_another_clinic_is_out_of_reach(cast: Cast, stranger: Cast, person: Person) -> None:
    with pytest.raises(Denied):
        draft_plan(stranger.actor("injector", CONSULTED), person.id, course_of(person), drafted())
    other = stranger.register("Demo patient 020", CONSULTED)
    with pytest.raises(Course.DoesNotExist):
        draft_plan(stranger.actor("injector", CONSULTED), other.id, course_of(person), drafted())
