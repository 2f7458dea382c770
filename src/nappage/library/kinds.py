"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.agent import (
    Agent,
    AgentClass,
    answer_agent,
    answer_agent_class,
    check_agent,
    check_agent_class,
)
from nappage.engine.draw_up import PunctureVolume, Reconciliation, answer_puncture_volume, answer_reconciliation
from nappage.engine.edition import Edition, Entry
from nappage.engine.jurisdiction import Jurisdiction, answer_jurisdiction, check_jurisdiction
from nappage.engine.mixture import MixtureRule, answer_mixture_rule
from nappage.engine.product_interval import ProductInterval, answer_product_interval
from nappage.engine.source import Source
from nappage.engine.wheal import TestProtocol, answer_test_protocol, check_test_protocol
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
        Kind("agent_class", AgentClass, check_agent_class, answer_agent_class),
        Kind("agent", Agent, check_agent, answer_agent),
        Kind("jurisdiction", Jurisdiction, check_jurisdiction, answer_jurisdiction),
        Kind("mixture_rule", MixtureRule, answer=answer_mixture_rule),
        Kind("test_protocol", TestProtocol, check_test_protocol, answer_test_protocol),
        Kind("product_interval", ProductInterval, answer=answer_product_interval),
        Kind("puncture_volume", PunctureVolume, answer=answer_puncture_volume),
        Kind("reconciliation", Reconciliation, answer=answer_reconciliation),
    )
}
