"""The steps of emergencies as they are read aloud: numbered, with what is given, to whom, and how long to wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition, Review
from nappage.engine.emergency import EmergencyProtocol, Step, protocols_for, steps_for
from nappage.engine.symptom import Pathway
from nappage.rendering.lines import cited
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: what to do, what is given, for whom if that is not settled, and the seconds to wait before it."""

    number: int
    act: str
    words: str
    given: str
    dose: str
    whom: str
    wait: str
    seconds: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProtocolShown:
    """An emergency with its steps in order. `reviewed` says whether a clinician has looked at it."""

    id: str
    title: str
    words: str
    steps: tuple[StepShown, ...]
    sources: tuple[str, ...]
    reviewed: bool


def protocols_shown(
    edition: Edition,
    zone: ZoneInfo,
    age: int | None = None,
    weight: Quantity | None = None,
    reported: Iterable[Pathway] = (),
) -> tuple[ProtocolShown, ...]:
    """Return every protocol for a person; where age or weight is not known each step says for whom it stands.

    Those that a report of this person leads to come first.
    """
    speak = Speaker(edition, zone)
    led_to = [protocol for pathway in reported for protocol in protocols_for(edition, pathway)]
    protocols = dict.fromkeys((*(one.id for one in led_to), *edition.all(EmergencyProtocol)))
    return tuple(_shown(edition.all(EmergencyProtocol)[id], speak, age, weight) for id in protocols)


def _shown(protocol: EmergencyProtocol, speak: Speaker, age: int | None, weight: Quantity | None) -> ProtocolShown:
    steps = steps_for(protocol, age, weight)
    return ProtocolShown(
        id=protocol.id,
        title=sentence(protocol.id.replace("-", " ")).rstrip("."),
        words=sentence(protocol.words),
        steps=tuple(_step(number, step, speak, age, weight) for number, step in enumerate(steps, 1)),
        sources=cited(protocol.sources),
        reviewed=protocol.review is Review.REVIEWED,
    )


def _step(number: int, step: Step, speak: Speaker, age: int | None, weight: Quantity | None) -> StepShown:
    return StepShown(
        number=number,
        act=step.act,
        words=step.words,
        given=", ".join(_given(step, speak)),
        dose=str(step.dose) if step.dose else "",
        whom=", ".join((*_ages(step, age), *_weights(step, speak, weight))),
        wait=f"after {speak.value(step.after)}" if step.after else "",
        seconds=step.after.minutes * 60 if step.after else 0,
        sources=cited(step.sources),
    )


def _given(step: Step, speak: Speaker) -> Iterator[str]:
    if step.dose:
        yield speak.value(step.dose)
    if step.limit:
        yield f"at most {speak.value(step.limit)}"


def _ages(step: Step, age: int | None) -> Iterator[str]:
    """Yield for which ages a step stands, as long as the age is not known."""
    if age is not None:
        return
    if step.from_age is not None and step.up_to_age is not None:
        yield f"{step.from_age} to {step.up_to_age} years"
    elif step.above_age is not None:
        yield f"over {step.above_age} years"
    elif step.from_age is not None:
        yield f"from {step.from_age} years"
    elif step.up_to_age is not None:
        yield f"up to {step.up_to_age} years"


def _weights(step: Step, speak: Speaker, weight: Quantity | None) -> Iterator[str]:
    if weight is not None:
        return
    if step.above_weight is not None:
        yield f"over {speak.value(step.above_weight)}"
    if step.up_to_weight is not None:
        yield f"up to {speak.value(step.up_to_weight)}"
