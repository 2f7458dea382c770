"""What is wrong with something that was typed or written, in the four parts that let a person mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be read: which thing, what was expected, what was found, what to do next.

    Where a rule refuses, `found` is the rule's own sentence, which says both, and `expected` is empty.
    `field` names the field of what was sent in which it is mended, empty where there is no one such field.
    """

    thing: str
    expected: str
    found: str
    remedy: str
    field: str = ""

    def __str__(self) -> str:
        said = f"expected {self.expected}, found {self.found}" if self.expected else self.found
        return f"{self.thing}: {said}. {self.remedy}"


class Faulty(Exception):
    """Raised once with all the faults of one text, never with only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Refused(ValueError):
    """A single text that is not a value of its kind; the reader of the whole adds which thing it was.

    `said` fills the places that the two sentences name: what is written here can be translated before it is filled.
    """

    def __init__(self, expected: str, found: object, remedy: str, **said: str) -> None:
        self._written, self._said = (expected, remedy), said
        self.expected, self.remedy = self._in(str)
        self.found = repr(found) if isinstance(found, str) else str(found)
        super().__init__(f"expected {self.expected}, found {self.found}. {self.remedy}")

    def at(self, thing: str, field: str = "", translate: Callable[[str], str] = str) -> Fault:
        """Return the fault of `thing`, mended in `field`."""
        expected, remedy = self._in(translate)
        return Fault(thing, expected, self.found, remedy, field)

    def _in(self, translate: Callable[[str], str]) -> tuple[str, str]:
        expected, remedy = (translate(each) for each in self._written)
        return (expected.format(**self._said), remedy.format(**self._said)) if self._said else (expected, remedy)
