"""Red flags in free text: what people write in their own words can raise how urgent a report is, and never lower it.

Every language is read whatever the page was in. Bad spelling is read over modestly; a denial ("no fever") takes a flag
away only below an emergency, and then it still is for a nurse to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nappage.engine.edition import Edition, Entry
from nappage.engine.symptom import Feature, Level
from nappage.values.fault import Fault
from nappage.values.quantity import Quantity

DENIED = "denied"
_REACH = 6  # a phrase may be spread over so many words: "my throat feels like it is closing"
_SHORT = 6  # letters from which a word is read with a slip
_LONG = 8  # and from which with two
_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag(Entry):
    """The phrases, folded, that say a feature; `but_not` are phrases in which the same words say something else.

    A number from `reading_from` to `reading_to` says it too: "38.6 this morning".
    """

    feature: str
    en: tuple[str, ...]
    fr: tuple[str, ...]
    es: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    reading_from: Quantity | None = None
    reading_to: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial(Entry):
    """The words of a language, folded, that say that what follows directly is not there."""

    said_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Screen:
    """The phrases of an edition, ready to be looked for."""

    flags: tuple[tuple[RedFlag, tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]], ...]
    denials: tuple[tuple[str, ...], ...]
    emergencies: frozenset[str]


def red_flags(edition: Edition, words: str) -> frozenset[str]:
    """Return the features that a text says, by their ids; one that is said not to be there is `denied` instead."""
    return frozenset(feature for _, feature in said_flags(edition, words))


def said_flags(edition: Edition, words: str) -> Iterator[tuple[RedFlag, str]]:
    """Yield each red flag that a text says, with the feature that follows from it."""
    if not words.strip():
        return
    screen = edition.derive(_screen)
    written = tuple(_WORD.findall(_plain(words)))
    for flag, phrases, but_not in screen.flags:
        said = _without(written, but_not)
        found = [at for phrase in phrases for at in _places(said, phrase)]
        if _reads(flag, written):
            yield flag, flag.feature
        elif found:
            is_denied = all(_is_denied(said, at, screen.denials) for at in found)
            yield flag, DENIED if is_denied and flag.feature not in screen.emergencies else flag.feature


def _screen(edition: Edition) -> _Screen:
    return _Screen(
        tuple(
            (flag, tuple(_split(one) for one in (*flag.en, *flag.fr, *flag.es)), tuple(map(_split, flag.but_not)))
            for flag in edition.all(RedFlag).values()
        ),
        tuple(_split(one) for denial in edition.all(Denial).values() for one in denial.said_as),
        frozenset(id for id, feature in edition.all(Feature).items() if feature.level is Level.EMERGENCY),
    )


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.split())


def _plain(words: str) -> str:
    decomposed = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(one for one in decomposed if not unicodedata.combining(one)).casefold()


def _without(said: tuple[str, ...], but_not: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words with each phrase of `but_not` blotted out, so that places stay what they are."""
    left = list(said)
    for phrase in but_not:
        for at in range(len(left) - len(phrase) + 1):
            if tuple(left[at : at + len(phrase)]) == phrase:
                left[at : at + len(phrase)] = [""] * len(phrase)
    return tuple(left)


def _places(said: tuple[str, ...], phrase: tuple[str, ...]) -> Iterator[int]:
    """Yield where a phrase begins: its words in any order, all within reach of the first of them."""
    for at, word in enumerate(said):
        if any(_same(word, one) for one in phrase):
            reach = said[at : at + _REACH]
            if all(any(_same(other, one) for other in reach) for one in phrase):
                yield at


def _is_denied(said: tuple[str, ...], at: int, denials: Sequence[tuple[str, ...]]) -> bool:
    return any(said[max(0, at - len(one)) : at] == one for one in denials)


def _reads(flag: RedFlag, said: Sequence[str]) -> bool:
    if flag.reading_from is None or flag.reading_to is None:
        return False
    numbers = (Quantity.parse(f"{word.replace(',', '.')} {flag.reading_from.unit.code}") for word in _numbers(said))
    return any(flag.reading_from <= number <= flag.reading_to for number in numbers)


def _numbers(said: Sequence[str]) -> Iterator[str]:
    return (word for word in said if word[:1].isdigit())


@lru_cache(maxsize=4096)
def _same(word: str, one: str) -> bool:
    """Return whether a written word is the word of a phrase, or close enough to be meant as it."""
    stem = one.removesuffix("*")
    is_stem = stem != one
    if word == stem or (is_stem and word.startswith(stem)):
        return True
    slips = 2 if len(stem) >= _LONG else 1 if len(stem) >= _SHORT else 0
    if not slips or word[:1] != stem[:1]:
        return False
    lengths = range(len(stem) - slips, len(stem) + slips + 1) if is_stem else (len(word),)
    return any(_apart(word[:length], stem) <= slips for length in lengths)


def _apart(one: str, other: str) -> int:
    """Return in how many letters two words differ: one too many, one too few, another one, or two swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for place, against in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != against))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == against:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
    return row[-1]


def check_red_flag(flag: RedFlag, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for a feature that the matrix does not know, for a phrase that is not folded, and half a range."""
    if edition.get(Feature, flag.feature) is None:
        yield Fault(f"{thing}.feature", "the id of a feature", repr(flag.feature), "Add the entry, or correct the id.")
    for phrase in (*flag.en, *flag.fr, *flag.es, *flag.but_not):
        if not all(_WORD.fullmatch(word.removesuffix("*")) for word in phrase.split()) or phrase != _plain(phrase):
            yield Fault(thing, "small letters without accents", repr(phrase), "Write the phrase folded.")
    if (flag.reading_from is None) is not (flag.reading_to is None):
        yield Fault(thing, "reading_from and reading_to, or neither", "one of them", "Write the other one too.")


def answer_red_flag(edition: Edition, about: str, given: Mapping[str, str]) -> str:
    """Return the feature that a text says by this flag with its level, or that it is denied, or nothing."""
    found = next((feature for flag, feature in said_flags(edition, given["said"]) if flag.id == about), "")
    if not found or found == DENIED:
        return found or "nothing"
    level = edition.all(Feature)[found].level
    return f"{found}: {level}" if level else found
