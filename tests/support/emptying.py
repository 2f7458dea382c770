"""Emptying the tables between transactional tests, the append-only ones too, and tampering. Only tests do this.

The flush runs in one transaction; the triggers that refuse it are lifted at its beginning and stand again at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection as present
from django.db.backends.base.base import BaseDatabaseWrapper

from nappage.records.append_only import APPEND_ONLY


def let_the_flush_empty(connection: BaseDatabaseWrapper) -> None:
    """Make the flush of every connection of this engine lift the triggers around itself, in its own transaction."""
    operations: Any = type(connection.ops)
    plain = operations.sql_flush

    def sql_flush(self: Any, style: object, tables: Sequence[str], **how: bool) -> list[str]:
        emptying = plain(self, style, tables, **how)
        lifting, restoring = _around(self.connection)
        return [*lifting, *emptying, *restoring] if emptying else []

    operations.sql_flush = sql_flush


@contextmanager
def tampered() -> Iterator[None]:
    """Lift the triggers while the block runs, as somebody would who has the database in hand."""
    lifting, restoring = _around(present)
    _run(lifting)
    yield
    _run(restoring)


def _run(statements: list[str]) -> None:
    present.check_constraints()  # PostgreSQL alters no table that a check of this transaction still waits for
    with present.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _around(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    """Return the statements that lift the triggers and those that restore them."""
    if connection.vendor == "postgresql":
        return list(_switch("DISABLE")), list(_switch("ENABLE"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [made for _, made in triggers]


def _switch(verb: str) -> Iterator[str]:
    return (f"ALTER TABLE {table} {verb} TRIGGER USER" for table in APPEND_ONLY)
