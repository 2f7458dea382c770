"""Reports on a line of time, each beside the window in which its symptom is often seen, as a picture (SVG)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from nappage.engine.after import After
from nappage.engine.symptom import Level
from nappage.engine.triage import ReportTriage
from nappage.rendering.timeline import ACCENT, FONT, HAIR, HOLD, INK, PAPER, SOFT, SOFT_ACCENT
from nappage.rendering.wording import Speaker

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 275, 20, 30, 34
ALARM = "#9d1c1c"
COLOURS = {Level.OFTEN_SEEN: SOFT, Level.CONTACT: HOLD, Level.SAME_DAY: ALARM, Level.EMERGENCY: ALARM}
_LEAST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Line:
    start: datetime
    end: datetime

    def x(self, instant: datetime) -> float:
        share = (instant - self.start) / (self.end - self.start)
        return round(LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT), 1)


def draw_reports(after: After, at: datetime, speak: Speaker) -> str:
    """Return the reports since the last session as a picture with a description; an empty text if there is none."""
    if after.ended is None:
        return ""
    reports = [one for one in after.triage.reports if (one.report.onset or one.report.at) >= after.ended]
    if not reports:
        return ""
    line = _Line(after.ended, max(at, after.ended + _LEAST, *(one.report.at for one in reports)))
    names = list(dict.fromkeys(one.symptom.id for one in sorted(reports, key=lambda one: one.report.at)))
    foot = TOP + ROW * len(names) + 12
    rows = "".join(
        part for number, id in enumerate(names) for part in _row(after, id, reports, line, TOP + ROW * number, speak)
    )
    now = f'<line x1="{line.x(at)}" y1="12" x2="{line.x(at)}" y2="{foot}" stroke="{INK}" stroke-dasharray="2 3"/>'
    described = escape("; ".join(_in_words(one, speak) for one in sorted(reports, key=lambda one: one.report.at)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {foot + 34}" role="img" '
        f'aria-labelledby="reports-title reports-description" font-family="{FONT}" font-size="15">'
        f'<title id="reports-title">Reports since the last session</title>'
        f'<desc id="reports-description">{described}</desc>{"".join(_days(line, foot))}{now}{rows}</svg>'
    )


def _in_words(found: ReportTriage, speak: Speaker) -> str:
    return f"{found.symptom.words}, {speak.moment(found.report.at)}, level {found.level.value}"


def _row(
    after: After, id: str, reports: Sequence[ReportTriage], line: _Line, y: float, speak: Speaker
) -> Iterator[str]:
    """Yield one symptom: its name, its window unless it is a bump's (H-08), and a mark for each report."""
    told = [one for one in reports if one.symptom.id == id]
    yield _text(LEFT - 20, y + 15, speak.text(told[0].symptom.words), INK, "end")
    window = next((one for one in after.expected if one.symptom.id == id and not one.neutral), None)
    if window is not None:
        width = max(line.x(window.until) - line.x(window.since), 4)
        yield (
            f'<rect x="{line.x(window.since)}" y="{y}" width="{width:.1f}" height="20" rx="3" fill="{SOFT_ACCENT}" '
            f'stroke="{ACCENT}"/>'
        )
    for one in told:
        x, colour = line.x(one.report.at), COLOURS[one.level]
        yield f'<circle cx="{x}" cy="{y + 10}" r="12" fill="{colour}" stroke="{PAPER}" stroke-width="2"/>'
        yield _text(x, y + 14.5, one.level.value, PAPER, "middle", 11)


def _days(line: _Line, foot: float) -> Iterator[str]:
    yield f'<line x1="{LEFT}" y1="{foot}" x2="{WIDTH - RIGHT}" y2="{foot}" stroke="{HAIR}" stroke-width="2"/>'
    days = (line.end - line.start).days
    step = next(size for size in (1, 2, 7, 14, 28, 56) if days / size <= 14 or size == 56)
    for day in range(0, days + 1, step):
        x = line.x(line.start + timedelta(days=day))
        yield f'<line x1="{x}" y1="{foot - 4}" x2="{x}" y2="{foot + 4}" stroke="{SOFT}"/>'
        yield _text(x, foot + 22, f"day {day}" if day == 0 else f"{day}", SOFT, "middle", 13)


def _text(x: float, y: float, text: str, colour: str, anchor: str, size: int = 15) -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'
