"""What a session gives of each agent, against the limits that the director signed and against nothing else.

A limit that was not signed is not "no limit": it is a refusal. The ceilings of the catalogue are compared beside it and
only ever warn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from nappage.engine.agent import AgentClass, Ceiling, Per, known_agent
from nappage.engine.edition import Edition
from nappage.engine.formula import Content, composition, kept, total_volume
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.story import Component, Formula, Session, SessionState
from nappage.engine.tally import tally
from nappage.values.citation import Citation
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity, Unit
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, Statement, say

SIGNED_LIMIT = (Citation("decision", "1"), Citation("decision", "14"))


class Scope(Enum):
    """Over what a dose is summed."""

    SESSION = "session"
    WINDOW = "window"


class DoseState(Enum):
    """Within the limit, over it, or not to be started because the sum or the limit is not known."""

    WITHIN = "within"
    OVER = "over"
    CANNOT_START = "cannot start"


@dataclass(frozen=True, slots=True)
class DoseCheck:
    """What is given of one agent in one scope against its signed limit; `fraction` is given over limit."""

    agent: str
    scope: Scope
    given: Quantity | None
    limit: Quantity | None
    fraction: Decimal | None
    state: DoseState
    because: Because


@dataclass(frozen=True, slots=True)
class CeilingCheck:
    """What is given against an unsigned ceiling of the catalogue; `given` None means that it cannot be compared."""

    about: str
    given: Quantity | None
    ceiling: Ceiling
    is_over: bool


@dataclass(frozen=True, slots=True)
class Given:
    """The sum of one agent: its volume as supplied, and its amount unless a strength was missing."""

    volume: Quantity
    amount: Quantity | None

    def plus(self, other: Given) -> Given:
        """Return both together; an amount that is not known, or in another dimension, leaves the sum unknown."""
        volume = self.volume + other.volume
        if self.amount is None or other.amount is None:
            return Given(volume, None)
        if self.amount.unit.dimension != other.amount.unit.dimension:
            return Given(volume, None)
        return Given(volume, self.amount + other.amount)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a mixture as drawn up holds of each agent, those inside its products included, and its volume in mL."""

    volume: Decimal
    holds: Mapping[str, Given]

    def part(self, agent: str, volume: Decimal) -> Given:
        """Return what so many mL of the mixture give of one of its agents."""
        held = self.holds[agent]
        amount = None if held.amount is None else self._share(held.amount, volume)
        return Given(self._share(held.volume, volume), amount)

    def _share(self, held: Quantity, volume: Decimal) -> Quantity:
        return Quantity(kept(held.amount * volume / self.volume), held.unit)


def whole(components: tuple[Component, ...], policy: Policy, edition: Edition) -> Whole:
    """Return what a mixture holds; one without volume holds nothing."""
    total, sums = total_volume(components), dict[str, Given]()
    for content in composition(components, total):
        for part in _parts(content, policy, edition):
            amount = Given(part.volume, part.amount)
            sums[part.agent] = sums[part.agent].plus(amount) if part.agent in sums else amount
    return Whole(total.amount, sums)


def given(components: tuple[Component, ...], volume: Quantity, policy: Policy, edition: Edition) -> dict[str, Given]:
    """Return what a volume of a mixture gives of each agent, those inside its products included."""
    mixture, ml = whole(components, policy, edition), volume.to(Unit.ML).amount
    return {agent: mixture.part(agent, ml) for agent in mixture.holds}


def _parts(content: Content, policy: Policy, edition: Edition) -> Iterator[Content]:
    yield content
    for kind in known_agent(content.agent, policy, edition).classes:
        if kind.counts_as not in ("", content.agent):
            yield Content(kind.counts_as, content.volume, content.amount)
        for inside in kind.contains:
            amount = kept(content.volume.amount * inside.strength.to(Unit.MG_PER_ML).amount)
            yield Content(inside.agent, content.volume, Quantity(amount, Unit.MG))


def check_doses(
    session: Session, history: Iterable[Session], formulas: Mapping[str, Formula], policy: Policy, edition: Edition
) -> tuple[DoseCheck, ...]:
    """Return the checks of a session, given or about to be, among the sessions already given, by agent.

    Every agent has a check over the session; one over the rolling window where a window limit is signed. An agent
    without signature or limit cannot be started.
    """
    formula = formulas.get(session.formula)
    if formula is None:
        fact = say("dose.formula-unknown", formula=session.formula)
        because = _because(fact, say("dose.record-formula"))
        return (DoseCheck("", Scope.SESSION, None, None, None, DoseState.CANNOT_START, because),)
    sums = given(formula.components, tally(session.passes).volume, policy, edition)
    return check_sums(sums, session, Earlier(tuple(history), formulas, policy, edition))


def check_sums(sums: Mapping[str, Given], session: Session, earlier: Earlier) -> tuple[DoseCheck, ...]:
    """Return the checks of what a session gives, already summed by agent."""
    checks: list[DoseCheck] = []
    for agent, amount in sorted(sums.items()):
        signed = earlier.policy.agents_signed.get(agent)
        checks.append(_check(agent, Scope.SESSION, amount, signed, signed.session_limit if signed else None))
        if signed and signed.window_limit is not None:
            fullest = earlier.fullest_window(signed, amount, local_day(session.start, earlier.policy.zone))
            checks.append(_check(agent, Scope.WINDOW, fullest, signed, signed.window_limit))
    return tuple(checks)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The sessions beside which one session is looked at."""

    sessions: tuple[Session, ...]
    formulas: Mapping[str, Formula]
    policy: Policy
    edition: Edition
    wholes: dict[str, Whole] = field(default_factory=dict)

    def fullest_window(self, signed: SignedAgent, amount: Given, day: date) -> Given | None:
        """Return the sum of the fullest window that holds this day; None if any dose in one of them is not known.

        Windows that end after the day count too: a session entered late must not overfill the window of a session
        that followed it.
        """
        if signed.window is None:
            return None
        doses = list(self._doses(signed.agent, signed.window, day))
        sums = [
            self._sum(doses, amount, signed.window, end) for end in {day} | {each for each, _ in doses if each > day}
        ]
        if any(each is None or _measured(each, signed) is None for each in sums):
            return None
        known = [each for each in sums if each is not None]
        return max(known, key=lambda each: (_measured(each, signed) or each.volume).amount)

    def _sum(
        self, doses: list[tuple[date, Given | None]], amount: Given, window: CalendarSpan, end: date
    ) -> Given | None:
        total, start = amount, window.before(end)
        for day, dose in doses:
            if start < day <= end:
                if dose is None:
                    return None
                total = total.plus(dose)
        return total

    def _doses(self, agent: str, window: CalendarSpan, day: date) -> Iterator[tuple[date, Given | None]]:
        """Yield the doses of an agent on the days that share a window with this day."""
        start = window.before(day)
        for session in self.sessions:
            if session.state is not SessionState.GIVEN:
                continue
            given_on = local_day(session.start, self.policy.zone)
            if given_on <= start or (given_on > day and window.before(given_on) >= day):
                continue
            formula = self.formulas.get(session.formula)
            if formula is None:
                yield given_on, None  # given elsewhere, or with a mixture nobody recorded
            elif agent in (mixture := self._whole(formula)).holds:
                yield given_on, mixture.part(agent, tally(session.passes).volume.amount)

    def _whole(self, formula: Formula) -> Whole:
        if formula.id not in self.wholes:
            self.wholes[formula.id] = whole(formula.components, self.policy, self.edition)
        return self.wholes[formula.id]


def _measured(sum_: Given, signed: SignedAgent) -> Quantity | None:
    return sum_.volume if signed.by_volume else sum_.amount


def _check(
    agent: str, scope: Scope, sum_: Given | None, signed: SignedAgent | None, limit: Quantity | None
) -> DoseCheck:
    amount = _measured(sum_, signed) if signed and sum_ else None
    refusal = _refusal(agent, signed, limit, amount, scope)
    if refusal or limit is None or amount is None:
        because = _because(refusal or say("dose.unknown", agent=agent), say("dose.have-signed", agent=agent))
        return DoseCheck(agent, scope, amount, limit, None, DoseState.CANNOT_START, because)
    state = DoseState.OVER if amount > limit else DoseState.WITHIN
    fact = say(f"dose.{state.value}", agent=agent, given=amount, limit=limit, scope=scope)
    return DoseCheck(agent, scope, amount, limit, _ratio(amount, limit), state, _because(fact, say("dose.give-less")))


def _refusal(
    agent: str, signed: SignedAgent | None, limit: Quantity | None, amount: Quantity | None, scope: Scope
) -> Statement | None:
    if signed is None:
        return say("dose.agent-unsigned", agent=agent)
    if limit is None:
        return say("dose.limit-missing", agent=agent, scope=scope)
    if amount is None:
        return say("dose.not-known", agent=agent, scope=scope)
    if amount.unit.dimension != limit.unit.dimension:
        return say("dose.limit-of-another-kind", agent=agent, given=amount, limit=limit)
    return None


def _ratio(amount: Quantity, limit: Quantity) -> Decimal | None:
    return amount / limit if limit.amount else None


def _because(fact: Statement, remedy: Statement) -> Because:
    return Because("dose.signed-limit", fact, remedy, SIGNED_LIMIT)


def check_ceilings(sums: Mapping[str, Given], policy: Policy, edition: Edition) -> tuple[CeilingCheck, ...]:
    """Return what a session gives against the unsigned ceilings of its agents and classes. None of them is a limit."""
    checks: list[CeilingCheck] = []
    by_class: dict[str, list[str]] = {}
    for agent in sorted(sums):
        known = known_agent(agent, policy, edition)
        for kind in known.classes:
            by_class.setdefault(kind.id, []).append(agent)
        ceilings = known.listed.ceilings if known.listed else ()
        checks.extend(_against(agent, sums[agent].amount, each) for each in ceilings if _is_compared(each, policy))
    for kind_id, agents in by_class.items():
        kind = edition.all(AgentClass)[kind_id]
        total = _caffeine_equivalents(agents, sums, policy, edition)
        checks.extend(_against(kind_id, total, each) for each in kind.ceilings if _is_compared(each, policy))
    return tuple(checks)


def _is_compared(ceiling: Ceiling, policy: Policy) -> bool:
    here = ceiling.jurisdiction in ("", policy.jurisdiction)
    return here and ceiling.per in (Per.SESSION, Per.DAY) and ceiling.most.unit.dimension == Unit.MG.dimension


def _against(about: str, amount: Quantity | None, ceiling: Ceiling) -> CeilingCheck:
    if amount is None or amount.unit.dimension != ceiling.most.unit.dimension:
        return CeilingCheck(about, None, ceiling, is_over=False)
    return CeilingCheck(about, amount, ceiling, is_over=amount > ceiling.most)


def _caffeine_equivalents(
    agents: Iterable[str], sums: Mapping[str, Given], policy: Policy, edition: Edition
) -> Quantity | None:
    """Return the sum in mg of caffeine; None if one of the agents has no stated equivalence, for no source gives it."""
    total = Decimal(0)
    for agent in agents:
        listed, amount = known_agent(agent, policy, edition).listed, sums[agent].amount
        if listed is None or listed.caffeine_equivalent is None or amount is None:
            return None
        total += amount.to(Unit.MG).amount * listed.caffeine_equivalent
    return Quantity(total, Unit.MG)
