"""Finding a person of a clinic: by name in any script, by birth date in the forms it is typed in, by telephone.

A name is looked for at its beginning first, which an index answers; only where that fills no page is it looked for
anywhere in the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from operator import and_
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from nappage.records.models import Identity
from nappage.records.name_folding import digits, folded
from nappage.records.standing_query import StandingQuery
from nappage.values.typed_day import days_typed

PAGE = 20
LEAST_DIGITS = 4
_BEYOND = "\U0010ffff"
# How alike two names are before the same birth date makes them one person's: housekeeping, no clinical value.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Found:
    """One page of persons, whether more follow, and which names of the page the clinic has more than once."""

    identities: tuple[Identity, ...]
    page: int
    has_more: bool
    namesakes: frozenset[str]


def find(clinic: UUID, typed: str, page: int = 1) -> Found:
    """Return a page of the clinic's persons for what was typed; all of them, by name, for nothing."""
    start = (max(page, 1) - 1) * PAGE
    rows = list(_matching(clinic, typed)[start : start + PAGE + 1])
    shown = tuple(rows[:PAGE])
    return Found(shown, max(page, 1), len(rows) > PAGE, _namesakes(clinic, shown))


def _matching(clinic: UUID, typed: str) -> QuerySet[Identity]:
    everyone = Identity.objects.filter(clinic=clinic).order_by("folded", "person").defer("photo", "contact_note")
    days, number, name = days_typed(typed), digits(typed), folded(typed)
    if days:
        return everyone.filter(born__in=days)
    if len(number) >= LEAST_DIGITS and not any(c.isalpha() for c in typed):
        return everyone.filter(phone_digits__contains=number.lstrip("0"))
    if not name:
        return everyone
    beginning = everyone.filter(_begins(name))
    # A full page of names that begin so is what was meant; else the words may stand anywhere.
    if beginning[PAGE : PAGE + 1].exists():
        return beginning
    return everyone.filter(reduce(and_, (Q(folded__contains=word) for word in name.split())))


def _begins(name: str) -> Q:
    """Return what an index can answer; SQLite compares by code point, PostgreSQL's index needs the pattern."""
    if connection.vendor == "postgresql":
        return Q(folded__startswith=name)
    return Q(folded__gte=name, folded__lt=name + _BEYOND)


def _namesakes(clinic: UUID, shown: Iterable[Identity]) -> frozenset[str]:
    names = {identity.folded for identity in shown}
    return frozenset(name for name, count in _CALLED.rows(clinic, sorted(names)) if count > 1)


_CALLED = StandingQuery(
    lambda clinic, names: (
        Identity.objects.filter(clinic=clinic, folded__in=names)
        .order_by()
        .values_list("folded")
        .annotate(count=Count("person"))
    )
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A person who may be the same one, and what they share: "name", "birth date", "phone"."""

    identity: Identity
    shares: tuple[str, ...]


def likenesses(clinic: UUID, name: str, born: object, phone: str, but: UUID | None = None) -> tuple[Likeness, ...]:
    """Return who may be the same person: the same folded name, a like name born on the same day, or the same phone."""
    wanted, number = folded(name), digits(phone)
    called = len(number) >= LEAST_DIGITS
    same = Q(folded=wanted) | Q(born=born) | (Q(phone_digits=number) if called else Q(pk__in=[]))
    near = Identity.objects.filter(same, clinic=clinic).exclude(person=but).order_by("folded").defer("photo")
    judged = [Likeness(one, tuple(_shares(one, wanted, born, number if called else ""))) for one in near]
    return tuple(one for one in judged if set(one.shares) & {"name", "phone"})


def _shares(one: Identity, name: str, born: object, number: str) -> Iterable[str]:
    if one.folded == name or (one.born == born and is_like(one.folded, name)):
        yield "name"
    if one.born == born:
        yield "birth date"
    if number and one.phone_digits == number:
        yield "phone"


def is_like(one: str, other: str) -> bool:
    """Return whether two folded names may be one: the same words in any order, or a slip of the finger apart."""
    words, others = Counter(one.split()), Counter(other.split())
    if words <= others or others <= words:
        return True
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE
