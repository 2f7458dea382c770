"""Steps for the emergencies of an injection clinic, and the number to call. Unsigned: shown, never prescribed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy
from nappage.engine.source import check_citation
from nappage.engine.symptom import Pathway
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.quantity import Quantity
from nappage.values.span import Elapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do. `from_age`, `above_age`, `up_to_age` (completed years) and the weights say for whom it stands.

    `dose` is what is given, `limit` what is not exceeded, `after` how long to wait before it.
    """

    act: str
    words: str
    sources: tuple[Citation, ...]
    dose: Quantity | None = None
    limit: Quantity | None = None
    after: Elapsed | None = None
    from_age: int | None = None
    above_age: int | None = None
    up_to_age: int | None = None
    above_weight: Quantity | None = None
    up_to_weight: Quantity | None = None

    def concerns(self, age: int | None, weight: Quantity | None) -> bool:
        """Return whether the step may concern a person; an unknown age or weight leaves it standing."""
        return self._for_age(age) and self._for_weight(weight)

    def _for_age(self, age: int | None) -> bool:
        return age is None or (
            (self.from_age is None or age >= self.from_age)
            and (self.above_age is None or age > self.above_age)
            and (self.up_to_age is None or age <= self.up_to_age)
        )

    def _for_weight(self, weight: Quantity | None) -> bool:
        return weight is None or (
            (self.above_weight is None or weight > self.above_weight)
            and (self.up_to_weight is None or weight <= self.up_to_weight)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyProtocol(Entry):
    """An emergency, the pathways of triage that lead to it, and its steps in order."""

    words: str
    pathways: tuple[Pathway, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber(Entry):
    """The numbers that reach an ambulance in one country (its id is that of ISO 3166-1), the first one first."""

    name: str
    numbers: tuple[str, ...]


def steps_for(protocol: EmergencyProtocol, age: int | None = None, weight: Quantity | None = None) -> tuple[Step, ...]:
    """Return the steps of a protocol for a person, in order."""
    return tuple(step for step in protocol.steps if step.concerns(age, weight))


def protocols_for(edition: Edition, pathway: Pathway) -> tuple[EmergencyProtocol, ...]:
    """Return the protocols that a pathway of triage leads to."""
    return tuple(entry for entry in edition.all(EmergencyProtocol).values() if pathway in entry.pathways)


def emergency_number(edition: Edition, policy: Policy) -> str | None:
    """Return the number of the clinic's signed policy, else its country's first, else None: never a guess."""
    if policy.emergency_number:
        return policy.emergency_number
    country = edition.get(EmergencyNumber, policy.jurisdiction.partition("-")[0])
    return country.numbers[0] if country else None


def check_protocol(protocol: EmergencyProtocol, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each citation of a step that cannot be found."""
    for number, step in enumerate(protocol.steps, 1):
        for citation in step.sources:
            yield from check_citation(citation, f"{thing}.steps[{number}].sources", edition)
