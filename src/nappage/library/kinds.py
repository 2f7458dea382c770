"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.claim import Claim, check_claim
from nappage.engine.claim_recognition import recognise_claims
from nappage.engine.edition import Edition, Entry
from nappage.engine.evidence import Prior, Study, check_study
from nappage.engine.lexicon import Concept, Spelling, check_concept, compiled
from nappage.engine.sentence import folded
from nappage.engine.source import Source
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


def _answer_claim(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what a sentence does with the claim, its grade and its flag: "asserted contradicted unsafe"."""
    claim = edition.all(Claim)[about]
    hits = [hit for hit in recognise_claims(edition, given["said"]) if hit.claim is claim]
    stance = hits[0].stance.value if hits else "not recognised"
    return " ".join([stance, claim.grade.value, *([claim.flag.value] if claim.flag else [])])


def _answer_concept(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    found = compiled(edition.all(Concept)[about]).search(folded(edition, given["said"]))
    return found[0] if found else "not said"


def _answer_study(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    study = edition.all(Study)[about]
    people = [f"{study.participants} people"] if study.participants is not None else []
    return ", ".join([study.verdict.value, study.certainty.value, *people])


def _answer_prior(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    prior = edition.all(Prior)[about]
    return " ".join([prior.mean, *([f"({prior.deviation})"] if prior.deviation else []), prior.unit])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("claim", Claim, check_claim, _answer_claim),
        Kind("concept", Concept, check_concept, _answer_concept),
        Kind("spelling", Spelling),
        Kind("study", Study, check_study, _answer_study),
        Kind("prior", Prior, answer=_answer_prior),
    )
}
