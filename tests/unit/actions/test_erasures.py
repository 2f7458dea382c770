"""An erasure leaves nothing that tells who somebody was; chains hold, other charts open, a recall counts them still."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from nappage.actions.acting import Actor, Conflict, Denied, Unconfirmed
from nappage.actions.audit import broken_at
from nappage.actions.backups import note_backup, write_backup
from nappage.actions.drafts import keep_draft
from nappage.actions.entries import record
from nappage.actions.erasures import erase, put_off
from nappage.actions.links import link
from nappage.actions.lots import trace_lot
from nappage.actions.visits import mark
from nappage.assessment.chart import chart_of
from nappage.assessment.checkup import checkup
from nappage.assessment.erasure import FATES, Fate, Grounds, plan_erasure, rows_about
from nappage.engine.story import Allergy
from nappage.records.models import AuditEvent, Entry, Identity, Lot, LotUse, PersonKey, Visit, VisitState
from nappage.records.person_search import find
from nappage.values.fault import Faulty
from support.cast import Cast
from support.course import WrittenCourse, ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
LATER = START + timedelta(days=30)
GROUNDS = Grounds("Recall of a lot, Regulation (EU) 2017/745 art. 10", date(2036, 3, 3))
NAME, PHONE, EMAIL = "Demo Erasable-Ünïque 4711", "+34 600 471 147", "erasable.4711@example.org"
TELLING = ("Erasable", "erasable", "600 471 147", "34600471147", "erasable.4711", "1961-02-28", "Demo secret 4711")


def laid_out(cast: Cast) -> WrittenCourse:
    """Return a course of somebody whose particulars are found nowhere else, with a draft and a lot used."""
    laid = ready_for_first_session(cast, START)
    Identity.objects.filter(person=laid.person).update(
        name=NAME, folded="demo erasable unique 4711", phone=PHONE, phone_digits="34600471147", email=EMAIL,
        born=date(1961, 2, 28),
    )  # fmt: skip
    keep_draft(cast.actor("injector", START), "reply.record", laid.person, "note", {"words": ["Demo secret 4711"]})
    record(cast.actor("injector", START), "reply.record", laid.person, Allergy("Demo secret 4711"))
    if not LotUse.objects.filter(person=laid.person, lot="A-101").exists():
        LotUse.objects.create(
            clinic=cast.clinic, person_id=laid.person, entry=laid.person, agent="A", lot="A-101", at=START
        )
    return laid


def everything_stored() -> Iterator[str]:
    """Yield every value of every row of every table, and on SQLite the bytes of the database's files too."""
    connection.ensure_connection()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from (value if isinstance(value, str) else str(value) for value in row)
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for file in (path, path.with_name(path.name + "-wal")):
            if file.exists():
                yield file.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.django_db(transaction=True)
@pytest.mark.proves("H-31")
def test_no_identifier_is_left_and_a_recall_counts_the_exposure_still(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    laid = laid_out(cast)
    lot = Lot.objects.get(agent="A", lot="A-101")
    director = cast.actor("director", LATER)
    exposed = {use.person_id for use in trace_lot(director, lot)}
    assert laid.person in exposed
    assert any(word in stored for stored in everything_stored() for word in TELLING)
    with caplog.at_level("DEBUG"):
        erase(director, laid.person, GROUNDS)
    found = [(word, stored[:200]) for stored in everything_stored() for word in TELLING if word in stored]
    assert found == []
    assert not any(word in line.getMessage() for line in caplog.records for word in TELLING)
    assert {use.person_id for use in trace_lot(director, lot)} == exposed
    assert list(find(cast.clinic.id, "Erasable").identities) == []
    assert broken_at(cast.clinic.id) is None
    with pytest.raises(PersonKey.DoesNotExist):
        chart_of(laid.person, None, LATER)


def test_what_was_written_stays_closed_and_everything_else_opens(cast: Cast) -> None:
    laid = laid_out(cast)
    other = cast.register("Demo patient 015", START)
    before = list(Entry.objects.filter(person=laid.person).order_by("pk").values_list())
    event = erase(cast.actor("director", LATER), laid.person, GROUNDS)
    assert list(Entry.objects.filter(person=laid.person).order_by("pk").values_list()) == before
    found = checkup()
    assert (found.closed, found.keys, found.troubles) == (len(before), 1, [])
    assert chart_of(other.id, None, LATER).lines
    assert not Visit.objects.filter(person=laid.person).exists()
    assert event.detail["basis"] == GROUNDS.basis
    assert event.detail["until"] == "2036-03-03"
    assert event.detail["rows"]["closed"] == {"Entry": len(before)}
    assert {"Identity": 1, "PersonKey": 1, "Draft": 1}.items() <= event.detail["rows"]["deleted"].items()
    assert "LotUse" in event.detail["rows"]["pseudonym"]


def test_records_of_the_same_person_are_erased_together(cast: Cast) -> None:
    first, second = (cast.register("Demo patient 014", START) for _ in range(2))
    link(cast.actor("physician", START), first.id, second.id, "same passport")
    event = erase(cast.actor("director", LATER), second.id, GROUNDS)
    assert event.detail["persons"] == sorted([str(first.id), str(second.id)])
    assert not PersonKey.objects.exists()
    assert not Identity.objects.exists()
    acts = AuditEvent.objects.filter(act="erase patient").values_list("person", flat=True)
    assert set(acts) == {first.id, second.id}


def test_backups_that_hold_the_person_are_named(cast: Cast) -> None:
    old = write_backup(BytesIO(), START - timedelta(days=1))
    note_backup(old, START - timedelta(days=1))
    person = cast.register("Demo patient 014", START)
    made = write_backup(BytesIO(), START)
    note_backup(made, START)
    event = erase(cast.actor("director", LATER), person.id, GROUNDS)
    assert event.detail["backups"] == [[START.isoformat(), made.file]]


def test_every_fault_is_told_and_nothing_is_done(cast: Cast) -> None:
    laid = laid_out(cast)
    director = cast.actor("director", LATER)
    with pytest.raises(Faulty) as raised:
        erase(director, laid.person, Grounds(" ", LATER.date()))
    assert [fault.thing for fault in raised.value.faults] == ["legal basis", "kept until"]
    for telling in ("as Erasable-Ünïque asked", "call +34 600 471 147", "born 1961-02-28"):
        with pytest.raises(Faulty, match="words that name nobody"):
            put_off(director, laid.person, Grounds(telling, GROUNDS.until))
    assert Identity.objects.filter(person=laid.person).exists()


def test_a_person_who_is_in_the_clinic_is_not_erased(cast: Cast) -> None:
    laid = laid_out(cast)
    visit = Visit.objects.filter(person=laid.person, state=VisitState.BOOKED).latest("start")
    mark(cast.actor("reception", START), visit, VisitState.HERE)
    with pytest.raises(Conflict):
        erase(cast.actor("director", LATER), laid.person, GROUNDS)


def test_it_can_be_put_off_with_a_reason_and_a_day(cast: Cast) -> None:
    laid = laid_out(cast)
    event = put_off(cast.actor("director", LATER), laid.person, GROUNDS)
    assert (event.act, event.detail["until"]) == ("put off erasure", "2036-03-03")
    assert Identity.objects.filter(person=laid.person).exists()


def test_only_a_confirmed_director_of_the_clinic_erases(cast: Cast, stranger: Cast) -> None:
    person: UUID = cast.register("Demo patient 014", START).id
    for denied in (cast.actor("physician", LATER), stranger.actor("director", LATER)):
        with pytest.raises(Denied):
            erase(denied, person, GROUNDS)
    with pytest.raises(Unconfirmed):
        erase(Actor(cast.director, LATER, confirmed=False), person, GROUNDS)


def test_every_table_that_speaks_of_a_person_has_a_fate(db: None) -> None:
    assert {model.__name__ for model, _ in rows_about(())} <= set(FATES)
    assert FATES["Identity"] is FATES["PersonKey"] is Fate.DELETED
    assert {model.__name__ for model in apps.get_app_config("records").get_models()} - set(FATES)


def test_a_plan_counts_what_there_is(cast: Cast) -> None:
    laid = laid_out(cast)
    plan = plan_erasure(laid.person, LATER)
    assert json.dumps([each.table for each in plan.of(Fate.CLOSED)]) == '["Entry"]'
    assert not plan.is_here
