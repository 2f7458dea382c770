"""Finds the claims of the ledger in a text, however they are worded. It reads for people; no rule ever asks it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from nappage.engine.claim import Claim, Contradiction, Flag, Grade, Need, Pattern
from nappage.engine.edition import Edition
from nappage.engine.lexicon import Concept, Index, Role, Span, compiled
from nappage.engine.sentence import Sentence, sentences_of


class Stance(Enum):
    """What a sentence does with a claim."""

    ASSERTED = "asserted"
    ASKED = "asked"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A claim found in a sentence: where, whether it is asserted there, and the words that hedge it."""

    sentence: str
    line: int
    claim: Claim
    stance: Stance
    hedges: tuple[str, ...] = ()

    @property
    def negated(self) -> bool:
        """Return whether the sentence denies the claim."""
        return self.stance is Stance.DENIED

    @property
    def grade(self) -> Grade:
        """Return the grade of the claim."""
        return self.claim.grade

    @property
    def flag(self) -> Flag | None:
        """Return the claim's flag if the sentence asserts it: nobody is misled by a denial or a question."""
        return self.claim.flag if self.stance is Stance.ASSERTED else None

    @property
    def contradicted_by(self) -> tuple[Contradiction, ...]:
        """Return the sources that say otherwise."""
        return self.claim.contradicted_by


def recognise_claims(edition: Edition, text: str) -> tuple[Recognised, ...]:
    """Return the claims of a text: the unsafe that it asserts, then the misleading, then all others, each by line."""
    found: list[Recognised] = []
    before: _Before | None = None
    for sentence in sentences_of(edition, text):
        reading = _read(edition, sentence.folded)
        found.extend(_claims_of(edition, sentence, reading, before))
        before = _Before(reading, sentence.asks)
    return tuple(sorted(found, key=_urgency))


def coverage_of_sources(edition: Edition, texts: Mapping[str, str]) -> Mapping[str, Coverage]:
    """Return, for each text by its source id, which of the claims that the ledger cites it for are recognised in it."""
    return {source: _coverage(edition, source, text) for source, text in texts.items()}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The claims that the ledger cites a text for, and those of them that were recognised in it, by id."""

    in_ledger: tuple[str, ...]
    recognised: tuple[str, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """Return the claims that the text makes and the checker did not see."""
        return tuple(id for id in self.in_ledger if id not in self.recognised)


def _coverage(edition: Edition, source: str, text: str) -> Coverage:
    seen = {hit.claim.id for hit in recognise_claims(edition, text) if hit.stance is Stance.ASSERTED}
    ledger = tuple(
        claim.id
        for claim in edition.all(Claim).values()
        if any(assertion.citation.source == source for assertion in claim.asserted_by)
    )
    return Coverage(ledger, tuple(id for id in ledger if id in seen))


def _urgency(hit: Recognised) -> tuple[int, int, str]:
    rank = (Flag.UNSAFE, Flag.MISLEADING, None).index(hit.flag)
    return rank, hit.line, hit.claim.id


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A concept where it is said, and the negations that reach it."""

    span: Span
    denied_by: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A folded text with every concept found in it; `only_asks` unless a question of it is a rhetorical one."""

    folded: str
    occurrences: Mapping[str, tuple[_Occurrence, ...]]
    distances: tuple[Span, ...]
    hedges: tuple[str, ...]
    only_asks: bool

    def opens_with(self, expressions: Iterable[re.Pattern[str]]) -> bool:
        """Return whether the text begins with one of the expressions."""
        return any(expression.match(self.folded) for expression in expressions)


@dataclass(frozen=True, slots=True)
class _Before:
    """The sentence before, and whether it asked: then the next one is read as its answer."""

    reading: _Reading
    asks: bool


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The concepts of an edition, compiled once: `opening` are those that are only looked for where a text begins."""

    index: Index
    roles: Mapping[Role, tuple[str, ...]]
    reach: Mapping[str, int]
    idioms: frozenset[str]
    opening: Mapping[Role, tuple[re.Pattern[str], ...]]


_OPENING = (Role.YES, Role.ANAPHOR)


def _lexicon(edition: Edition) -> _Lexicon:
    concepts = edition.all(Concept)
    roles = {role: tuple(id for id, concept in concepts.items() if concept.role is role) for role in Role}
    return _Lexicon(
        index=Index((concept for concept in concepts.values() if concept.role not in _OPENING), concepts),
        roles=roles,
        reach={id: concept.reach for id, concept in concepts.items() if concept.reach is not None},
        idioms=frozenset(id for id, concept in concepts.items() if concept.idiom),
        opening={role: tuple(compiled(concepts[id], concepts) for id in roles[role]) for role in _OPENING},
    )


def _read(edition: Edition, folded: str) -> _Reading:
    lexicon = edition.derive(_lexicon)
    found = lexicon.index.spans(folded)
    said = {id: found.get(id, []) for id in lexicon.roles[Role.MEANING]}
    idioms = [span for id in lexicon.idioms for span in said[id]]
    shadows = [(cue, end) for cue, end in _shadows(lexicon, found, folded) if not _is_part(cue, idioms)]
    occurrences = {
        id: tuple(_Occurrence(span, tuple(cue for cue, end in shadows if cue[1] <= span[0] < end)) for span in spans)
        for id, spans in said.items()
        if spans
    }
    distances = tuple(span for span in _of_role(lexicon, found, Role.DISTANCE) if not _is_part(span, idioms))
    hedges = tuple(folded[start:end] for start, end in sorted(_of_role(lexicon, found, Role.HEDGE)))
    return _Reading(folded, occurrences, distances, hedges, not _of_role(lexicon, found, Role.RHETORIC))


def _of_role(lexicon: _Lexicon, found: Mapping[str, list[Span]], role: Role) -> list[Span]:
    return [span for id in lexicon.roles[role] for span in found.get(id, ())]


def _is_part(span: Span, of: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in of)


def _shadows(lexicon: _Lexicon, found: Mapping[str, list[Span]], folded: str) -> Iterator[tuple[Span, int]]:
    """Yield each negation with the place where its reach ends: so many words further, but not beyond its clause."""
    words = [match.end() for match in re.finditer(r"\S+", folded)]
    breaks = [match.start() for match in re.finditer(r"[,;:()–—]", folded)]
    breaks += [start for start, _ in _of_role(lexicon, found, Role.BREAK)]
    for id in lexicon.roles[Role.NEGATION]:
        for span in found.get(id, ()):
            last = bisect_left(words, span[1]) + lexicon.reach[id]
            end = words[min(last, len(words) - 1)]
            yield span, min([end, *(at for at in breaks if at >= span[1])])


def _claims_of(edition: Edition, sentence: Sentence, reading: _Reading, before: _Before | None) -> Iterator[Recognised]:
    """Yield the claims of a sentence, by itself or together with the sentence that it speaks of."""
    joined = _joined(edition, sentence, reading, before)
    for claim in _candidates(edition, joined.whole if joined else reading):
        alone = _stance(claim, reading)
        if sentence.asks and reading.only_asks and alone is Stance.ASSERTED:
            alone = Stance.ASKED
        stance = alone or (_stance_together(claim, joined) if joined else None)
        if stance:
            yield Recognised(sentence.text, sentence.line, claim, stance, reading.hedges)


def _candidates(edition: Edition, reading: _Reading) -> Iterable[Claim]:
    """Return the claims of which some pattern begins with a concept that is said: the others cannot be met."""
    opening = edition.derive(_claims_by_opening)
    return {claim.id: claim for concept in reading.occurrences for claim in opening.get(concept, ())}.values()


def _claims_by_opening(edition: Edition) -> Mapping[str, tuple[Claim, ...]]:
    opening: dict[str, tuple[Claim, ...]] = {}
    for claim in edition.all(Claim).values():
        for pattern in claim.recognised_by:
            first = next(need for need in pattern.needs if not need.absent)
            for concept in first.concepts:
                opening[concept] = (*opening.get(concept, ()), claim)
    return opening


@dataclass(frozen=True, slots=True)
class _Joined:
    """A sentence read together with the one before; `affirms` when it says yes to it."""

    whole: _Reading
    first: _Reading
    affirms: bool


def _joined(edition: Edition, sentence: Sentence, reading: _Reading, before: _Before | None) -> _Joined | None:
    opening = edition.derive(_lexicon).opening
    affirms = reading.opens_with(opening[Role.YES])
    if sentence.lead:
        first = _read(edition, sentence.lead)
    elif before and not sentence.asks and (before.asks or affirms or reading.opens_with(opening[Role.ANAPHOR])):
        first = before.reading
    else:
        return None
    return _Joined(_read(edition, f"{first.folded} ; {reading.folded}"), first, affirms)


def _stance_together(claim: Claim, joined: _Joined) -> Stance | None:
    """Return the stance of two sentences that make a claim only together, or of a yes to the question before."""
    if not joined.affirms and _stance(claim, joined.first):
        return None
    return _stance(claim, joined.whole)


def _stance(claim: Claim, reading: _Reading) -> Stance | None:
    stances = [_pattern_stance(pattern, reading) for pattern in claim.recognised_by]
    if Stance.ASSERTED in stances:
        return Stance.ASSERTED
    return Stance.DENIED if Stance.DENIED in stances else None


def _pattern_stance(pattern: Pattern, reading: _Reading) -> Stance | None:
    """Return what the text does with the pattern; a negation among its own words ("no risk") denies nothing."""
    if not all(_is_met(need, reading) for need in pattern.needs):
        return None
    own = _own_words(pattern, reading)
    distanced = any(not _is_part(span, own) for span in reading.distances)
    denied = distanced or any(_is_denied(need, reading, own) for need in pattern.needs)
    return Stance.DENIED if denied else Stance.ASSERTED


def _own_words(pattern: Pattern, reading: _Reading) -> list[Span]:
    """Return where the pattern is said, and where the negations are that it asks for itself."""
    said = [(need, each) for need in pattern.needs for saying in _sayings(need, reading) for each in saying]
    return [each.span for _, each in said] + [cue for need, each in said if need.denied for cue in each.denied_by]


_Saying = tuple[_Occurrence, ...]


def _sayings(need: Need, reading: _Reading) -> list[_Saying]:
    """Return each way in which a need is said: by one occurrence, or by two that stand near each other."""
    first = _occurrences(need.concepts, reading)
    if not need.near:
        return [(each,) for each in first]
    second = _occurrences(need.near, reading)
    return [(one, other) for one in first for other in second if _are_near(one.span, other.span, reading.folded)]


def _occurrences(concepts: Iterable[str], reading: _Reading) -> list[_Occurrence]:
    return [each for concept in concepts for each in reading.occurrences.get(concept, ())]


_WORDS_BETWEEN = 6
# A question is not parted from the sentence that answers it: `_joined` sets "? ;" between the two.
_PARTING = re.compile(r"[.:!()–—]|\?(?! ;)|(?<!\? );| (?:but|however|although|whereas) ")


def _are_near(one: Span, other: Span, folded: str) -> bool:
    """Return whether only a few words, and nothing that parts two statements, stand between two places."""
    first, second = sorted((one, other))
    between = folded[first[1] : second[0]]
    return between.count(" ") - 1 <= _WORDS_BETWEEN and not _PARTING.search(between)


def _is_met(need: Need, reading: _Reading) -> bool:
    said = _sayings(need, reading)
    if need.denied:
        return any(each.denied_by for (each,) in said)
    return bool(said) is not need.absent


def _is_denied(need: Need, reading: _Reading, own: list[Span]) -> bool:
    """Return whether a plain need is said only where a negation from outside the pattern reaches it."""
    if need.denied or need.absent:
        return False
    return all(any(_is_denied_there(each, own) for each in saying) for saying in _sayings(need, reading))


def _is_denied_there(each: _Occurrence, own: list[Span]) -> bool:
    return any(not _is_part(cue, own) for cue in each.denied_by)
