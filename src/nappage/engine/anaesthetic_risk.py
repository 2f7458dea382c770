"""Which factors that lower a local anaesthetic's maximum a patient has, from the facts as recorded."""

from __future__ import annotations

from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.engine.facts import Facts
from nappage.engine.holding import Compiled, compiled
from nappage.engine.predicate import Predicate
from nappage.values.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnaestheticRisk(Entry):
    """A factor and the recorded facts from which it follows."""

    when: Predicate


def anaesthetic_risks(edition: Edition, facts: Facts) -> frozenset[str] | None:
    """Return the factors that a patient has, or None while one of them is unknown."""
    answers = {risk: asked.holds(facts) for risk, asked in edition.derive(_compiled)}
    if Answer.UNKNOWN in answers.values():
        return None
    return frozenset(risk for risk, answer in answers.items() if answer is Answer.YES)


def _compiled(edition: Edition) -> tuple[tuple[str, Compiled], ...]:
    return tuple((risk.id, compiled(risk.when)) for risk in edition.all(AnaestheticRisk).values())
