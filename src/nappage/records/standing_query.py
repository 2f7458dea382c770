"""A query that is asked with every request: its SQL is worked out once, then only sent again with other values.

Django works the SQL of a query out anew each time, which costs several times what a database needs to answer it from
an index. Nothing that the database said is kept here; only the words of the question are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import DateTimeField, QuerySet, UUIDField

R = TypeVar("R")
Given = UUID | datetime | str | None | Sequence[UUID] | Sequence[str]
# Longer lists are rare, and each length is a form of its own.
MOST_LISTED = 64
_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


class StandingQuery(Generic[R]):
    """A query by the values that it is asked with: identifiers, lists of them, instants, text.

    `ask` returns the query of some values and may do nothing else with them: for each form of values (which are
    missing, how long is each list) it is asked once, with values of our own that are found again in the SQL.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, R]]) -> None:
        self._ask = ask
        self._prepared: dict[tuple[object, ...], _Prepared | None] = {}

    def rows(self, *given: Given) -> list[R]:
        """Return what the database answers now."""
        form = (connection.vendor, *map(_form, given))
        if form not in self._prepared:
            self._prepared[form] = _prepare(self._ask, given)
        prepared = self._prepared[form]
        return list(self._ask(*given)) if prepared is None else prepared.rows(_flat(given))

    def first(self, *given: Given) -> R | None:
        """Return the first row of what the database answers now, or None."""
        rows = self.rows(*given)
        return rows[0] if rows else None


def _form(value: Given) -> object:
    return type(value) if value is None or isinstance(value, UUID | datetime | str) else len(value)


def _flat(given: Sequence[Given]) -> list[Any]:
    return [one for value in given for one in (value if isinstance(value, list | tuple) else (value,))]


class _Prepared:
    """The SQL of one form of a query, and which of our values stands at which of its places."""

    def __init__(self, query: QuerySet[Any, Any], compiler: Any, sql: str, places: Sequence[Any]) -> None:
        self._query, self._compiler, self._sql, self._places = query, compiler, sql, places

    def rows(self, given: Sequence[Any]) -> list[Any]:
        """Return the rows, made of the database's answer by Django itself, as for any other query."""
        params = tuple(_sent(given[place]) if own else place for own, place in self._places)
        compiler: Any = copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_options: (self._sql, params)
        asked: Any = self._query.all()
        asked.query.get_compiler = lambda *_args, **_options: compiler
        return list(asked._iterable_class(asked))


def _prepare(ask: Callable[..., QuerySet[Any, Any]], given: Sequence[Given]) -> _Prepared | None:
    """Return a query whose SQL is worked out; None where it is none of those whose values are all found again."""
    if any(map(_is_long, given)):
        return None
    own = [_own(value, number) for number, value in enumerate(given)]
    query = ask(*own)
    compiler = query.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    flat = [_sent(value) for value in _flat(own)]
    places = tuple((True, flat.index(param)) if param in flat else (False, param) for param in params)
    return _Prepared(query, compiler, sql, places) if _all_found(flat, places) else None


def _all_found(flat: Sequence[Any], places: Sequence[Any]) -> bool:
    found = {place for is_own, place in places if is_own}
    return all(value is None or number in found for number, value in enumerate(flat))


def _is_long(value: Given) -> bool:
    return isinstance(value, list | tuple) and len(value) > MOST_LISTED


def _own(value: Given, number: int) -> Given:
    """Return a value of our own in the place of a given one: no query says it by itself."""
    if value is None:
        return None
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return _LONG_AGO + timedelta(microseconds=1 + number)
    if isinstance(value, str):
        return f"own value {uuid4()}"
    return [f"own value {uuid4()}" if isinstance(one, str) else uuid4() for one in value]  # type: ignore[return-value]


_UUIDS: Any = UUIDField()
_INSTANTS: Any = DateTimeField()


def _sent(value: Any) -> Any:
    """Return a value as it is sent to this database."""
    if isinstance(value, UUID):
        return _UUIDS.get_db_prep_value(value, connection)
    if isinstance(value, datetime):
        return _INSTANTS.get_db_prep_value(value, connection)
    return value
