"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.gate import GateRule
from nappage.engine.gate import answer_case as answer_gate
from nappage.engine.precaution import Precaution, check_precaution
from nappage.engine.source import Source
from nappage.library.precaution_case import answer_case as answer_precaution
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


KINDS = {kind.name: kind for kind in (Kind("source", Source, answer=_answer_source),
        Kind("gate", GateRule, answer=answer_gate),
        Kind("precaution", Precaution, check_precaution, answer_precaution),)}
