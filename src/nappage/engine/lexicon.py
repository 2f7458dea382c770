"""The words in which claims are made: concepts, and how a sentence denies, doubts or takes distance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault, Refused


class Role(Enum):
    """What a concept does in a sentence.

    meaning: a pattern may ask for it. negation: denies what follows within `reach` words of the same clause.
    distance: denies or refuses the whole sentence ("it is a myth that"). hedge: says less than it seems to.
    break: ends the reach of a negation. anaphor: opens a sentence that speaks of the one before. yes: affirms the
    question before. rhetoric: makes a statement of a question ("why bother"). abbreviation: a full stop that ends no
    sentence.
    """

    MEANING = "meaning"
    NEGATION = "negation"
    DISTANCE = "distance"
    HEDGE = "hedge"
    BREAK = "break"
    ANAPHOR = "anaphor"
    YES = "yes"
    RHETORIC = "rhetoric"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that say a concept.

    "dissolv*" is a stem, "skip~" every regular form of a word (skips, skipped), "fade/fades" are alternatives, "{3}"
    leaves room for up to three words ("break* {3} down"), "<harm>" is whatever says the concept `harm`.
    """

    text: str

    @staticmethod
    def parse(text: str) -> Phrase:
        """Return the phrase; Refused if it is not in the small letters that a folded sentence has."""
        if not _PHRASE.fullmatch(text):
            raise Refused('small letters, such as "break* {3} down"', text, "Write it folded, without punctuation.")
        return Phrase(text)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the concepts that the phrase names."""
        return tuple(word[1:-1] for word in self.text.split() if word.startswith("<"))

    def expression(self, concepts: Mapping[str, Concept]) -> str:
        """Return the regular expression of the phrase over a folded sentence."""
        words = " ".join(_alternatives(word, concepts) for word in self.text.split())
        return _ROOM.sub(lambda room: rf",?(?: {_PLAIN_WORD}){{0,{room[1]}}} ", words)


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
    known = edition.all(Concept)
    for name in sorted({name for phrase in concept.said_as for name in phrase.names}):
        if name not in known:
            yield Fault(f"{thing}.said_as", "the id of a concept", repr(name), "Add the concept, or correct the id.")
        elif any(phrase.names for phrase in known[name].said_as):
            yield Fault(f"{thing}.said_as", "a concept that names no other", repr(name), "Name the words themselves.")


def compiled(concept: Concept, concepts: Mapping[str, Concept]) -> re.Pattern[str]:
    """Return one expression that finds every phrase of the concept, the longer phrase first."""
    return re.compile(rf"(?<!\w){_any_phrase(concept, concepts)}(?!\w)")


def _any_phrase(concept: Concept, concepts: Mapping[str, Concept]) -> str:
    return f"(?:{'|'.join(phrase.expression(concepts) for phrase in _by_length(concept))})"


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Tried:
    """A phrase of a concept with its place among the concept's others: the earlier one is taken where both begin."""

    concept: str
    place: int
    phrase: Phrase


class Index:
    """Finds many concepts in a sentence by trying only the phrases of which the longest word is there.

    What it finds is what `compiled` finds concept by concept, in a fraction of the time. `concepts` are all that a
    phrase may name. A phrase becomes an expression when it is first tried: most never are.
    """

    def __init__(self, sought: Iterable[Concept], concepts: Mapping[str, Concept]) -> None:
        self._words: dict[str, list[_Tried]] = {}
        self._stems: dict[str, list[_Tried]] = {}
        self._concepts = concepts
        self._expressions: dict[Phrase, re.Pattern[str]] = {}
        for concept in sought:
            for place, phrase in enumerate(_by_length(concept)):
                tried = _Tried(concept.id, place, phrase)
                for head, is_stem in _heads(phrase, concepts):
                    (self._stems if is_stem else self._words).setdefault(head, []).append(tried)

    def spans(self, folded: str) -> Mapping[str, list[Span]]:
        """Return where each concept that is said is said; where two phrases of one overlap, the first counts."""
        found: dict[str, list[tuple[int, int, int]]] = {}
        for tried in self._tried(folded):
            expression = self._expression(tried.phrase)
            hits = [(match.start(), tried.place, match.end()) for match in expression.finditer(folded)]
            if hits:
                found.setdefault(tried.concept, []).extend(hits)
        return {concept: list(_apart(sorted(hits))) for concept, hits in found.items()}

    def _expression(self, phrase: Phrase) -> re.Pattern[str]:
        if phrase not in self._expressions:
            self._expressions[phrase] = re.compile(rf"(?<!\w){phrase.expression(self._concepts)}(?!\w)")
        return self._expressions[phrase]

    def _tried(self, folded: str) -> Iterable[_Tried]:
        chosen: dict[int, _Tried] = {}
        for word in set(_CHUNK.findall(folded)):
            begun = (word[:length] for length in range(1, len(word) + 1))
            lists = [self._words.get(word, ()), *(self._stems.get(stem, ()) for stem in begun)]
            chosen.update((id(tried), tried) for tries in lists for tried in tries)
        return chosen.values()


def _apart(hits: Iterable[tuple[int, int, int]]) -> Iterator[Span]:
    last = -1
    for start, _, end in hits:
        if start >= last:
            yield start, end
            last = end


def _by_length(concept: Concept) -> list[Phrase]:
    return sorted(concept.said_as, key=lambda phrase: len(phrase.text), reverse=True)


def _heads(phrase: Phrase, concepts: Mapping[str, Concept]) -> list[tuple[str, bool]]:
    """Return the forms of the longest word of a phrase, and whether each is only the beginning of one."""
    words = [_forms(word, concepts) for word in phrase.text.split() if not word.startswith("{")]
    return max(words, key=lambda forms: min((len(form) for form, _ in forms), default=0))


def _forms(word: str, concepts: Mapping[str, Concept]) -> list[tuple[str, bool]]:
    if word.startswith("<"):
        named = concepts.get(word[1:-1])
        return [head for phrase in named.said_as for head in _heads(phrase, {})] if named else []
    found = (_CHUNK.match(form) for each in word.split("/") for form in _inflected(each))
    return [(chunk[0], chunk.string[chunk.end() :].startswith("*")) for chunk in found if chunk is not None]


_CHUNK = re.compile(r"\w+")
_WORD = r"(?:<[a-z-]+>|[a-z0-9*~'.–]+(?:/[a-z0-9*~'.–]+)*,?)"
_PHRASE = re.compile(rf"{_WORD}(?: (?:{_WORD}|\{{\d\}} {_WORD}))*")
_ROOM = re.compile(r" \{(\d)\} ")
# What a name finds that is not there, or that a named concept names in turn: `check_concept` tells of both.
_NEVER = "(?!)"
# Room does not leap over a negation: "no treatment is without risk" does not say "no risk".
_PLAIN_WORD = r"(?!(?:no|not|never|nor|without|none|nothing|nobody)\b)[^\s.;:!?]+"


def _alternatives(word: str, concepts: Mapping[str, Concept]) -> str:
    if _ROOM.fullmatch(f" {word} "):
        return word
    if word.startswith("<"):
        named = concepts.get(word[1:-1])
        return _any_phrase(named, {}) if named else _NEVER
    forms = [re.escape(form).replace(r"\*", r"\w*") for each in word.split("/") for form in _inflected(each)]
    return forms[0] if len(forms) == 1 else rf"(?:{'|'.join(forms)})"


_HISSING = ("s", "x", "z", "ch", "sh")
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]|.+[^aeiou][aeiou][^aeiouwxy]")


def _inflected(word: str) -> tuple[str, ...]:
    """Return the regular forms of a word that ends in "~", or the word alone; a form too many is no English."""
    if not word.endswith("~"):
        return (word,)
    base = word[:-1]
    if base.endswith("e"):
        return (base, f"{base}s", f"{base}d", f"{base[:-1]}ing")
    if re.search(r"[^aeiou]y$", base):
        return (base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing")
    plural = f"{base}es" if base.endswith(_HISSING) else f"{base}s"
    doubled = (f"{base}{base[-1]}ed", f"{base}{base[-1]}ing") if _DOUBLING.fullmatch(base) else ()
    return (base, plural, f"{base}ed", f"{base}ing", *doubled)
