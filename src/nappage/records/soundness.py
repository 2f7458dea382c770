"""Whether a database is sound as a database: its pages, its keys, its form, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from nappage.records.append_only import unguarded

_SOUND = "ok"


def unsound(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Yield everything that is wrong with a database; it is only read."""
    for form in missing_forms(connection):
        yield f"the form {form} is not applied: `nappage serve` applies it at its start"
    for table in unguarded(connection):
        yield f"{table} would let its rows be changed: its trigger is gone, and comes back with `nappage serve`"
    if connection.vendor == "sqlite":
        yield from _unsound_file(connection)


def missing_forms(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the forms of this release that a database does not have yet, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _unsound_file(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (words for (words,) in cursor.fetchall() if words != _SOUND)
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"{table} row {row} points to a row of {to} that is not there" for table, row, to, _ in cursor)
