"""Volumes that must agree with each other and with the technique: drawn against given, and the size of one drop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nappage.engine.agent import Modality
from nappage.engine.edition import Edition, Entry
from nappage.engine.story import Session
from nappage.engine.tally import puncture_volume, tally, unaccounted
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation(Entry):
    """How far the volume drawn up may differ from given plus wasted before somebody must look."""

    tolerance: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class PunctureVolume(Entry):
    """The volumes per puncture that sources describe for one modality; outside them a slip of unit is likely."""

    modality: Modality
    volume: Interval[Quantity]


class Balance(Enum):
    """Whether a session's volumes agree; unknown as long as drawn or wasted was not recorded."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DrawUp:
    """Drawn, given and wasted of one session; `difference` is drawn less the other two."""

    drawn: Quantity | None
    given: Quantity
    wasted: Quantity | None
    difference: Quantity | None
    balance: Balance
    because: Because


def draw_up(session: Session, edition: Edition) -> DrawUp:
    """Return the reconciliation of one session."""
    rule = next(iter(edition.all(Reconciliation).values()))
    given, difference = tally(session.passes).volume, unaccounted(session)
    if difference is None:
        fact = say("draw-up.not-recorded", given=given)
        because = Because(rule.id, fact, say("draw-up.record"), rule.sources)
        return DrawUp(session.drawn, given, session.wasted, None, Balance.UNKNOWN, because)
    balance = Balance.DIFFERS if abs(difference) > rule.tolerance else Balance.AGREES
    fact = say(f"draw-up.{balance.value}", drawn=session.drawn, given=given, wasted=session.wasted, by=difference)
    because = Because(rule.id, fact, say("draw-up.recount"), rule.sources)
    return DrawUp(session.drawn, given, session.wasted, difference, balance, because)


def implausible_punctures(session: Session, modalities: frozenset[Modality], edition: Edition) -> tuple[Because, ...]:
    """Return one reason for each volume per puncture that no source describes for these modalities.

    A modality of which no source gives a range says nothing either way.
    """
    rules = [rule for rule in edition.all(PunctureVolume).values() if rule.modality in modalities]
    if not rules:
        return ()
    strange = (one for one in session.passes if not any(_holds(rule, puncture_volume(one)) for rule in rules))
    return tuple(_implausible(typed, rules) for typed in dict.fromkeys(one.volume_per_puncture for one in strange))


def _holds(rule: PunctureVolume, volume: Quantity) -> bool:
    return rule.volume.low <= volume <= rule.volume.high


def _implausible(volume: Quantity, rules: list[PunctureVolume]) -> Because:
    ranges = tuple(str(rule.volume) for rule in rules)
    fact = say("draw-up.puncture-implausible", volume=volume, ranges=ranges)
    sources = tuple(source for rule in rules for source in rule.sources)
    return Because("puncture-volume", fact, say("draw-up.check-unit"), sources)


def answer_reconciliation(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the tolerance."""
    return str(edition.all(Reconciliation)[about].tolerance)


def answer_puncture_volume(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the range of a modality."""
    return str(edition.all(PunctureVolume)[about].volume)
