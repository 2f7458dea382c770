"""The words in which claims are made: concepts, and how a sentence denies, doubts or takes distance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault, Refused


class Role(Enum):
    """What a concept does in a sentence.

    meaning: a pattern may ask for it. negation: denies what follows within `reach` words of the same clause.
    distance: denies or refuses the whole sentence ("it is a myth that"). hedge: says less than it seems to.
    break: ends the reach of a negation. anaphor: opens a sentence that speaks of the one before. yes: affirms the
    question before. abbreviation: a full stop that ends no sentence.
    """

    MEANING = "meaning"
    NEGATION = "negation"
    DISTANCE = "distance"
    HEDGE = "hedge"
    BREAK = "break"
    ANAPHOR = "anaphor"
    YES = "yes"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that say a concept.

    "dissolv*" is a stem, "fade/fades" are alternatives, "{3}" leaves room for up to three words: "break* {3} down".
    """

    text: str

    @staticmethod
    def parse(text: str) -> Phrase:
        """Return the phrase; Refused if it is not in the small letters that a folded sentence has."""
        if not _PHRASE.fullmatch(text):
            raise Refused('small letters, such as "break* {3} down"', text, "Write it folded, without punctuation.")
        return Phrase(text)

    @property
    def expression(self) -> str:
        """Return the regular expression of the phrase over a folded sentence."""
        words = " ".join(_alternatives(word) for word in self.text.split())
        return _ROOM.sub(r"(?: [^\\s.;:!?]+){0,\1} ", words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Entry):
    """A meaning and the phrases that say it.

    `reach` is for negations: how many words further they deny. The "no" in an `idiom` ("no downtime") denies nothing
    outside it.
    """

    said_as: tuple[Phrase, ...]
    role: Role = Role.MEANING
    reach: int | None = None
    idiom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling(Entry):
    """A way to write that is read in another: a contraction, a sign, a curly apostrophe."""

    written: str
    read_as: str


def check_concept(concept: Concept, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault if a concept has no words, or if a reach stands where it means nothing."""
    if not concept.said_as:
        yield Fault(f"{thing}.said_as", "at least one phrase", "none", "Add the words that say it.")
    if (concept.role is Role.NEGATION) != (concept.reach is not None):
        yield Fault(f"{thing}.reach", "a reach for a negation and for nothing else", "otherwise", "Add or remove it.")


def compiled(concept: Concept) -> re.Pattern[str]:
    """Return one expression that finds every phrase of the concept, the longer phrase first."""
    phrases = sorted((phrase.expression for phrase in concept.said_as), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


_WORD = r"[a-z0-9*'.–]+(?:/[a-z0-9*'.–]+)*"
_PHRASE = re.compile(rf"{_WORD}(?: (?:{_WORD}|\{{\d\}} {_WORD}))*")
_ROOM = re.compile(r" \{(\d)\} ")


def _alternatives(word: str) -> str:
    if _ROOM.fullmatch(f" {word} "):
        return word
    stems = [re.escape(each).replace(r"\*", r"\w*") for each in word.split("/")]
    return stems[0] if len(stems) == 1 else rf"(?:{'|'.join(stems)})"
