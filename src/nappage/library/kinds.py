"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.requirement import Hazard, Requirement, answer_hazard, answer_requirement, check_requirement
from nappage.engine.source import Source
from nappage.engine.wording import ApprovedSentence, ForbiddenWord, answer_wording, check_approved
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


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("requirement", Requirement, check_requirement, answer_requirement),
        Kind("hazard", Hazard, check_requirement, answer_hazard),
        Kind("forbidden_word", ForbiddenWord, answer=answer_wording),
        Kind("approved_sentence", ApprovedSentence, check_approved),
    )
}
