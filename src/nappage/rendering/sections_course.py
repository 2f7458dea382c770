"""The course in time: what the plan says, its dates, what the checkpoint and the recall come to, and what is to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from nappage.engine.appraisal import AppraisalState, DatedAppraisal
from nappage.engine.checkpoint import Continuation
from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateRule
from nappage.engine.indication import Weight
from nappage.engine.outlook import Outlook
from nappage.engine.schedule import SessionForecast
from nappage.engine.task import Task
from nappage.rendering.lines import cited, reason
from nappage.rendering.naming import sentence
from nappage.rendering.sections_before import gate_title
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker


def to_do(found: Outlook, speak: Speaker, edition: Edition, asks: str = "") -> Section:
    """Return what somebody has to do next, and by when; `asks` is who asks how it is, by name where that is known."""
    lines = tuple(_task(task, speak, edition, asks) for task in found.tasks)
    return Section("to-do", "To do", lines, empty="Nothing is waiting.", beside=True)


def plan(found: Outlook, speak: Speaker) -> Section:
    """Return what stands in the way of the plan, and what has to be said beside it."""
    return Section("plan", "Plan", tuple(_plan(found, speak)), empty="Nothing stands against the plan as recorded.")


def dates(found: Outlook, speak: Speaker) -> Section:
    """Return the dates of the course, with nothing that tells why they stand or are held."""
    given = [
        (str(session.number), "given", speak.moment(session.start), "", speak.value(session.standing))
        for session in found.course.given
    ]
    # Until the first session has a day no other has one: rows without any date would say nothing, once per session.
    is_dated = bool(given) or any(line.proposed for line in found.course.coming)
    coming = [_coming(line, found, speak) for line in found.course.coming] if is_dated else []
    table = Table(("no.", "state", "date", "may be moved", "stands"), (*given, *coming), frozenset(("no.",)))
    first = "book the first session, and the others follow from it" if found.course.coming else "agree on a plan first"
    return Section("dates", "Dates", table=table, empty=f"No date yet: {first}.")


def checkpoint(found: Outlook, speak: Speaker) -> Section:
    """Return what the checkpoint and the recall come to."""
    lines = tuple((*_checkpoint(found, speak), *appraisals(found, speak), *recall(found, speak)))
    empty = "No checkpoint is due, and no recall yet."
    return Section("checkpoint", "Checkpoint and recall", lines, empty=empty)


def _plan(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for finding in found.course.plan:
        yield reason(finding.because, speak, Tone.INFORMATION if finding.weight is Weight.NOTE else Tone.HOLD)
    for offer in found.course.offers:
        line = reason(offer.because, speak, Tone.INFORMATION)
        moments = ", ".join(speak.moment(line.proposed) for line in found.course.offered[:2] if line.proposed)
        offered = (f"Offered: {moments}.",) if offer.step is not None and moments else ()
        yield Line(line.words, line.tone, (*line.beneath, *offered), line.sources)


def _checkpoint(found: Outlook, speak: Speaker) -> Iterator[Line]:
    if found.course.checkpoint is not None:
        due = found.course.checkpoint
        tone = Tone.PLAIN if due.continuation is Continuation.GO_ON else Tone.HOLD
        line = reason(due.because, speak, tone, f"Checkpoint before session {due.session}")
        decided = (f"{speak.named(due.reason.by)} decided to go on: {due.reason.words}",) if due.reason else ()
        yield Line(line.words, line.tone, (*line.beneath, *decided), line.sources)


def appraisals(found: Outlook, speak: Speaker) -> Iterator[Line]:
    """Yield when the outcome of the purpose is looked at again, and what became of it."""
    for one in found.course.appraisals:
        tone = Tone.HOLD if one.state is AppraisalState.LATE else Tone.PLAIN
        yield reason(one.because, speak, tone, _title(one, speak))


def _title(one: DatedAppraisal, speak: Speaker) -> str:
    """Return the name of an appraisal and where it stands."""
    state = speak.value(one.state)
    made = f" on {speak.value(one.made_on)}" if one.made_on else ""
    return f"{sentence(speak.term(one.id)).rstrip('.')}: {state}{made}"


def recall(found: Outlook, speak: Speaker) -> Iterator[Line]:
    """Yield when somebody is asked back, and that nobody is where reminders are silenced."""
    if found.course.recall is not None:
        coming = found.course.recall
        closes = f" to {speak.value(coming.closes)}" if coming.closes else ""
        offered = (f"Offered: {speak.value(coming.offered)}.",) if coming.offered else ()
        beneath = (*offered, f"{speak(coming.because.fact)} {speak(coming.because.remedy)}")
        words = f"Recall {coming.nth}: {speak.value(coming.opens)}{closes}"
        yield Line(words, Tone.PLAIN, beneath, cited(coming.because.sources))
    if found.course.silenced:
        yield Line("Reminders and recall are silenced", Tone.HOLD, ("Nothing is sent until a clinician says so.",))


def _coming(line: SessionForecast, found: Outlook, speak: Speaker) -> tuple[str, ...]:
    state = "on hold" if found.course.holds else "booked" if line.booking else "proposed"
    standing = speak.value(line.booking.standing) if line.booking else ""
    refused = ", refused" if line.booking is not None and line.booking.is_refused else ""
    moment = speak.moment(line.proposed) if line.proposed else "a clinician sets it"
    return (str(line.number), state, moment, _window(line, speak), f"{standing}{refused}")


def _window(line: SessionForecast, speak: Speaker) -> str:
    """Return from when to when a session may be given, as far as the source and the clinic say."""
    first, last = (speak.short_day(day) if day else "" for day in (line.earliest, line.latest))
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else ""


def _task(task: Task, speak: Speaker, edition: Edition, asks: str) -> Line:
    # A reading has its time from then on; everything else has to be done by then.
    when = "from" if task.what.code == "task.read-test" else "by"
    due = f", {when} {_due(task.due, speak)}" if task.due else ""
    words = speak(task.what)
    who = asks if asks and task.what.code == "task.follow-up" else speak.value(task.who)
    return Line(f"{words[:1].upper()}{words[1:]} ({who}{due})", Tone.PLAIN, _why(task, speak, edition))


def _due(due: datetime | date, speak: Speaker) -> str:
    return speak.until(due) if isinstance(due, datetime) else speak.value(due)


def _why(task: Task, speak: Speaker, edition: Edition) -> tuple[str, ...]:
    """Return why a task is there; a gate's task says what opens the gate, its reasons stand with the gate itself."""
    if task.what.code == "task.open-gate":
        name = GateName(task.what["gate"])
        return (sentence(f"{gate_title(name, edition)} opens when {edition.all(GateRule)[name.value].opens_by}"),)
    return (sentence(speak(task.because.fact)),) if task.because else ()
