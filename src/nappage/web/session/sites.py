"""Sites in addresses and forms ("thigh/right"), in words, and drawn small."""

from __future__ import annotations

from dataclasses import dataclass

from nappage.assessment.happening import ReactionSeen
from nappage.engine.story import Side, Site
from nappage.rendering.figures import Shape, View, views
from nappage.rendering.wording import Speaker

MARGIN = 26.0


def key_of(site: Site) -> str:
    """Return a site as a form names it."""
    return site.zone if site.side is Side.MIDLINE else f"{site.zone}/{site.side.value}"


def words_of(site: Site, speak: Speaker) -> str:
    """Return a site in words that begin a line: "Right thigh"."""
    words = speak.term(key_of(site))
    return words[:1].upper() + words[1:]


def seen_at(seen: ReactionSeen, speak: Speaker) -> str:
    """Return what was seen during a session and where: "a bruise, left thigh"."""
    what = speak.term(seen.what)
    return f"{what}, {speak.term(key_of(seen.site))}" if seen.site else what


@dataclass(frozen=True, slots=True)
class SiteFigure:
    """The part of a drawn figure around one zone: what lies under it, the zone itself, and the patient's side."""

    box: str
    view: View
    shape: Shape
    side: str


def figure_of(site: Site) -> SiteFigure | None:
    """Return the drawing around a site, or None where it is not drawn."""
    for view in views():
        for shape in view.shapes:
            if shape.site == site:
                bounds = shape.bounds
                size = max(bounds.width, bounds.height) + 2 * MARGIN
                across, down = bounds.middle
                box = f"{across - size / 2:g} {down - size / 2:g} {size:g} {size:g}"
                side = {Side.RIGHT: "R", Side.LEFT: "L", Side.MIDLINE: ""}[site.side]
                return SiteFigure(box, view, shape, side)
    return None
