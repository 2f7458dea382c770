"""What comes after a session: aftercare, what is often seen, what was reported, follow-up, measures, exposure."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.change import Outcome
from nappage.engine.edition import Edition
from nappage.engine.exposure import SessionExposure
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.symptom import Level
from nappage.engine.triage import ReportTriage
from nappage.rendering.lines import cited, cited_by, reason
from nappage.rendering.naming import sentence
from nappage.rendering.sections_before import direction_line
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker

TONES = {
    Level.OFTEN_SEEN: Tone.PLAIN,
    Level.CONTACT: Tone.HOLD,
    Level.SAME_DAY: Tone.HOLD,
    Level.EMERGENCY: Tone.ALARM,
}


def sections(found: Outlook, speak: Speaker, policy: Policy, edition: Edition) -> tuple[Section, ...]:
    """Return the sections about what comes after; those of sessions only once one was given."""
    measures = Section(
        "measures", "Measures", tuple(_measured(found, speak, edition)), empty="Nothing is measured yet."
    )
    reports = tuple(report_line(report, speak, policy) for report in found.after.triage.reports)
    reported = Section("reported", "Reported", reports, empty="Nothing was reported.")
    if found.after.ended is None:
        return (*((reported,) if reports else ()), measures)
    return (
        reported,
        Section("aftercare", "Aftercare", tuple(direction_line(each, speak) for each in found.after.aftercare)),
        Section("often-seen", "Often seen after the last session", table=_windows(found, speak)),
        Section("follow-up", "Follow-up", table=_follow_ups(found, speak), empty="Every follow-up is over."),
        *exposure(found, speak),
        measures,
    )


def alarms(found: Outlook, speak: Speaker, policy: Policy, number: str) -> Iterator[Line]:
    """Yield one line for each emergency reported: it stands before everything else on the page (S4)."""
    for report in found.after.triage.reports:
        if report.level is Level.EMERGENCY:
            line = report_line(report, speak, policy)
            call = f"Call {number} now." if number else "Call the emergency number now."
            held = ("Every later session is on hold.",) if report.holds_sessions else ()
            yield Line(f"{call} {line.words}", Tone.ALARM, held, line.sources)


def report_line(report: ReportTriage, speak: Speaker, policy: Policy) -> Line:
    """Return the line of a report: when, what and how urgent, then who answers by when and what was asked for."""
    words = sentence(speak(report.words)).rstrip(".")
    by, whom = report.answer_by(policy.zone), speak.value(report.whom)
    answer = f"{whom}, by {speak.until(by)}" if by else whom if report.level > Level.OFTEN_SEEN else ""
    photo = "A photo is asked for." if report.photo_asked else ""
    why = " ".join(dict.fromkeys(sentence(speak(because.fact)) for because in report.because))
    beneath = tuple(filter(None, (sentence(answer), " ".join(filter(None, (photo, why))))))
    return Line(f"{words} ({speak.moment(report.report.at)})", TONES[report.level], beneath, cited_by(report.because))


def _windows(found: Outlook, speak: Speaker) -> Table:
    """Return until when symptoms are often seen; a bump is never among them, whatever its window (H-08)."""
    rows = tuple(
        (window.symptom.words, speak.moment(window.until), ", ".join(cited(window.sources)))
        for window in found.after.expected
        if not window.neutral
    )
    return Table(("symptom", "until, if nothing else is said", "sources"), rows)


def _follow_ups(found: Outlook, speak: Speaker) -> Table:
    rows = tuple(
        (speak.value(day.day), ", ".join(dict.fromkeys(speak.value(part.follow_up.id) for part in day.parts)))
        for day in found.after.follow_ups
    )
    return Table(("day", "asked"), rows)


def exposure(found: Outlook, speak: Speaker) -> Iterator[Section]:
    """Yield the exposure sheet, where a pregnancy asks for it."""
    if found.after.exposure:
        rows = tuple(row for session in found.after.exposure for row in _exposed(session, speak))
        columns = ("session", "day from last period", "agent", "amount", "volume", "lot")
        table = Table(columns, rows, frozenset(("day from last period", "amount", "volume")))
        yield Section("exposure", "Exposure sheet", table=table)


def _exposed(session: SessionExposure, speak: Speaker) -> Iterator[tuple[str, ...]]:
    days = session.days_after_last_period
    day = "not known" if days is None else f"{days:+d}".replace("-", "\N{MINUS SIGN}")
    if session.agents is None:
        yield (speak.value(session.day), day, "not recorded", "", "", "")
    for agent in session.agents or ():
        amount = speak.value(agent.amount) or "not known"
        yield (speak.value(session.day), day, speak.value(agent.agent), amount, speak.value(agent.volume), agent.lot)


def _measured(found: Outlook, speak: Speaker, edition: Edition) -> Iterator[Line]:
    yield from _staged(found, speak)
    mass = found.measures.body_mass_index
    if mass is not None:
        yield Line(f"Body mass index {speak.value(mass)}")
    yield from (_outcome(outcome, speak) for outcome in found.measures.outcomes)
    yield from (reason(each.because, speak, Tone.HOLD) for each in found.measures.objections)


def _staged(found: Outlook, speak: Speaker) -> Iterator[Line]:
    stage = found.measures.stage
    if stage is not None:
        seen = stage.observation
        looks = {"pinch": seen.pinch, "standing": seen.standing, "lying": seen.lying}
        said = ", ".join(f"{look} {speak.value(answer)}" for look, answer in looks.items())
        grade = f"stage {stage.grade}" if stage.grade is not None else "stage not settled"
        yield Line(f"Cellulite {grade} ({said})")


def _outcome(outcome: Outcome, speak: Speaker) -> Line:
    line = reason(outcome.because, speak)
    change = outcome.weight_change
    weight = (f"Weight {speak.value(change)} in the same time.",) if change is not None else ()
    return Line(line.words, line.tone, (*line.beneath, *weight), line.sources)
