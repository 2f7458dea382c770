"""The course in time: the dates, what is offered, the checkpoint, the recall, and what has to be done by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from nappage.engine.checkpoint import Continuation
from nappage.engine.indication import Weight
from nappage.engine.outlook import Outlook
from nappage.engine.schedule import SessionForecast
from nappage.rendering.lines import cited, reason
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker


def sections(found: Outlook, speak: Speaker) -> tuple[Section, ...]:
    """Return the sections about the course in time."""
    return (
        Section("The course", tuple(_course(found, speak)), _dates(found, speak), "No plan yet: agree one first."),
        Section("To do", tuple(_tasks(found, speak)), empty="Nothing is waiting."),
    )


def _course(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for finding in found.course.plan:
        yield reason(finding.because, speak, Tone.PLAIN if finding.weight is Weight.NOTE else Tone.HOLD)
    for offer in found.course.offers:
        dates = ", ".join(speak.moment(line.proposed) for line in found.course.offered[:2] if line.proposed)
        line = reason(offer.because, speak, Tone.INFORMATION)
        yield Line(line.words, line.tone, (*line.beneath, *((f"Offered: {dates}",) if dates else ())), line.sources)
    if found.course.checkpoint is not None:
        checkpoint = found.course.checkpoint
        tone = Tone.PLAIN if checkpoint.continuation is Continuation.GO_ON else Tone.HOLD
        title = f"Checkpoint before session {checkpoint.session}: {speak.value(checkpoint.continuation)}"
        yield reason(checkpoint.because, speak, tone, title)
    if found.course.recall is not None:
        recall = found.course.recall
        closes = f" to {speak.value(recall.closes)}" if recall.closes else ""
        words = f"Recall {recall.nth}: {speak.value(recall.opens)}{closes}, offered {speak.value(recall.offered)}"
        yield Line(words, Tone.PLAIN, (speak(recall.because.remedy),), cited(recall.because.sources))
    if found.course.silenced:
        yield Line("Reminders and recall are silenced", Tone.HOLD)


def _dates(found: Outlook, speak: Speaker) -> Table:
    rows: list[tuple[str, ...]] = [
        (str(session.number), "given", "", speak.moment(session.start), "", speak.value(session.standing))
        for session in found.course.given
    ]
    rows += [_coming(line, found, speak) for line in found.course.coming]
    return Table(("session", "state", "earliest", "date", "latest", "stands"), tuple(rows), frozenset(("session",)))


def _coming(line: SessionForecast, found: Outlook, speak: Speaker) -> tuple[str, ...]:
    state = "on hold" if found.course.holds else "booked" if line.booking else "proposed"
    standing = speak.value(line.booking.standing) if line.booking else ""
    refused = ", refused" if line.booking is not None and line.booking.is_refused else ""
    return (
        str(line.number),
        state,
        _day(line.earliest, speak),
        speak.moment(line.proposed) if line.proposed else "not determined",
        _day(line.latest, speak),
        f"{standing}{refused}",
    )


def _day(instant: datetime | None, speak: Speaker) -> str:
    return speak.day(instant) if instant else ""


def _tasks(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for task in found.tasks:
        due = f", by {speak.value(task.due)}" if task.due else ""
        beneath = (speak(task.because.fact),) if task.because else ()
        yield Line(f"{speak(task.what)} ({speak.value(task.who)}{due})", Tone.PLAIN, beneath)
