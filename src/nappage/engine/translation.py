"""Texts of the knowledge in other languages, each by the English words it stands for.

English is what was written and cited; a translation is a second text about it with a review of its own. A text that
changes in English loses its translations, and the reading of the edition says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from nappage.engine.edition import Edition, Entry, Review
from nappage.values.fault import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation(Entry):
    """Texts in one language (ISO 639-1) by their English words, as they stand in other entries."""

    language: str
    texts: dict[str, str]


def translated(edition: Edition, language: str, english: str) -> str | None:
    """Return what an English text of the knowledge reads in a language, or None where nobody has translated it."""
    return edition.derive(_by_language).get(language, {}).get(english)


def is_reviewed(edition: Edition, language: str) -> bool:
    """Return whether every translation into a language was reviewed."""
    entries = [entry for entry in edition.all(Translation).values() if entry.language == language]
    return bool(entries) and all(entry.review is Review.REVIEWED for entry in entries)


def is_text_reviewed(edition: Edition, language: str, english: str) -> bool:
    """Return whether somebody has reviewed what an English text reads in a language; English is its own original."""
    return language == "en" or english in edition.derive(_reviewed).get(language, ())


def _reviewed(edition: Edition) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in edition.all(Translation).values():
        if entry.review is Review.REVIEWED:
            found[entry.language] = found.get(entry.language, frozenset()) | frozenset(entry.texts)
    return found


def _by_language(edition: Edition) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for entry in edition.all(Translation).values():
        found.setdefault(entry.language, {}).update(entry.texts)
    return found


def check_translation(entry: Translation, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each English text that no entry says, or that is translated in two ways."""
    written = edition.derive(_every_text)
    for english, words in entry.texts.items():
        if english not in written:
            remedy = "Take the words over from the entry, or remove the line."
            yield Fault(f"{thing}.texts", "an English text of the knowledge", repr(english), remedy)
        elif translated(edition, entry.language, english) != words:
            yield Fault(f"{thing}.texts", "one translation of each text", repr(english), "Remove one of them.")


def _every_text(edition: Edition) -> frozenset[str]:
    kinds = (rows for kind, rows in edition.entries.items() if kind is not Translation)
    return frozenset(text for rows in kinds for entry in rows.values() for text in _texts(entry))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case tuple():
            for item in value:
                yield from _texts(item)
        case dict():
            yield from _texts(tuple(value.values()))
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _texts(getattr(value, field.name))


def answer_translation(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what an entry makes of an English text, or "none"."""
    return edition.all(Translation)[about].texts.get(given["english"], "none")
