"""Time zones from the pinned database, never from the machine's own: its version is part of the edition."""

from __future__ import annotations

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import tzdata

from nappage.values.fault import Refused


@cache
def timezone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name ("Europe/Madrid"); Refused if the pinned database has no such zone."""
    place = resources.files("tzdata").joinpath("zoneinfo")
    for part in name.split("/"):
        place = place.joinpath(part)
    if ".." in name or not place.is_file():
        raise Refused("an IANA time zone such as Europe/Madrid", name, "Write area, slash, city.")
    with place.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def database_version() -> str:
    """Return the version of the time-zone database in use ("2026a")."""
    return str(tzdata.IANA_VERSION)


@cache
def zones_by_region() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the zones of places by the part of the world they lie in, each with the words for its place, sorted.

    Only a zone of a known country: the emergency number of where somebody is follows from it. "US/Eastern",
    "Australia/NSW" and other old names of a zone have none.
    """
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(_countries()):
        region, _, place = name.partition("/")
        regions.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return {region: tuple(places) for region, places in regions.items()}


def country_of(zone: str) -> str:
    """Return the country in which a zone lies (ISO 3166-1), "" for a zone of none."""
    return _countries().get(zone, "")


@cache
def _countries() -> dict[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
