"""What an entry of a chart says, in a line: for the history, where every kind of entry stands beside every other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import singledispatch
from typing import Any
from uuid import UUID

from nappage.assessment.happening import InstrumentAnswers, MedicineList, Note
from nappage.engine.question import Question
from nappage.engine.story import Allergy, HealthEvent, MedicineTaken, Reading, Reason, Reply
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer

# What names a row, a paper or a version for the program and tells a reader nothing.
_LEFT_OUT = ("by", "at", "id", "text_digest", "edition", "policy_version")


def told(values: Iterable[object], speak: Speaker) -> tuple[str, ...]:
    """Return what the values of one entry say, a sentence for each."""
    return tuple(sentence(_told(value, speak)) for value in values)


@singledispatch
def _told(value: object, speak: Speaker) -> str:
    return ", ".join(_parts(value, speak))


def _parts(value: Any, speak: Speaker) -> Iterator[str]:
    """Yield the fields of a value that say something, by their names."""
    for field in fields(value):
        said = getattr(value, field.name)
        words = "" if field.name in _LEFT_OUT else _words(said, speak)
        if words:
            name = field.name.replace("_", " ")
            # What somebody wrote may end like a sentence; the list it stands in goes on.
            yield name if said is True else f"{name} {words.rstrip('.')}"


def _words(said: Any, speak: Speaker) -> str:
    if said is None or said is False or isinstance(said, UUID):
        return ""
    if is_dataclass(said) and not isinstance(said, type) and not hasattr(said, "parse"):
        return _told(said, speak)
    if isinstance(said, tuple):
        return "; ".join(filter(None, (_words(one, speak) for one in said)))
    return speak.value(said)


@_told.register
def _(value: Reply, speak: Speaker) -> str:
    question = speak.edition.get(Question, value.question)
    answer = value.how if value.answer is Answer.UNKNOWN and value.how else value.answer.value
    how = f" ({value.how})" if value.how and value.answer is not Answer.UNKNOWN else ""
    denies = f"; no to: {', '.join(map(speak.term, value.denies))}" if value.denies else ""
    return f"{question.text if question else value.question} {answer}{how}{denies}, said by {value.by}"


@_told.register
def _(value: HealthEvent, speak: Speaker) -> str:
    since = f" since {speak.value(value.since)}" if value.since else ""
    until = f" until {speak.value(value.until)}" if value.until else ""
    return f"{speak.term(value.condition)}{since}{until}{_quoted(value.note)}"


@_told.register
def _(value: MedicineList, speak: Speaker) -> str:
    return "; ".join(_told(one, speak) for one in value.medicines) or "no medicines"


@_told.register
def _(value: MedicineTaken, speak: Speaker) -> str:
    known = {Answer.YES: "prescribed", Answer.NO: "not prescribed", Answer.UNKNOWN: "not known whether prescribed"}
    last = f", last taken {speak.value(value.last_taken)}" if value.last_taken else ""
    purpose = f", for {value.purpose}" if value.purpose else ""
    return f"{value.name}, {known[value.prescribed]}{last}{', no longer taken' if value.stopped else ''}{purpose}"


@_told.register
def _(value: Allergy, speak: Speaker) -> str:
    known = {Answer.YES: "severe", Answer.NO: "not severe", Answer.UNKNOWN: "not known how severe"}
    return f"allergy to {value.to}, {known[value.severe]}"


@_told.register
def _(value: Reading, speak: Speaker) -> str:
    return f"{speak.term(value.code)} {speak.value(value.value)}"


@_told.register
def _(value: Reason, speak: Speaker) -> str:
    second = f", confirmed by {value.second}" if value.second else ""
    return f"{value.by} decided on {value.rule}: {speak.term(value.code)}{_quoted(value.words)}{second}"


@_told.register
def _(value: Note, speak: Speaker) -> str:
    return f"{value.section}{_quoted(value.words)}"


@_told.register
def _(value: InstrumentAnswers, speak: Speaker) -> str:
    return "; ".join(f"{one.item}: {one.answer}" for one in value.answers)


def _quoted(words: str) -> str:
    return f": “{words}”" if words else ""
