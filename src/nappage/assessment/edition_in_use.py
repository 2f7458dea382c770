"""The edition that this installation asks: read once, from the cache where this very content was read before."""

from __future__ import annotations

from functools import cache

from platformdirs import user_cache_path

from nappage.engine.edition import Edition
from nappage.library.edition import read_edition


@cache
def edition_in_use() -> Edition:
    """Return the shipped edition."""
    return read_edition(None, cache=user_cache_path("nappage"))
