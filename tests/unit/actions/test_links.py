"""Linking two records of one person: what either warns of counts for both, what would open for neither (H-30)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nappage.actions.acting import Conflict, Denied
from nappage.actions.audit import broken_at
from nappage.actions.entries import record
from nappage.actions.links import LINKED, UNLINKED, link, undo_link
from nappage.actions.persons import Particulars, correct_identity
from nappage.assessment import happening
from nappage.assessment.happening import MedicineList, Note
from nappage.assessment.look import Look, look_at
from nappage.engine import story
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import (
    Allergy,
    HealthEvent,
    MedicineTaken,
    Reading,
    Reply,
    SessionState,
    Sex,
    WhealReading,
)
from nappage.records.models import AuditEvent, Course, Decision, Person, PersonLink
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.charts import Laid, lay
from support.sessions import under_way
from support.stories import example, gate

pytestmark = pytest.mark.django_db
HOW = "same passport, shown at the desk"
NOW = "2026-03-03 10:25"


@pytest.fixture
def kept(cast: Cast) -> Laid:
    """Return S1 on the morning of her first session, every gate open."""
    return lay(cast, example("s1-thighs-first-session"))


@pytest.fixture
def other(cast: Cast, kept: Laid) -> Person:
    """Return a second record of the same person, with nothing in it but its first line."""
    return cast.register("Demo patient 14", kept.at("2026-02-01 10:00"))


def tell(cast: Cast, kept: Laid, person: Person, *values: object, at: str = "2026-02-02 10:00") -> None:
    record(cast.actor("injector", kept.at(at)), "reply.record", person.id, *values)


def join(cast: Cast, kept: Laid, other: Person, at: str = "2026-03-03 10:20") -> PersonLink:
    return link(cast.actor("physician", kept.at(at)), kept.person, other.id, HOW)


def look_of(kept: Laid, person: Person, at: str = NOW) -> Look:
    course = Course.objects.get(person=person).id
    return look_at(kept.cast.clinic.id, person.id, course, kept.at(at))


def screening(look: Look) -> tuple[GateState, list[str]]:
    found = gate(look.outlook, GateName.SCREENING)
    return found.state, [because.rule for because in found.reasons]


@pytest.mark.proves("H-30")
def test_a_condition_of_the_other_record_closes_the_gate_of_the_one_that_is_kept(
    cast: Cast, kept: Laid, other: Person
) -> None:
    told = HealthEvent("stroke", kept.at("2026-02-02 10:00"), "patient", since=date(2015, 1, 1))
    tell(cast, kept, other, told)
    assert screening(kept.look(NOW)) == (GateState.OPEN, [])
    join(cast, kept, other)
    state, rules = screening(kept.look(NOW))
    assert state is GateState.CLOSED
    assert "stroke" in rules


@pytest.mark.proves("H-30")
def test_both_records_get_the_allergies_and_both_are_worked_out_again(cast: Cast, kept: Laid, other: Person) -> None:
    tell(cast, kept, other, Allergy("penicillin", Answer.YES))
    record(cast.actor("injector", kept.at("2026-02-20 10:00")), "reply.record", kept.person, Allergy("latex"))
    row = join(cast, kept, other)
    for told in (kept.look(NOW).story, look_of(kept, other).story):
        assert {allergy.to for allergy in told.allergies} == {"penicillin", "latex"}
    decided = Decision.objects.filter(entry=row.id, act="link records")
    assert {decision.person_id for decision in decided} == {kept.person, other.id}


@pytest.mark.proves("H-30")
def test_nothing_of_the_other_record_opens_anything(cast: Cast, kept: Laid, other: Person) -> None:
    morning = "2026-03-03 09:55"
    told = kept.look(NOW).story
    tell(cast, kept, other, *(reply for reply in told.replies if reply.at == kept.at("2026-03-03 09:50")), at=morning)
    bare = cast.register("Demo patient 15", kept.at("2026-02-01 10:00"))
    link(cast.actor("physician", kept.at("2026-03-03 10:20")), bare.id, other.id, HOW)
    found = look_of(kept, bare)
    assert not [reply for reply in found.story.replies if reply.answer is Answer.NO]
    assert not found.story.tests
    assert not found.story.consents
    assert screening(found)[0] is GateState.CLOSED


@pytest.mark.proves("H-30")
def test_a_high_value_counts_and_another_weight_does_not(cast: Cast, kept: Laid, other: Person) -> None:
    at = kept.at("2026-02-02 10:00")
    tell(cast, kept, other, Reading("hba1c", Quantity.parse("9 %"), at))
    tell(cast, kept, other, Reading("weight", Quantity.parse("90 kg"), at))
    join(cast, kept, other)
    assert [(one.code, str(one.value)) for one in kept.look(NOW).story.readings] == [
        ("weight", "62 kg"),
        ("hba1c", "9 %"),
    ]


@pytest.mark.proves("H-30")
def test_a_test_in_which_something_was_seen_counts_and_one_without_does_not(
    cast: Cast, kept: Laid, other: Person
) -> None:
    at, mm = kept.at("2026-02-02 10:00"), Quantity.parse("6 mm")
    for id, flare in (("seen", Answer.YES), ("unseen", Answer.NO)):
        tell(cast, kept, other, happening.TestGiven(id, kept.told.story.formulas[0].components, at))
        reading = WhealReading(story.TestSubstance.MIX, at, "injector-1", mm, mm, flare, Answer.NO)
        tell(cast, kept, other, happening.TestRead(id, (reading,)))
    join(cast, kept, other)
    tests = [test.id for test in kept.look(NOW).story.tests]
    assert tests == ["test-1", "seen, linked record 1"]


@pytest.mark.proves("H-30", "H-37")
def test_a_session_of_the_other_record_counts_as_given_elsewhere(cast: Cast) -> None:
    chair = under_way(cast)
    bare = cast.register("Demo patient 15", chair.at("10:00"))
    link(cast.actor("physician", chair.at("10:55")), bare.id, chair.laid.person, HOW)
    told = look_of(chair.laid, bare, "2026-03-03 11:00").story
    (session,) = told.sessions
    assert (session.state, session.elsewhere, session.formula) == (SessionState.GIVEN, True, "F1, linked record 1")
    assert [formula.id for formula in told.formulas] == ["F1, linked record 1"]


@pytest.mark.proves("H-30")
def test_a_yes_and_a_no_are_a_clinicians_task_and_hold_until_asked_again(cast: Cast, kept: Laid, other: Person) -> None:
    tell(cast, kept, other, Reply("stroke", Answer.YES, kept.at("2026-02-02 10:00"), "patient"))
    join(cast, kept, other)
    look = kept.look(NOW)
    assert [one.about for one in look.story.disagreements] == ["stroke"]
    assert [because.fact.code for because in look.outlook.start.holds] == ["gate.records-disagree"]
    assert "task.settle-records" in [task.what.code for task in look.outlook.tasks]
    again = Reply("stroke", Answer.NO, kept.at("2026-03-03 10:22"), "physician-1", how="record-seen: discharge letter")
    record(cast.actor("physician", kept.at("2026-03-03 10:22")), "reply.record", kept.person, again)
    assert kept.look(NOW).story.disagreements == ()
    assert screening(kept.look(NOW))[0] is GateState.OPEN


@pytest.mark.proves("H-30", "H-21")
@pytest.mark.parametrize("differs", ["born", "sex"])
def test_two_birth_dates_or_sexes_hold_until_one_is_corrected(cast: Cast, kept: Laid, differs: str) -> None:
    said = {"born": date(1991, 5, 14)} if differs == "born" else {"sex": Sex.MALE}
    other = cast.register("Demo patient 014", kept.at("2026-02-01 10:00"), **said)
    join(cast, kept, other)
    assert [one.about for one in kept.look(NOW).story.disagreements] == [differs]
    right = Particulars(name="Demo patient 014", born=date(1990, 5, 14), sex=Sex.FEMALE)
    correct_identity(cast.actor("reception", kept.at("2026-03-03 10:23")), other.id, right)
    assert kept.look(NOW).story.disagreements == ()


@pytest.mark.proves("H-30")
def test_both_lists_of_medicines_count_until_one_list_is_told_of_the_one_person(
    cast: Cast, kept: Laid, other: Person
) -> None:
    tell(cast, kept, other, MedicineList((MedicineTaken("warfarin", Answer.YES),)))
    join(cast, kept, other)
    assert [one.name for one in kept.look(NOW).story.medicines] == ["ibuprofen", "warfarin"]
    told = MedicineList((MedicineTaken("paracetamol", Answer.NO),))
    record(cast.actor("injector", kept.at("2026-03-03 10:21")), "reply.record", kept.person, told)
    assert [one.name for one in kept.look(NOW).story.medicines] == ["paracetamol"]


@pytest.mark.proves("H-30")
def test_a_link_reaches_through_a_third_record(cast: Cast, kept: Laid, other: Person) -> None:
    third = cast.register("Demo patient 0014", kept.at("2026-02-01 10:00"))
    tell(cast, kept, third, Allergy("latex"))
    join(cast, kept, other)
    link(cast.actor("physician", kept.at("2026-03-03 10:21")), other.id, third.id, HOW)
    assert [allergy.to for allergy in kept.look(NOW).story.allergies] == ["latex"]
    undo_link(cast.actor("physician", kept.at("2026-03-03 10:23")), kept.person, other.id, HOW)
    assert kept.look(NOW).story.allergies == ()


@pytest.mark.proves("H-30")
def test_undone_it_is_as_it_was_and_both_rows_stay(cast: Cast, kept: Laid, other: Person) -> None:
    tell(cast, kept, other, Allergy("latex"), at="2026-02-02 10:00")
    before = kept.look(NOW).story, look_of(kept, other).story
    join(cast, kept, other)
    undone = undo_link(cast.actor("physician", kept.at("2026-03-03 10:22")), other.id, kept.person, HOW)
    assert (kept.look(NOW).story, look_of(kept, other).story) == before
    assert (undone.kept_id, undone.merged_id) == (kept.person, other.id)
    assert list(PersonLink.objects.order_by("at").values_list("undone", flat=True)) == [False, True]
    assert kept.look("2026-03-03 10:21").story.allergies, "what was known then is still known of then"


def test_how_somebody_knew_is_sealed_in_both_charts_and_in_no_row(cast: Cast, kept: Laid, other: Person) -> None:
    row = join(cast, kept, other)
    undo_link(cast.actor("physician", kept.at("2026-03-03 10:22")), kept.person, other.id, "two persons after all")
    assert HOW not in row.words
    for look in (kept.look(NOW), look_of(kept, other)):
        notes = [(note.section, note.words) for _, note in look.chart.of(Note)]
        assert notes == [(LINKED, HOW), (UNLINKED, "two persons after all")]
    events = AuditEvent.objects.filter(act="link records").values_list("person", flat=True)
    assert set(events) == {kept.person, other.id}
    assert broken_at(cast.clinic.id) is None


def test_it_refuses_twice_oneself_no_words_and_another_clinic(
    cast: Cast, kept: Laid, other: Person, stranger: Cast
) -> None:
    physician = cast.actor("physician", kept.at("2026-03-03 10:20"))
    elsewhere = stranger.register("Demo patient 014", kept.at("2026-02-01 10:00"))
    for one, words in ((kept.person, HOW), (elsewhere.id, HOW), (other.id, "  ")):
        with pytest.raises(Faulty):
            link(physician, kept.person, one, words)
    join(cast, kept, other)
    with pytest.raises(Conflict):
        link(physician, other.id, kept.person, HOW)
    with pytest.raises(Conflict):
        undo_link(physician, kept.person, cast.register("X", physician.at - timedelta(days=1)).id, HOW)


@pytest.mark.parametrize("duty", ["injector", "assistant", "reception", "auditor"])
def test_only_directors_and_prescribers_link(cast: Cast, kept: Laid, other: Person, duty: str) -> None:
    with pytest.raises(Denied):
        link(cast.actor(duty, kept.at("2026-03-03 10:20")), kept.person, other.id, HOW)
    assert not PersonLink.objects.exists()
