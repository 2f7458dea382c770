"""Every address of both doors, as the resolver knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its name, its path as it is written, what answers there, and the arguments it takes."""

    name: str
    path: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def permission(self) -> str | None:
        """Return the permission that the view says it needs, None if it says none."""
        said: str | None = getattr(self.view, "permission", None)
        return said

    @property
    def own(self) -> bool:
        """Return whether it is a page of the patient door about one's own record."""
        return bool(getattr(self.view, "own", False))


def addresses() -> tuple[Address, ...]:
    """Return every address, in the order the resolver asks them."""
    return tuple(_below(get_resolver(), "/"))


def guarded() -> dict[str, Address]:
    """Return the addresses of the clinic that need a permission, by name."""
    return {address.name: address for address in addresses() if address.permission is not None and not address.own}


def own() -> dict[str, Address]:
    """Return the addresses of the portal, by name."""
    return {address.name: address for address in addresses() if address.own}


def _below(resolver: URLResolver, path: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        whole = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(
                pattern.name or pattern.callback.__name__, whole, pattern.callback, tuple(pattern.pattern.converters)
            )
        else:
            yield from _below(pattern, whole)
