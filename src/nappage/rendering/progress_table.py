"""Progress in words and numbers: the table beside the picture, and what is said about the error of the tape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nappage.engine.change import Change, Detected, Outcome
from nappage.engine.progress import Progress
from nappage.rendering.naming import sentence
from nappage.rendering.progress_picture import draw_progress
from nappage.rendering.source_names import named_sources
from nappage.rendering.wording import Speaker
from nappage.values.quantity import Quantity, Unit
from nappage.values.statement import Said, say

HEAD = ("day", "treated", "change", "untreated-change", "difference", "can-tell", "says")
JUDGED = {Detected.WITHIN: "within", Detected.BEYOND: "beyond", Detected.UNKNOWN: "not-judged"}


@dataclass(frozen=True, slots=True)
class ProgressShown:
    """One place as it is shown: its name, the picture, the table, the last outcome in words and the tape's error."""

    title: str
    picture: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: str
    remedy: str
    error: tuple[str, ...]
    sources: tuple[str, ...]


def told(speak: Speaker, code: str, **values: Said) -> str:
    """Return what stands on a progress by its code."""
    return speak(say(f"progress.{code}", **values))


def progress_shown(found: Progress, speak: Speaker, *, hide_weight: bool, key: str = "progress") -> ProgressShown:
    """Return a place as it is shown, in the unit that its tape was last read in; without weight where it is hidden."""
    last = found.outcomes[-1]
    unit = last.treated.latest.readings[-1].unit
    words, title = sentence(speak(last.because.fact)), sentence(speak.term(str(found.place))).rstrip(".")
    mass = found.weights[-1][1].unit if found.weights and not hide_weight else None
    weights = {day: speak.value(weight) for day, weight in found.weights} if mass else {}
    rows = [(*row, weights.get(day, "")) for day, row in _rows(found, speak, unit)]
    return ProgressShown(
        title=title,
        picture=draw_progress(found, speak, unit, title, words, mass, key),
        head=tuple(told(speak, code) for code in ((*HEAD, "weight") if mass else HEAD)),
        rows=tuple(row if mass else row[:-1] for row in rows),
        words=words,
        remedy=sentence(speak(last.because.remedy)),
        error=tuple(_error(last, speak, unit)),
        sources=named_sources(last.because.sources, speak),
    )


def _rows(found: Progress, speak: Speaker, unit: Unit) -> Iterator[tuple[date, tuple[str, ...]]]:
    begun = found.outcomes[0].treated.baseline
    yield begun.day, (speak.value(begun.day), _in(begun.value, unit, speak), told(speak, "session-1"), "", "", "", "")
    for one in found.outcomes:
        yield (
            one.treated.latest.day,
            (
                speak.value(one.treated.latest.day),
                _in(one.treated.latest.value, unit, speak),
                _change(one.treated, unit, speak),
                _change(one.sentinel, unit, speak) or told(speak, "not-measured"),
                _signed(one.difference, unit, speak),
                _in(one.detectable, unit, speak) if one.detectable else told(speak, "not-known"),
                told(speak, JUDGED[one.detected]),
            ),
        )


def _in(value: Quantity, unit: Unit, speak: Speaker) -> str:
    return speak.quantity(value.to(unit))


def _change(change: Change | None, unit: Unit, speak: Speaker) -> str:
    return "" if change is None else _signed(change.change, unit, speak)


def _signed(value: Quantity | None, unit: Unit, speak: Speaker) -> str:
    if value is None:
        return ""
    said = _in(value, unit, speak)
    return f"+{said}" if value.amount > 0 else said


def _error(outcome: Outcome, speak: Speaker, unit: Unit) -> Iterator[str]:
    """Yield what one reading errs by and whose figure that is; the day-to-day figure is told, and decides nothing."""
    tape = outcome.treated.tape
    if tape is None:
        yield told(speak, "error-unknown")
    elif tape.pairs:
        yield told(speak, "error-learnt", error=_in(tape.error, unit, speak), pairs=tape.pairs)
    else:
        yield told(speak, "error-published", error=_in(tape.error, unit, speak))
    if outcome.day_to_day is not None:
        yield told(speak, "day-to-day", apart=outcome.day_to_day.value.high)
