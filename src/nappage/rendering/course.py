"""The marks of the drawn course, from an outlook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from nappage.engine.outlook import Outlook
from nappage.rendering.timeline import Mark, MarkKind
from nappage.values.local_time import at_local


def marks(found: Outlook, zone: ZoneInfo) -> tuple[Mark, ...]:
    """Return everything on the line of time: test, sessions with their windows, preparation, aftercare, checkpoint,
    follow-ups, reports, recall and now.
    """
    course = tuple(_course(found))
    if not course:
        return ()
    return (*course, *_around(found, zone), Mark(MarkKind.NOW, found.at, "now"))


def _course(found: Outlook) -> Iterator[Mark]:
    if found.treating.test is not None:
        for judged in found.treating.test.tests:
            yield Mark(MarkKind.TEST, judged.test.at, "test")
    for session in found.course.given:
        yield Mark(MarkKind.GIVEN, session.start, str(session.number))
    coming = MarkKind.HELD if found.course.holds else MarkKind.COMING
    for line in found.course.coming:
        if line.proposed is not None:
            window = (line.earliest, line.latest) if line.earliest and line.latest else None
            yield Mark(coming, line.proposed, str(line.number), window=window)


def _around(found: Outlook, zone: ZoneInfo) -> Iterator[Mark]:
    for direction in found.preparing.directions:
        if direction.days is not None and found.preparing.start is not None:
            yield Mark(MarkKind.PREPARATION, _morning(direction.days.first, zone), "", found.preparing.start)
    if found.after.ended is not None:
        ends = [each.moment.instant for each in found.after.aftercare if each.moment is not None]
        yield Mark(MarkKind.AFTERCARE, found.after.ended, "", max(ends, default=found.after.ended))
    if found.course.checkpoint is not None:
        yield from _checkpoint(found, found.course.checkpoint.session)
    for day in found.after.follow_ups:
        yield Mark(MarkKind.FOLLOW_UP, _morning(day.day, zone), "")
    for report in found.after.triage.reports:
        yield Mark(MarkKind.REPORT, report.report.at, "")
    if found.course.recall is not None:
        recall = found.course.recall
        until = recall.closes or recall.offered or recall.opens
        yield Mark(MarkKind.RECALL, _morning(recall.opens, zone), "recall", _morning(until, zone))


def _checkpoint(found: Outlook, number: int) -> Iterator[Mark]:
    at = next((line.proposed for line in found.course.coming if line.number == number), None)
    if at is not None:
        yield Mark(MarkKind.CHECKPOINT, at, f"checkpoint {number}")


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return at_local(day, time(), zone)
