"""Answers of pure functions, kept for the next time the same is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
_ANSWERS = 8192


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with its latest answers kept, a bounded number of them.

    Only for a pure function of hashable, immutable values: what it returns must follow from them alone, and two
    arguments that compare equal must mean the same in every respect that the answer shows.
    """
    return cast(Callable[P, R], lru_cache(maxsize=_ANSWERS)(function))
