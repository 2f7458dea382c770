"""Overwriting what was deleted: a database keeps the bytes of a deleted row until it needs the place again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper


def wipe(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    """Have the database write anew what is left, so that nothing deleted stays in its files; outside a transaction.

    SQLite writes the whole file and empties its log; PostgreSQL writes the tables named. Other copies (backups, a
    replica's log) are not reached from here: the certificate names the backups.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in tables:
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
