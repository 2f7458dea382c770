"""The second lock: a query that forgot its clinic sees nothing of another one. SQLite has no such lock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, transaction

from nappage.records.models import AuditEvent, Entry, Identity, Lot, Person
from nappage.records.row_security import EVERY_CLINIC, GUARDED, see_clinic
from support.cast import Cast

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
# A member is looked up before the clinic is known: the clinic is what the look-up tells.
READ_BEFORE_THE_CLINIC_IS_KNOWN = {"records_member"}


def tables_of_a_clinic() -> Iterator[str]:
    """Yield the table of every model that belongs to a clinic."""
    for model in apps.get_app_config("records").get_models():
        try:
            model._meta.get_field("clinic")
        except FieldDoesNotExist:
            continue
        yield model._meta.db_table


def test_every_table_of_a_clinic_is_guarded() -> None:
    assert set(GUARDED) == set(tables_of_a_clinic()) - READ_BEFORE_THE_CLINIC_IS_KNOWN


@pytest.mark.only_on("postgresql")
def test_the_lock_binds_the_owner_of_the_tables_too(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        locked = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (unbound,) = cursor.fetchone()
    assert locked == set(GUARDED)
    assert not unbound


@pytest.mark.only_on("postgresql")
def test_a_query_that_forgot_its_clinic_sees_nothing_of_another(cast: Cast, stranger: Cast) -> None:
    own = cast.register("Demo patient 014", AT)
    other = stranger.register("Demo patient 015", AT)
    assert Identity.objects.count() == 2
    see_clinic(connection, str(cast.clinic.id))
    assert [identity.person_id for identity in Identity.objects.all()] == [own.id]
    assert set(Entry.objects.values_list("clinic", flat=True)) == {cast.clinic.id}
    assert set(AuditEvent.objects.values_list("clinic", flat=True)) == {cast.clinic.id}
    assert not Person.objects.filter(pk=other.id).exists()
    assert Lot.objects.filter(clinic=stranger.clinic).update(lot="taken") == 0


@pytest.mark.only_on("postgresql")
def test_a_row_of_another_clinic_cannot_be_written(cast: Cast, stranger: Cast) -> None:
    see_clinic(connection, str(cast.clinic.id))
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Person.objects.create(clinic=stranger.clinic, registered_at=AT)


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("clinic", ["none", ""])
def test_whoever_has_no_clinic_sees_nothing(cast: Cast, clinic: str) -> None:
    cast.register("Demo patient 014", AT)
    see_clinic(connection, clinic)
    assert not Person.objects.exists()
    see_clinic(connection, EVERY_CLINIC)
    assert Person.objects.exists()


def test_a_test_sees_every_clinic_again_when_a_request_is_over(cast: Cast, stranger: Cast) -> None:
    stranger.register("Demo patient 015", AT)
    assert cast.client("injector").get("/").status_code == 200
    assert Identity.objects.filter(clinic=stranger.clinic).exists()
