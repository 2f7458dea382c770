"""Local anaesthetics of one session as fractions of their signed maxima, added over every route (decision 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from nappage.engine.agent import known_agent
from nappage.engine.dose import DoseState, Given
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.story import Cream, Session
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity, Unit
from nappage.values.statement import Because, Statement, say

SOURCES = (Citation("decision", "14"), Citation("R107"))
_WHOLE = Decimal(1)


class Route(Enum):
    """How a local anaesthetic reached the body."""

    INJECTED = "injected"
    CREAM = "cream"


@dataclass(frozen=True, slots=True)
class Part:
    """One anaesthetic by one route: what was given, the signed maximum that counts here, and given over maximum."""

    agent: str
    route: Route
    given: Quantity
    maximum: Quantity
    fraction: Decimal


@dataclass(frozen=True, slots=True)
class AnaestheticSum:
    """The parts and their sum, in parts of one whole; `total` None where a part could not be counted."""

    parts: tuple[Part, ...]
    total: Decimal | None
    state: DoseState
    because: tuple[Because, ...]


def anaesthetic_sum(
    session: Session,
    sums: Mapping[str, Given],
    policy: Policy,
    edition: Edition,
    mass: Quantity | None,
    risks: frozenset[str] | None,
) -> AnaestheticSum:
    """Return the sum of a session: injected amounts (`dose.given`) and creams, for a body mass and risk factors.

    `risks` are the factors that are present (liver, heart, over 70, low weight); None means that nobody asked, which
    holds as soon as an anaesthetic is given. Each signed maximum is multiplied by every signed factor that applies.
    """
    found: list[Part | Statement] = []
    for agent, amount in sorted(sums.items()):
        if known_agent(agent, policy, edition).is_anaesthetic or _is_signed_as_one(policy.agents_signed.get(agent)):
            found.append(_injected(agent, amount, policy.agents_signed.get(agent), mass, risks))
    for cream in session.creams:
        found.append(_cream(cream, policy.agents_signed.get(cream.agent), risks))
    parts = tuple(each for each in found if isinstance(each, Part))
    refusals = tuple(_because(each) for each in found if isinstance(each, Statement))
    if refusals:
        return AnaestheticSum(parts, None, DoseState.CANNOT_START, refusals)
    total = sum((part.fraction for part in parts), Decimal(0))
    state = DoseState.OVER if total > _WHOLE else DoseState.WITHIN
    fact = say(f"anaesthetic.{state.value}", total=total)
    return AnaestheticSum(parts, total, state, (_because(fact),))


def _is_signed_as_one(signed: SignedAgent | None) -> bool:
    return signed is not None and (signed.anaesthetic_maximum or signed.anaesthetic_maximum_by_mass) is not None


def _injected(
    agent: str, amount: Given, signed: SignedAgent | None, mass: Quantity | None, risks: frozenset[str] | None
) -> Part | Statement:
    if signed is None:
        return say("anaesthetic.unsigned", agent=agent)
    if amount.amount is None:
        return say("anaesthetic.strength-missing", agent=agent)
    if signed.anaesthetic_maximum_by_mass is not None and mass is None:
        return say("anaesthetic.mass-missing", agent=agent)
    maximum = min(_maxima(signed, mass), default=None)
    if maximum is None:
        return say("anaesthetic.maximum-missing", agent=agent)
    return _part(agent, Route.INJECTED, amount.amount, maximum, signed, risks)


def _maxima(signed: SignedAgent, mass: Quantity | None) -> Iterator[Quantity]:
    """Yield every signed maximum of a session in mg; the smallest counts."""
    for absolute in (signed.anaesthetic_maximum, signed.session_limit):
        if absolute is not None and absolute.unit.dimension == Unit.MG.dimension:
            yield absolute
    if signed.anaesthetic_maximum_by_mass is not None and mass is not None:
        per_kg = signed.anaesthetic_maximum_by_mass.to(Unit.MG_PER_KG)
        yield Quantity(per_kg.amount * mass.to(Unit.KG).amount, Unit.MG)


def _cream(cream: Cream, signed: SignedAgent | None, risks: frozenset[str] | None) -> Part | Statement:
    """Return a cream as grams over its signed maximum, which holds only for the signed area and contact time."""
    if signed is None or signed.cream_maximum is None:
        return say("anaesthetic.cream-unsigned", agent=cream.agent)
    if signed.cream_area is None or signed.cream_contact is None:
        return say("anaesthetic.cream-conditions-unsigned", agent=cream.agent)
    if cream.area > signed.cream_area:
        return say("anaesthetic.cream-area", agent=cream.agent, area=cream.area, most=signed.cream_area)
    if cream.off is None:
        return say("anaesthetic.cream-still-on", agent=cream.agent, on=cream.on)
    if cream.off < cream.on or cream.off > signed.cream_contact.after(cream.on):
        return say("anaesthetic.cream-contact", agent=cream.agent, off=cream.off, most=signed.cream_contact)
    if cream.occluded is not Answer.NO:
        return say("anaesthetic.cream-occluded", agent=cream.agent, occluded=cream.occluded)
    return _part(cream.agent, Route.CREAM, cream.mass, signed.cream_maximum, signed, risks)


def _part(
    agent: str, route: Route, amount: Quantity, maximum: Quantity, signed: SignedAgent, risks: frozenset[str] | None
) -> Part | Statement:
    if risks is None:
        return say("anaesthetic.risks-unknown", agent=agent)
    factor = _factor(signed, risks)
    if factor is None:
        return say("anaesthetic.factor-missing", agent=agent, risks=tuple(sorted(risks)))
    if amount.unit.dimension != maximum.unit.dimension or not maximum.amount * factor:
        return say("anaesthetic.maximum-missing", agent=agent)
    reduced = maximum * factor
    return Part(agent, route, amount, reduced, amount / reduced)


def _factor(signed: SignedAgent, risks: frozenset[str]) -> Decimal | None:
    """Return the product of the signed reduction factors of the risks present; None if one was not signed."""
    signed_factors = dict(signed.reduction_factors)
    factor = _WHOLE
    for risk in risks:
        try:
            factor *= Decimal(signed_factors[risk])
        except (KeyError, InvalidOperation):
            return None
    return factor


def _because(fact: Statement) -> Because:
    return Because("anaesthetic.sum", fact, say("anaesthetic.less-or-signed"), SOURCES)
