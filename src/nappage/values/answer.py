"""Three answers. Unknown is a value of its own, and no operation turns it into a no."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Answer(Enum):
    """Yes, no or unknown, combined by Kleene's strong logic: what is not known can only be settled by what is."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __and__(self, other: Answer) -> Answer:
        if self is Answer.NO or other is Answer.NO:
            return Answer.NO
        return Answer.YES if self is Answer.YES and other is Answer.YES else Answer.UNKNOWN

    def __or__(self, other: Answer) -> Answer:
        if self is Answer.YES or other is Answer.YES:
            return Answer.YES
        return Answer.NO if self is Answer.NO and other is Answer.NO else Answer.UNKNOWN

    def __invert__(self) -> Answer:
        if self is Answer.UNKNOWN:
            return Answer.UNKNOWN
        return Answer.NO if self is Answer.YES else Answer.YES

    def __bool__(self) -> bool:
        # `if answer:` would silently read unknown as one of the two; the caller has to name the answer it means.
        raise TypeError("An Answer has no truth value: compare it with Answer.YES, Answer.NO or Answer.UNKNOWN")

    @staticmethod
    def of(fact: bool | None) -> Answer:
        """Return yes for True, no for False and unknown for None."""
        if fact is None:
            return Answer.UNKNOWN
        return Answer.YES if fact else Answer.NO


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return yes if every answer is yes, no if any is no, else unknown; yes for none at all."""
    combined = Answer.YES
    for answer in answers:
        combined = combined & answer
    return combined


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return yes if any answer is yes, no if every one is no, else unknown; no for none at all."""
    combined = Answer.NO
    for answer in answers:
        combined = combined | answer
    return combined
