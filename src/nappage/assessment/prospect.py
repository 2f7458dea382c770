"""A prospect: what would follow if the plan were another one. Nothing is recorded by asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from nappage.assessment.look import Look
from nappage.assessment.planned import PlanVersion, assessed, versions
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.signing import Signing, signing
from nappage.engine.story import Formula, Plan, Session, SessionState, Story


def prospect(
    look: Look,
    plan: Plan,
    formula: Formula | None = None,
    first: datetime | None = None,
    at: datetime | None = None,
) -> Outlook:
    """Return what would follow from a plan with its formula, at the instant of the look unless another is named.

    Where no visit is booked or given yet, `first` stands for the day that was talked of, so that dates can be compared.
    """
    return outlook(_told(look.story, plan, formula, first), look.policy, look.edition, at or look.at)


def signing_of(look: Look, version: PlanVersion, by: str) -> Signing:
    """Return what stands between a version of the plan and the signature of a person, at the instant of the look."""
    story = _told(look.story, as_assessed(look, version).plan, version.formula, None)
    return signing(story, look.policy, look.edition, by, look.at, reasons_since(look))


def as_assessed(look: Look, version: PlanVersion) -> PlanVersion:
    """Return a version with what is assessed by now: it may have been written down, or taken back, after the draft."""
    known = tuple(assessed(look.chart, look.edition, version.plan.indication))
    return replace(version, plan=replace(version.plan, assessments=known))


def reasons_since(look: Look) -> datetime | None:
    """Return since when reasons are given for the draft: since the version before it was signed."""
    signed = versions(look.chart)
    return signed[-1].written_at if signed else None


def _told(story: Story, plan: Plan, formula: Formula | None, first: datetime | None) -> Story:
    others = tuple(one for one in story.formulas if formula is None or one.id != formula.id)
    sessions = tuple(_replanned(story.sessions, plan))
    if first is not None and not sessions:
        sessions = (Session(first, formula=plan.formula, sites=plan.sites),)
    return replace(story, plan=plan, formulas=(*others, *((formula,) if formula else ())), sessions=sessions)


def _replanned(sessions: Iterable[Session], plan: Plan) -> Iterable[Session]:
    for session in sessions:
        is_booked = session.state is SessionState.BOOKED
        yield replace(session, formula=plan.formula, sites=plan.sites) if is_booked else session
