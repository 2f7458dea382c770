"""Plain tables (from TOML or JSON) into frozen values, strictly, with every fault of the whole at once.

A reader is made once for each type from its annotations. What a type may look like in a file:

- a text is never empty; a number with a unit is a text ("0.05 mL"); a bare float is a fault wherever it stands;
- a class with a static `parse` (Quantity, Citation, Elapsed, ...) is written as the text that `parse` reads;
- a union of frozen classes is told apart by the name of each one's first field (`{medicine = ["B01A"]}`);
- an unknown key is a fault, a missing key is a fault unless the class has a default.

Docs: docs/adr/0002 tells why neither pydantic nor cattrs reads these files.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.library.timezones import timezone
from nappage.values.fault import Fault, Faulty, Refused
from nappage.values.interval import Interval
from nappage.values.local_time import instant_typed
from nappage.values.span import CalendarSpan, Elapsed, parse_span

T = TypeVar("T")
Read = Callable[[Any, str, list[Fault]], Any]
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class Structure:
    """Reads tables into values; local times without an offset are taken in `zone`."""

    def __init__(self, zone: ZoneInfo | None = None) -> None:
        self._zone = zone
        self._readers: dict[Any, Read] = {}

    def read(self, kind: type[T], raw: object, thing: str) -> T:
        """Return the value of `raw`; Faulty carries every fault, each named from `thing` downwards."""
        faults: list[Fault] = []
        value = self.collect(kind, raw, thing, faults)
        if faults:
            raise Faulty(faults)
        return typing.cast(T, value)

    def collect(self, kind: type[T], raw: object, thing: str, faults: list[Fault]) -> T | None:
        """Return the value of `raw`, or None after adding its faults to `faults`."""
        count = len(faults)
        value = self._reader(kind)(raw, thing, faults)
        return value if len(faults) == count else None

    def _reader(self, kind: Any) -> Read:
        reader = self._readers.get(kind)
        if reader is None:
            # Bound late, so that a type that holds itself (a condition of conditions) finds its own reader.
            self._readers[kind] = lambda raw, thing, faults: self._readers[kind](raw, thing, faults)
            reader = self._readers[kind] = self._make(kind)
        return reader

    def _make(self, kind: Any) -> Read:
        if kind in _PLAIN:
            return partial(_text, _PLAIN[kind])
        if kind is datetime:
            return partial(_text, self._instant)
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return self._union(get_args(kind))
        if origin is tuple:
            return partial(_items, self._reader(get_args(kind)[0]))
        if origin in (dict, Mapping):
            return partial(_table_of, self._reader(get_args(kind)[1]))
        if origin is Interval:
            return partial(_text, partial(Interval.parse, part=_interval_part(get_args(kind)[0])))
        if isinstance(kind, type) and issubclass(kind, Enum):
            return partial(_member, kind)
        if hasattr(kind, "parse"):
            return partial(_text, kind.parse)
        return self._class(kind)

    def _union(self, members: tuple[Any, ...]) -> Read:
        if type(None) in members:
            rest = tuple(member for member in members if member is not type(None))
            return self._reader(rest[0]) if len(rest) == 1 else self._union(rest)
        if set(members) == {Elapsed, CalendarSpan}:
            return partial(_text, parse_span)
        return partial(_told_apart, {fields(member)[0].name: self._reader(member) for member in members})

    def _class(self, kind: Any) -> Read:
        hints = _hints(kind)
        return partial(_instance, kind, {f.name: (self._reader(hints[f.name]), f) for f in fields(kind) if f.init})

    def _instant(self, raw: object) -> datetime:
        typed = raw
        if isinstance(raw, str):
            try:
                # A day alone would be read as its midnight, and a 24 h gate would open hours early.
                typed = datetime.fromisoformat(raw) if ":" in raw else None
            except ValueError:
                raise Refused(
                    "a date and time such as 2026-03-02 10:00", raw, "Write year-month-day hour:minute."
                ) from None
        if not isinstance(typed, datetime):
            raise Refused("a date and time such as 2026-03-02 10:00", raw, "Add the hour and minute.")
        if self._zone is not None:
            return instant_typed(typed, self._zone)
        if typed.tzinfo is None:
            # The machine's own zone would be taken otherwise, and the same file would mean another instant elsewhere.
            raise Refused("a date and time with its offset", raw, "Add the offset, such as +01:00.")
        return typed.astimezone(UTC)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    # Python writes annotations as text and evaluates them anew at each call; a third of a start went into that.
    return get_type_hints(kind)


def _text(parse: Callable[[Any], Any], raw: Any, thing: str, faults: list[Fault]) -> Any:
    try:
        return parse(raw)
    except Refused as refused:
        faults.append(refused.at(thing))
    except (TypeError, AttributeError):
        faults.append(Fault(thing, "a text in quotes", _shown(raw), "Quote it, with its unit if it has one."))
    return None


def _string(raw: object) -> str:
    if not isinstance(raw, str):
        raise Refused("a text in quotes", raw, "Quote it, with its unit if it has one.")
    if not raw.strip():
        raise Refused("a text that says something", raw, "Leave the key out if there is nothing to say.")
    return raw


def _whole(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise Refused("a whole number", raw, "Write digits only; a quantity is a text with its unit.")
    return raw


def _truth(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Refused("true or false", raw, "Write true or false without quotes.")
    return raw


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, str) and _DECIMAL.fullmatch(raw):
        return Decimal(raw)
    raise Refused('an exact number in quotes, such as "0.5"', raw, "Quote it: a bare float is never exact.")


def _day(raw: object) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return date.fromisoformat(_string(raw))
    except ValueError:
        raise Refused("a date such as 2026-03-02", raw, "Write year-month-day, without a time.") from None


def _clock(raw: object) -> time:
    if isinstance(raw, time):
        return raw
    try:
        return time.fromisoformat(_string(raw))
    except ValueError:
        raise Refused("a clock time such as 09:30", raw, "Write hours and minutes.") from None


def _key(raw: object) -> UUID:
    try:
        return UUID(_string(raw))
    except ValueError:
        raise Refused("a key of 32 hexadecimal digits", raw, "Copy it whole.") from None


def _interval_part(kind: Any) -> Callable[[str], Any]:
    if get_origin(kind) in (Union, types.UnionType):
        return parse_span
    return typing.cast(Callable[[str], Any], kind.parse)


def _anything(raw: object) -> object:
    if isinstance(raw, float):
        raise Refused("a text or a whole number", raw, "Quote it: a bare float is never exact.")
    if isinstance(raw, Mapping):
        return {key: _anything(item) for key, item in raw.items()}
    return [_anything(item) for item in raw] if isinstance(raw, list) else raw


_PLAIN: dict[Any, Callable[[Any], Any]] = {
    Any: _anything,
    str: _string,
    int: _whole,
    bool: _truth,
    Decimal: _decimal,
    date: _day,
    time: _clock,
    ZoneInfo: timezone,
    UUID: _key,
}


def _items(read: Read, raw: Any, thing: str, faults: list[Fault]) -> Any:
    if not isinstance(raw, list | tuple):
        faults.append(Fault(thing, "a list", _shown(raw), "Put square brackets around it."))
        return ()
    return tuple([read(item, f"{thing}[{index}]", faults) for index, item in enumerate(raw, 1)])


def _table_of(read: Read, raw: Any, thing: str, faults: list[Fault]) -> Any:
    if not isinstance(raw, Mapping):
        faults.append(Fault(thing, "a table", _shown(raw), "Write it as key = value lines."))
        return {}
    return {key: read(item, f"{thing}.{key}", faults) for key, item in raw.items()}


def _member(kind: type[Enum], raw: Any, thing: str, faults: list[Fault]) -> Any:
    try:
        return kind(raw)
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)
        faults.append(Fault(thing, f"one of {known}", _shown(raw), "Write one of them exactly."))
    return None


def _told_apart(readers: dict[str, Read], raw: Any, thing: str, faults: list[Fault]) -> Any:
    if isinstance(raw, Mapping):
        for name, read in readers.items():
            if name in raw:
                return read(raw, thing, faults)
    found = "a table with " + ", ".join(raw) if isinstance(raw, Mapping) else _shown(raw)
    faults.append(Fault(thing, f"a table with one of {', '.join(readers)}", found, "Name what it is about."))
    return None


def _instance(kind: Any, readers: dict[str, tuple[Read, Field[Any]]], raw: Any, thing: str, faults: list[Fault]) -> Any:
    if not isinstance(raw, Mapping):
        faults.append(Fault(thing, f"a table with {', '.join(readers)}", _shown(raw), "Write it as a table."))
        return None
    count = len(faults)
    for key in raw:
        if key not in readers:
            faults.append(
                Fault(f"{thing}.{key}", f"one of {', '.join(readers)}", f"the key {key}", _near(key, readers))
            )
    values = {}
    for name, (read, described) in readers.items():
        if name in raw:
            values[name] = read(raw[name], f"{thing}.{name}", faults)
        elif described.default is MISSING and described.default_factory is MISSING:
            faults.append(Fault(f"{thing}.{name}", "a value", "nothing", f"Add {name}."))
    if len(faults) > count:
        return None
    try:
        return kind(**values)
    except Refused as refused:
        faults.append(refused.at(thing))
        return None


def _near(key: str, known: Mapping[str, object]) -> str:
    near = next((name for name in known if name.startswith(key[:4])), None)
    return f"Did you mean {near}?" if near else "Remove it, or write the key that was meant."


def _shown(raw: object) -> str:
    if isinstance(raw, float):
        return f"the bare float {raw}"
    return repr(raw) if not isinstance(raw, Mapping) else "a table"
