"""One reading of the whole database at one instant, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from nappage.records.row_security import EVERY_CLINIC, seeing

_BEGIN = {
    # Deferred, although writers begin at once: in write-ahead mode it sees what was there and holds nobody up.
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """See the database, of every clinic, as it is now, until the block ends; within a transaction, that one is it."""
    connection.ensure_connection()
    with seeing(connection, EVERY_CLINIC):
        if connection.in_atomic_block:
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN[connection.vendor])
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
