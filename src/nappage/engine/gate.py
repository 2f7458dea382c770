"""The eight hard gates: what must be so before the first puncture, evaluated at the instant it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.engine.policy import LotState, Policy, Role, StaffMember
from nappage.engine.precaution import Finding, Level
from nappage.engine.story import Component, Consent, Plan, Reason, Story
from nappage.values.answer import Answer
from nappage.values.statement import Because, Statement, say


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
    indication = edition.get(Indication, plan.indication)
    activation = next((on for on in policy.indications if on.indication == plan.indication), None)
    if policy.signed is None or indication is None or activation is None:
        return closed(edition, name, say("gate.indication-off", indication=plan.indication), switch_on)
    if indication.off_reason and not activation.protocol:
        fact = say("gate.indication-needs-protocol", indication=plan.indication)
        return closed(edition, name, fact, say("gate.director-attaches-protocol"))
    if activation.review_due < day:
        return closed(edition, name, say("gate.review-overdue", due=activation.review_due), switch_on)
    return opened(name)


def screening_gate(findings: Iterable[Finding], story: Story, policy: Policy, injector: str, at: datetime) -> Gate:
    """Return whether every finding that holds was decided by someone who may; level A waits for a fact, always."""
    holding: list[Because] = []
    decisions: list[Reason] = []
    for finding in findings:
        if not finding.precaution.level.holds:
            continue
        decision = _decision(finding, story.reasons, policy, injector, at)
        if decision is None:
            holding.append(finding.because)
        else:
            decisions.append(decision)
    if holding:
        return Gate(GateName.SCREENING, GateState.CLOSED, tuple(holding), decided_by=tuple(decisions))
    return opened(GateName.SCREENING, *decisions)


def _decision(
    finding: Finding, reasons: Iterable[Reason], policy: Policy, injector: str, at: datetime
) -> Reason | None:
    """Return the physician's recorded decision on a finding, or None where there is none or there can be none.

    A physician who also injects this session needs a second clinician (H-20).
    """
    if finding.precaution.level is Level.A:
        return None
    for reason in reasons:
        if reason.rule != finding.precaution.id or not policy.has_role(reason.by, Role.PHYSICIAN):
            continue
        if reason.by == injector and not policy.has_role(reason.second, Role.PHYSICIAN, Role.PRESCRIBER):
            continue
        return reason
    return None


def consent_gate(edition: Edition, plan: Plan, consents: Iterable[Consent]) -> Gate:
    """Return whether a consent was signed for the plan as it stands, and not withdrawn."""
    name = GateName.CONSENT
    latest = max(consents, key=lambda consent: consent.at, default=None)
    if latest is None:
        return closed(edition, name, say("gate.consent-missing"), say("gate.patient-signs"))
    if latest.withdrawn_at is not None:
        return closed(edition, name, say("gate.consent-withdrawn", at=latest.withdrawn_at), say("gate.patient-signs"))
    if plan.signed_at is None or latest.at < plan.signed_at:
        return closed(edition, name, say("gate.consent-older-than-plan"), say("gate.patient-signs"))
    return opened(name)


def lot_gate(edition: Edition, components: Iterable[Component], policy: Policy, day: date) -> Gate:
    """Return whether every agent comes from a lot that is known, in use, in date and not open for too long."""
    reasons = []
    lots = {(lot.agent, lot.lot): lot for lot in policy.lots}
    for component in components:
        lot = lots.get((component.agent, component.lot))
        about = {"agent": component.agent, "lot": component.lot or None}
        if lot is None:
            fact = say("gate.lot-unknown", **about)
        elif lot.state is not LotState.IN_USE:
            fact = say("gate.lot-not-in-use", **about, state=lot.state)
        elif lot.expires_on < day:
            fact = say("gate.lot-expired", **about, on=lot.expires_on)
        elif lot.discard_on is not None and lot.discard_on < day:
            fact = say("gate.lot-open-too-long", **about, on=lot.discard_on)
        else:
            continue
        reasons.append(because(edition, GateName.LOT, fact, say("gate.draw-from-another-lot")))
    return Gate(GateName.LOT, GateState.CLOSED, tuple(reasons)) if reasons else opened(GateName.LOT)


def credential_gate(edition: Edition, injector: str, policy: Policy, day: date) -> Gate:
    """Return whether the injector's licence covers the day, and an order covers those who need one (K-27)."""
    name = GateName.CREDENTIAL
    member = policy.member(injector)
    if member is None:
        return closed(edition, name, say("gate.injector-unknown"), say("gate.name-the-injector"))
    if not _is_licensed(member, day):
        fact = say("gate.licence-not-valid", by=member.id, until=member.licensed_until)
        return closed(edition, name, fact, say("gate.renew-licence"))
    if member.role in (Role.PHYSICIAN, Role.PRESCRIBER):
        return opened(name)
    orderer = policy.member(member.delegated_by)
    if member.role is not Role.INJECTOR or orderer is None or not _is_licensed(orderer, day):
        return closed(edition, name, say("gate.order-missing", by=member.id), say("gate.prescriber-orders"))
    return opened(name)


def _is_licensed(member: StaffMember, day: date) -> bool:
    return member.licensed_from <= day <= member.licensed_until


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
