"""The nine questions that people ask before a course (001), each answered by pointing at the entries that know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.engine.source import check_citation
from nappage.values.citation import Citation
from nappage.values.fault import Fault


@dataclass(frozen=True, slots=True)
class Reference:
    """Another entry, written "kind:id" ("instruction:no-hot-shower")."""

    kind: str
    id: str

    @staticmethod
    def parse(text: str) -> Reference:
        """Return the reference written "kind:id"; a text without colon refers to nothing of that kind."""
        kind, _, id = text.partition(":")
        return Reference(kind, id)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Voice:
    """A place in a source, and what it says to a question, in our own words."""

    citation: Citation
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequentQuestion(Entry):
    """A question and its short answer, by language, which begins with what is not known.

    `answered_by` are the entries with the substance; `disagree` are the places whose answers cannot all be true.
    """

    number: int
    question: dict[str, str]
    answer: dict[str, str]
    answered_by: tuple[Reference, ...]
    disagree: tuple[Voice, ...] = ()


def frequent_questions(edition: Edition) -> tuple[FrequentQuestion, ...]:
    """Return the questions in the order in which they are asked."""
    return edition.derive(_in_order)


def _in_order(edition: Edition) -> tuple[FrequentQuestion, ...]:
    return tuple(sorted(edition.all(FrequentQuestion).values(), key=lambda each: each.number))


def check_frequent_question(question: FrequentQuestion, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of a question: no English, no entry that answers it, an unknown source."""
    for name, words in (("question", question.question), ("answer", question.answer)):
        if "en" not in words:
            yield Fault(f"{thing}.{name}", "a text in English", ", ".join(words) or "none", "Add en.")
    if not question.answered_by:
        yield Fault(f"{thing}.answered_by", "at least one kind:id", "none", "Point at the entries that know.")
    for voice in question.disagree:
        yield from check_citation(voice.citation, f"{thing}.disagree", edition)
    if [each.number for each in frequent_questions(edition)].count(question.number) > 1:
        yield Fault(f"{thing}.number", "a number of its own", str(question.number), "Give each question its place.")
