"""The database itself refuses a change to what was recorded, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from nappage.actions.audit import append_event
from nappage.records.append_only import APPEND_ONLY, refuse_changes, trigger_of
from nappage.records.models import AuditEvent, Decision, Document, KitCheck, LotUse, Person, PersonLink, PolicyVersion
from support.cast import Cast

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
Fill = Callable[[Cast, Person], object]


def decide(cast: Cast, person: Person) -> object:
    return Decision.objects.create(
        clinic=cast.clinic,
        person=person,
        act="sign",
        at=AT,
        edition="e",
        timezones="2026a",
        policy_version=1,
        outlook="o",
    )


def keep_paper(cast: Cast, person: Person) -> object:
    return Document.objects.create(
        clinic=cast.clinic,
        person=person,
        kind="consent",
        media_type="application/pdf",
        digest="d",
        sealed=b"x",
        at=AT,
        by="a",
    )


def use_lot(cast: Cast, person: Person) -> object:
    return LotUse.objects.create(clinic=cast.clinic, person=person, entry=uuid4(), agent="A", lot="A-101", at=AT)


def link(cast: Cast, person: Person) -> object:
    other = cast.register("Demo patient 015", AT)
    return PersonLink.objects.create(clinic=cast.clinic, kept=person, merged=other, words="same", at=AT, by="a")


# The cast has entries, events, a policy and a kit check already.
FILLED: dict[str, Fill] = {
    "records_decision": decide,
    "records_document": keep_paper,
    "records_lotuse": use_lot,
    "records_personlink": link,
}
ALREADY = {"records_entry", "records_auditevent", "records_policyversion", "records_kitcheck"}


def model_of(table: str) -> type[models.Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def fill(table: str, cast: Cast) -> models.Model:
    """Return a row of a table."""
    person = cast.register("Demo patient 014", AT)
    if table in FILLED:
        FILLED[table](cast, person)
    row = model_of(table)._default_manager.first()
    assert row is not None, f"say in FILLED how a row of {table} is made"
    return row


def test_every_append_only_table_is_tried_here() -> None:
    assert set(FILLED) | ALREADY == set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_change_is_refused(table: str, cast: Cast) -> None:
    row = fill(table, cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save(force_update=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_removal_is_refused(table: str, cast: Cast) -> None:
    fill(table, cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_emptying_the_whole_table_is_refused(table: str, db: None) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_table_that_was_made_anew_refuses_again(table: str, db: None) -> None:
    name = trigger_of(table, "UPDATE")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        refuse_changes(connection)
        refuse_changes(connection)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = %s", [name])
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = %s", [name])
        assert cursor.fetchone() == (1,)


def test_the_flush_between_tests_leaves_every_refusal_standing(transactional_db: None, cast: Cast) -> None:
    """The tests themselves empty the tables; this one is here so that two of them follow each other."""
    append_event(cast.clinic.id, AT, None, "look")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(act="nothing")


def test_the_flush_left_every_refusal_standing(transactional_db: None, cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PolicyVersion.objects.update(number=7)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        KitCheck.objects.update(expires_on=date(2030, 1, 1))
