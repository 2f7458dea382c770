"""Which circumstances raise every reported symptom by one level, from the facts as recorded and from the zones reached.

Unknown does not raise: on most days most answers are older than their validity, and a level that is always raised
tells nobody anything. The matrix is strict by itself where it has to be.
"""

from __future__ import annotations

from collections.abc import Iterable

from nappage.engine.edition import Edition
from nappage.engine.facts import Facts
from nappage.engine.holding import Compiled, compiled
from nappage.engine.symptom import Escalator, vocabulary
from nappage.values.answer import Answer


def escalators(edition: Edition, facts: Facts) -> frozenset[str]:
    """Return the ids of the escalators of the person that hold."""
    return frozenset(id for id, asked in edition.derive(_compiled) if asked.holds(facts) is Answer.YES)


def zone_escalators(edition: Edition, zones: Iterable[str]) -> frozenset[str]:
    """Return the ids of the escalators that follow from zones, for whatever is reported there."""
    words = edition.derive(vocabulary)
    return frozenset[str]().union(*(words.of_zone(zone) for zone in zones))


def _compiled(edition: Edition) -> tuple[tuple[str, Compiled], ...]:
    every = edition.all(Escalator).values()
    return tuple((escalator.id, compiled(escalator.when)) for escalator in every if escalator.when is not None)
