"""The visit itself: the eight gates at this instant, the mixture, the doses against signed limits, depth and areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from nappage.engine.agent import Modality
from nappage.engine.allergy_test import TestGate, TestState
from nappage.engine.allergy_test import state as test_state
from nappage.engine.anaesthetic import AnaestheticSum, anaesthetic_sum
from nappage.engine.anaesthetic_risk import anaesthetic_risks
from nappage.engine.area import OverCap, areas_of, over_cap
from nappage.engine.circumstance import circumstances
from nappage.engine.dose import (
    CeilingCheck,
    DoseCheck,
    DoseState,
    Earlier,
    check_ceilings,
    check_doses,
    check_sums,
    given,
)
from nappage.engine.draw_up import DrawUp, draw_up, implausible_punctures
from nappage.engine.edition import Edition
from nappage.engine.facts import Facts
from nappage.engine.formula import total_volume
from nappage.engine.gate import (
    PRESCRIBES,
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
from nappage.engine.mixture import MixtureFinding, Weight, modalities
from nappage.engine.mixture import findings as mixture_findings
from nappage.engine.objection import Objection
from nappage.engine.override import Refusal, overridden
from nappage.engine.policy import Policy
from nappage.engine.precaution import Effect, Finding, brings
from nappage.engine.slot import Slot, slot_for
from nappage.engine.story import Component, Formula, Pass, Reason, Session, Site, Story
from nappage.engine.tally import puncture_volume, tally
from nappage.engine.technique import Placement, objections, spacing_objection
from nappage.engine.triage import Triage
from nappage.engine.visit import formula_of, reasons_for, visit
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """The visit, and all that anything about it is asked of."""

    story: Story
    policy: Policy
    edition: Edition
    facts: Facts
    findings: tuple[Finding, ...]
    at: datetime
    session: Session | None
    formula: Formula | None

    @property
    def components(self) -> tuple[Component, ...]:
        return self.formula.components if self.formula else ()

    @property
    def treated(self) -> Session | None:
        """The session with what it gives: its passes, or before the first of them the whole mixture at once."""
        session, formula = self.session, self.formula
        if session is not None and session.passes:
            return replace(session, formula=formula.id) if formula else session
        if formula is None:
            return None
        whole = Pass(Site(""), "", 1, total_volume(formula.components))
        return replace(session or Session(self.at), formula=formula.id, passes=(whole,))

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites of the session where it names them, else those of the plan."""
        planned = self.story.plan.sites if self.story.plan else ()
        return (self.session.sites if self.session else ()) or planned

    @property
    def areas_at_once(self) -> tuple[Site, ...]:
        """The sites, with every other one that a pass has gone to: what is injected counts, not what was said."""
        passes = self.session.passes if self.session else ()
        return (*self.sites, *(one.site for one in passes))


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
    session = visit(story, policy, at)
    asked = _Asked(story, policy, edition, facts, findings, at, session, formula_of(story, session))
    dosing, test = _dosing(asked), _test(asked, triage)
    mixture = mixture_findings(asked.components, policy, edition)
    kinds = modalities(asked.components, policy, edition)
    return Treating(
        session=session,
        gates=tuple(_gates(asked, test, mixture, dosing)),
        test=test,
        mixture=mixture,
        doses=dosing.doses,
        ceilings=dosing.ceilings,
        anaesthetic=dosing.anaesthetic,
        draw_up=draw_up(session, edition) if session and session.passes else None,
        over_cap=over_cap(edition, policy, asked.areas_at_once),
        objections=tuple(_objections(asked, kinds)),
        punctures=implausible_punctures(session, kinds, edition) if session else (),
        slot=slot_for(edition, len(areas_of(edition, asked.sites))) if asked.sites else None,
    )


def _test(asked: _Asked, triage: Triage) -> TestState | None:
    if asked.formula is None:
        return None
    around = circumstances(asked.story, asked.policy, asked.edition, asked.facts, triage)
    return test_state(asked.formula, asked.story.tests, asked.policy, asked.edition, around, asked.at)


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


def _dosing(asked: _Asked) -> _Dosing:
    treated = asked.treated
    if treated is None:
        return _Dosing()
    policy, edition = asked.policy, asked.edition
    formulas: Mapping[str, Formula] = {formula.id: formula for formula in asked.story.formulas}
    before = tuple(session for session in asked.story.sessions if session.start < treated.start)
    if asked.formula is None:
        return _Dosing(check_doses(treated, before, formulas, policy, edition))
    sums = given(asked.components, tally(treated.passes).volume, policy, edition)
    weight = asked.facts.readings.get("weight")
    total = anaesthetic_sum(
        treated, sums, policy, edition, weight[1] if weight else None, anaesthetic_risks(edition, asked.facts)
    )
    return _Dosing(
        check_sums(sums, treated, Earlier(before, formulas, policy, edition)),
        check_ceilings(sums, policy, edition),
        total if total.parts or total.state is not DoseState.WITHIN else None,
    )


def _gates(
    asked: _Asked, test: TestState | None, mixture: tuple[MixtureFinding, ...], dosing: _Dosing
) -> Iterator[Gate]:
    story, policy, edition = asked.story, asked.policy, asked.edition
    injector, reasons = asked.session.injector if asked.session else "", reasons_for(story, asked.session)
    plan, day = story.plan, local_day(asked.at, policy.zone)
    no_plan = say("gate.plan-missing"), say("gate.sign-a-plan")
    yield jurisdiction_gate(edition, plan, policy, day) if plan else closed(edition, GateName.JURISDICTION, *no_plan)
    yield screening_gate(edition, asked.findings, reasons, policy, injector, story.disagreements)
    yield consent_gate(edition, plan, story.consents) if plan else closed(edition, GateName.CONSENT, *no_plan)
    yield _test_gate(asked, reasons, test)
    yield _formula_gate(asked, mixture, dosing)
    yield lot_gate(edition, asked.formula, policy, day)
    yield credential_gate(edition, injector, policy, day)
    yield kit_gate(edition, policy, day)


_GATE_OF_TEST = {
    TestGate.OPEN: GateState.OPEN,
    TestGate.OPENS: GateState.OPENS_AT,
    TestGate.CLOSED: GateState.CLOSED,
}


def _test_gate(asked: _Asked, reasons: tuple[Reason, ...], test: TestState | None) -> Gate:
    """Return the gate of the test; a physician's coded decision opens it, except against a match or a reaction."""
    name = GateName.ALLERGY_TEST
    if test is None:
        return closed(asked.edition, name, say("gate.formula-missing"), say("gate.sign-a-plan"))
    state = _GATE_OF_TEST[test.gate]
    if state is GateState.OPEN:
        return opened(name)
    if test.decidable and not brings(asked.findings, Effect.BARS_TEST_DECISION):
        decision = overridden(asked.edition, asked.policy, reasons, name.value, asked.at)
        if not isinstance(decision, Refusal):
            return opened(name, decision)
    return Gate(name, state, test.because, test.opens_at if state is GateState.OPENS_AT else None)


def _formula_gate(asked: _Asked, mixture: tuple[MixtureFinding, ...], dosing: _Dosing) -> Gate:
    name, formula, edition = GateName.FORMULA, asked.formula, asked.edition
    if formula is None:
        return closed(edition, name, say("gate.formula-missing"), say("gate.prescriber-signs"))
    reasons: list[Because] = []
    if not _is_signed(formula, asked.policy):
        reasons.append(because(edition, name, say("gate.formula-unsigned"), say("gate.prescriber-signs")))
    reasons += [finding.because for finding in mixture if finding.weight is not Weight.WARN]
    reasons += dosing.refusals
    return Gate(name, GateState.CLOSED, tuple(reasons)) if reasons else opened(name)


def _is_signed(formula: Formula, policy: Policy) -> bool:
    """Return whether someone signed the formula who could prescribe on that day."""
    if formula.signed_at is None:
        return False
    return policy.is_licensed_as(formula.signed_by, local_day(formula.signed_at, policy.zone), *PRESCRIBES)


def _objections(asked: _Asked, kinds: frozenset[Modality]) -> Iterator[Objection]:
    """Yield what stands against technique, depth and layer: as charted, else as planned, each sentence once."""
    session, plan = asked.session, asked.story.plan
    if session is not None and session.passes:
        placements = [Placement.of(each) for each in session.passes]
    else:
        placements = [Placement(site.zone, plan.technique, plan.layer) for site in asked.sites] if plan else []
    names = [kind.value for kind in kinds]
    for placement in dict.fromkeys(placements):
        yield from objections(asked.edition, asked.policy, placement, names)
    yield from _of_spacing(asked)


def _of_spacing(asked: _Asked) -> Iterator[Objection]:
    """Yield what stands against how close the punctures were charted, each sentence once."""
    passes = asked.session.passes if asked.session else ()
    for volume, spacing, layer in dict.fromkeys((puncture_volume(one), one.spacing, one.layer) for one in passes):
        found = spacing_objection(asked.edition, volume, spacing, layer) if spacing else None
        if found is not None:
            yield found
