"""What the entries of a course's instructions answer when the cases of their own files ask them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from nappage.engine.comparison import Alternative, Figure
from nappage.engine.edition import Edition
from nappage.engine.frequent_question import FrequentQuestion
from nappage.engine.instruction import (
    Direction,
    Instruction,
    Phase,
    VisitContext,
    aftercare,
    at_clinic,
    leaving,
    preparation,
    stated_range,
)
from nappage.engine.washout import Washout, windows
from nappage.library.timezones import timezone
from nappage.values.answer import Answer

# Cases are asked in one clinic, so that a time in them needs no zone of its own.
_CLINIC = "Europe/Madrid"
_AT = {Phase.BEFORE: preparation, Phase.AFTER: aftercare, Phase.AT_CLINIC: at_clinic, Phase.LEAVING: leaving}


def answer_washout(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what a wash-out does, and the last permitted day of each source before the given session."""
    washout = edition.all(Washout)[about]
    lasts = (f"{window.source} last {window.last_permitted}" for window in windows(washout, given["session"]))
    return "; ".join([f"{washout.kind.value}, {washout.branch.value}", *lasts])


def answer_instruction(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return when an instruction applies to the given session (its start, or its end for aftercare) and its time."""
    instruction = edition.all(Instruction)[about]
    zone = timezone(_CLINIC)
    at = datetime.fromisoformat(given["session"]).replace(tzinfo=zone)
    face = Answer(given.get("face", "unknown"))
    context = VisitContext(zone, face, given.get("modality", ""), given.get("indication", ""))
    found = {each.instruction: each for each in _AT[instruction.phase](edition, at, context)}.get(about)
    head = f"{instruction.phase.value}, {instruction.manner.value}"
    return f"{head}, no" if found is None else f"{head}, {found.applies.value}; {_time(instruction, found)}"


def _time(instruction: Instruction, found: Direction) -> str:
    if found.days:
        return f"{found.days.first} to {found.days.last}"
    if found.moment:
        return f"{found.moment.readings[0].shows:%Y-%m-%d %H:%M}"
    stated = stated_range(instruction)
    return f"stated {stated}" if stated else "no time stated"


def answer_alternative(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the figures of one measure: basis, estimate, control beside it, range."""
    figures = edition.all(Alternative)[about].figures
    return "; ".join(" ".join(_said(figure)) for figure in figures if figure.measure == given["measure"])


def _said(figure: Figure) -> Iterator[str]:
    yield f"{figure.basis.value}: {figure.estimate or 'no estimate'}"
    if figure.control is not None:
        yield f"beside {figure.control}"
    if figure.low is not None:
        yield f"({figure.low} to {figure.high})"


def answer_frequent_question(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the place of a question, how many entries answer it and how many places disagree."""
    question = edition.all(FrequentQuestion)[about]
    return f"{question.number}: {len(question.answered_by)} entries, {len(question.disagree)} sources disagree"
