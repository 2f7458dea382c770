"""Values back into plain tables: what a strict reader would read again, and the documented JSON of an outlook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from types import NoneType
from typing import Any
from zoneinfo import ZoneInfo

from nappage.engine.edition import Entry
from nappage.values.interval import Interval
from nappage.values.quantity import plain as decimal_text
from nappage.values.statement import Statement

SHOWN_OF_ENTRY = ("id", "title", "name", "level", "layer", "why", "mitigation", "review", "sources")


@singledispatch
def as_plain(value: object) -> Any:
    """Return a value as JSON can hold it: quantities, spans and citations as text, instants with their offset.

    Nothing is written for None, an empty text or an empty list. An entry of the knowledge is shown by its id, title,
    level, review state and sources; `nappage knowledge show ID` shows it whole.
    """
    if not is_dataclass(value) or isinstance(value, Interval) or hasattr(value, "parse"):
        return str(value)
    names = [field.name for field in fields(value) if field.init and not field.name.startswith("_")]
    if isinstance(value, Entry):
        names = [name for name in names if name in SHOWN_OF_ENTRY]
    return _kept({name: as_plain(getattr(value, name)) for name in names})


@as_plain.register(NoneType)
@as_plain.register(int)
def _(value: int | None) -> int | None:
    return value


@as_plain.register
def _(value: str) -> str:
    return str(value)


@as_plain.register
def _(value: Enum) -> Any:
    return as_plain(value.value)


@as_plain.register
def _(value: Decimal) -> str:
    return decimal_text(value)


@as_plain.register(date)
@as_plain.register(time)
def _(value: date | time) -> str:
    return value.isoformat()


@as_plain.register
def _(value: ZoneInfo) -> str:
    return value.key


@as_plain.register
def _(value: Statement) -> dict[str, Any]:
    return {"code": value.code, **_kept({name: as_plain(said) for name, said in value.values})}


@as_plain.register
def _(value: Mapping) -> dict[str, Any]:  # type: ignore[type-arg]  # singledispatch takes the bare class
    return {str(key): as_plain(item) for key, item in value.items()}


@as_plain.register(tuple)
@as_plain.register(list)
def _(value: Iterable[object]) -> list[Any]:
    return [as_plain(item) for item in value]


@as_plain.register
def _(value: frozenset) -> list[Any]:  # type: ignore[type-arg]  # as above
    return [as_plain(item) for item in sorted(value, key=str)]


def _kept(table: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in table.items() if item is not None and item != "" and item != [] and item != {}}


def every_field(entry: Entry) -> dict[str, Any]:
    """Return an entry whole, with all its values and sources."""
    names = [field.name for field in fields(entry) if field.init]
    return _kept({name: as_plain(getattr(entry, name)) for name in names})
