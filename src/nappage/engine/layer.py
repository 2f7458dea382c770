"""Layers of the skin and under it: which ones a depth may reach in a zone, and whether that is where it should go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.figure import Figure, check_figures, cited, highest, lowest
from nappage.engine.zone import Zone, folded
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.quantity import Quantity


class Layer(Enum):
    """What a needle passes, from the surface inwards."""

    EPIDERMIS = "epidermis"
    DERMIS = "dermis"
    SUPERFICIAL_SUBCUTIS = "superficial-subcutis"
    DEEP_SUBCUTIS = "deep-subcutis"
    MUSCLE = "muscle"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLayer(Entry):
    """Where a deposit is meant to lie. `depth` bounds the techniques that aim there, and no others (K-12)."""

    name: str
    layers: tuple[Layer, ...]
    names: tuple[str, ...] = ()
    depth: Figure | None = None


def find_target_layer(edition: Edition, said: str) -> TargetLayer | None:
    """Return the target layer of this id, name or synonym ("intradermal"), or None."""
    return edition.derive(_target_layers_by_name).get(folded(said))


def _target_layers_by_name(edition: Edition) -> Mapping[str, TargetLayer]:
    layers = edition.all(TargetLayer).values()
    return {folded(said): layer for layer in layers for said in (layer.id, layer.name, *layer.names)}


@dataclass(frozen=True, slots=True)
class Border:
    """Between which depths one layer ends and the next begins, as far as it is published; None where it is not."""

    shallowest: Quantity | None
    deepest: Quantity | None


@dataclass(frozen=True, slots=True)
class Depths:
    """The borders of one zone: under the skin, at the superficial fascia, above the muscle."""

    skin: Border
    fascia: Border
    muscle: Border
    sources: tuple[Citation, ...]


_SURFACE = Quantity.parse("0 mm")
_UNKNOWN = Border(None, None)
_NOTHING_KNOWN = Depths(_UNKNOWN, _UNKNOWN, _UNKNOWN, ())


def depths(edition: Edition, zone: str) -> Depths:
    """Return the published borders of a zone; a part without a figure of its own takes that of its whole."""
    return edition.derive(_depths_by_zone).get(zone, _NOTHING_KNOWN)


def _depths_by_zone(edition: Edition) -> Mapping[str, Depths]:
    zones = edition.all(Zone)
    return {zone.id: _depths(zone, zones.get(zone.part_of, zone)) for zone in zones.values()}


def _depths(zone: Zone, whole: Zone) -> Depths:
    skin = zone.skin or whole.skin
    subcutis = zone.subcutis or whole.subcutis
    fascia = zone.fascia or whole.fascia
    muscle = Border(_sum(lowest(skin), lowest(subcutis)), _sum(highest(skin), highest(subcutis)))
    return Depths(_border(skin), _border(fascia), muscle, cited((*skin, *subcutis, *fascia)))


def _border(figures: tuple[Figure, ...]) -> Border:
    return Border(lowest(figures), highest(figures))


def _sum(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    return None if one is None or other is None else one + other


def layers_at(edition: Edition, zone: str, depth: Quantity) -> tuple[Layer, ...]:
    """Return every layer in which the tip may lie at a depth under the surface, from the outermost.

    Published means bound each layer: where two sources part, or where there is none, both neighbours stay possible.
    Epidermis and dermis are measured together and are not told apart here.
    """
    known = depths(edition, zone)
    borders = {
        Layer.DERMIS: (Border(_SURFACE, _SURFACE), known.skin),
        Layer.SUPERFICIAL_SUBCUTIS: (known.skin, known.fascia),
        Layer.DEEP_SUBCUTIS: (_deeper(known.fascia, known.skin), known.muscle),
        Layer.MUSCLE: (_deeper(known.muscle, known.skin), _UNKNOWN),
    }
    reached = [layer for layer, (above, below) in borders.items() if _may_lie_between(depth, above, below)]
    return (Layer.EPIDERMIS, *reached) if Layer.DERMIS in reached else tuple(reached)


def _deeper(border: Border, skin: Border) -> Border:
    # Whatever is not known of a border under the skin, it is not shallower than the skin is thick.
    return border if border.shallowest is not None else Border(skin.shallowest, None)


def _may_lie_between(depth: Quantity, above: Border, below: Border) -> bool:
    past_above = above.shallowest is None or depth > above.shallowest
    before_below = below.deepest is None or depth <= below.deepest
    return past_above and before_below


def lies_in(edition: Edition, target: TargetLayer, zone: str, depth: Quantity) -> Answer:
    """Return whether a depth lies in the target layer: unknown when the published figures allow both."""
    reached = layers_at(edition, zone, depth)
    inside = [layer in target.layers for layer in reached]
    if all(inside):
        return Answer.YES
    return Answer.UNKNOWN if any(inside) else Answer.NO


def check_target_layer(layer: TargetLayer, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for a name used twice and for the citations inside a target layer."""
    yield from check_figures(layer, thing, edition)
    for said in (layer.id, layer.name, *layer.names):
        if find_target_layer(edition, said) is not layer:
            yield Fault(f"{thing}.names", "a name of one layer only", repr(said), "Give the name to one of them.")
