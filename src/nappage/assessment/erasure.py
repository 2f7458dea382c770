"""What an erasure does to each kind of row about a person: the plan that is read before, and the certificate after.

What a law or a recall needs stays, under a pseudonym that nobody can turn back into a person: whom it names is gone,
and what was written about them is closed, because the only key to it is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from nappage.records.models import AuditEvent, Identity, Person, Visit, VisitState
from nappage.records.name_folding import folded
from nappage.records.person_links import links_around, pair

_SHORT = 3
ERASED, PUT_OFF = "erase patient", "put off erasure"


class Fate(Enum):
    """What becomes of a row: it is gone; it stays and cannot be read by anybody; it stays under the pseudonym."""

    DELETED = "deleted"
    CLOSED = "closed"
    PSEUDONYM = "pseudonym"


# Every table that speaks of a person. Closed are those that are sealed with the person's key and refuse a change.
FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "Identity": Fate.DELETED,
        "PersonKey": Fate.DELETED,
        "Draft": Fate.DELETED,
        "PushSubscription": Fate.DELETED,
        "PortalAccess": Fate.DELETED,
        "Waiting": Fate.DELETED,
        "Message": Fate.DELETED,
        "Visit": Fate.DELETED,
        "Entry": Fate.CLOSED,
        "Document": Fate.CLOSED,
        "Photo": Fate.DELETED,
        "Person": Fate.PSEUDONYM,
        "Course": Fate.PSEUDONYM,
        "Decision": Fate.PSEUDONYM,
        "PersonLink": Fate.PSEUDONYM,
        "LotUse": Fate.PSEUDONYM,
        "AuditEvent": Fate.PSEUDONYM,
    }
)


@dataclass(frozen=True, slots=True)
class Fated:
    """One kind of row, how many there are, and what becomes of them."""

    table: str
    rows: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What an erasure would do, and what stands against it now. `backups` are those that hold the person still."""

    persons: tuple[UUID, ...]
    fated: tuple[Fated, ...]
    backups: tuple[tuple[datetime, str], ...]
    is_here: bool = False

    def of(self, fate: Fate) -> tuple[Fated, ...]:
        """Return the kinds of row that have one fate."""
        return tuple(each for each in self.fated if each.fate is fate and each.rows)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why something is kept, and until which day: the legal basis as the director states it."""

    basis: str
    until: date


def plan_erasure(person: UUID, at: datetime) -> ErasurePlan:
    """Return what erasing a person would do, with every record that is held to be of the same person."""
    persons = tuple(sorted({person}.union(*(pair(link) for link in links_around(person, at)))))
    fated = tuple(Fated(model.__name__, rows.count(), fate_of(model)) for model, rows in rows_about(persons))
    return ErasurePlan(
        persons=persons,
        fated=fated,
        backups=tuple(_backups(persons)),
        is_here=Visit.objects.filter(person__in=persons, state=VisitState.HERE).exists(),
    )


def rows_about(persons: tuple[UUID, ...]) -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    """Yield every table that speaks of persons, with its rows about these."""
    for model in apps.get_app_config("records").get_models():
        names = {column.name for column in model._meta.concrete_fields}
        if model is Person:
            yield model, Person.objects.filter(pk__in=persons)
        elif "person" in names:
            yield model, model._base_manager.filter(person__in=persons)
        elif {"kept", "merged"} <= names:
            yield model, model._base_manager.filter(Q(kept__in=persons) | Q(merged__in=persons))


def fate_of(model: type[Model]) -> Fate:
    """Return what becomes of the rows of a table about an erased person."""
    return FATES[model.__name__]


def _backups(persons: tuple[UUID, ...]) -> Iterator[tuple[datetime, str]]:
    """Yield the backups made since the first of the records was registered: they hold the person still."""
    first = Person.objects.filter(pk__in=persons).earliest("registered_at")
    made = AuditEvent.objects.filter(clinic=first.clinic_id, act="back up", at__gte=first.registered_at)
    yield from ((event.at, str(event.detail["file"])) for event in made.order_by("number"))


def named_in(words: str, persons: tuple[UUID, ...]) -> str:
    """Return the first thing in some words that tells who one of the persons is; what is kept must hold none."""
    spoken = f" {folded(words)} "
    for identity in Identity.objects.filter(person__in=persons):
        # A shorter part of a name is an ordinary word in some language, such as the "de" of many.
        parts = [part for part in identity.name.split() if len(part) > _SHORT]
        for part in (identity.name, *parts, identity.phone, identity.email, identity.born.isoformat()):
            if folded(part) and f" {folded(part)} " in spoken:
                return part
    return ""
