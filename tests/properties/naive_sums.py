"""Doses and anaesthetic fractions once more: in fractions, line by line, window by window, with no sum kept for later.

Only what an agent is (its classes, what they contain) is looked up with the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from nappage.engine.agent import known_agent
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.story import Cream, Formula, Session
from nappage.values.quantity import Quantity
from properties.naive_screening import back

# What a unit is in mg, mL, mg/mL or mg/kg; international units stay what they are.
IN_FIRST_UNIT = {
    "mg": ("mass", "1"), "ug": ("mass", "0.001"), "g": ("mass", "1000"), "kg": ("mass", "1000000"),
    "[lb_av]": ("mass", "453592.37"), "mg/kg": ("mass", "1"), "ug/kg": ("mass", "0.001"),
    "mL": ("volume", "1"), "uL": ("volume", "0.001"), "mL/{puncture}": ("volume", "1"), "[iU]": ("units", "1"),
    "mg/mL": ("mass", "1"), "ug/mL": ("mass", "0.001"), "%": ("mass", "10"), "[iU]/mL": ("units", "1"),
}  # fmt: skip
CONCENTRATIONS = ("mg/mL", "ug/mL", "%", "[iU]/mL")
WITHIN, OVER, CANNOT = "within", "over", "cannot start"
Amount = tuple[str, Fraction]
Check = tuple[str, str, Fraction | None, str]


def plainly(quantity: Quantity) -> Amount:
    kind, size = IN_FIRST_UNIT[quantity.unit.code]
    return kind, Fraction(quantity.amount) * Fraction(size)


def volume_of(session: Session) -> Fraction:
    total = Fraction(0)
    for each in session.passes:
        for _ in range(each.punctures):
            total += plainly(each.volume_per_puncture)[1]
    return total


@dataclass(frozen=True)
class Line:
    """One agent as it is listed on the sheet of a session: its volume, and its amount if that can be told."""

    agent: str
    volume: Fraction
    amount: Amount | None


@dataclass(frozen=True)
class Sheet:
    """The dosing sheet of a clinic, filled in anew for every question."""

    policy: Policy
    edition: Edition
    formulas: tuple[Formula, ...]

    def formula_of(self, session: Session) -> Formula | None:
        return next((formula for formula in self.formulas if formula.id == session.formula), None)

    def lines(self, formula: Formula, given: Fraction) -> Iterator[Line]:
        syringe = sum((plainly(part.volume)[1] for part in formula.components), Fraction(0))
        for part in formula.components if syringe else ():
            volume = given * plainly(part.volume)[1] / syringe
            amount = None
            if part.strength is not None and part.strength.unit.code in CONCENTRATIONS:
                kind, strength = plainly(part.strength)
                amount = kind, strength * volume
            yield Line(part.agent, volume, amount)
            for agent_class in known_agent(part.agent, self.policy, self.edition).classes:
                if agent_class.counts_as and agent_class.counts_as != part.agent:
                    yield Line(agent_class.counts_as, volume, amount)
                for inside in agent_class.contains:
                    yield Line(inside.agent, volume, ("mass", plainly(inside.strength)[1] * volume))

    def agents(self, session: Session) -> list[str]:
        formula = self.formula_of(session)
        return sorted({line.agent for line in self.lines(formula, Fraction(1))}) if formula else []

    def given(self, agent: str, sessions: list[Session]) -> Line | None:
        """Return what some sessions give of an agent together; None if what one of them was given with is not known."""
        found = []
        for session in sessions:
            formula = self.formula_of(session)
            if formula is None:
                return None
            found += [line for line in self.lines(formula, volume_of(session)) if line.agent == agent]
        known = [line.amount for line in found if line.amount is not None]
        volume = sum((line.volume for line in found), Fraction(0))
        if len(known) < len(found) or len({kind for kind, _ in known}) != 1:
            return Line(agent, volume, None)
        return Line(agent, volume, (known[0][0], sum((number for _, number in known), Fraction(0))))

    def day(self, session: Session) -> date:
        return session.start.astimezone(self.policy.zone).date()

    def checks(self, session: Session, others: list[Session]) -> list[Check]:
        """Return agent, scope, amount and state of every check of a session."""
        if self.formula_of(session) is None:
            return [("", "session", None, CANNOT)]
        found = []
        for agent in self.agents(session):
            signed = self.policy.agents_signed.get(agent)
            own = self.given(agent, [session])
            found.append(self.check(agent, "session", own, signed, signed.session_limit if signed else None))
            if signed and signed.window_limit is not None:
                fullest = self.fullest(signed, session, others)
                found.append(self.check(agent, "window", fullest, signed, signed.window_limit))
        return found

    @staticmethod
    def measured(line: Line | None, signed: SignedAgent | None) -> Amount | None:
        if line is None or signed is None:
            return None
        return ("volume", line.volume) if signed.by_volume else line.amount

    def check(
        self, agent: str, scope: str, line: Line | None, signed: SignedAgent | None, limit: Quantity | None
    ) -> Check:
        amount = self.measured(line, signed)
        if amount is None or limit is None or plainly(limit)[0] != amount[0]:
            return agent, scope, amount[1] if amount else None, CANNOT
        return agent, scope, amount[1], OVER if amount[1] > plainly(limit)[1] else WITHIN

    def fullest(self, signed: SignedAgent, session: Session, others: list[Session]) -> Line | None:
        """Return the sum of the fullest window that holds the day of a session, trying every last day of one."""
        if signed.window is None:
            return None
        today = self.day(session)
        last, sums = today, []
        while back(last, signed.window) < today:
            inside = [
                other
                for other in others
                if other.state.value == "given" and back(last, signed.window) < self.day(other) <= last
            ]
            sums.append(self.given(signed.agent, [session, *inside]))
            last += timedelta(days=1)
        if any(self.measured(line, signed) is None for line in sums):
            return None
        return max((line for line in sums if line), key=lambda line: (self.measured(line, signed) or ("", 0))[1])

    def fractions(self, session: Session, mass: Quantity | None, risks: set[str] | None) -> list[Fraction | None]:
        """Return each local anaesthetic, injected or as a cream, over its maximum; None where that cannot be told."""
        found: list[Fraction | None] = []
        for agent in self.agents(session):
            signed = self.policy.agents_signed.get(agent)
            numbs = any(one.anaesthetic for one in known_agent(agent, self.policy, self.edition).classes)
            if numbs or (signed and (signed.anaesthetic_maximum or signed.anaesthetic_maximum_by_mass)):
                line = self.given(agent, [session])
                most = self.most(signed, mass)
                found.append(self.over(line.amount if line else None, most, signed, risks))
        return found + [self.cream(cream, risks) for cream in session.creams]

    @staticmethod
    def most(signed: SignedAgent | None, mass: Quantity | None) -> Amount | None:
        if signed is None or (signed.anaesthetic_maximum_by_mass is not None and mass is None):
            return None
        stated = [plainly(one) for one in (signed.anaesthetic_maximum, signed.session_limit) if one is not None]
        if signed.anaesthetic_maximum_by_mass is not None and mass is not None:
            kilograms = plainly(mass)[1] / 1_000_000
            stated.append(("mass", plainly(signed.anaesthetic_maximum_by_mass)[1] * kilograms))
        return min((one for one in stated if one[0] == "mass"), default=None)

    def cream(self, cream: Cream, risks: set[str] | None) -> Fraction | None:
        signed = self.policy.agents_signed.get(cream.agent)
        if signed is None or None in (signed.cream_maximum, signed.cream_area, signed.cream_contact, cream.off):
            return None
        assert signed.cream_maximum
        assert signed.cream_area
        assert signed.cream_contact
        assert cream.off
        minutes = (cream.off - cream.on) / timedelta(minutes=1)
        fits = cream.area.amount <= signed.cream_area.amount and 0 <= minutes <= signed.cream_contact.minutes
        if not fits or cream.occluded.value != "no":
            return None
        return self.over(plainly(cream.mass), plainly(signed.cream_maximum), signed, risks)

    @staticmethod
    def over(
        amount: Amount | None, most: Amount | None, signed: SignedAgent | None, risks: set[str] | None
    ) -> Fraction | None:
        if amount is None or most is None or signed is None or risks is None or amount[0] != most[0]:
            return None
        maximum = most[1]
        for risk in risks:
            stated = [factor for name, factor in signed.reduction_factors if name == risk]
            if not stated:
                return None
            maximum = maximum * Fraction(stated[-1])
        return amount[1] / maximum if maximum else None
