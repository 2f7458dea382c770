"""The documents and public references that entries cite, each with the tag that says how far it was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.values.citation import Citation
from nappage.values.fault import Fault


class Tag(Enum):
    """How a source was seen. Only a text of the five is quoted by line; everything else needs opening before use."""

    TEXT = "text"
    SEEN = "seen"
    NEWS = "news"
    GENERAL_KNOWLEDGE = "general knowledge, verify"
    DERIVED = "derived"
    JUDGEMENT = "judgement"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Entry):
    """A document or reference. `lines` is the length of one of the five texts, so that a cited line can be checked."""

    title: str
    tag: Tag
    lines: int | None = None
    year: str = ""
    weak: bool = False


def check_citations(entry: Entry, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each citation of an entry whose source is unknown or whose line does not exist."""
    if not entry.sources:
        yield Fault(f"{thing}.sources", "at least one citation", "none", "Cite where it comes from, or mark it J.")
    for citation in entry.sources:
        yield from check_citation(citation, f"{thing}.sources", edition)


def check_citation(citation: Citation, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault if the source of a citation is unknown or its line does not exist."""
    source = edition.get(Source, citation.source)
    if source is None:
        yield Fault(thing, "a source of sources.toml", str(citation), "Add the source, or correct the id.")
    elif source.lines is not None and not _is_line(citation.place, source.lines):
        yield Fault(thing, f"a line from 1 to {source.lines}", str(citation), "Cite the line of the text.")


def _is_line(place: str, lines: int) -> bool:
    return place.isdecimal() and 1 <= int(place) <= lines
