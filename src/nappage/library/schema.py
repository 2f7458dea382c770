"""The JSON Schema of a case file, made from the very classes that the reader fills, so that the two cannot drift.

A TOML case is checked by it once its native dates and times are written as text.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from nappage.engine.policy import Policy
from nappage.engine.story import Story
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity, Unit
from nappage.values.span import CalendarSpan, Elapsed

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NUMBER = r"[0-9]+(\.[0-9]+)?"
_UNITS = "(" + "|".join(re.escape(unit.code) for unit in Unit) + ")"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}(:[0-9]{2})?"


def _text(pattern: str, describes: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$", "description": describes}


_PLAIN: dict[Any, Schema] = {
    str: {"type": "string", "pattern": r"\S"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: _text(_DAY, "A local calendar day, such as 2026-03-02."),
    time: _text(_CLOCK, "A local clock time, such as 09:30."),
    datetime: _text(
        f"{_DAY}[T ]{_CLOCK}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?",
        "A date and time, such as 2026-03-02 10:00; without an offset it is read in the clinic's zone.",
    ),
    ZoneInfo: _text(r"[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*", "An IANA time zone, such as Europe/Madrid."),
    Decimal: _text(f"[+-]?{_NUMBER}", "A number, such as 2.5."),
    Quantity: _text(f"[+-]?{_NUMBER} {_UNITS}", "An amount and a UCUM unit, such as 0.05 mL."),
    Interval: _text(f"([+-]?{_NUMBER}|{_NUMBER}-{_NUMBER}) {_UNITS}", "A range or one value, such as 1-4 mm."),
    Elapsed: _text("[0-9]+ (min|h)", "Elapsed time, such as 24 h."),
    CalendarSpan: _text("[0-9]+ (d|wk|mo|a)", "Calendar time, such as 7 d or 6 mo."),
}


def case_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a case file; with `extends` its policy may be a part of one."""
    defs: dict[str, Schema] = {}
    story, policy = _schema(Story, defs), _schema(Policy, defs)
    defs["PolicyPart"] = {key: value for key, value in defs["Policy"].items() if key != "required"}
    return {
        "$schema": DRAFT,
        "title": "A case of Nappage",
        "type": "object",
        "properties": {
            "name": _schema(str, defs),
            "at": _schema(datetime, defs),
            "notes": _schema(str, defs),
            "extends": _text(r"[^\/\\]+\.(toml|json)", "A file of the same folder that holds the shared policy."),
            "story": story,
            "policy": {"$ref": "#/$defs/PolicyPart"},
        },
        "required": ["name", "story"],
        "additionalProperties": False,
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": ["policy"], "properties": {"policy": policy}},
        "$defs": defs,
    }


def _schema(kind: Any, defs: dict[str, Schema]) -> Schema:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _schema(next(member for member in get_args(kind) if member is not type(None)), defs)
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], defs)}
    if (origin or kind) in _PLAIN:
        return _PLAIN[origin or kind]
    if issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    return _reference(kind, defs)


def _reference(kind: Any, defs: dict[str, Schema]) -> Schema:
    if kind.__name__ not in defs:
        defs[kind.__name__] = {}  # so that a class that holds itself ends here
        defs[kind.__name__] = _object(kind, defs)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _object(kind: Any, defs: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    written = [each for each in fields(kind) if each.init]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").partition("\n")[0],
        "properties": {each.name: _schema(hints[each.name], defs) for each in written},
        "required": [each.name for each in written if _must_be_written(each)],
        "additionalProperties": False,
    }


def _must_be_written(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def as_json(value: Any) -> Any:
    """Return parsed TOML with its native dates and times as the texts that the schema describes."""
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value
