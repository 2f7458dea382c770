"""From the lines of a chart to the engine's story: which value stands, and a session out of its happenings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.assessment.at_home import ConsentTaken
from nappage.assessment.chart import Chart
from nappage.assessment.followed import Away, HoldLifted, ReportClosed
from nappage.assessment.happening import (
    ConsentSigned,
    CreamOff,
    CreamOn,
    Drawn,
    Ended,
    FormulaChosen,
    PassGiven,
    Started,
    TestGiven,
    TestRead,
    Withdrawal,
)
from nappage.assessment.planned import plan_in_force
from nappage.assessment.union import medicines_told, united
from nappage.engine.pause import Pause, Resumption
from nappage.engine.score import Score
from nappage.engine.story import (
    Allergy,
    AllergyTest,
    Assessment,
    CelluliteObservation,
    Consent,
    Cream,
    Formula,
    HealthEvent,
    Patient,
    Reading,
    Reason,
    Reply,
    SameDayOutcome,
    Session,
    SessionState,
    StepAccepted,
    Story,
    SymptomReport,
    TapeReading,
    WhealReading,
)
from nappage.library.timezones import timezone
from nappage.records.models import Purpose, Visit, VisitState

V = TypeVar("V")


def tell(chart: Chart) -> Story:
    """Return the story of a chart. What was struck is left out; a condition struck later says so itself."""
    formulas = {formula.id: formula for _, formula in chart.of(Formula)}
    patient = chart.latest(Patient)
    if patient is None:
        raise LookupError(f"no birth date recorded for {chart.person}: a person is registered with one")
    story = Story(
        patient=patient,
        replies=_each(chart, Reply),
        events=tuple(_events(chart)),
        medicines=medicines_told(chart),
        allergies=_each(chart, Allergy),
        readings=_each(chart, Reading),
        plan=plan_in_force(chart),
        formulas=tuple(formulas.values()),
        consents=tuple(_consents(chart)),
        tests=tuple(_tests(chart)),
        sessions=tuple(_sessions(chart)),
        reports=tuple(_reports(chart)),
        tape=_each(chart, TapeReading),
        cellulite=_each(chart, CelluliteObservation),
        assessments=_each(chart, Assessment),
        steps_accepted=_each(chart, StepAccepted),
        same_day=_each(chart, SameDayOutcome),
        scores=_each(chart, Score),
        pauses=tuple(_pauses(chart)),
        reasons=tuple(_reasons(chart)),
        away_zone=_away(chart),
    )
    story = _following(story, tell(chart.earlier)) if chart.earlier else story
    return united(story, [(linked.since, tell(linked.chart)) for linked in chart.linked])


def _following(story: Story, before: Story) -> Story:
    """Return a story with what the courses before it left in the skin: their sessions, mixtures and reports."""

    def named(id: str) -> str:
        return f"{id}, earlier course" if id else ""

    given = (session for session in before.sessions if session.state is SessionState.GIVEN)
    earlier = tuple(replace(session, formula=named(session.formula)) for session in given)
    return replace(
        story,
        earlier=(*before.earlier, *earlier),
        formulas=(*story.formulas, *(replace(formula, id=named(formula.id)) for formula in before.formulas)),
        reports=(*before.reports, *story.reports),
    )


def _each(chart: Chart, kind: type[V]) -> tuple[V, ...]:
    return tuple(value for _, value in chart.of(kind))


def _reports(chart: Chart) -> Iterator[SymptomReport]:
    closed = {value.report: line.recorded_at for line, value in chart.of(ReportClosed)}
    released = {value.report: line.recorded_at for line, value in chart.of(HoldLifted)}
    for line, report in chart.of(SymptomReport):
        if line.id in closed:
            yield replace(report, closed_at=closed[line.id], released_at=released.get(line.id))
        else:
            yield report


def _away(chart: Chart) -> ZoneInfo | None:
    away = chart.latest(Away)
    return timezone(away.zone) if away and away.zone else None


def _events(chart: Chart) -> Iterator[HealthEvent]:
    """Yield every condition, also one entered in error: the engine must know that it was once held to be true."""
    for line in chart.lines:
        if line.kind == "event":
            strike = chart.struck.get(line.id)
            for event in line.values:
                yield replace(event, entered_in_error_at=strike.recorded_at) if strike else event


def _pauses(chart: Chart) -> Iterator[Pause]:
    ended = {value.pause: value.at for _, value in chart.of(Resumption)}
    for line, pause in chart.of(Pause):
        yield replace(pause, ended_at=ended.get(line.id))


def _consents(chart: Chart) -> Iterator[Consent]:
    withdrawn = [value.at for _, value in chart.of(Withdrawal)]
    taken = {value.consent: line.at for line, value in chart.of(ConsentTaken)}
    for line, signed in chart.of(ConsentSigned):
        ends = min((at for at in withdrawn if at >= signed.consent.at), default=None)
        yield replace(signed.consent, withdrawn_at=ends, taken_at=taken.get(line.id))


def _tests(chart: Chart) -> Iterator[AllergyTest]:
    readings: dict[str, tuple[WhealReading, ...]] = {}
    for _, read in chart.of(TestRead):
        readings[read.test] = readings.get(read.test, ()) + read.readings
    for line, given in chart.of(TestGiven):
        yield AllergyTest(
            id=given.id,
            components=given.components,
            at=given.placed_at,
            by=line.by,
            entered_at=line.recorded_at,
            readings=readings.get(given.id, ()),
            second=given.second,
            control=given.control,
            volume=given.volume,
        )


def _reasons(chart: Chart) -> Iterator[Reason]:
    """Yield the reasons. One given for a booked time speaks for the session that began at that visit, minutes later."""
    begun = {line.visit: line.at for line, _ in chart.of(Started)}
    starts = {visit.start: begun[visit.id] for visit in chart.visits if visit.id in begun}
    for _, reason in chart.of(Reason):
        yield replace(reason, session=starts.get(reason.session, reason.session)) if reason.session else reason


def _sessions(chart: Chart) -> Iterator[Session]:
    """Yield the sessions booked or given; one that was started is given, whatever the booking says."""
    for visit in chart.visits:
        given = session_given(chart, visit.id)
        if given is not None:
            yield given
        elif visit.purpose == Purpose.SESSION and visit.course_id == chart.course:
            yield _booked(chart, visit)


def _booked(chart: Chart, visit: Visit) -> Session:
    plan, chosen = plan_in_force(chart), chart.latest(FormulaChosen, visit.id)
    return Session(
        start=visit.start,
        state=SessionState.NOT_GIVEN if visit.state in (VisitState.MISSED, VisitState.LEFT) else SessionState.BOOKED,
        formula=chosen.formula if chosen else plan.formula if plan else "",
        sites=plan.sites if plan else (),
        # A cream is put on before the session starts, and counts from then on.
        creams=tuple(_creams(chart, visit.id)),
        injector=visit.member.slug if visit.member else "",
    )


def session_given(chart: Chart, visit: UUID) -> Session | None:
    """Return the session that was started at a visit, as it is charted by now, or None."""
    begun = list(chart.of(Started, visit))
    if not begun:
        return None
    line, started = begun[-1]
    return _given(chart, visit, line.at, started)


def _given(chart: Chart, visit: UUID, start: datetime, started: Started) -> Session:
    drawn = chart.latest(Drawn, visit)
    ended = chart.latest(Ended, visit)
    return Session(
        start=start,
        state=SessionState.GIVEN,
        end=ended.at if ended else None,
        formula=started.formula,
        sites=started.sites,
        passes=tuple(charted.given for _, charted in chart.of(PassGiven, visit)),
        drawn=drawn.drawn if drawn else None,
        wasted=drawn.wasted if drawn else None,
        creams=tuple(_creams(chart, visit)),
        injector=started.injector,
    )


def _creams(chart: Chart, visit: UUID) -> Iterable[Cream]:
    wiped = {off.on: off.off for _, off in chart.of(CreamOff, visit)}
    return [replace(put.cream, off=wiped.get(line.id, put.cream.off)) for line, put in chart.of(CreamOn, visit)]
