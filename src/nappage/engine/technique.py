"""Techniques: how a needle is used, and what stands against a depth, an angle or a spacing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.engine.figure import Figure, check_figures
from nappage.engine.geometry import least_spacing, tip_depth
from nappage.engine.layer import TargetLayer, depths, find_target_layer, layers_at, lies_in
from nappage.engine.objection import Objection, Weight, objection
from nappage.engine.policy import Policy
from nappage.engine.story import Pass
from nappage.engine.zone import folded
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True)
class Needle:
    """A needle in use for a technique: its gauges from thick to fine and its lengths. No needle is the default."""

    gauges: tuple[int, ...]
    sources: tuple[Citation, ...]
    length: Interval[Quantity] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique(Entry):
    """A way of injecting as it is published. What its sources do not state is absent; nothing here is a dose.

    `volume` is for one puncture; `metered` is false where the drop is a film or a thread that no source measures.
    """

    name: str
    aims_at: tuple[str, ...]
    names: tuple[str, ...] = ()
    needles: tuple[Needle, ...] = ()
    depth: tuple[Figure, ...] = ()
    volume: Figure | None = None
    spacing: tuple[Figure, ...] = ()
    angle: tuple[Figure, ...] = ()
    used_for: tuple[str, ...] = ()
    metered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ModalityLayer(Entry):
    """Where agents of one modality may go, and by which techniques: a rule that nobody overrides."""

    modality: str
    aims_at: tuple[str, ...]
    techniques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a deposit is planned or was put: zone, technique, target layer, and the depth with what makes it."""

    zone: str
    technique: str
    aims_at: str
    depth: Quantity | None = None
    needle_length: Quantity | None = None
    angle: Quantity | None = None

    @staticmethod
    def of(passed: Pass) -> Placement:
        """Return the placement that a charted pass records."""
        return Placement(
            passed.site.zone, passed.technique, passed.layer, passed.depth, passed.needle_length, passed.angle
        )


def find_technique(edition: Edition, said: str) -> Technique | None:
    """Return the technique of this id, name or synonym ("sewing machine"), or None."""
    return edition.derive(_techniques_by_name).get(folded(said))


def _techniques_by_name(edition: Edition) -> Mapping[str, Technique]:
    techniques = edition.all(Technique).values()
    return {folded(said): technique for technique in techniques for said in _said(technique)}


def _said(technique: Technique) -> Iterator[str]:
    yield from (technique.id, technique.name, *technique.names)


def reach(placement: Placement) -> Quantity | None:
    """Return the greatest depth that needle and angle allow, or None if either was not recorded."""
    if placement.needle_length is None or placement.angle is None:
        return None
    return tip_depth(placement.needle_length, placement.angle)


def objections(
    edition: Edition, policy: Policy, placement: Placement, modalities: Iterable[str] = ()
) -> tuple[Objection, ...]:
    """Return what stands against a placement, given the modalities of the agents that are to go there (K-12).

    A depth that was not recorded is taken from needle and angle; if these are missing too, only the rules that ask
    nothing of a depth speak. A target layer that is not known is met by no modality that has to stay in one.
    """
    target = find_target_layer(edition, placement.aims_at)
    depth = placement.depth or reach(placement)
    found = [*_of_modalities(edition, placement, target, depth, modalities), *_of_needle(placement)]
    if depth is not None and target is not None:
        found += [*_of_bound(edition, policy, placement, target, depth), *_of_layer(edition, placement, target, depth)]
    return tuple(found)


def _of_modalities(
    edition: Edition,
    placement: Placement,
    target: TargetLayer | None,
    depth: Quantity | None,
    modalities: Iterable[str],
) -> Iterator[Objection]:
    present = set(modalities)
    technique = find_technique(edition, placement.technique)
    for rule in edition.all(ModalityLayer).values():
        if rule.modality not in present:
            continue
        if target is None or target.id not in rule.aims_at:
            fact = say("layer.not-for-modality", modality=rule.modality, layer=placement.aims_at)
            yield objection(Weight.NO_OVERRIDE, rule, fact, say("layer.choose", layers=rule.aims_at))
        elif depth is not None and lies_in(edition, target, placement.zone, depth) is Answer.NO:
            fact = say("layer.depth-not-for-modality", modality=rule.modality, depth=depth, layer=target.id)
            yield objection(Weight.NO_OVERRIDE, rule, fact, say("depth.reach-layer", layer=target.id))
        if technique is None or technique.id not in rule.techniques:
            fact = say("technique.not-for-modality", modality=rule.modality, technique=placement.technique)
            yield objection(Weight.NO_OVERRIDE, rule, fact, say("technique.choose", techniques=rule.techniques))


def _of_needle(placement: Placement) -> Iterator[Objection]:
    # Where the angle was not recorded: no angle reaches deeper than the whole needle.
    reachable = reach(placement) or placement.needle_length
    if reachable is None or placement.depth is None or placement.depth <= reachable:
        return
    fact = say(
        "depth.beyond-needle",
        depth=placement.depth,
        length=placement.needle_length,
        angle=placement.angle,
        reach=reachable,
    )
    # Trigonometry: there is no entry of knowledge that could say otherwise.
    yield Objection(Weight.WARNING, Because("needle-geometry", fact, say("depth.correct-record")))


def _of_bound(
    edition: Edition, policy: Policy, placement: Placement, target: TargetLayer, depth: Quantity
) -> Iterator[Objection]:
    # The bound belongs to the layers that state one; for a target without it, it is what needs an approved technique.
    for layer in edition.all(TargetLayer).values():
        if layer.depth is None or layer.depth.value.low <= depth <= layer.depth.value.high:
            continue
        bound = layer.depth.value
        if target.depth is not None:
            fact = say("depth.outside-bound", depth=depth, low=bound.low, high=bound.high, layer=layer.id)
            yield objection(Weight.REASON_NEEDED, layer, fact, say("depth.choose", low=bound.low, high=bound.high))
        elif not _is_approved(edition, policy, placement.technique):
            fact = say("technique.not-approved", depth=depth, technique=placement.technique, layer=target.id)
            yield objection(Weight.REASON_NEEDED, layer, fact, say("technique.ask-director"))


def _is_approved(edition: Edition, policy: Policy, said: str) -> bool:
    technique = find_technique(edition, said)
    return technique is not None and technique.id in policy.techniques


def _of_layer(edition: Edition, placement: Placement, target: TargetLayer, depth: Quantity) -> Iterator[Objection]:
    verdict = lies_in(edition, target, placement.zone, depth)
    if verdict is Answer.YES:
        return
    reached = tuple(layer.value for layer in layers_at(edition, placement.zone, depth))
    code, weight = _LAYER_VERDICTS[verdict]
    fact = say(code, depth=depth, zone=placement.zone, layer=target.id, reached=reached)
    because = Because(
        "target-layer", fact, say("depth.reach-layer", layer=target.id), depths(edition, placement.zone).sources
    )
    yield Objection(weight, because)


_LAYER_VERDICTS = {
    Answer.NO: ("depth.other-layer", Weight.WARNING),
    Answer.UNKNOWN: ("depth.layer-unknown", Weight.NOTE),
}


def spacing_objection(edition: Edition, volume: Quantity, spacing: Quantity, aims_at: str) -> Objection | None:
    """Return a warning if papules of this volume would run into each other at this spacing, else None.

    Only a deposit in the skin makes a papule: in the subcutis the spacing of the product's label holds instead.
    """
    target = find_target_layer(edition, aims_at)
    if target is None or target.depth is None:
        return None
    rule, least = least_spacing(edition, volume)
    if spacing >= least:
        return None
    fact = say("spacing.papules-merge", spacing=spacing, volume=volume, least=least)
    return objection(Weight.WARNING, rule, fact, say("spacing.widen", least=least))


def check_technique(technique: Technique, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield what is wrong with a technique: a name used twice, an unknown layer, a citation that does not exist."""
    yield from check_figures(technique, thing, edition)
    yield from _unknown_layers(technique.aims_at, thing, edition)
    for said in _said(technique):
        if find_technique(edition, said) is not technique:
            yield Fault(f"{thing}.names", "a name of one technique only", repr(said), "Give the name to one of them.")


def check_modality_layer(rule: ModalityLayer, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield what is wrong with a rule about a modality: an unknown layer or technique."""
    yield from _unknown_layers(rule.aims_at, thing, edition)
    for id in rule.techniques:
        if edition.get(Technique, id) is None:
            yield Fault(f"{thing}.techniques", "the id of a technique", repr(id), "Add it to techniques.toml.")


def _unknown_layers(ids: Iterable[str], thing: str, edition: Edition) -> Iterator[Fault]:
    for id in ids:
        if edition.get(TargetLayer, id) is None:
            yield Fault(f"{thing}.aims_at", "the id of a target layer", repr(id), "Add it to target_layers.toml.")
