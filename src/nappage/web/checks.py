"""What the installation lacks for its limits to hold, told by `django-admin check` with an id and what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connection

COUNTS_PER_PROCESS = Error(
    "The cache counts in each process by itself, so that limits on log-ins multiply by the number of workers.",
    hint="Use the database cache: leave CACHES as the product sets it.",
    id="nappage.E002",
)


def check_cache(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """Return an error if the limits on log-ins and codes have no place to count in that all workers share."""
    cache = caches["default"]
    if isinstance(cache, LocMemCache):
        return [] if settings.NAPPAGE_DEMO else [COUNTS_PER_PROCESS]
    table = str(vars(cache).get("_table", "")) if isinstance(cache, DatabaseCache) else ""
    return [_missing(table)] if table and _is_missing(table) else []


def _is_missing(table: str) -> bool:
    """Return whether a database in use lacks a table. One that is not made yet, or not reached, lacks nothing."""
    try:
        tables = connection.introspection.table_names()
    except DatabaseError:
        return False
    return "django_migrations" in tables and table not in tables


def _missing(table: str) -> Error:
    return Error(
        f"The table {table} is missing: without it nobody can log in, because tries are counted there.",
        hint="Run `django-admin createcachetable` with this installation's settings, once, before serving.",
        id="nappage.E001",
    )
