"""Values back into plain tables: what a strict reader would read again, and the documented JSON of an outlook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from nappage.engine.edition import Entry
from nappage.values.interval import Interval
from nappage.values.quantity import plain as decimal_text
from nappage.values.statement import Statement

SHOWN_OF_ENTRY = ("id", "title", "name", "level", "layer", "why", "mitigation", "review", "sources")


def as_plain(value: object) -> Any:
    """Return a value as JSON can hold it: quantities, spans and citations as text, instants with their offset.

    Nothing is written for None, an empty text or an empty list. An entry of the knowledge is shown by its id, title,
    level, review state and sources; `nappage knowledge show ID` shows it whole.
    """
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return as_plain(value.value)
        case str():
            return str(value)
        case Decimal():
            return decimal_text(value)
        case datetime() | date() | time():
            return value.isoformat()
        case ZoneInfo():
            return value.key
        case Statement():
            return {"code": value.code, **_kept({name: as_plain(said) for name, said in value.values})}
        case Mapping():
            return {str(key): as_plain(item) for key, item in value.items()}
        case tuple() | list() | frozenset():
            items = sorted(value, key=str) if isinstance(value, frozenset) else value
            return [as_plain(item) for item in items]
        case _:
            return _table(value)


def _table(value: object) -> Any:
    if not is_dataclass(value) or isinstance(value, Interval) or hasattr(value, "parse"):
        return str(value)
    names = [field.name for field in fields(value) if field.init and not field.name.startswith("_")]
    if isinstance(value, Entry):
        names = [name for name in names if name in SHOWN_OF_ENTRY]
    return _kept({name: as_plain(getattr(value, name)) for name in names})


def _kept(table: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in table.items() if item is not None and item != "" and item != [] and item != {}}


def every_field(entry: Entry) -> dict[str, Any]:
    """Return an entry whole, with all its values and sources."""
    names = [field.name for field in fields(entry) if field.init]
    return _kept({name: as_plain(getattr(entry, name)) for name in names})
