"""Lines from reasons: what was found, what to do next, and the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nappage.rendering.naming import sentence
from nappage.rendering.sheet import Line, Tone
from nappage.rendering.wording import Speaker
from nappage.values.citation import Citation
from nappage.values.statement import Because


def cited(sources: Iterable[Citation]) -> tuple[str, ...]:
    """Return sources as they are shown: document and line, reference, or what kind of judgement it was."""
    return tuple(dict.fromkeys(str(source) for source in sources))


def cited_by(reasons: Iterable[Because]) -> tuple[str, ...]:
    """Return the sources of several reasons, each once."""
    return cited(source for because in reasons for source in because.sources)


def both(because: Because, speak: Speaker) -> str:
    """Return a reason in two sentences: what was found, and what to do next."""
    return " ".join(filter(None, (sentence(speak(because.fact)), sentence(speak(because.remedy)))))


def reason(because: Because, speak: Speaker, tone: Tone = Tone.PLAIN, title: str = "") -> Line:
    """Return the line of a reason, under a title of its own if it has one."""
    if title:
        return Line(title, tone, (both(because, speak),), cited(because.sources))
    remedy = sentence(speak(because.remedy))
    return Line(sentence(speak(because.fact)), tone, (remedy,) if remedy else (), cited(because.sources))


def said_once(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines without those that say the same in the same words."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for line in lines:
        if (line.words, line.beneath) not in seen:
            seen.add((line.words, line.beneath))
            yield line
