"""Rows of one table written at once: one statement, many rows, each column made ready by what its field is.

Django's own `bulk_create` makes an expression of every value; over millions of rows that is half of the whole fill.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Field, Model, UUIDField

_Ready = Callable[[Any], Any]


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one table, every column of each as it stands."""
    if not rows:
        return
    meta, quoted = rows[0]._meta, connection.ops.quote_name
    columns = [(field.attname, _ready(field)) for field in meta.local_concrete_fields]
    names = ", ".join(quoted(str(field.column)) for field in meta.local_concrete_fields)
    places = ", ".join("%s" for _ in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES ({places})",
            [[ready(getattr(row, name)) for name, ready in columns] for row in rows],
        )


def _ready(field: Field[Any, Any]) -> _Ready:
    """Return what makes a value of a field ready for the database."""
    own = getattr(field, "target_field", field)
    if isinstance(own, UUIDField):
        return _same if connection.vendor == "postgresql" else _hex
    if isinstance(own, DateTimeField):
        return _same if connection.vendor == "postgresql" else _naive
    return lambda value: field.get_db_prep_save(value, connection)


def _same(value: Any) -> Any:
    return value


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _naive(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))
