"""The eight hard gates: what must be so before the first puncture, evaluated at the instant it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.engine.override import Override, suffices
from nappage.engine.policy import Activation, Lot, LotState, Policy, Role
from nappage.engine.precaution import Finding
from nappage.engine.story import Channel, Component, Consent, Disagreement, Formula, Plan, Reason
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.values.statement import Because, Statement, say

PRESCRIBES = (Role.PHYSICIAN, Role.PRESCRIBER)


class GateName(Enum):
    """The eight, in the order of a time-out. There is no ninth: every further stop would teach people to click on."""

    JURISDICTION = "jurisdiction"
    SCREENING = "screening"
    CONSENT = "consent"
    ALLERGY_TEST = "allergy-test"
    FORMULA = "formula"
    LOT = "lot"
    CREDENTIAL = "credential"
    KIT = "kit"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule(Entry):
    """What opens a gate, and which role may decide against it; an empty `decided_by` means nobody may."""

    title: str
    place: int
    opens_by: str
    decided_by: tuple[Role, ...]


class GateState(Enum):
    """Open is a plain tick and nothing more; opens-at is closed with a known end."""

    OPEN = "open"
    OPENS_AT = "opens-at"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate at one instant: why it is closed, when it opens if that is known, and who decided if someone did."""

    name: GateName
    state: GateState
    reasons: tuple[Because, ...] = ()
    opens_at: datetime | None = None
    decided_by: tuple[Reason, ...] = ()


def opened(name: GateName, *decisions: Reason) -> Gate:
    """Return an open gate, with the decisions that opened it if it was not open by itself."""
    return Gate(name, GateState.OPEN, decided_by=decisions)


def closed(edition: Edition, name: GateName, fact: Statement, remedy: Statement) -> Gate:
    """Return a gate that is closed for one reason, sourced by the gate's own rule."""
    return Gate(name, GateState.CLOSED, (because(edition, name, fact, remedy),))


def because(edition: Edition, name: GateName, fact: Statement, remedy: Statement) -> Because:
    """Return a reason of a gate's own rule."""
    return Because(f"gate.{name.value}", fact, remedy, edition.all(GateRule)[name.value].sources)


def jurisdiction_gate(edition: Edition, plan: Plan, policy: Policy, day: date) -> Gate:
    """Return whether the director has switched the plan's indication on here, and the switch is not overdue."""
    name = GateName.JURISDICTION
    switch_on = say("gate.director-switches-on", indication=plan.indication)
    indication, switches = edition.get(Indication, plan.indication), _switches(plan, policy, day)
    if indication is None or not switches:
        return closed(edition, name, say("gate.indication-off", indication=plan.indication), switch_on)
    enough = [on for on in switches if on.protocol or not indication.off_reason]
    if not enough:
        fact = say("gate.indication-needs-protocol", indication=plan.indication)
        return closed(edition, name, fact, say("gate.director-attaches-protocol"))
    due = max(on.review_due for on in enough)
    if due < day:
        return closed(edition, name, say("gate.review-overdue", due=due), switch_on)
    return opened(name)


def _switches(plan: Plan, policy: Policy, day: date) -> list[Activation]:
    """Return how the director has switched the plan's indication on by a day; a switch that names no text is off."""
    if policy.signed is None or policy.signed.on > day:
        return []
    return [on for on in policy.indications if on.indication == plan.indication and on.citation.strip()]


def screening_gate(
    edition: Edition,
    findings: Iterable[Finding],
    reasons: Iterable[Reason],
    policy: Policy,
    injector: str,
    disagreements: Iterable[Disagreement] = (),
) -> Gate:
    """Return whether every finding that holds was decided for this visit by someone who may.

    Level A waits for a fact, always; what is deferred waits for its date; records that disagree wait for a clinician.
    """
    decided = {reason.rule: reason for reason in reasons if _is_decision(edition, reason, policy, injector)}
    holding = [unsettled(edition, each) for each in disagreements]
    decisions: list[Reason] = []
    for finding in findings:
        if not finding.precaution.level.holds:
            continue
        decision = decided.get(finding.precaution.id)
        if decision is None or not finding.precaution.level.decidable:
            holding.append(finding.because)
        else:
            decisions.append(decision)
    if holding:
        return Gate(GateName.SCREENING, GateState.CLOSED, tuple(holding), decided_by=tuple(decisions))
    return opened(GateName.SCREENING, *decisions)


def unsettled(edition: Edition, found: Disagreement) -> Because:
    """Return why two records of one person that disagree hold, and what settles it."""
    fact = say("gate.records-disagree", about=found.about, says=found.says)
    return because(edition, GateName.SCREENING, fact, say("gate.settle-records"))


def _is_decision(edition: Edition, reason: Reason, policy: Policy, injector: str) -> bool:
    """Return whether a physician gave a coded reason in words; one who also injects needs a second (H-20)."""
    rule = edition.all(Override)[GateName.SCREENING.value]
    if not suffices(edition, policy, rule, reason):
        return False
    if reason.by != injector:
        return True
    day = local_day(reason.at, policy.zone)
    return reason.second != reason.by and policy.is_licensed_as(reason.second, day, *PRESCRIBES)


def consent_gate(edition: Edition, plan: Plan, consents: Iterable[Consent]) -> Gate:
    """Return whether a consent was signed for the plan as it stands, not withdrawn, and taken if signed at home."""
    name = GateName.CONSENT
    latest = max(consents, key=lambda consent: consent.at, default=None)
    if latest is None:
        return closed(edition, name, say("gate.consent-missing"), say("gate.patient-signs"))
    if latest.withdrawn_at is not None:
        return closed(edition, name, say("gate.consent-withdrawn", at=latest.withdrawn_at), say("gate.patient-signs"))
    if plan.signed_at is None or latest.at < plan.signed_at:
        return closed(edition, name, say("gate.consent-older-than-plan"), say("gate.patient-signs"))
    if latest.channel is Channel.PORTAL and latest.taken_at is None:
        return closed(edition, name, say("gate.consent-not-taken", at=latest.at), say("gate.take-consent"))
    return opened(name)


def lot_gate(edition: Edition, formula: Formula | None, policy: Policy, day: date) -> Gate:
    """Return whether every agent comes from a lot that is known, in use, in date and not open for too long."""
    if formula is None or not formula.components:
        return closed(edition, GateName.LOT, say("gate.formula-missing"), say("gate.prescriber-signs"))
    lots = {(lot.agent, lot.lot): lot for lot in policy.lots}
    facts = (_lot_fact(each, lots.get((each.agent, each.lot)), day) for each in formula.components)
    remedy = say("gate.draw-from-another-lot")
    reasons = tuple(because(edition, GateName.LOT, fact, remedy) for fact in facts if fact is not None)
    return Gate(GateName.LOT, GateState.CLOSED, reasons) if reasons else opened(GateName.LOT)


def _lot_fact(component: Component, lot: Lot | None, day: date) -> Statement | None:
    """Return what stands against drawing this component from its lot, or None."""
    about = {"agent": component.agent, "lot": component.lot or None}
    if lot is None:
        return say("gate.lot-unknown", **about)
    if lot.state is not LotState.IN_USE:
        return say("gate.lot-not-in-use", **about, state=lot.state)
    if lot.expires_on < day:
        return say("gate.lot-expired", **about, on=lot.expires_on)
    if lot.discard_on is not None and lot.discard_on < day:
        return say("gate.lot-open-too-long", **about, on=lot.discard_on)
    if lot.discard_on is None and lot.opened_on is not None and lot.opened_on < day:
        return say("gate.lot-open-until-unknown", **about, on=lot.opened_on)
    return None


def credential_gate(edition: Edition, injector: str, policy: Policy, day: date) -> Gate:
    """Return whether the injector's licence covers the day, and an order covers those who need one (K-27)."""
    name = GateName.CREDENTIAL
    member = policy.member(injector)
    if member is None:
        return closed(edition, name, say("gate.injector-unknown"), say("gate.name-the-injector"))
    if not member.is_licensed(day):
        fact = say("gate.licence-not-valid", by=member.id, until=member.licensed_until)
        return closed(edition, name, fact, say("gate.renew-licence"))
    if member.role in PRESCRIBES:
        return opened(name)
    is_ordered = policy.is_licensed_as(member.delegated_by, day, *PRESCRIBES)
    if member.role is not Role.INJECTOR or not is_ordered:
        return closed(edition, name, say("gate.order-missing", by=member.id), say("gate.prescriber-orders"))
    return opened(name)


def kit_gate(edition: Edition, policy: Policy, day: date) -> Gate:
    """Return whether the emergency kit is in date and a trained person is there, tested patient or not (H-03)."""
    name = GateName.KIT
    if policy.kit is None:
        return closed(edition, name, say("gate.kit-unchecked"), say("gate.check-the-kit"))
    if policy.kit.expires_on < day:
        return closed(edition, name, say("gate.kit-expired", on=policy.kit.expires_on), say("gate.check-the-kit"))
    if not policy.kit.trained:
        return closed(edition, name, say("gate.nobody-trained"), say("gate.name-the-trained"))
    return opened(name)


def answer_case(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return whether a role may decide against a gate: the case of knowledge/gates.toml."""
    return Answer.of(Role(given["by"]) in edition.all(GateRule)[about].decided_by).value
