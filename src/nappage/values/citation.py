"""Where a value comes from: a document or public reference, and the place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nappage.values.fault import Refused

_TEXT = re.compile(r"(?P<source>[0-9A-Za-z][0-9A-Za-z-]*)(?::(?P<place>[^\s].*))?")


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A source id of knowledge/sources.toml and, where there is one, the line or section ("004:6", "R17", "P01")."""

    source: str
    place: str = ""

    @staticmethod
    def parse(text: str) -> Citation:
        """Return the citation written "004:6" or "R17"; Refused if it has no source id."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise Refused('a source id and an optional place, such as "004:6" or "R17"', text, "See sources.toml.")
        return Citation(match["source"], match["place"] or "")

    def __str__(self) -> str:
        return f"{self.source}:{self.place}" if self.place else self.source
