"""Zones: the places of the body that a plan, a chart and a measurement name, and what is published about each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.figure import Figure, check_figures
from nappage.engine.landmark import Landmark
from nappage.engine.story import Site
from nappage.values.fault import Fault


class Region(Enum):
    """The part of the person that a zone belongs to."""

    BODY = "body"
    FACE = "face"
    NECK = "neck"
    SCALP = "scalp"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Entry):
    """A place of the body; `lateral` if there is a left and a right one.

    `skin` is epidermis with dermis, `fascia` the depth of the superficial fascia under the surface: all are means of
    published groups, from which one person may be far away. A figure that nobody publishes is absent. `face_rules`
    holds the aftercare of the face, whatever the goal; `lytic_blocked` keeps fat-dissolving agents out.
    `surface` is the whole zone's skin, `treated` the part that is usually treated.
    """

    name: str
    region: Region
    lateral: bool
    names: tuple[str, ...] = ()
    part_of: str = ""
    face_rules: bool = False
    lytic_blocked: bool = False
    skin: tuple[Figure, ...] = ()
    subcutis: tuple[Figure, ...] = ()
    fascia: tuple[Figure, ...] = ()
    landmarks: tuple[str, ...] = ()
    surface: Figure | None = None
    treated: Figure | None = None


def folded(said: str) -> str:
    """Return a name as it is compared: without regard to case, hyphens and spacing."""
    return " ".join(unicodedata.normalize("NFKC", said).casefold().replace("-", " ").split())


def find_zone(edition: Edition, said: str) -> Zone | None:
    """Return the zone of this id, name or synonym, or None; a name that is only similar is never taken."""
    return edition.derive(_zones_by_name).get(folded(said))


def _zones_by_name(edition: Edition) -> Mapping[str, Zone]:
    return {folded(said): zone for zone in edition.all(Zone).values() for said in _said(zone)}


def _said(zone: Zone) -> Iterator[str]:
    yield from (zone.id, zone.name, *zone.names)


def whole_of(edition: Edition, id: str) -> str:
    """Return the id of the zone that this one is a part of, or its own id."""
    zone = edition.get(Zone, id)
    return zone.part_of or id if zone else id


def needs_face_rules(edition: Edition, sites: Iterable[Site]) -> bool:
    """Return whether any site has the aftercare of a face; a chin has it even when the goal is fat (K-23).

    A zone that the edition does not know has it too: an instruction too many does less harm than one that is missing.
    """
    return any(zone is None or zone.face_rules for zone in _zones(edition, sites))


def lytic_blocked(edition: Edition, sites: Iterable[Site]) -> tuple[Site, ...]:
    """Return the sites into which no fat-dissolving agent may go; a zone that is not known is one of them."""
    sites = tuple(sites)
    zones = zip(sites, _zones(edition, sites), strict=True)
    return tuple(site for site, zone in zones if zone is None or zone.lytic_blocked)


def _zones(edition: Edition, sites: Iterable[Site]) -> list[Zone | None]:
    return [edition.get(Zone, site.zone) for site in sites]


def check_zone(zone: Zone, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield what is wrong with a zone beside the others: a name used twice, an unknown whole or landmark."""
    yield from check_figures(zone, thing, edition)
    for said in _said(zone):
        if find_zone(edition, said) is not zone:
            yield Fault(f"{thing}.names", "a name of one zone only", repr(said), "Give the name to one of them.")
    whole = edition.get(Zone, zone.part_of)
    if zone.part_of and (whole is None or whole.part_of):
        yield Fault(f"{thing}.part_of", "a zone that is whole itself", repr(zone.part_of), "Write the id of a whole.")
    for landmark in zone.landmarks:
        if edition.get(Landmark, landmark) is None:
            yield Fault(f"{thing}.landmarks", "the id of a landmark", repr(landmark), "Add it to landmarks.toml.")
