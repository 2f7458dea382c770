"""The eight gates once more: what has to be on the table before the first puncture, looked for piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from nappage.engine.agent import KnownAgent, known_agent
from nappage.engine.allergy_test import test_protocol
from nappage.engine.anaesthetic_risk import AnaestheticRisk
from nappage.engine.edition import Edition
from nappage.engine.indication import Indication
from nappage.engine.override import ReasonCode
from nappage.engine.policy import Policy, StaffMember
from nappage.engine.precaution import Precaution
from nappage.engine.story import Component, Formula, Pass, Reason, Session, SessionState, Site, Story
from nappage.values.quantity import Quantity
from properties.naive_screening import UNKNOWN, YES, Chart
from properties.naive_sums import WITHIN, Sheet
from properties.naive_wheal import CLOSED, OPEN, Bench, Standing, strength_of

ENOUGH_CHARACTERS = 15


@dataclass(frozen=True)
class Desk:
    """The desk before the door: story, policy and knowledge lie on it, and every gate is looked up from the start."""

    story: Story
    policy: Policy
    edition: Edition
    at: datetime

    def gates(self) -> dict[str, Standing]:
        """Return where each gate stands; only that of the allergy test ever has an instant."""
        return {
            "jurisdiction": self.yes_or_no(self.is_switched_on()),
            "screening": self.yes_or_no(not list(self.undecided())),
            "consent": self.yes_or_no(self.is_consented()),
            "allergy-test": self.allergy_test(),
            "formula": self.yes_or_no(self.is_formula_good()),
            "lot": self.yes_or_no(self.are_lots_good()),
            "credential": self.yes_or_no(self.may_inject()),
            "kit": self.yes_or_no(self.is_kit_there()),
        }

    @staticmethod
    def yes_or_no(is_open: bool) -> Standing:
        return (OPEN if is_open else CLOSED), None

    @property
    def chart(self) -> Chart:
        return Chart(self.story, self.policy, self.edition, self.at)

    @property
    def visit(self) -> Session | None:
        return self.chart.visit()

    def formula(self) -> Formula | None:
        visit = self.visit
        wanted = visit.formula if visit and visit.formula else self.story.plan.formula if self.story.plan else ""
        return next((formula for formula in self.story.formulas if formula.id == wanted), None)

    # What the director switched on, and what the patient signed.

    def is_switched_on(self) -> bool:
        plan = self.story.plan
        indication = self.edition.get(Indication, plan.indication) if plan else None
        if plan is None or indication is None or self.policy.signed is None:
            return False
        for switch in self.policy.indications:
            named = switch.indication == plan.indication and switch.citation.strip() != ""
            protocol = not indication.off_reason or switch.protocol != ""
            if named and protocol and switch.review_due >= self.chart.today:
                return True
        return False

    def is_consented(self) -> bool:
        plan = self.story.plan
        signed = plan.signed_at if plan else None
        consents = sorted((one for one in self.story.consents if one.at <= self.at), key=lambda one: one.at)
        if signed is None or signed > self.at or not consents:
            return False
        withdrawn = consents[-1].withdrawn_at
        return (withdrawn is None or withdrawn > self.at) and consents[-1].at >= signed

    # Decisions.

    def reasons(self) -> Iterator[Reason]:
        """Yield the reasons for this visit: those that name it, else those since the session before it."""
        visit = self.visit
        before = [
            one.end or one.start
            for one in sorted(self.story.sessions, key=lambda one: one.start)
            if one.state.value == "given" and one.start <= self.at and (visit is None or one.start < visit.start)
        ]
        for reason in self.story.reasons:
            if reason.at > self.at:
                continue
            if reason.session is not None:
                if visit is not None and reason.session == visit.start:
                    yield reason
            elif not before or reason.at > before[-1]:
                yield reason

    def is_licensed(self, id: str, at: datetime, *roles: str) -> bool:
        member = self.policy.member(id)
        day = self.chart.day(at)
        return (
            member is not None and member.role.value in roles and member.licensed_from <= day <= member.licensed_until
        )

    def suffices(self, reason: Reason, rule: str) -> bool:
        code = self.edition.get(ReasonCode, reason.code)
        long_enough = len(reason.words.strip()) >= ENOUGH_CHARACTERS
        return bool(code and rule in code.rules) and long_enough and self.is_licensed(reason.by, reason.at, "physician")

    def undecided(self) -> Iterator[str]:
        injector = self.visit.injector if self.visit else ""
        for rule in self.edition.all(Precaution).values():
            if rule.level.value == "caution" or self.chart.answer(rule) == "no":
                continue
            decided = [
                reason
                for reason in self.reasons()
                if reason.rule == rule.id
                and self.suffices(reason, "screening")
                and (reason.by != injector or self.has_second(reason))
            ]
            if rule.level.value in ("A", "defer") or not decided:
                yield rule.id

    def has_second(self, reason: Reason) -> bool:
        return reason.second != reason.by and self.is_licensed(reason.second, reason.at, "physician", "prescriber")

    # The allergy test.

    def allergy_test(self) -> Standing:
        formula = self.formula()
        if formula is None:
            return CLOSED, None
        bench = Bench(self.chart, test_protocol(self.edition))
        standing = bench.gate(formula)
        barred = any(
            self.chart.answer(rule) == "yes"
            for rule in self.edition.all(Precaution).values()
            if "bars-decision-on-allergy-test" in [effect.value for effect in rule.effects]
        )
        decided = any(each.rule == "allergy-test" and self.suffices(each, "allergy-test") for each in self.reasons())
        if decided and not barred and not bench.is_positive_for(formula):
            return OPEN, None
        return standing

    # The formula and its lots.

    def is_formula_good(self) -> bool:
        formula = self.formula()
        if formula is None or formula.signed_at is None or formula.signed_at > self.at:
            return False
        if not self.is_licensed(formula.signed_by, formula.signed_at, "physician", "prescriber"):
            return False
        return not self.is_bad_mixture(formula) and self.is_within_limits(formula)

    def is_bad_mixture(self, formula: Formula) -> bool:
        ids = sorted({component.agent for component in formula.components})
        agents = [known_agent(id, self.policy, self.edition) for id in ids]
        if any(agent.signed is None or self.is_blocked(agent) for agent in agents):
            return True
        if any(self.is_other_strength(component) for component in formula.components):
            return True
        if any(self.keep_apart(one, other) or self.keep_apart(other, one) for one, other in combinations(agents, 2)):
            return True
        if {"acid", "alkaline"} <= {agent.listed.ph.value for agent in agents if agent.listed}:
            return True
        return len(ids) > 1 and not any(set(ids) <= set(mixture.agents) for mixture in self.policy.mixtures)

    @staticmethod
    def is_blocked(agent: KnownAgent) -> bool:
        return any(kind.blocked for kind in agent.classes) or bool(agent.listed and agent.listed.blocked)

    def is_other_strength(self, component: Component) -> bool:
        signed = self.policy.agents_signed.get(component.agent)
        if signed is None or signed.strength is None:
            return False
        return strength_of(component) != strength_of(replace(component, strength=signed.strength))

    @staticmethod
    def keep_apart(one: KnownAgent, other: KnownAgent) -> bool:
        if any(kind.sole for kind in one.classes) or (one.listed and one.listed.sole):
            return True
        words = {other.id, *(kind.id for kind in other.classes)}
        words |= set(other.listed.excipients if other.listed else ()) | set(
            other.signed.excipients if other.signed else ()
        )
        return any(word in words for word in (one.listed.never_with if one.listed else ()))

    def is_within_limits(self, formula: Formula) -> bool:
        """Return whether the passes, or before the first the whole syringe, stay within every signed limit."""
        visit = self.visit or Session(self.at, SessionState.BOOKED)
        if not visit.passes:
            whole = sum((component.volume.to(ML).amount for component in formula.components), start=ML_0)
            visit = replace(visit, passes=(Pass(Site(""), "", 1, Quantity(whole, ML)),))
        visit = replace(visit, formula=formula.id)
        sheet = Sheet(self.policy, self.edition, self.story.formulas)
        earlier = [one for one in self.story.sessions if one.start < visit.start]
        if any(state != WITHIN for _, _, _, state in sheet.checks(visit, earlier)):
            return False
        fractions = sheet.fractions(visit, self.weight(), self.risks())
        return all(each is not None for each in fractions) and sum(each for each in fractions if each is not None) <= 1

    def weight(self) -> Quantity | None:
        read = [one for one in self.story.readings if one.code == "weight" and one.at <= self.at]
        return max(read, key=lambda one: (one.at, str(one.value))).value if read else None

    def risks(self) -> set[str] | None:
        answers = {risk.id: self.chart.truth(risk.when) for risk in self.edition.all(AnaestheticRisk).values()}
        return None if UNKNOWN in answers.values() else {id for id, answer in answers.items() if answer == YES}

    def are_lots_good(self) -> bool:
        formula = self.formula()
        if formula is None or not formula.components:
            return False
        for component in formula.components:
            lots = [lot for lot in self.policy.lots if (lot.agent, lot.lot) == (component.agent, component.lot)]
            if not lots or lots[-1].state.value != "in-use":
                return False
            if any(end is not None and end < self.chart.today for end in (lots[-1].expires_on, lots[-1].discard_on)):
                return False
        return True

    # People and kit.

    def may_inject(self) -> bool:
        member: StaffMember | None = self.policy.member(self.visit.injector) if self.visit else None
        if member is None or not self.is_licensed(member.id, self.at, member.role.value):
            return False
        if member.role.value in ("physician", "prescriber"):
            return True
        return member.role.value == "injector" and self.is_licensed(
            member.delegated_by, self.at, "physician", "prescriber"
        )

    def is_kit_there(self) -> bool:
        kit = self.policy.kit
        return kit is not None and kit.expires_on >= self.chart.today and len(kit.trained) > 0


ML = Quantity.parse("1 mL").unit
ML_0 = Quantity.parse("0 mL").amount
