"""Recording: each thing once, whatever the network does; taken back once, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.acting import Conflict, Denied, acting
from nappage.actions.entries import append, record, strike
from nappage.assessment.chart import chart_of
from nappage.engine.story import Allergy, Reply
from nappage.records.keys import new_key
from nappage.records.models import AuditEvent, Entry
from nappage.values.answer import Answer
from support.cast import Cast

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
PENICILLIN, LATEX = Allergy("penicillin", Answer.YES), Allergy("latex", Answer.NO)
TWO_KINDS = (PENICILLIN, Reply("pregnancy", Answer.NO, AT, "patient"))


def test_the_same_entry_sent_twice_is_one(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    actor, id = cast.actor("assistant", AT), new_key()
    with acting(actor, "reply.record", person.id):
        first = append(actor, person.id, PENICILLIN, LATEX, id=id)
    with acting(actor, "reply.record", person.id):
        again = append(actor, person.id, PENICILLIN, LATEX, id=id)
    assert first.id == again.id == id
    assert Entry.objects.filter(kind="allergy").count() == 1
    assert [value for _, value in chart_of(person.id, None, AT).of(Allergy)] == [PENICILLIN, LATEX]


def test_other_values_under_the_same_id_are_a_conflict_that_names_what_is_there(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    actor, id = cast.actor("assistant", AT), new_key()
    append(actor, person.id, PENICILLIN, id=id)
    for values in ((LATEX,), (PENICILLIN, LATEX)):
        with pytest.raises(Conflict) as told:
            append(actor, person.id, *values, id=id)
        assert told.value.found == (id,)


def test_an_id_of_another_chart_is_a_conflict_that_tells_nothing(cast: Cast, stranger: Cast) -> None:
    one, other = cast.register("Demo patient 014", AT), cast.register("Demo patient 015", AT)
    foreign = stranger.register("Demo patient 016", AT)
    actor, id = cast.actor("assistant", AT), new_key()
    append(actor, one.id, PENICILLIN, id=id)
    for who, person in ((actor, other), (stranger.actor("assistant", AT), foreign)):
        with pytest.raises(Conflict, match="belongs to another chart") as told:
            append(who, person.id, PENICILLIN, id=id)
        assert told.value.found == ()


def test_values_of_two_kinds_are_no_entry(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    with pytest.raises(ValueError, match="too many values"):
        append(cast.actor("assistant", AT), person.id, *TWO_KINDS)


def test_nobody_records_about_a_person_of_another_clinic(cast: Cast, stranger: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    actor = stranger.actor("assistant", AT)
    with pytest.raises(Denied):
        record(actor, "reply.record", person.id, PENICILLIN)
    refused = AuditEvent.objects.get(clinic=stranger.clinic.id, act="refused")
    assert (refused.person, refused.detail) == (person.id, {"permission": "reply.record"})
    assert not Entry.objects.filter(kind="allergy").exists()


def test_whoever_may_not_leaves_a_refusal_and_nothing_else(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    with pytest.raises(Denied, match=r"reply\.record"):
        record(cast.actor("reception", AT), "reply.record", person.id, PENICILLIN)
    assert AuditEvent.objects.get(act="refused").member == cast.reception.id
    assert not Entry.objects.filter(kind="allergy").exists()


def test_an_act_that_fails_leaves_neither_entry_nor_event(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    actor = cast.actor("assistant", AT)
    events = AuditEvent.objects.count()
    with pytest.raises(ValueError, match="too many values"), acting(actor, "reply.record", person.id):
        append(actor, person.id, PENICILLIN) and append(actor, person.id, *TWO_KINDS)
    assert not Entry.objects.filter(kind="allergy").exists()
    assert AuditEvent.objects.count() == events


def test_it_is_taken_back_once_and_both_stay(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    entry = record(cast.actor("assistant", AT), "reply.record", person.id, PENICILLIN)
    later = cast.actor("injector", AT + timedelta(minutes=5))
    struck = strike(later, entry.id, "another patient's")
    assert (struck.strikes, struck.by, struck.kind) == (entry.id, "injector-1", "struck")
    chart = chart_of(person.id, None, later.at)
    assert list(chart.of(Allergy)) == []
    assert {line.id for line in chart.lines} >= {entry.id, struck.id}
    with pytest.raises(Conflict, match="already taken back"):
        strike(later, entry.id, "again")
    assert [value for _, value in chart_of(person.id, None, AT).of(Allergy)] == [PENICILLIN]


def test_nobody_takes_back_an_entry_of_another_clinic(cast: Cast, stranger: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    entry = record(cast.actor("assistant", AT), "reply.record", person.id, PENICILLIN)
    with pytest.raises(Entry.DoesNotExist):
        strike(stranger.actor("physician", AT), entry.id, "not ours")


def test_what_a_person_was_registered_with_is_corrected_and_not_taken_back(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    registered = Entry.objects.get(person=person, kind="patient")
    with pytest.raises(Conflict, match="corrected and not taken back"):
        strike(cast.actor("director", AT), registered.id, "Entered in error, I am sorry.")
    assert not Entry.objects.filter(strikes=registered.id).exists()
