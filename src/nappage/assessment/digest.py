"""One hash of all clinical content, in the clear: the same content gives the same hash on either database.

What is sealed is opened first, because the same words are never sealed alike. Rows are taken in the order of their
keys, columns in the order of their names, instants in UTC. Two installations with one hash hold one content; where the
hashes differ, those of the tables say in which.

A later version adds tables and columns. Until something is said in them they count for nothing, so that content which
an earlier version wrote has the hash that it gave it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, singledispatch
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

from nappage.assessment.line import master_key
from nappage.records.models import (
    Clinic,
    Course,
    Decision,
    Device,
    Document,
    Entry,
    Identity,
    KitCheck,
    Lot,
    LotUse,
    Member,
    Person,
    PersonKey,
    PersonLink,
    PolicyVersion,
    Room,
    TrustedKey,
    Visit,
    Waiting,
)
from nappage.records.sealed import SealingKey, Unreadable
from nappage.values.fault import Fault, Faulty

ERASED = "erased"
_AT_ONCE = 2000
# The form of the database in which content was hashed first.
FIRST = ("records", "0003_pin_tries")
_SAYS_NOTHING = (None, "", False, b"")
# Each table of clinical content with the columns that are left out: secrets, and what only repeats another column.
CONTENT: Mapping[type[Model], str] = MappingProxyType(
    {
        Clinic: "signing_key certificate",
        Course: "",
        Decision: "",
        Device: "",
        Document: "sealed",  # its digest is that of the bytes inside
        Entry: "",
        Identity: "folded phone_digits",
        KitCheck: "",
        Lot: "",
        LotUse: "",
        Member: "pin pin_tries",
        Person: "",
        PersonLink: "",
        PolicyVersion: "",
        Room: "",
        TrustedKey: "",
        Visit: "",
        Waiting: "",
    }
)
# Every other table, and why it is not content.
NOT_CONTENT: Mapping[str, str] = MappingProxyType(
    {
        "AuditEvent": "who looked and when; it has a chain of its own, and grows with every look",
        "CalendarFeed": "a private address with a secret in it; what it shows are the visits",
        "Draft": "what was typed and not recorded",
        "Message": "on its way out, or sent; the worker writes it whenever something goes",
        "LoginCode": "good for ten minutes",
        "PersonKey": "a secret",
        "PortalAccess": "who may log in from home; what they recorded is there itself",
        "PushSubscription": "a way to one browser; that somebody agreed to it is there itself",
        "Slot": "five minutes of a visit, which is there itself",
        "User": "an account; its members are there themselves",
    }
)


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The hash of one table and how many rows it has."""

    table: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class ContentDigest:
    """The hash of all content, and those of its tables."""

    digest: str
    tables: tuple[TableDigest, ...]


def content_digest(database: str = DEFAULT_DB_ALIAS) -> ContentDigest:
    """Return the hash of everything that an installation holds."""
    keys = _keys(database)
    tables = tuple(_table(model, frozenset(left.split()), keys, database) for model, left in CONTENT.items())
    counted = (table for table in tables if table.rows or table.table.lower() in first_form())
    whole = "".join(f"{table.table} {table.rows} {table.digest}\n" for table in counted)
    return ContentDigest(hashlib.sha256(whole.encode()).hexdigest(), tables)


@cache
def first_form() -> Mapping[str, frozenset[str]]:
    """Return the tables and columns of the first version whose content was hashed, in small letters."""
    then = MigrationLoader(None).project_state(FIRST)
    return {name: frozenset(state.fields) for (app, name), state in then.models.items() if app == FIRST[0]}


def _keys(database: str) -> dict[UUID, SealingKey]:
    """Return the key of every person who has one still."""
    rows = PersonKey.objects.using(database).values_list("person_id", "wrapped")
    try:
        return {person: SealingKey(master_key().open(bytes(wrapped), person.bytes)) for person, wrapped in rows}
    except Unreadable:
        remedy = "Set it to the key that was kept apart from this database; `nappage doctor` names what does not open."
        fault = Fault("NAPPAGE_MASTER_KEY", "the key that every person's own key is kept under", "another", remedy)
        raise Faulty([fault]) from None


def _table(model: type[Model], left_out: frozenset[str], keys: Mapping[UUID, SealingKey], database: str) -> TableDigest:
    columns = [field for field in model._meta.concrete_fields if field.name not in left_out]
    found, rows = hashlib.sha256(), 0
    for row in model._base_manager.using(database).order_by("pk").iterator(_AT_ONCE):
        values = dict(_values(row, columns, keys))
        found.update(json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        rows += 1
    return TableDigest(model.__name__, rows, found.hexdigest())


def _values(row: Model, columns: list[Field[Any, Any]], keys: Mapping[UUID, SealingKey]) -> Iterator[tuple[str, Any]]:
    for column in columns:
        value = getattr(row, column.attname)
        if value in _SAYS_NOTHING and column.name in _later(type(row)):
            continue
        if isinstance(row, Entry) and column.name == "sealed":
            key = keys.get(row.person_id)
            value = key.open(bytes(value), row.id.bytes).decode() if key else ERASED
        yield column.name, _written(value)


@cache
def _later(model: type[Model]) -> frozenset[str]:
    """Return the columns that a table of the first form has got since; a later table has none but its own."""
    columns = first_form().get(model.__name__.lower())
    return frozenset() if columns is None else frozenset(each.name for each in model._meta.concrete_fields) - columns


@singledispatch
def _written(value: object) -> Any:
    """Return a value as it is hashed: texts, numbers, lists and tables as they are."""
    return value


@_written.register
def _(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


@_written.register
def _(value: date) -> str:
    return value.isoformat()


@_written.register
def _(value: UUID) -> str:
    return str(value)


@_written.register(bytes)
@_written.register(memoryview)
def _(value: bytes | memoryview) -> str:
    return hashlib.sha256(bytes(value)).hexdigest()
