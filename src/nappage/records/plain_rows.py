"""Rows as plain values and back, the same on both databases: what a backup and an export are made of."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, BinaryField, Model

# Kept by nobody: what the framework makes anew by itself, and who is logged in at the moment.
NOT_KEPT = frozenset({"contenttypes", "auth", "sessions"})


def kept_tables(apps: Apps) -> Iterator[type[Model]]:
    """Yield every table that a backup keeps, those that others point to first."""
    waiting = {model for model in apps.get_models() if model._meta.app_label not in NOT_KEPT}
    while waiting:
        ready = [model for model in waiting if not _points_to(model) & (waiting - {model})]
        yield from sorted(ready, key=lambda model: model._meta.label_lower)
        waiting.difference_update(ready)


def _points_to(model: type[Model]) -> set[object]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def plain_row(row: Model) -> dict[str, Any]:
    """Return a row as a table of plain values, every column by its name."""
    return {field.attname: plain_value(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def plain_value(value: Any) -> Any:
    """Return a value of a column as JSON can hold it; what JSON holds already stays as it is."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
        case _:
            return value


def row_of(model: type[Model], plain: Mapping[str, Any]) -> Model:
    """Return the row that a table of plain values was written from."""
    return model(**{field.attname: _value(field, plain[field.attname]) for field in model._meta.concrete_fields})


def _value(field: Any, value: Any) -> Any:
    if value is not None and isinstance(field, BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)


def count_on(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> None:
    """Let tables that count their rows go on after the last one that was written with its number."""
    counting = [model for model in models if isinstance(model._meta.pk, AutoField)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), counting):
            cursor.execute(statement)
