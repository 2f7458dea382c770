"""Which words may not be said, and the closed list of sentences that may say them all the same (decision 26).

Nothing here writes a sentence. What is checked is any text that reaches a person: a page, a message, a document of this
repository, the catalogues of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault


class Why(Enum):
    """Why a word is forbidden."""

    PROMISE = "promises what nobody can"
    SHAMING = "shames a person"
    STOPPING = "could make someone leave off a prescribed medicine"
    REASSURANCE = "reassures where someone must look"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenWord(Entry):
    """A word or phrase, with all the forms in which it is written, that no text may say outside approved sentences."""

    language: str
    forms: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedSentence(Entry):
    """A sentence, or a part of one that means the same wherever it stands, that may hold a forbidden word."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Offence:
    """A forbidden word found in a text: which, why, and the words around it."""

    word: str
    why: Why
    around: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    approved: re.Pattern[str]
    forbidden: tuple[tuple[re.Pattern[str], ForbiddenWord], ...]


_FILLER = "·"
_AROUND = 40  # characters shown on each side: enough to find the place, not a rule


def offences(edition: Edition, text: str) -> tuple[Offence, ...]:
    """Return the forbidden words of a text in their order, approved sentences left out."""
    lexicon = edition.derive(_lexicon)
    # A filler of equal length keeps the places of what remains; a blank would join the words on both sides of it.
    rest = lexicon.approved.sub(lambda match: _FILLER * len(match[0]), text)
    found = [
        (match.start(), match.end(), word) for pattern, word in lexicon.forbidden for match in pattern.finditer(rest)
    ]
    return tuple(
        Offence(word.id, word.why, text[max(0, start - _AROUND) : end + _AROUND].strip())
        for start, end, word in sorted(found, key=lambda hit: hit[:2])
    )


def _lexicon(edition: Edition) -> _Lexicon:
    sentences = sorted((entry.text for entry in edition.all(ApprovedSentence).values()), key=len, reverse=True)
    words = edition.all(ForbiddenWord).values()
    return _Lexicon(_any_of(sentences), tuple((_any_of(word.forms), word) for word in words))


def _any_of(phrases: list[str] | tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of whole words, whatever their case and however a line is broken between them."""
    if not phrases:
        return re.compile(r"(?!)")
    spaced = (r"\s+".join(re.escape(part) for part in phrase.split()) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)


def check_approved(sentence: ApprovedSentence, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault if an approved sentence needs no approval: a closed list holds nothing idle."""
    if not any(pattern.search(sentence.text) for pattern, _ in edition.derive(_lexicon).forbidden):
        yield Fault(f"{thing}.text", "a sentence with a forbidden word", repr(sentence.text), "Remove it.")


def answer_wording(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the forbidden words found in the text that a case gives, or "none"."""
    return ", ".join(offence.word for offence in offences(edition, str(given["text"]))) or "none"
