"""What a text that reaches a person may not say: the checks over every paper and message, in every language.

Forbidden words are those of the knowledge (decision 26). Three checks know more than single words: a sentence that
tells to stop a medicine by whatever name, a comforting word in a sentence about a lump, and a weight where it is
hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from nappage.engine.edition import Edition
from nappage.engine.medicine import Medicine
from nappage.engine.wording import offences

_BLOCKS = frozenset(
    (
        "p",
        "li",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "dt",
        "dd",
        "caption",
        "figcaption",
        "div",
        "section",
        "title",
        "desc",
        "text",
    )
)
_UNREAD = frozenset(("script", "style"))
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
# A "not" before the verb, at most three words away.
_NOT = re.compile(
    r"\b(?:(?:not|never|don['’]t|nobody|without|ne|jamais|sans|no|nunca|sin)\b(?:\W+\w+){0,3}\W*|n['’])$", re.IGNORECASE
)
_STOP = re.compile(
    r"\b(?:stop(?:s|ping)?|discontinue|leave off|come off|arrêt(?:ez|er)|cess(?:ez|er)|interromp(?:ez|re)"
    r"|suspend(?:ez|re|a|er)|(?:deje|dejar) de|pare|interrump(?:a|ir)|abandone)\b",
    re.IGNORECASE,
)
_A_MEDICINE = ("medicine", "tablet", "pill", "blood thinner", "médicament", "comprimé", "anticoagulant", "medicamento",
               "pastilla", "medicina")  # fmt: skip
_LUMP = re.compile(r"\b(?:lump|bump|nodule|bosse|boule|grosseur|bulto|nódulo)s?\b", re.IGNORECASE)
_COMFORT = re.compile(
    r"\b(?:normal\w*|usual\w*|harmless|expected|nothing to|don['’]t worry|do not worry|by itself|on its own|disappears?"
    r"|good sign|habituel\w*|bénin\w*|rien de|ne vous inquiétez|disparaît|tout seul|d['’]elle-même|bon signe"
    r"|habitual\w*|benign\w*|nada de|no se preocupe|desaparece\w*|por sí sol\w+|buena señal)\b",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"weigh|body mass|\bbmi\b|\bkg\b|\blbs?\b|\bpoids\b|masse corporelle|\bimc\b|\bpesez\b|\bpes[oa]\b|masa corporal",
    re.IGNORECASE,
)
# What tells nobody's weight: a question that everyone is asked, a weight that is not shown, a dose by weight.
_OF_NOBODY = re.compile(
    r"(?:expect|wants) to lose weight by th(?:is|e) treatment|weight \(not shown\)|unexplained weight loss"
    r"|perte de poids inexpliquée|pérdida de peso (?:inexplicada|sin explicación)|[mµ]?[gL]/kg"
    r"|\((?:up to|over) 70 kg\)",
    re.IGNORECASE,
)


@dataclass
class _Blocks(HTMLParser):
    """Reads the blocks of a page: what stands in one is read in one go."""

    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end()
        self._unread += tag in _UNREAD

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end()
        self._unread -= tag in _UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._words.append(data)

    def end(self) -> None:
        said = " ".join("".join(self._words).split())
        if said:
            self.found.append(said)
        self._words = []


def blocks_of(page: str) -> list[str]:
    """Return what a page says, block by block, in the order of the page."""
    reader = _Blocks()
    reader.feed(page)
    reader.end()
    return reader.found


def wrong_with(blocks: Iterable[str], edition: Edition, *, hides_weight: bool = False) -> list[str]:
    """Return everything that these blocks may not say, each with its reason."""
    return [wrong for block in blocks for wrong in _wrong(block, edition, hides_weight)]


def _wrong(block: str, edition: Edition, hides_weight: bool) -> Iterator[str]:
    yield from (f"{one.word}: {one.around}" for one in offences(edition, block))
    for sentence in _SENTENCE.split(block):
        if _stops(sentence, edition):
            yield f"stops a medicine: {sentence}"
        if _LUMP.search(sentence) and _COMFORT.search(sentence):
            yield f"comforts about a lump: {sentence}"
    if hides_weight and _WEIGHT.search(_OF_NOBODY.sub(" ", block)):
        yield f"weight: {block[:120]}"


def _stops(sentence: str, edition: Edition) -> bool:
    """Return whether a sentence tells to stop something that is a medicine, and not that it must not be stopped."""
    told = [found for found in _STOP.finditer(sentence) if not _NOT.search(sentence[: found.start()])]
    return bool(told) and bool(edition.derive(_medicines).search(sentence))


def _medicines(edition: Edition) -> re.Pattern[str]:
    known = {name for medicine in edition.all(Medicine).values() for name in (medicine.name, *medicine.names)}
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted((*_A_MEDICINE, *known), key=len, reverse=True)))})s?\b", re.I
    )
