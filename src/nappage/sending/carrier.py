"""What takes letters out, and what it says of each: only what it knows, because a guess would tell somebody twice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Outcome(Enum):
    """What became of one try.

    Refused is for good and for this address; gone is an address that nobody has any more, and it is forgotten;
    unreachable did not leave the house and is tried again; unclear may have left it, so that only somebody who asks the
    person can know.
    """

    SENT = "sent"
    REFUSED = "refused"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it leaves. The `id` is the same in every try: whoever has seen it has the message."""

    id: str
    address: str
    subject: str
    text: str


class Carrier(Protocol):
    """Whatever takes letters out. `dedupes` says that a letter sent again under its id does not arrive twice."""

    dedupes: bool

    def send(self, letter: Letter) -> Outcome:
        """Return what became of a letter; no exception means that it did not leave."""
        ...
