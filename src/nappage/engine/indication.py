"""What a course is for: every purpose that the sources name, switched off until a clinic's director switches it on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy
from nappage.engine.session_limit import session_limit
from nappage.engine.story import Plan
from nappage.engine.variant import ScheduleVariant, duration_note
from nappage.values.citation import Citation
from nappage.values.statement import Because, say

ASSESSMENT = "assessment"


class Outcome(Enum):
    """What is measured. Weight is a covariate and never the outcome: the text itself counts inches, not pounds."""

    GIRTH = "girth"
    PHOTO = "photo"
    HAIR_COUNT = "hair-count"
    PAIN_SCALE = "pain-scale"
    QUESTIONNAIRE = "questionnaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication(Entry):
    """A purpose: what has to be known before its plan is signed, what is measured, which schedules may be picked.

    `needs` are recorded assessments without which nobody signs. `off_reason` says why an indication stays off even
    where a director activates it, unless a written protocol comes with the activation.
    """

    names: tuple[str, ...]
    goals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    primary: Outcome
    secondary: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    sentinel: bool = False
    variants: tuple[str, ...] = ()
    maintenance: str = ""
    off_reason: str = ""


class Weight(Enum):
    """What a finding about a plan does: it refuses the signature, refuses it without a coded reason, or is said."""

    REFUSES = "refuses"
    NEEDS_REASON = "needs-reason"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """One thing about a plan. The rule of a finding that needs a reason is the one that the reason is recorded for."""

    weight: Weight
    because: Because


def plan_findings(edition: Edition, plan: Plan, policy: Policy) -> tuple[PlanFinding, ...]:
    """Return everything that stands in the way of signing a plan, and what has to be said beside it."""
    indication = edition.get(Indication, plan.indication)
    if indication is None:
        return (_refuses("indication", "indication.unknown", "indication.choose", indication=plan.indication),)
    return (
        *_activation(indication, policy),
        *_assessments(indication, plan),
        *_agreed(indication, plan),
        *_schedule(edition, indication, plan),
        *_count(edition, plan),
    )


def _activation(indication: Indication, policy: Policy) -> Iterator[PlanFinding]:
    active = next((one for one in policy.indications if one.indication == indication.id), None)
    if active is None or policy.signed is None:
        yield _refuses(
            "indication",
            "indication.not-activated",
            "indication.director-activates",
            indication.sources,
            indication=indication.id,
            jurisdiction=policy.jurisdiction,
        )
    if indication.off_reason and not (active and active.protocol):
        fact = say("indication.off", indication=indication.id, reason=indication.off_reason)
        remedy = say("indication.attach-protocol")
        yield PlanFinding(Weight.REFUSES, Because("indication", fact, remedy, indication.sources))


def _assessments(indication: Indication, plan: Plan) -> Iterator[PlanFinding]:
    for need in indication.needs:
        if need not in plan.assessments:
            yield _refuses(ASSESSMENT, "assessment.missing", "assessment.record", indication.sources, assessment=need)


def _agreed(indication: Indication, plan: Plan) -> Iterator[PlanFinding]:
    if plan.criterion is None:
        yield _refuses("checkpoint", "plan.criterion-missing", "plan.agree-criterion", indication.sources)
    if indication.sentinel and not plan.sentinel:
        # The areas in the queue stay untreated for now: they are the candidates (the cap of R014 supplies them).
        queued = tuple(dict.fromkeys(site.zone for site in plan.queued))
        fact, remedy = say("plan.sentinel-missing"), say("plan.choose-sentinel", queued=queued or None)
        yield PlanFinding(Weight.REFUSES, Because("sentinel", fact, remedy, indication.sources))
    if not plan.lifestyle:
        fact, remedy = say("plan.lifestyle-missing"), say("plan.record-lifestyle")
        yield PlanFinding(Weight.NEEDS_REASON, Because("lifestyle", fact, remedy, indication.sources))


def _schedule(edition: Edition, indication: Indication, plan: Plan) -> Iterator[PlanFinding]:
    variant = edition.get(ScheduleVariant, plan.variant)
    if variant is None or variant.id not in indication.variants:
        fact = say("variant.not-for-indication", variant=plan.variant, indication=indication.id)
        remedy = say("variant.choose", allowed=indication.variants)
        yield PlanFinding(Weight.REFUSES, Because("variant", fact, remedy, indication.sources))
        return
    if variant.catalogue:
        fact, remedy = say("variant.catalogue-only", variant=variant.id), say("variant.director-reads-source")
        yield PlanFinding(Weight.NOTE, Because("variant", fact, remedy, variant.sources))
    if not variant.allows(plan.sessions):
        fact = say("variant.count-differs", sessions=plan.sessions, fewest=variant.fewest, most=variant.most)
        because = Because("session-count", fact, say("variant.change-count"), variant.sources)
        yield PlanFinding(Weight.NEEDS_REASON, because)
    note = duration_note(edition, variant.id, plan.sessions)
    if note:
        yield PlanFinding(Weight.NOTE, note)


def _count(edition: Edition, plan: Plan) -> Iterator[PlanFinding]:
    limit = session_limit(edition)
    values = {"sessions": plan.sessions, "fewest": limit.fewest, "most": limit.most}
    if plan.sessions > limit.most:
        yield _refuses(limit.id, "plan.too-many-sessions", "session.needs-new-plan", limit.sources, **values)
    elif plan.sessions > limit.agreed:
        fact = say("plan.sources-disagree", sessions=plan.sessions, agreed=limit.agreed, most=limit.most)
        because = Because(limit.id, fact, say("plan.discuss-count"), limit.sources + limit.lower)
        yield PlanFinding(Weight.NOTE, because)
    if plan.sessions < limit.fewest:
        because = Because("session-count", say("plan.too-few-sessions", **values), say("variant.change-count"))
        yield PlanFinding(Weight.NEEDS_REASON, because)


def _refuses(rule: str, fact: str, remedy: str, sources: tuple[Citation, ...] = (), **values: int | str) -> PlanFinding:
    return PlanFinding(Weight.REFUSES, Because(rule, say(fact, **values), say(remedy), sources))
