"""The second lock on PostgreSQL: a connection sees the rows of the clinic it was told, and no others.

The first lock is every query's own clinic. This one is there for the query that forgot.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

EVERY_CLINIC = "*"
GUARDED = (
    "records_auditevent",
    "records_calendarfeed",
    "records_course",
    "records_decision",
    "records_device",
    "records_document",
    "records_draft",
    "records_entry",
    "records_identity",
    "records_kitcheck",
    "records_lot",
    "records_lotuse",
    "records_message",
    "records_person",
    "records_personkey",
    "records_personlink",
    "records_policyversion",
    "records_portalaccess",
    "records_pushsubscription",
    "records_room",
    "records_slot",
    "records_trustedkey",
    "records_visit",
    "records_waiting",
)
_SETTING = "nappage.clinic"


def guard_rows(connection: BaseDatabaseWrapper) -> None:
    """Switch row-level security on where it is not yet, for the owner of the tables too; it runs after every migration.

    SQLite has none and is one clinic's own file.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relforcerowsecurity")
        open_to_all = {name for (name,) in cursor.fetchall()}
        for table in (table for table in GUARDED if table in open_to_all):
            column = "clinic" if table == "records_auditevent" else "clinic_id"
            cursor.execute(
                f"CREATE POLICY of_the_clinic ON {table} USING "
                f"(current_setting('{_SETTING}', true) IN ({column}::text, '{EVERY_CLINIC}'))"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def see_clinic(connection: BaseDatabaseWrapper, clinic: str) -> None:
    """Let this connection see the rows of one clinic (or `EVERY_CLINIC`, for commands of the installation)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, false)", [_SETTING, clinic])


@contextmanager
def seeing(connection: BaseDatabaseWrapper, clinic: str) -> Iterator[None]:
    """Let this connection see the rows of one clinic for a while, then again what it saw before."""
    before = ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [_SETTING])
            before = cursor.fetchone()[0] or ""
    see_clinic(connection, clinic)
    try:
        yield
    finally:
        see_clinic(connection, before)
