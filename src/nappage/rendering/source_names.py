"""What a source is called where people read it who have no list of sources: its title, its author, whose word it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nappage.engine.edition import Edition
from nappage.engine.source import Source
from nappage.engine.translation import translated
from nappage.rendering.wording import Speaker
from nappage.values.citation import Citation
from nappage.values.statement import say

# What is no document says whose word it is; the places in it are notes of whoever wrote the entry.
WHOSE_WORD = {
    "J": "whose-judgement",
    "K": "whose-known",
    "D": "whose-reckoned",
    "V": "whose-excerpt",
    "N": "whose-news",
    "decision": "whose-decided",
}
NOTES = ("J", "K")
_REFERENCE = re.compile(r"R\d")
_FINDABLE = re.compile(r"(doi |PMC)\S+")


def named_sources(sources: Iterable[Citation], speak: Speaker) -> tuple[str, ...]:
    """Return sources by their names, each once, with the places in it that are cited."""
    places: dict[str, list[str]] = {}
    for source in sources:
        known = places.setdefault(source.source, [])
        place = _place(source, speak)
        if place and place not in known:
            known.append(place)
    named = (_named(source, sorted(found, key=_by_line), speak) for source, found in places.items())
    return tuple(dict.fromkeys(named))


def _named(source: str, places: list[str], speak: Speaker) -> str:
    known = speak.edition.get(Source, source)
    if known is None:
        return ", ".join((source, *places))
    if known.lines is not None:
        title = speak.text(known.title)
        code = "said-in" if len(places) == 1 else "said-in-lines"
        return speak(say(f"decide.{code}", source=title, place=", ".join(places))) if places else title
    name = speak(say(f"decide.{WHOSE_WORD[source]}")) if source in WHOSE_WORD else _short(known, speak.edition)
    if source == "decision" and places:
        return f"{name} ({', '.join(places)})"
    return ", ".join((name, *places))


def _short(source: Source, edition: Edition) -> str:
    """Return the author and year of a study, or the first address of a reference; "=R44" names another one."""
    other = edition.get(Source, source.title.removeprefix("=")) if source.title.startswith("=") else None
    if other is not None:
        return _short(other, edition)
    return source.title.partition(" ; " if _REFERENCE.match(source.id) else ":")[0]


def _by_line(place: str) -> int:
    return int(place) if place.isdecimal() else 0


def _place(citation: Citation, speak: Speaker) -> str:
    """Return the place in a source as it is read here: "" for a note, and for English words that nobody translated."""
    place = citation.place
    if citation.source in NOTES:
        return ""
    if speak.language == "en" or place.isdecimal() or _FINDABLE.fullmatch(place):
        return place
    return translated(speak.edition, speak.language, place) or ""
