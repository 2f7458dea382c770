"""What a person who has not decided yet may want to talk over with a clinician. It is asked, and nothing is judged.

No answer leads to a yes or a no: what somebody ticks becomes the list of what to talk about, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.question import Question
from nappage.values.fault import Fault


class Subject(Enum):
    """Under which heading a point stands."""

    HEALTH = "health"
    MEDICINES = "medicines"
    PLACE = "place"
    WISHES = "wishes"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingPoint(Entry):
    """A sentence that somebody may find true of themselves, and what there is to talk about then, by language.

    `asks` are the questions of screening that it stands for in plain words.
    """

    subject: Subject
    text: dict[str, str]
    about: dict[str, str]
    asks: tuple[str, ...] = ()


def talking_points(edition: Edition, ticked: Iterable[str]) -> tuple[TalkingPoint, ...]:
    """Return the points that were ticked, in the order of the knowledge; what is no point is left out."""
    chosen = frozenset(ticked)
    return tuple(point for id, point in edition.all(TalkingPoint).items() if id in chosen)


def check_talking_point(point: TalkingPoint, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of a point: no English, a question that does not exist."""
    for name, words in (("text", point.text), ("about", point.about)):
        if "en" not in words:
            yield Fault(f"{thing}.{name}", "a text in English", ", ".join(words) or "none", "Add en.")
    for id in point.asks:
        if edition.get(Question, id) is None:
            yield Fault(f"{thing}.asks", "the id of a question of screening", repr(id), "Correct the id.")


def answer_talking_point(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what there is to talk about."""
    return edition.all(TalkingPoint)[about].about["en"]
