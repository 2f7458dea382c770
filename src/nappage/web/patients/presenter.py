"""What a chart shows: the drawn course, where things stand, what to do, the gates, and every line that was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.chart import Chart
from nappage.assessment.happening import KIND_OF, Struck
from nappage.assessment.line import Line as Entered
from nappage.engine.story import Patient
from nappage.rendering import sections_before, sections_course
from nappage.rendering.body_weight import rules_of_weight
from nappage.rendering.course import marks
from nappage.rendering.history import told
from nappage.rendering.outlook_sheet import state
from nappage.rendering.sections_screening import matched, matching
from nappage.rendering.sheet import Line, Section, Tone
from nappage.rendering.timeline import NARROW, draw_course
from nappage.rendering.wording import Speaker
from nappage.web.members import who_asks
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

HISTORY = 15
KINDS = {
    "reply": gettext_lazy("answers"),
    "patient": gettext_lazy("person"),
    "event": gettext_lazy("condition"),
    "reading": gettext_lazy("measured"),
    "cellulite": gettext_lazy("looks at the skin"),
    "lifestyle": gettext_lazy("eating and moving"),
    "instrument-answers": gettext_lazy("the clinic's own questions"),
    "reason": gettext_lazy("decision"),
    "report": gettext_lazy("reported"),
    "tape": gettext_lazy("tape"),
    "step": gettext_lazy("interval agreed"),
    "same-day": gettext_lazy("seen on the day"),
}
_OF_WEIGHT = ("weight", "bmi")
# Corrected on the page of who somebody is, never taken back.
REGISTERED = KIND_OF[Patient]


def chart_context(asked: Asked) -> dict[str, Any]:
    """Return what the chart shows besides banner and rail."""
    look, speak = asked.look, speaker(asked)
    found, hidden = look.outlook, bool(asked.identity and asked.identity.hide_weight)
    rules = rules_of_weight(found) if hidden else frozenset()
    shown = [one for one in matching(found) if one.precaution.id not in rules]
    entries = _entries(look.chart, hidden)
    asks = speak.named(who_asks(look, {}))
    count = len(entries) if asked.request.GET.get("history") == "all" else HISTORY
    return {
        "drawing": mark_safe(draw_course(marks(found, look.policy.zone), look.policy.zone, width=NARROW)),
        "is_planned": look.story.plan is not None,
        "state": list(state(found, speak, look.edition)),
        "findings": [finding_line(matched(one, speak)) for one in shown],
        "held_by_weight": bool(hidden and any(one.precaution.id in rules for one in matching(found))),
        "tasks": _without_weight(sections_course.to_do(found, speak, look.edition, asks), hidden),
        "dates": sections_course.dates(found, speak),
        "gates": gates(sections_before.before(found, speak, look.edition), hidden),
        "history": list(_history(look.chart, entries[:count], speak, asked)),
        "history_left": max(len(entries) - count, 0),
    }


def finding_line(line: Line) -> dict[str, Any]:
    """Return a line of screening as the finding that a screen shows."""
    level = {Tone.HOLD: "hold", Tone.ALARM: "alarm"}.get(line.tone, "caution")
    return {"text": line.words, "level": level, "because": " ".join(line.beneath), "sources": line.sources}


def gates(section: Section, hidden: bool) -> list[dict[str, Any]]:
    """Return the eight gates and the start as lines beside the screen; an open gate is a plain tick."""
    return [
        {
            "name": line.words,
            "state": "open" if line.tone is Tone.DONE else "closed",
            "text": _("It waits for what is measured apart.")
            if hidden and _speaks_of_weight(line)
            else " ".join(line.beneath),
            "sources": line.sources,
        }
        for line in section.lines
    ]


def _without_weight(section: Section, hidden: bool) -> tuple[Line, ...]:
    return tuple(line for line in section.lines if not hidden or not _speaks_of_weight(line))


def _speaks_of_weight(line: Line) -> bool:
    words = " ".join((line.words, *line.beneath)).casefold()
    return "weight" in words or "body mass" in words


def _entries(chart: Chart, hidden: bool) -> list[Entered]:
    """Return every line that is one of the history, the latest first."""
    return [line for line in reversed(chart.all_lines) if line.strikes is None and not (hidden and _is_of_weight(line))]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Why, by whom and when a line was taken back."""

    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """One line of the history as it is shown: plain values, equal if they show the same."""

    person: UUID
    id: UUID
    at: datetime
    recorded_at: datetime
    by: str
    kind: str
    words: tuple[str, ...]
    struck: TakenBack | None
    may_strike: bool

    @property
    def late(self) -> bool:
        return self.recorded_at.date() != self.at.date()


def _history(chart: Chart, entries: Iterable[Entered], speak: Speaker, asked: Asked) -> Iterator[Recorded]:
    """Yield what these lines show; what was taken back stays, with why and by whom."""
    may_strike = asked.member.may("entry.strike")
    for line in entries:
        strike = chart.struck.get(line.id)
        yield Recorded(
            person=asked.person,
            id=line.id,
            at=line.at,
            recorded_at=line.recorded_at,
            by=speak.named(line.by),
            kind=str(KINDS.get(line.kind) or line.kind.replace("-", " ")),
            words=tuple(told(line.values, speak)),
            struck=_struck(strike, speak) if strike else None,
            may_strike=may_strike and strike is None and line.kind != REGISTERED,
        )


def _struck(line: Entered, speak: Speaker) -> TakenBack:
    (value,) = (one for one in line.values if isinstance(one, Struck))
    return TakenBack(value.why, speak.named(line.by), line.recorded_at)


def _is_of_weight(line: Entered) -> bool:
    return line.kind == "reading" and all(getattr(value, "code", "") in _OF_WEIGHT for value in line.values)
