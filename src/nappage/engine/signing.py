"""Signing a plan and its consent: what refuses the signature now, what needs a reason first, what is said with it.

The formula is judged as if whoever signs the plan signed it too: what still closes its gate then is a real obstacle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from nappage.engine.agent import Goal
from nappage.engine.edition import Edition
from nappage.engine.gate import GateName
from nappage.engine.indication import Indication, Weight
from nappage.engine.mixture import MixtureFinding
from nappage.engine.mixture import Weight as MixtureWeight
from nappage.engine.mixture import findings as mixture_findings
from nappage.engine.objection import Weight as ObjectionWeight
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.override import Refusal, overridden
from nappage.engine.policy import Policy, Role
from nappage.engine.precaution import Level
from nappage.engine.predicate import YoungerThan
from nappage.engine.stage import only_untreatable
from nappage.engine.story import Component, Formula, Plan, Reason, SessionState, Story
from nappage.engine.suitability import suitability_notes
from nappage.engine.zone import whole_of
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.values.statement import Because, say

SIGNERS = (Role.PHYSICIAN, Role.PRESCRIBER)
# Statement codes by which the plan's own findings already say what the jurisdiction gate would say again.
_SAID_BY_THE_PLAN = "indication"


@dataclass(frozen=True, slots=True)
class Contested:
    """Something that refuses the signature until a coded reason is given; `rule` is what the reason is recorded for.

    `reason` is the one that suffices; else `fault` says why none does.
    """

    rule: str
    because: Because
    reason: Reason | None
    fault: Because | None


@dataclass(frozen=True, slots=True)
class Signing:
    """What stands between a plan and its signature."""

    refusals: tuple[Because, ...]
    contested: tuple[Contested, ...]
    notes: tuple[Because, ...]

    @property
    def may_be_signed(self) -> bool:
        return not self.refusals and all(one.reason is not None for one in self.contested)


@dataclass(frozen=True, slots=True)
class _Asked:
    story: Story
    plan: Plan
    policy: Policy
    edition: Edition
    found: Outlook
    reasons: tuple[Reason, ...]
    by: str
    at: datetime

    @property
    def components(self) -> tuple[Component, ...]:
        formula = next((one for one in self.story.formulas if one.id == self.plan.formula), None)
        return formula.components if formula else ()


def signing(
    story: Story, policy: Policy, edition: Edition, by: str, at: datetime, since: datetime | None = None
) -> Signing:
    """Return what stands between the story's plan and the signature of a person at an instant.

    Only reasons recorded after `since` count: those given for an earlier version were given for another plan.
    """
    if story.plan is None:
        return Signing((Because("plan", say("gate.plan-missing"), say("gate.sign-a-plan")),), (), ())
    alone = _as_signed(story, story.plan, policy, by, at)
    reasons = tuple(one for one in story.reasons if one.session is None and (since is None or one.at > since))
    asked = _Asked(alone, story.plan, policy, edition, outlook(alone, policy, edition, at), reasons, by, at)
    refusals = (
        *_of_signer(asked),
        *_of_plan(asked),
        *_of_parts(asked),
        *_of_formula(asked),
        *_of_placement(asked),
        *_of_screening(asked),
    )
    return Signing(tuple(dict.fromkeys(refusals)), tuple(_contested(asked)), tuple(dict.fromkeys(_notes(asked))))


def _as_signed(story: Story, plan: Plan, policy: Policy, by: str, at: datetime) -> Story:
    """Return the story as it would be with both signatures and its bookings for this plan.

    A session that was given today was given by the plan before: with it the outlook would be about that one.
    """
    today = local_day(at, policy.zone)
    sessions = tuple(
        replace(one, formula=plan.formula, sites=plan.sites) if one.state is SessionState.BOOKED else one
        for one in story.sessions
        if one.state is not SessionState.GIVEN or local_day(one.start, policy.zone) < today
    )
    formulas = tuple(_formula(one, plan, by, at) for one in story.formulas)
    return replace(story, plan=replace(plan, signed_at=at, signed_by=by), formulas=formulas, sessions=sessions)


def _formula(formula: Formula, plan: Plan, by: str, at: datetime) -> Formula:
    if formula.id != plan.formula or formula.signed_at is not None:
        return formula
    return replace(formula, signed_at=at, signed_by=by)


def _of_signer(asked: _Asked) -> Iterator[Because]:
    member, day = asked.policy.member(asked.by), local_day(asked.at, asked.policy.zone)
    if member is None or member.role not in SIGNERS:
        yield Because("signer", say("signing.not-a-prescriber"), say("signing.ask-a-prescriber"))
    elif not asked.policy.is_licensed_as(asked.by, day, *SIGNERS):
        fact = say("gate.licence-not-valid", by=member.id, until=member.licensed_until)
        yield Because("signer", fact, say("signing.ask-a-prescriber"))


def _of_plan(asked: _Asked) -> Iterator[Because]:
    """Yield what the plan's findings refuse, and what closes the gate of jurisdiction beside it (a review overdue)."""
    refused = [line.because for line in asked.found.course.plan if line.weight is Weight.REFUSES]
    yield from refused
    if not any(because.rule == _SAID_BY_THE_PLAN for because in refused):
        yield from _gate(asked.found, GateName.JURISDICTION)


def _gate(found: Outlook, name: GateName) -> Iterable[Because]:
    return next(gate.reasons for gate in found.gates if gate.name is name)


def _of_parts(asked: _Asked) -> Iterator[Because]:
    plan = asked.plan
    if not plan.sites:
        yield Because("plan", say("signing.sites-missing"), say("signing.choose-sites"))
    if plan.sessions < 1:
        yield Because("plan", say("signing.sessions-missing"), say("variant.change-count"))
    elif plan.criterion is not None and not 1 < plan.criterion.checkpoint <= plan.sessions:
        fact = say("signing.checkpoint-never", checkpoint=plan.criterion.checkpoint, sessions=plan.sessions)
        yield Because("checkpoint", fact, say("plan.agree-criterion"))
    treated = {whole_of(asked.edition, site.zone) for site in plan.sites}
    if plan.sentinel and whole_of(asked.edition, plan.sentinel) in treated:
        fact = say("signing.sentinel-treated", zone=plan.sentinel)
        yield Because("sentinel", fact, say("plan.choose-sentinel", queued=None))


def _of_formula(asked: _Asked) -> Iterator[Because]:
    reasons = _gate(asked.found, GateName.FORMULA)
    unsigned = "gate.formula-unsigned"
    yield from (because for because in reasons if because.fact.code != unsigned)


def _of_placement(asked: _Asked) -> Iterator[Because]:
    """Yield what nobody overrides about technique and layer; a depth is charted, not planned, and warned of there."""
    objections = asked.found.treating.objections
    yield from (one.because for one in objections if one.weight is ObjectionWeight.NO_OVERRIDE)


def _of_screening(asked: _Asked) -> Iterator[Because]:
    """Yield what nobody may decide against and is known to match; what is not known yet is asked before a session."""
    for finding in asked.found.findings:
        if finding.precaution.level is Level.A and finding.answer is Answer.YES:
            yield finding.because


def _contested(asked: _Asked) -> Iterator[Contested]:
    over = asked.found.treating.over_cap
    if over is not None:
        yield _with_reason("area-cap", over.because, asked)
    for line in asked.found.course.plan:
        if line.weight is Weight.NEEDS_REASON:
            yield _with_reason(line.because.rule, line.because, asked)


def _with_reason(rule: str, because: Because, asked: _Asked) -> Contested:
    answer = overridden(asked.edition, asked.policy, asked.reasons, rule, asked.at)
    if isinstance(answer, Refusal):
        return Contested(rule, because, None, answer.because)
    return Contested(rule, because, answer, None)


def _notes(asked: _Asked) -> Iterator[Because]:
    yield from (line.because for line in asked.found.course.plan if line.weight is Weight.NOTE)
    yield from (one.because for one in asked.found.treating.mixture if one.weight is MixtureWeight.WARN)
    yield from (one.because for one in _off_goal(asked))
    yield from suitability_notes(asked.edition, asked.plan.indication, asked.plan.suitability)
    untreatable = only_untreatable(asked.edition, asked.plan.causes)
    if untreatable is not None:
        yield untreatable.because


def _off_goal(asked: _Asked) -> tuple[MixtureFinding, ...]:
    indication = asked.edition.get(Indication, asked.plan.indication)
    return off_purpose(indication, asked.components, asked.policy, asked.edition) if indication else ()


def off_purpose(
    indication: Indication, components: tuple[Component, ...], policy: Policy, edition: Edition
) -> tuple[MixtureFinding, ...]:
    """Return what says that a mixture is for another purpose; one with two goals is met by either (R086)."""
    if not components:
        return ()
    each = [_against(goal, components, policy, edition) for goal in Goal if goal.value in indication.goals]
    is_only_these = len(each) == len(indication.goals)
    return each[0] if each and is_only_these and all(each) else ()


def _against(
    goal: Goal, components: tuple[Component, ...], policy: Policy, edition: Edition
) -> tuple[MixtureFinding, ...]:
    found = mixture_findings(components, policy, edition, goal)
    return tuple(one for one in found if one.because.rule == "goal")


def consent_refusals(story: Story, policy: Policy, edition: Edition, at: datetime) -> tuple[Because, ...]:
    """Return what keeps a patient from signing the consent of the plan at an instant.

    Younger than the minimum age nobody signs, neither today nor for a day on which they still are; a guardian's
    signature opens nothing (E19).
    """
    if story.plan is None or story.plan.signed_at is None:
        fact = say("gate.plan-missing") if story.plan is None else say("signing.plan-unsigned")
        return (Because("gate.consent", fact, say("gate.sign-a-plan")),)
    today = replace(story, sessions=())
    found = (*outlook(today, policy, edition, at).findings, *outlook(story, policy, edition, at).findings)
    young = (one.because for one in found if one.answer is Answer.YES and isinstance(one.precaution.when, YoungerThan))
    return tuple(dict.fromkeys(young))
