"""The visit itself: the eight gates at this instant, the mixture, the doses against signed limits, depth and areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from nappage.engine.agent import Modality
from nappage.engine.allergy_test import TestGate, TestState
from nappage.engine.allergy_test import state as test_state
from nappage.engine.anaesthetic import AnaestheticSum, anaesthetic_sum
from nappage.engine.anaesthetic_risk import anaesthetic_risks
from nappage.engine.area import OverCap, areas_of, over_cap
from nappage.engine.dose import (
    CeilingCheck,
    DoseCheck,
    DoseState,
    Earlier,
    check_ceilings,
    check_sums,
    given,
    volume_given,
)
from nappage.engine.draw_up import DrawUp, draw_up, implausible_punctures
from nappage.engine.edition import Edition
from nappage.engine.facts import Facts
from nappage.engine.formula import total_volume
from nappage.engine.gate import (
    Gate,
    GateName,
    GateState,
    because,
    closed,
    consent_gate,
    credential_gate,
    jurisdiction_gate,
    kit_gate,
    lot_gate,
    opened,
    screening_gate,
)
from nappage.engine.medicine import classes_of, recognise
from nappage.engine.mixture import MixtureFinding, Weight, modalities
from nappage.engine.mixture import findings as mixture_findings
from nappage.engine.objection import Objection
from nappage.engine.override import Refusal, overridden
from nappage.engine.policy import Policy, Role
from nappage.engine.precaution import Effect, Finding, brings
from nappage.engine.slot import Slot, slot_for
from nappage.engine.story import Formula, Pass, Plan, Reason, Session, SessionState, Site, Story
from nappage.engine.technique import Placement, objections
from nappage.engine.triage import Triage
from nappage.engine.visit import formula_of, reasons_for, visit
from nappage.engine.wheal import Circumstances, Taken
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True)
class Treating:
    """What stands before the first puncture, and what the punctures add up to.

    Before a session the doses are those of the whole mixture as drawn up; from its passes on they are what was given.
    """

    session: Session | None
    gates: tuple[Gate, ...]
    test: TestState | None
    mixture: tuple[MixtureFinding, ...]
    doses: tuple[DoseCheck, ...]
    ceilings: tuple[CeilingCheck, ...]
    anaesthetic: AnaestheticSum | None
    draw_up: DrawUp | None
    over_cap: OverCap | None
    objections: tuple[Objection, ...]
    punctures: tuple[Because, ...]
    slot: Slot | None


def treating(
    story: Story,
    policy: Policy,
    edition: Edition,
    facts: Facts,
    findings: tuple[Finding, ...],
    triage: Triage,
    at: datetime,
) -> Treating:
    """Return the visit that is under way or next; without a plan every gate that needs one is closed."""
    session, plan = visit(story, policy, at), story.plan
    formula = formula_of(story, session)
    treated = _as_drawn_up(session, plan, formula, at)
    dosing = _dosing(story, policy, edition, facts, treated)
    test = (
        test_state(formula, story.tests, policy, edition, _circumstances(story, facts, triage, edition), at)
        if formula
        else None
    )
    mixture = mixture_findings(formula.components, policy, edition) if formula else ()
    day = local_day(at, policy.zone)
    sites = _sites(treated, plan)
    kinds = modalities(formula.components, policy, edition) if formula else frozenset()
    return Treating(
        session=session,
        gates=tuple(_gates(story, policy, edition, findings, session, formula, test, mixture, dosing, day, at)),
        test=test,
        mixture=mixture,
        doses=dosing.doses,
        ceilings=dosing.ceilings,
        anaesthetic=dosing.anaesthetic,
        draw_up=draw_up(session, edition) if session and session.passes else None,
        over_cap=over_cap(edition, policy, sites),
        objections=tuple(_objections(edition, policy, plan, sites, session, kinds)),
        punctures=implausible_punctures(session, kinds, edition) if session else (),
        slot=slot_for(edition, len(areas_of(edition, sites))) if sites else None,
    )


def _sites(treated: Session | None, plan: Plan | None) -> tuple[Site, ...]:
    if treated is not None and treated.sites:
        return treated.sites
    return plan.sites if plan else ()


@dataclass(frozen=True, slots=True)
class _Dosing:
    doses: tuple[DoseCheck, ...] = ()
    ceilings: tuple[CeilingCheck, ...] = ()
    anaesthetic: AnaestheticSum | None = None

    @property
    def refusals(self) -> Iterator[Because]:
        """Yield why a dose keeps the formula gate closed."""
        yield from (check.because for check in self.doses if check.state is not DoseState.WITHIN)
        if self.anaesthetic is not None and self.anaesthetic.state is not DoseState.WITHIN:
            yield from self.anaesthetic.because


def _as_drawn_up(session: Session | None, plan: Plan | None, formula: Formula | None, at: datetime) -> Session | None:
    """Return the session with what it gives: its passes, or before the first of them the whole mixture at once."""
    if session is not None and session.passes:
        return session
    if formula is None or plan is None:
        return None
    site = plan.sites[0] if plan.sites else Site("")
    whole = Pass(site, plan.technique, 1, total_volume(formula.components), layer=plan.layer)
    planned = session or Session(at, SessionState.BOOKED, sites=plan.sites)
    return replace(planned, formula=formula.id, passes=(whole,))


def _dosing(story: Story, policy: Policy, edition: Edition, facts: Facts, treated: Session | None) -> _Dosing:
    if treated is None:
        return _Dosing()
    formulas: Mapping[str, Formula] = {formula.id: formula for formula in story.formulas}
    before = tuple(session for session in story.sessions if session.start < treated.start)
    earlier = Earlier(before, formulas, policy, edition)
    sums = given(formulas[treated.formula].components, volume_given(treated), policy, edition)
    weight = facts.readings.get("weight")
    total = anaesthetic_sum(
        treated, sums, policy, edition, weight[1] if weight else None, anaesthetic_risks(edition, facts)
    )
    return _Dosing(
        check_sums(sums, treated, earlier),
        check_ceilings(sums, policy, edition),
        total if total.parts or total.state is not DoseState.WITHIN else None,
    )


def _circumstances(story: Story, facts: Facts, triage: Triage, edition: Edition) -> Circumstances:
    """Return what else bears on a test: antihistamines, conditions that make it unreadable, reactions reported."""
    return Circumstances(
        antihistamines=None if facts.other_medicines is Answer.UNKNOWN else tuple(_antihistamines(story, edition)),
        conditions=frozenset(facts.events),
        reactions=triage.reaction_instants,
    )


_ANTIHISTAMINE = "R06"


def _antihistamines(story: Story, edition: Edition) -> Iterator[Taken]:
    for item in story.medicines:
        medicine = recognise(edition, item.name)
        if medicine is not None and _ANTIHISTAMINE in classes_of(medicine):
            yield Taken(None, item.last_taken)


def _gates(
    story: Story,
    policy: Policy,
    edition: Edition,
    findings: tuple[Finding, ...],
    session: Session | None,
    formula: Formula | None,
    test: TestState | None,
    mixture: tuple[MixtureFinding, ...],
    dosing: _Dosing,
    day: date,
    at: datetime,
) -> Iterator[Gate]:
    injector, reasons = session.injector if session else "", reasons_for(story, session)
    plan = story.plan
    no_plan = say("gate.plan-missing"), say("gate.sign-a-plan")
    yield jurisdiction_gate(edition, plan, policy, day) if plan else closed(edition, GateName.JURISDICTION, *no_plan)
    yield screening_gate(edition, findings, reasons, policy, injector)
    yield consent_gate(edition, plan, story.consents) if plan else closed(edition, GateName.CONSENT, *no_plan)
    yield _test_gate(reasons, policy, edition, test, findings, at)
    yield _formula_gate(edition, policy, formula, mixture, dosing)
    yield lot_gate(edition, formula, policy, day)
    yield credential_gate(edition, injector, policy, day)
    yield kit_gate(edition, policy, day)


_GATE_OF_TEST = {
    TestGate.OPEN: GateState.OPEN,
    TestGate.OPENS: GateState.OPENS_AT,
    TestGate.CLOSED: GateState.CLOSED,
}


def _test_gate(
    reasons: tuple[Reason, ...],
    policy: Policy,
    edition: Edition,
    test: TestState | None,
    findings: tuple[Finding, ...],
    at: datetime,
) -> Gate:
    """Return the gate of the test; a physician's coded decision opens it, except against a match or a reaction."""
    name = GateName.ALLERGY_TEST
    if test is None:
        return closed(edition, name, say("gate.formula-missing"), say("gate.sign-a-plan"))
    state = _GATE_OF_TEST[test.gate]
    if state is GateState.OPEN:
        return opened(name)
    if test.decidable and not brings(findings, Effect.BARS_TEST_DECISION):
        decision = overridden(edition, policy, reasons, name.value, at)
        if not isinstance(decision, Refusal):
            return opened(name, decision)
    return Gate(name, state, test.because, test.opens_at if state is GateState.OPENS_AT else None)


def _formula_gate(
    edition: Edition, policy: Policy, formula: Formula | None, mixture: tuple[MixtureFinding, ...], dosing: _Dosing
) -> Gate:
    name = GateName.FORMULA
    if formula is None:
        return closed(edition, name, say("gate.formula-missing"), say("gate.prescriber-signs"))
    reasons: list[Because] = []
    if not policy.has_role(formula.signed_by, Role.PRESCRIBER, Role.PHYSICIAN) or formula.signed_at is None:
        reasons.append(because(edition, name, say("gate.formula-unsigned"), say("gate.prescriber-signs")))
    reasons += [finding.because for finding in mixture if finding.weight is not Weight.WARN]
    reasons += dosing.refusals
    return Gate(name, GateState.CLOSED, tuple(reasons)) if reasons else opened(name)


def _objections(
    edition: Edition,
    policy: Policy,
    plan: Plan | None,
    sites: tuple[Site, ...],
    session: Session | None,
    kinds: frozenset[Modality],
) -> Iterator[Objection]:
    """Yield what stands against technique, depth and layer: as charted, else as planned, each sentence once."""
    names = [kind.value for kind in kinds]
    if session is not None and session.passes:
        placements = [Placement.of(each) for each in session.passes]
    else:
        placements = [Placement(site.zone, plan.technique, plan.layer) for site in sites] if plan else []
    for placement in dict.fromkeys(placements):
        yield from objections(edition, policy, placement, names)
