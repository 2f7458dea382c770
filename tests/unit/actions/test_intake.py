"""Recording a sitting: everything or nothing, each thing so that it can be taken back alone, and E08."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from nappage.actions.acting import Conflict, Denied
from nappage.actions.drafts import keep_draft
from nappage.actions.entries import strike
from nappage.actions.intake import Told, record_told
from nappage.assessment.draft_kept import draft_kept
from nappage.assessment.happening import InstrumentAnswers, ItemAnswer, Lifestyle, MedicineList, Note
from nappage.assessment.look import Look, look_at
from nappage.assessment.questionnaire import questionnaire
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import Allergy, CelluliteObservation, HealthEvent, MedicineTaken, Patient, Reading, Reply, Sex
from nappage.records.keys import new_key
from nappage.records.models import AuditEvent, Decision, Draft, Entry, Person
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.stories import gate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 19, 9, tzinfo=UTC)


@pytest.fixture
def person(cast: Cast) -> Person:
    return cast.register("Demo patient 014", AT - timedelta(days=1))


def tell(cast: Cast, person: Person, told: Told, at: datetime = AT, duty: str = "assistant") -> Look:
    return record_told(cast.actor(duty, at), person.id, None, told)


def reply(question: str, answer: Answer, at: datetime = AT, how: str = "") -> Reply:
    return Reply(question, answer, at, "patient", how=how)


def looked(cast: Cast, person: Person, at: datetime = AT) -> Look:
    return look_at(cast.clinic.id, person.id, None, at)


WHOLE = Told(
    replies=(reply("pregnancy", Answer.NO), reply("stroke", Answer.YES)),
    events=(HealthEvent("stroke", AT, "patient", since=date(2015, 1, 1)),),
    medicines=MedicineList((MedicineTaken("ibuprofen", Answer.NO),)),
    allergies=(Allergy("latex"), Allergy("penicillin", Answer.YES)),
    readings=(Reading("weight", Quantity.parse("62.0 kg"), AT),),
    patient=Patient(date(1990, 5, 14), Sex.FEMALE, Quantity.parse("66.1 [in_i]"), 2),
    lifestyle=Lifestyle("rice", "walks", "two walks more", AT.date()),
    instrument=InstrumentAnswers("Own questions", "own", (ItemAnswer("Do you hide?", "no"),)),
    cellulite=CelluliteObservation(AT, Answer.YES, Answer.YES, Answer.NO),
    notes=(Note("said at intake", "It came after the second child."),),
)


@pytest.mark.proves("S1", "R078", "R081")
def test_everything_of_a_sitting_is_recorded_in_one_act(cast: Cast, person: Person) -> None:
    after = tell(cast, person, WHOLE)
    story, chart = after.story, after.chart
    assert (story.replies, story.events, story.allergies) == (WHOLE.replies, WHOLE.events, WHOLE.allergies)
    assert (story.medicines, story.readings, story.patient) == (
        (MedicineTaken("ibuprofen", Answer.NO),), WHOLE.readings, WHOLE.patient,
    )  # fmt: skip
    assert (chart.latest(Lifestyle), chart.latest(InstrumentAnswers)) == (WHOLE.lifestyle, WHOLE.instrument)
    assert [note.words for _, note in chart.of(Note)] == ["It came after the second child."]
    assert after.outlook.measures.stage is not None
    assert after.outlook.measures.stage.grade == 2
    assert str(after.outlook.measures.body_mass_index) == "22 kg/m2"
    assert AuditEvent.objects.filter(clinic=cast.clinic.id, act="record intake", person=person.id).count() == 1
    assert Decision.objects.filter(person=person, act="record intake").count() == 1


def test_what_may_have_to_be_taken_back_alone_stands_alone(cast: Cast, person: Person) -> None:
    tell(cast, person, WHOLE)
    latex = next(line for line, allergy in looked(cast, person).chart.of(Allergy) if allergy.to == "latex")
    strike(cast.actor("injector", AT), latex.id, "it was the plaster, not the glove")
    assert [allergy.to for allergy in looked(cast, person).story.allergies] == ["penicillin"]


def test_the_same_form_sent_twice_is_recorded_once(cast: Cast, person: Person) -> None:
    sitting = new_key()
    tell(cast, person, Told(replies=(reply("stroke", Answer.NO),), sitting=sitting))
    later = AT + timedelta(seconds=2)
    with pytest.raises(Conflict):
        tell(cast, person, Told(replies=(reply("stroke", Answer.NO, later),), sitting=sitting), later)
    assert Entry.objects.filter(person=person, kind="reply").count() == 1


def test_a_fault_records_nothing(cast: Cast, person: Person) -> None:
    before = Entry.objects.count()
    with pytest.raises(Faulty, match="at least one answer"):
        tell(cast, person, Told())
    assert Entry.objects.count() == before


@pytest.mark.proves("E08", "H-01")
@pytest.mark.parametrize("how", ["don't know", "prefer not to say"])
def test_not_knowing_holds_and_is_never_turned_into_a_no_by_asking_again(cast: Cast, person: Person, how: str) -> None:
    after = tell(cast, person, Told(replies=(reply("pregnancy", Answer.UNKNOWN, how=how),)))
    assert after.story.replies[0].how == how
    assert gate(after.outlook, GateName.SCREENING).state is GateState.CLOSED
    with pytest.raises(Faulty) as refused:
        tell(cast, person, Told(replies=(reply("pregnancy", Answer.NO, AT + timedelta(minutes=5)),)))
    (fault,) = refused.value.faults
    assert how in fault.found
    assert "clinician" in fault.remedy
    assert [one.answer for one in looked(cast, person).story.replies] == [Answer.UNKNOWN]


@pytest.mark.proves("E08")
def test_a_no_after_a_yes_on_the_same_day_is_refused_too_and_another_day_is_another_visit(
    cast: Cast, person: Person
) -> None:
    tell(cast, person, Told(replies=(reply("clots", Answer.YES),)))
    with pytest.raises(Faulty):
        tell(cast, person, Told(replies=(reply("clots", Answer.NO),)))
    tomorrow = AT + timedelta(days=1)
    tell(cast, person, Told(replies=(reply("clots", Answer.NO, tomorrow),)), tomorrow)
    tell(cast, person, Told(replies=(reply("skin", Answer.UNKNOWN),)))
    tell(cast, person, Told(replies=(reply("skin", Answer.NO),)))


@pytest.mark.parametrize("duty", ["director", "reception", "auditor"])
def test_who_does_not_ask_does_not_record(cast: Cast, person: Person, duty: str) -> None:
    with pytest.raises(Denied):
        tell(cast, person, WHOLE, duty=duty)


def test_another_clinics_patient_is_out_of_reach(cast: Cast, stranger: Cast, person: Person) -> None:
    with pytest.raises(Denied):
        tell(stranger, person, WHOLE)


def test_a_draft_is_sealed_kept_for_one_member_and_gone_once_it_is_recorded(cast: Cast, person: Person) -> None:
    actor = cast.actor("assistant", AT)
    for words in ("first", "It came after the second child."):
        keep_draft(actor, "reply.record", person.id, "intake", {"said": [words]})
    kept = draft_kept(person.id, actor.member.id, "intake")
    assert kept is not None
    assert (kept.typed, kept.at) == ({"said": ["It came after the second child."]}, AT)
    assert b"second child" not in bytes(Draft.objects.get().sealed)
    assert draft_kept(person.id, cast.injector.id, "intake") is None
    tell(cast, person, Told(notes=(Note("said at intake", "x"),)))
    assert draft_kept(person.id, actor.member.id, "intake") is None


@pytest.mark.proves("K-24")
def test_only_what_some_rule_waits_for_is_asked(cast: Cast, person: Person) -> None:
    found = questionnaire(looked(cast, person))
    ids = [one.question.id for one in found.asked]
    assert ids[:3] == ["pregnancy", "insulin", "stroke"]
    assert {"swallowing", "habits"} <= set(ids)
    assert all(one.is_due for one in found.asked)


@pytest.mark.proves("H-01", "R046", "R049")
def test_the_exclusions_are_asked_again_the_next_day_and_the_rest_after_its_time(cast: Cast, person: Person) -> None:
    found = questionnaire(looked(cast, person))
    tell(cast, person, Told(replies=tuple(reply(one.question.id, Answer.NO) for one in found.asked)))
    assert questionnaire(looked(cast, person)).due == ()
    tomorrow = questionnaire(looked(cast, person, AT + timedelta(days=1)))
    assert [one.question.id for one in tomorrow.due] == [
        "pregnancy", "insulin", "stroke", "clots", "leg-swelling", "cancer", "medicines", "allergies",
    ]  # fmt: skip
    assert tomorrow.never_asked == ()
    month = questionnaire(looked(cast, person, AT + timedelta(days=31)))
    assert {"infection", "infection-at-site", "pigment"} <= {one.question.id for one in month.due_again}
    assert "heart" not in {one.question.id for one in month.due_again}
