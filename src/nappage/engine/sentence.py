"""A text as sentences with their lines, and a sentence folded so that words can be looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nappage.engine.edition import Edition
from nappage.engine.lexicon import Concept, Role, Spelling, compiled


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written, the line where it starts, its folded form, and the lead-in above it if it is a bullet."""

    text: str
    line: int
    folded: str
    lead: str = ""

    @property
    def asks(self) -> bool:
        """Return whether the sentence is a question."""
        return self.text.rstrip("\"'”’)*_ ").endswith("?")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    bullet: bool


# Marks that carry no meaning here: hyphens join words that are looked for apart, quotes and emphasis only decorate.
_TYPOGRAPHY = str.maketrans({"-": " ", "‑": " ", "_": " ", "\u00ad": "", "’": "'", "‘": "'"} | dict.fromkeys('"“”*'))
_BULLET = re.compile(r"\s*(?:[•●▪◦·*+–—-]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"\s*#{1,6}\s+")
_SENTENCE_END = re.compile(r"""[.!?…]+["'”’)\]*_]*\s+""")


def sentences_of(edition: Edition, text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; a heading or a bullet is a sentence of its own."""
    abbreviation, lead = edition.derive(_abbreviations), ""
    for paragraph in _paragraphs(text):
        for sentence, line in _split(paragraph, abbreviation):
            yield Sentence(sentence, line, folded(edition, sentence), lead if paragraph[0].bullet else "")
        if not paragraph[0].bullet:
            last = paragraph[-1].text.rstrip()
            lead = folded(edition, last) if last.endswith(":") else ""


def folded(edition: Edition, text: str) -> str:
    """Return a text in small letters without decoration, its spellings read as the edition says."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_TYPOGRAPHY)
    for written, read_as in edition.derive(_spellings):
        text = text.replace(written, read_as)
    return " ".join(text.split())


def _spellings(edition: Edition) -> tuple[tuple[str, str], ...]:
    return tuple((spelling.written, spelling.read_as) for spelling in edition.all(Spelling).values())


def _abbreviations(edition: Edition) -> tuple[re.Pattern[str], ...]:
    concepts = edition.all(Concept)
    return tuple(compiled(each, concepts) for each in concepts.values() if each.role is Role.ABBREVIATION)


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    """Yield the lines that belong together: a line goes on in the next if the next one's first word did not fit on it.

    The width is the longest line of the block. So a text wrapped at a margin is joined again, while a heading above
    its text and a line that is a whole paragraph stay apart, without guessing from capitals.
    """
    for block in _blocks(text):
        width = max(len(line.text) for line in block)
        paragraph: list[_Line] = []
        for line in block:
            if paragraph and (line.bullet or not _was_wrapped(paragraph[-1], line, width)):
                yield paragraph
                paragraph = []
            paragraph.append(line)
        yield paragraph


def _was_wrapped(line: _Line, following: _Line, width: int) -> bool:
    return len(line.text) + 1 + len(following.text.split()[0]) > width


def _blocks(text: str) -> Iterator[list[_Line]]:
    block: list[_Line] = []
    for number, raw in enumerate(text.splitlines(), 1):
        if heading := _HEADING.match(raw):
            yield from ([block] if block else [])
            yield [_Line(number, raw[heading.end() :], bullet=False)]
            block = []
        elif raw.strip():
            mark = _BULLET.match(raw)
            block.append(_Line(number, raw[mark.end() :] if mark else raw.rstrip(), bullet=bool(mark)))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _split(paragraph: list[_Line], abbreviations: tuple[re.Pattern[str], ...]) -> Iterator[tuple[str, int]]:
    text = "\n".join(line.text for line in paragraph)
    start = 0
    for end in [*_ends(text, abbreviations), len(text)]:
        if words := " ".join(text[start:end].split()):
            first = start + len(text[start:end]) - len(text[start:end].lstrip())
            yield words, paragraph[text.count("\n", 0, first)].number
        start = end


def _ends(text: str, abbreviations: tuple[re.Pattern[str], ...]) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        before = text[: match.start()].casefold().rsplit(maxsplit=1)[-1:]
        if not (match[0].startswith(".") and before and any(a.fullmatch(before[0].lstrip("(")) for a in abbreviations)):
            yield match.end()
