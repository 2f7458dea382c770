"""The course as one line of time, drawn the same in the chart, the plan, the portal, the PDF and the command line.

The drawing is plain SVG with presentation attributes only: it needs no style sheet, passes a strict content security
policy and prints in black on white. What it shows also stands in its title and description, for who cannot see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from html import escape
from itertools import pairwise
from zoneinfo import ZoneInfo

WIDE, NARROW, LEFT, RIGHT = 1040, 700, 104, 34
LINE, ROW, RADIUS = 118, 22, 12.0
INK, SOFT, HAIR, ACCENT, SOFT_ACCENT = "#17222e", "#566574", "#b9c3cb", "#0f5f63", "#e3f0ef"
HOLD, HOLD_PAPER, BLUE, PAPER = "#8a4b08", "#fdf0dc", "#234f86", "#ffffff"
FONT = "'Atkinson Hyperlegible', system-ui, sans-serif"
COURSE_SHARE = 0.8
DATE_WIDTH, LETTER, SMALLEST = 46.0, 7.4, 6.0
GAP = 26
# A date stands across the flags of its own day: its halo closes the gap between its words too.
OVER_A_FLAG = 8


class MarkKind(Enum):
    """What a mark on the line stands for."""

    TEST = "allergy test"
    GIVEN = "session given"
    COMING = "session to come"
    HELD = "session on hold"
    PREPARATION = "preparation"
    AFTERCARE = "aftercare"
    CHECKPOINT = "checkpoint"
    FOLLOW_UP = "follow-up"
    REPORT = "reported"
    RECALL = "recall"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at an instant or over a span; `window` is the earliest and latest instant of a session to come."""

    kind: MarkKind
    start: datetime
    label: str
    end: datetime | None = None
    window: tuple[datetime, datetime] | None = None


SESSIONS = (MarkKind.GIVEN, MarkKind.COMING, MarkKind.HELD)
SPANS = (MarkKind.PREPARATION, MarkKind.AFTERCARE)
BELOW = (MarkKind.AFTERCARE, MarkKind.FOLLOW_UP, MarkKind.REPORT)
CAPTIONS = {
    MarkKind.PREPARATION: "wash-out",
    MarkKind.AFTERCARE: "aftercare",
    MarkKind.FOLLOW_UP: "follow-up",
    MarkKind.REPORT: "reported",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Time to place on a line of a width. A recall months later has a stretch of its own behind a break in the line."""

    start: datetime
    end: datetime
    recall: tuple[datetime, datetime] | None
    width: int

    @property
    def right(self) -> float:
        """The x at which the course ends."""
        return LEFT + (self.width - LEFT - RIGHT) * (COURSE_SHARE if self.recall else 1)

    def x(self, instant: datetime) -> float:
        """Return the x of an instant, kept inside the drawing."""
        if self.recall and instant > self.end:
            return _between(instant, self.recall[0], self.recall[1], self.right + GAP, self.width - RIGHT)
        return _between(instant, self.start, self.end, LEFT, self.right)


def _between(instant: datetime, start: datetime, end: datetime, left: float, right: float) -> float:
    share = (instant - start) / max(end - start, timedelta(hours=1))
    return round(left + min(max(share, 0), 1) * (right - left), 1)


def draw_course(marks: Sequence[Mark], zone: ZoneInfo, title: str = "The course", width: int = WIDE) -> str:
    """Return the course as an SVG picture with a title and a description; an empty text if there is nothing to draw.

    NARROW is for a column of a screen: its letters are not made smaller to fit there.
    """
    if not marks:
        return ""
    scale = _scale(marks, width)
    rows = _rows(mark for mark in marks if mark.start <= scale.end)
    foot = max([LINE + 34, *rows.values()]) + 14
    parts = [
        _axis(scale, zone, foot),
        *(_window(mark, scale) for mark in marks if mark.window),
        *_flags(marks, scale, foot, zone),
        *(_caption(kind, y) for kind, y in rows.items()),
        *(_in_row(mark, scale, rows[mark.kind]) for mark in marks if mark.kind in rows and mark.start <= scale.end),
        *_sessions(marks, scale, zone),
        *(_recall(mark, scale, zone) for mark in marks if mark.kind is MarkKind.RECALL),
    ]
    described = escape("; ".join(_in_words(mark, zone) for mark in sorted(marks, key=lambda mark: mark.start)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {foot + 30}" role="img" '
        f'aria-labelledby="course-title course-description" font-family="{FONT}" font-size="13">'
        f'<title id="course-title">{escape(title)}</title><desc id="course-description">{described}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _rows(marks: Iterable[Mark]) -> dict[MarkKind, float]:
    """Return the height of the row of each kind that is there: preparation above the line, the others below."""
    kinds = {mark.kind for mark in marks}
    below = [kind for kind in BELOW if kind in kinds]
    rows: dict[MarkKind, float] = {kind: LINE + 52 + ROW * place for place, kind in enumerate(below)}
    if MarkKind.PREPARATION in kinds:
        rows[MarkKind.PREPARATION] = LINE - 32
    return rows


def _caption(kind: MarkKind, y: float) -> str:
    return _text(LEFT - 16, y + 4.5, CAPTIONS[kind], SOFT, "end")


def _in_row(mark: Mark, scale: Scale, y: float) -> str:
    return _span(mark, scale, y) if mark.kind in SPANS else _tick(mark, scale, y)


def _in_words(mark: Mark, zone: ZoneInfo) -> str:
    start = mark.start.astimezone(zone)
    return f"{mark.kind.value} {mark.label}: {start:%-d %b %Y %H:%M}".replace("  ", " ")


def _scale(marks: Sequence[Mark], width: int) -> Scale:
    """Return the scale of the course; follow-ups and the recall months later do not stretch it."""
    course = [mark for mark in marks if mark.kind not in (MarkKind.RECALL, MarkKind.FOLLOW_UP)] or list(marks)
    start, end = min(mark.start for mark in course), max(map(_last_of, course))
    room = max((end - start) / 40, timedelta(days=2))
    return Scale(start - room, end + room, _recalled(marks, end + room), width)


def _last_of(mark: Mark) -> datetime:
    return max(mark.end or mark.start, mark.window[1] if mark.window else mark.start)


def _recalled(marks: Iterable[Mark], end: datetime) -> tuple[datetime, datetime] | None:
    """Return the span of the recalls if it begins only after the end of the course, else None."""
    recalls = [mark for mark in marks if mark.kind is MarkKind.RECALL]
    opens = min((mark.start for mark in recalls), default=end)
    return (opens, max(map(_last_of, recalls))) if opens > end else None


def _axis(scale: Scale, zone: ZoneInfo, foot: float) -> str:
    line = _rule(LEFT, scale.right, LINE)
    if scale.recall:
        left = scale.right + GAP
        slashes = "".join(
            f'<path d="M{x} {LINE + 7} l6 -14" stroke="{SOFT}" stroke-width="1.5" fill="none"/>'
            for x in (scale.right + 5, scale.right + 12)
        )
        line += slashes + _rule(left, scale.width - RIGHT, LINE)
    return line + "".join(_months(scale, zone, foot))


def _rule(left: float, right: float, y: float) -> str:
    return f'<line x1="{left}" y1="{y}" x2="{right}" y2="{y}" stroke="{HAIR}" stroke-width="2"/>'


def _months(scale: Scale, zone: ZoneInfo, foot: float) -> Iterable[str]:
    month = scale.start.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    shown = ""
    last_x = -100.0
    while (month := _next_month(month)) <= scale.end:
        x = scale.x(month.astimezone(UTC))
        year = f"{month:%Y}"
        if x - last_x < 46:
            continue
        label = f"{month:%b}" if year == shown else f"{month:%b %Y}"
        shown, last_x = year, x
        yield f'<line x1="{x}" y1="{foot - 4}" x2="{x}" y2="{foot + 4}" stroke="{HAIR}"/>'
        yield _text(x, foot + 20, label, SOFT)


def _next_month(month: datetime) -> datetime:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _text(
    x: float, y: float, text: str, colour: str = INK, anchor: str = "middle", weight: str = "400", halo_width: int = 4
) -> str:
    # A halo of the paper's colour keeps a label readable where a line crosses it; white on a filled circle needs none.
    halo = "" if colour == PAPER else f' stroke="{PAPER}" stroke-width="{halo_width}" paint-order="stroke"'
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}"{halo}>'
        f"{escape(text)}</text>"
    )


def _span(mark: Mark, scale: Scale, y: float) -> str:
    x, right = scale.x(mark.start), scale.x(mark.end or mark.start)
    fill, edge = (HOLD_PAPER, HOLD) if mark.kind is MarkKind.PREPARATION else (SOFT_ACCENT, ACCENT)
    width = max(right - x, 7)
    return f'<rect x="{x}" y="{y - 4.5}" width="{width:.1f}" height="9" rx="2" fill="{fill}" stroke="{edge}"/>'


def _window(mark: Mark, scale: Scale) -> str:
    assert mark.window is not None, "only marks with a window come here"
    x, right = (scale.x(instant) for instant in mark.window)
    return f'<rect x="{x}" y="{LINE - 9}" width="{max(right - x, 4):.1f}" height="18" rx="9" fill="{SOFT_ACCENT}"/>'


def _sessions(marks: Iterable[Mark], scale: Scale, zone: ZoneInfo) -> Iterable[str]:
    """Yield the sessions as numbered circles with dates; where they are close, circles shrink and dates thin out."""
    sessions = sorted((mark for mark in marks if mark.kind in SESSIONS), key=lambda mark: mark.start)
    places = [scale.x(mark.start) for mark in sessions]
    gaps = [right - left for left, right in pairwise(places)]
    radius = max(SMALLEST, min([RADIUS, *(gap / 2 - 1 for gap in gaps)]))
    free = 0.0
    for mark, x in zip(sessions, places, strict=True):
        yield _session(mark, x, radius)
        if x - DATE_WIDTH / 2 >= free:
            free = x + DATE_WIDTH / 2
            yield _text(x, LINE + 30, f"{mark.start.astimezone(zone):%-d %b}", SOFT, halo_width=OVER_A_FLAG)


def _session(mark: Mark, x: float, radius: float) -> str:
    fill, edge, ink, dash = {
        MarkKind.GIVEN: (ACCENT, ACCENT, PAPER, ""),
        MarkKind.COMING: (PAPER, ACCENT, ACCENT, ""),
    }.get(mark.kind, (HOLD_PAPER, HOLD, HOLD, ' stroke-dasharray="3 2"'))
    circle = f'<circle cx="{x}" cy="{LINE}" r="{radius:g}" fill="{fill}" stroke="{edge}" stroke-width="2"{dash}/>'
    return circle + (_text(x, LINE + 4.5, mark.label, ink, weight="700") if radius > SMALLEST else "")


def _tick(mark: Mark, scale: Scale, y: float) -> str:
    colour = HOLD if mark.kind is MarkKind.REPORT else SOFT
    return f'<circle cx="{scale.x(mark.start)}" cy="{y}" r="4" fill="{colour}"/>'


def _flags(marks: Iterable[Mark], scale: Scale, foot: float, zone: ZoneInfo) -> Iterable[str]:
    """Yield the upright flags (test, checkpoints, now), each label in the first row where it has room."""
    colours = {MarkKind.TEST: BLUE, MarkKind.CHECKPOINT: ACCENT, MarkKind.NOW: INK}
    rows: list[float] = []
    for mark in sorted((mark for mark in marks if mark.kind in colours), key=lambda mark: mark.start):
        label = f"{mark.label}, {mark.start.astimezone(zone):%-d %b}"
        x, width = scale.x(mark.start), LETTER * len(label) + 12
        row, left = _room(x, width, rows, scale.width)
        rows[row : row + 1] = [left + width]
        y = 14 + 17 * row
        colour = colours[mark.kind]
        dash = ' stroke-dasharray="4 4"' if mark.kind is MarkKind.CHECKPOINT else ""
        yield f'<line x1="{x}" y1="{y + 5}" x2="{x}" y2="{foot - 6}" stroke="{colour}" stroke-width="1.5"{dash}/>'
        yield _text(left + width / 2, y, label, colour, weight="700" if mark.kind is MarkKind.NOW else "400")


def _room(x: float, width: float, rows: list[float], whole: float) -> tuple[int, float]:
    """Return the first row in which a label has room, and its left edge there.

    In the first row it stands over its line; below it stands to the right of it, off the lines that came before.
    """
    for row, used in enumerate([*rows, 0.0]):
        left = min(max(x - width / 2, 0.0) if row == 0 else x - 2, whole - width)
        if left >= used:
            break
    return row, left


def _recall(mark: Mark, scale: Scale, zone: ZoneInfo) -> str:
    x, right = scale.x(mark.start), scale.x(mark.end or mark.start)
    first, last = mark.start.astimezone(zone), (mark.end or mark.start).astimezone(zone)
    box = (
        f'<rect x="{x}" y="{LINE - 9}" width="{max(right - x, 8):.1f}" height="18" rx="9" fill="{PAPER}" '
        f'stroke="{BLUE}" stroke-width="1.5"/>'
    )
    middle = min((x + right) / 2, scale.width - RIGHT - 60)
    dates = f"{first:%-d %b %Y}" if first.date() == last.date() else f"{first:%-d %b %Y} - {last:%-d %b %Y}"
    return box + _text(middle, LINE - 18, mark.label, BLUE) + _text(middle, LINE + 34, dates, SOFT)
