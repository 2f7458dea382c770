"""Areas: what the cap on one or two at a time counts. The left and the right of a zone are two areas (U-09)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.engine.objection import Weight
from nappage.engine.policy import Policy
from nappage.engine.story import Side, Site
from nappage.engine.zone import Zone, whole_of
from nappage.values.quantity import Quantity
from nappage.values.remembered import remembered
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True)
class AreaSize:
    """How large one place is, in the unit it was measured in. Nothing is worked out from it: no source says how."""

    site: Site
    size: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCap(Entry):
    """How many areas one session or one course treats, as the sources have it."""

    most: int


@dataclass(frozen=True, slots=True)
class Area:
    """One whole zone on one side, with the sites in it that were named."""

    zone: str
    side: Side
    sites: tuple[Site, ...]

    def __str__(self) -> str:
        return self.zone if self.side is Side.MIDLINE else f"{self.zone}/{self.side.value}"


@dataclass(frozen=True, slots=True)
class OverCap:
    """More areas than the cap allows: those within it, those over it, and the sites to put in the queue."""

    weight: Weight
    within: tuple[Area, ...]
    over: tuple[Area, ...]
    queue: tuple[Site, ...]
    because: Because


def areas_of(edition: Edition, sites: Iterable[Site]) -> tuple[Area, ...]:
    """Return the areas that sites make up, in the order in which they were first named.

    Parts of one zone on one side (front and inner thigh) are one area. A zone with two sides that was named without
    one is both; a zone that is not known is taken to have two. Where a count is in doubt the larger one holds.
    """
    return _areas(edition, tuple(sites))


@remembered
def _areas(edition: Edition, sites: tuple[Site, ...]) -> tuple[Area, ...]:
    named: dict[tuple[str, Side], list[Site]] = {}
    for site in sites:
        for zone, one in _sided(edition, site):
            parts = named.setdefault((zone, one.side), [])
            if one not in parts:
                parts.append(one)
    return tuple(Area(zone, side, tuple(parts)) for (zone, side), parts in named.items())


def _sided(edition: Edition, site: Site) -> Iterator[tuple[str, Site]]:
    whole = whole_of(edition, site.zone)
    zone = edition.get(Zone, whole)
    if zone is not None and not zone.lateral:
        yield whole, Site(site.zone)
        return
    for side in (Side.LEFT, Side.RIGHT) if site.side is Side.MIDLINE else (site.side,):
        yield whole, Site(site.zone, side)


def cap(edition: Edition, policy: Policy) -> int:
    """Return how many areas may be treated at a time: the sources' number, or a clinic's own if that is less."""
    published = _strictest(edition).most
    return published if policy.area_cap is None else min(published, policy.area_cap)


def _strictest(edition: Edition) -> AreaCap:
    return min(edition.all(AreaCap).values(), key=lambda rule: rule.most)


def over_cap(edition: Edition, policy: Policy, sites: Iterable[Site]) -> OverCap | None:
    """Return what is over the cap on areas and belongs in the queue, or None; the first named stay (R014, K-09)."""
    areas = areas_of(edition, sites)
    most = cap(edition, policy)
    if len(areas) <= most:
        return None
    over = areas[most:]
    rule = _strictest(edition)
    because = Because(
        rule.id,
        say("area.over-cap", areas=tuple(map(str, areas)), count=len(areas), cap=most),
        say("area.queue", areas=tuple(map(str, over))),
        rule.sources,
    )
    queue = tuple(site for area in over for site in area.sites)
    return OverCap(Weight.REASON_NEEDED, areas[:most], over, queue, because)
