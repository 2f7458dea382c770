"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.comparison import Alternative, check_alternative
from nappage.engine.edition import Edition, Entry
from nappage.engine.frequent_question import FrequentQuestion, check_frequent_question
from nappage.engine.instruction import Instruction, check_instruction
from nappage.engine.source import Source
from nappage.engine.washout import Washout, check_washout
from nappage.library.course_answers import (
    answer_alternative,
    answer_frequent_question,
    answer_instruction,
    answer_washout,
)
from nappage.values.fault import Fault

Check = Callable[[Any, str, Edition], Iterable[Fault]]
AnswerCase = Callable[[Edition, str, Mapping[str, Any]], str]


def _nothing_more(entry: Entry, thing: str, edition: Edition) -> Iterable[Fault]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its table name, its class, what must hold beyond the class, and what answers its cases.

    `check` yields the faults of one entry against the whole edition; `answer` returns, for the entry a case is about
    and what the case gives, the text that the case expects. A kind without `answer` is asked through another's cases.
    """

    name: str
    entry: type[Entry]
    check: Check = _nothing_more
    answer: AnswerCase | None = None


def _answer_source(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    return edition.all(Source)[about].tag.value


def _check_question(question: FrequentQuestion, thing: str, edition: Edition) -> Iterable[Fault]:
    yield from check_frequent_question(question, thing, edition)
    for reference in question.answered_by:
        kind = KINDS.get(reference.kind)
        if kind is not None and edition.get(kind.entry, reference.id) is None:
            remedy = f"Write an id of kind {reference.kind}."
            yield Fault(f"{thing}.answered_by", "an entry of this edition", str(reference), remedy)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("washout", Washout, check_washout, answer_washout),
        Kind("instruction", Instruction, check_instruction, answer_instruction),
        Kind("alternative", Alternative, check_alternative, answer_alternative),
        Kind("frequent_question", FrequentQuestion, _check_question, answer_frequent_question),
    )
}
