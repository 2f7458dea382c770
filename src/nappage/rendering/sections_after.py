"""What comes after a session: aftercare, what is often seen, what was reported, follow-up, measures, exposure."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.change import Outcome
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.symptom import Level
from nappage.engine.triage import ReportTriage
from nappage.rendering.lines import cited, reason
from nappage.rendering.sections_before import direction_line
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker

TONES = {
    Level.OFTEN_SEEN: Tone.PLAIN,
    Level.CONTACT: Tone.HOLD,
    Level.SAME_DAY: Tone.HOLD,
    Level.EMERGENCY: Tone.ALARM,
}


def sections(found: Outlook, speak: Speaker, policy: Policy) -> tuple[Section, ...]:
    """Return the sections about what comes after; those of sessions only once one was given."""
    if found.after.ended is None:
        return tuple(_measured(found, speak))
    return (
        Section("Reported", tuple(_reports(found, speak, policy)), empty="Nothing was reported."),
        Section("Aftercare", tuple(direction_line(each, speak) for each in found.after.aftercare)),
        Section("Often seen after the last session", table=_windows(found, speak)),
        Section("Follow-up", table=_follow_ups(found, speak), empty="Every follow-up is over."),
        *_exposure(found, speak),
        *_measured(found, speak),
    )


def _reports(found: Outlook, speak: Speaker, policy: Policy) -> Iterator[Line]:
    for report in found.after.triage.reports:
        yield _report(report, speak, policy)


def _report(report: ReportTriage, speak: Speaker, policy: Policy) -> Line:
    by = report.answer_by(policy.zone)
    title = f"{speak.moment(report.report.at)}: {speak(report.words)}"
    answer = f"{report.whom}, by {speak.moment(by)}" if by else ""
    photo = "A photo is asked for." if report.photo_asked else ""
    why = "; ".join(dict.fromkeys(speak(because.fact) for because in report.because))
    beneath = tuple(filter(None, (answer, photo, why)))
    return Line(title, TONES[report.level], beneath, cited(source for one in report.because for source in one.sources))


def _windows(found: Outlook, speak: Speaker) -> Table:
    rows = tuple(
        (
            window.symptom.words,
            speak.moment(window.until) if window.until else "no end stated",
            ", ".join(cited(window.sources)),
        )
        for window in found.after.expected
    )
    return Table(("symptom", "until, if nothing else is said", "sources"), rows)


def _follow_ups(found: Outlook, speak: Speaker) -> Table:
    rows = tuple(
        (speak.value(day.day), ", ".join(part.follow_up.id for part in day.parts)) for day in found.after.follow_ups
    )
    return Table(("day", "check"), rows)


def _exposure(found: Outlook, speak: Speaker) -> Iterator[Section]:
    if not found.after.exposure:
        return
    rows = []
    for session in found.after.exposure:
        for agent in session.agents or ():
            amount = str(agent.amount) if agent.amount else "amount not known"
            day = f"{session.days_after_last_period:+d} d"
            rows.append((speak.value(session.day), day, agent.agent, amount, str(agent.volume or ""), agent.lot))
    columns = ("day", "from last period", "agent", "amount", "volume", "lot")
    yield Section("Exposure sheet", table=Table(columns, tuple(rows), frozenset(("amount", "volume"))))


def _measured(found: Outlook, speak: Speaker) -> Iterator[Section]:
    lines = [*_staged(found), *(_outcome(outcome, speak) for outcome in found.measures.outcomes)]
    lines += [reason(each.because, speak, Tone.HOLD) for each in found.measures.objections]
    yield Section("Measures", tuple(lines), empty="Nothing was measured.")


def _staged(found: Outlook) -> Iterator[Line]:
    stage, mass = found.measures.stage, found.measures.body_mass_index
    if stage is not None:
        looks = stage.observation
        seen = f"pinch {looks.pinch.value}, standing {looks.standing.value}, lying {looks.lying.value}"
        grade = f"stage {stage.grade}" if stage.grade is not None else "stage not settled"
        yield Line(f"Cellulite {grade} ({seen})")
    if mass is not None:
        yield Line(f"Body mass index {mass}")


def _outcome(outcome: Outcome, speak: Speaker) -> Line:
    line = reason(outcome.because, speak)
    weight = (f"Weight {outcome.weight_change} beside it.",) if outcome.weight_change is not None else ()
    return Line(line.words, line.tone, (*line.beneath, *weight), line.sources)
