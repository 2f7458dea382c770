"""A story cut to what was known at an instant, so that a decision can be asked again years later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from nappage.engine.pause import Pause
from nappage.engine.story import Consent, Formula, HealthEvent, Plan, Session, SessionState, Story, SymptomReport


class _Dated(Protocol):
    @property
    def at(self) -> datetime: ...


D = TypeVar("D", bound=_Dated)


def known_at(story: Story, at: datetime) -> Story:
    """Return the story without what was recorded after an instant.

    A session that starts later is booked at most, whatever became of it; a signature or withdrawal that came later is
    not there yet.
    """
    return replace(
        story,
        replies=_until(story.replies, at),
        events=tuple(_event(event, at) for event in _until(story.events, at)),
        readings=_until(story.readings, at),
        plan=_plan(story.plan, at),
        formulas=tuple(_formula(formula, at) for formula in story.formulas),
        consents=tuple(_consent(consent, at) for consent in _until(story.consents, at)),
        tests=tuple(test for test in _until(story.tests, at) if test.entered_at <= at),
        sessions=tuple(_session(session, at) for session in story.sessions),
        earlier=tuple(session for session in story.earlier if session.start <= at),
        reports=tuple(_report(report, at) for report in _until(story.reports, at)),
        tape=_until(story.tape, at),
        cellulite=_until(story.cellulite, at),
        assessments=_until(story.assessments, at),
        steps_accepted=_until(story.steps_accepted, at),
        same_day=_until(story.same_day, at),
        scores=_until(story.scores, at),
        pauses=tuple(_pause(pause, at) for pause in _until(story.pauses, at)),
        reasons=_until(story.reasons, at),
        disagreements=_until(story.disagreements, at),
    )


def _until(records: Iterable[D], at: datetime) -> tuple[D, ...]:
    return tuple([record for record in records if record.at <= at])


def _event(event: HealthEvent, at: datetime) -> HealthEvent:
    corrected = event.entered_in_error_at
    return replace(event, entered_in_error_at=None) if corrected is not None and corrected > at else event


def _pause(pause: Pause, at: datetime) -> Pause:
    ended = pause.ended_at
    return replace(pause, ended_at=None) if ended is not None and ended > at else pause


def _plan(plan: Plan | None, at: datetime) -> Plan | None:
    if plan is None or plan.signed_at is None or plan.signed_at <= at:
        return plan
    return replace(plan, signed_at=None, signed_by="")


def _formula(formula: Formula, at: datetime) -> Formula:
    if formula.signed_at is None or formula.signed_at <= at:
        return formula
    return replace(formula, signed_at=None, signed_by="")


def _consent(consent: Consent, at: datetime) -> Consent:
    moments = (consent.withdrawn_at, consent.taken_at)
    withdrawn, taken = (moment if moment and moment <= at else None for moment in moments)
    return consent if (withdrawn, taken) == moments else replace(consent, withdrawn_at=withdrawn, taken_at=taken)


def _report(report: SymptomReport, at: datetime) -> SymptomReport:
    closed, released = report.closed_at, report.released_at
    if closed is not None and closed > at:
        return replace(report, closed_at=None, released_at=None)
    return replace(report, released_at=None) if released is not None and released > at else report


def _session(session: Session, at: datetime) -> Session:
    if session.state is SessionState.GIVEN and session.start > at:
        booked = Session(session.start, SessionState.BOOKED, None, session.formula, session.sites)
        return replace(booked, injector=session.injector, elsewhere=session.elsewhere)
    return session
