"""Whom the sources name a purpose for: what is asked when a plan is written, and what the answers leave to be said.

It is said beside the plan and never closes anything: a text that names whom it finds something best for is no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.statement import Because, say

RULE = "suitability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suitability(Entry):
    """One question for one purpose. Questions of one `aspect` are alternatives: one answer that fits is enough.

    Without `fits` the answer is only kept; `how_long` asks for how long beside it.
    """

    name: str
    text: str
    indication: str
    aspect: str
    fits: Answer | None = None
    how_long: bool = False


@dataclass(frozen=True, slots=True)
class SuitabilityAnswer:
    """The answer to one question, as it was said; `how_long` is in the words it was said in."""

    question: str
    answer: Answer
    how_long: str = ""


class Fit(Enum):
    """What an answer means: it is as the source has it, it is not, it is only kept, or nobody knows yet."""

    FITS = "fits"
    DOES_NOT_FIT = "does not fit"
    KEPT = "kept"
    OPEN = "open"


def asked_for(edition: Edition, indication: str) -> tuple[Suitability, ...]:
    """Return the questions of a purpose, in the order of the knowledge."""
    return tuple(one for one in edition.all(Suitability).values() if one.indication == indication)


def fit(question: Suitability, answer: Answer) -> Fit:
    """Return what an answer to a question means; what is not known stays open."""
    if answer is Answer.UNKNOWN:
        return Fit.OPEN
    if question.fits is None:
        return Fit.KEPT
    return Fit.FITS if answer is question.fits else Fit.DOES_NOT_FIT


def suitability_notes(edition: Edition, indication: str, answers: Iterable[SuitabilityAnswer]) -> tuple[Because, ...]:
    """Return what has to be said of a plan: what is open of its purpose, and what is not as the sources have it."""
    said = {one.question: one.answer for one in answers}
    found = {one: fit(one, said.get(one.id, Answer.UNKNOWN)) for one in asked_for(edition, indication)}
    return tuple(_notes(indication, tuple(_open(found)), tuple(_against(found))))


def _notes(indication: str, open_ones: tuple[Suitability, ...], against: tuple[Suitability, ...]) -> Iterator[Because]:
    if open_ones:
        fact = say("suitability.open", indication=indication, asked=_ids(open_ones))
        yield Because(RULE, fact, say("suitability.ask"), _sources(open_ones))
    if against:
        fact = say("suitability.does-not-fit", indication=indication, asked=_ids(against))
        yield Because(RULE, fact, say("suitability.talk-over"), _sources(against))


def _open(found: Mapping[Suitability, Fit]) -> Iterator[Suitability]:
    """Yield the questions that nobody knows the answer to, unless an alternative of the same aspect fits already."""
    fitting = {one.aspect for one, is_so in found.items() if is_so is Fit.FITS}
    yield from (one for one, is_so in found.items() if is_so is Fit.OPEN and one.aspect not in fitting)


def _against(found: Mapping[Suitability, Fit]) -> Iterator[Suitability]:
    """Yield the questions of each aspect of which every alternative was answered, and none as the source has it."""
    left = {one.aspect for one, is_so in found.items() if is_so in (Fit.FITS, Fit.OPEN)}
    yield from (one for one, is_so in found.items() if is_so is Fit.DOES_NOT_FIT and one.aspect not in left)


def _ids(questions: Iterable[Suitability]) -> tuple[str, ...]:
    return tuple(one.id for one in questions)


def _sources(questions: Iterable[Suitability]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(source for one in questions for source in one.sources))
