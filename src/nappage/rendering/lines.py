"""Lines from reasons: what was found, what to do next, and the sources."""

from __future__ import annotations

from collections.abc import Iterable

from nappage.rendering.sheet import Line, Tone
from nappage.rendering.wording import Speaker
from nappage.values.citation import Citation
from nappage.values.statement import Because


def cited(sources: Iterable[Citation]) -> tuple[str, ...]:
    """Return sources as they are shown: document and line, reference, or what kind of judgement it was."""
    return tuple(dict.fromkeys(str(source) for source in sources))


def reason(because: Because, speak: Speaker, tone: Tone = Tone.PLAIN, title: str = "") -> Line:
    """Return the line of a reason, under a title of its own if it has one."""
    found, remedy = speak(because.fact), speak(because.remedy)
    if title:
        return Line(
            title, tone, (f"{found[:1].upper()}{found[1:]}. {remedy}".replace("..", "."),), cited(because.sources)
        )
    return Line(f"{found[:1].upper()}{found[1:]}", tone, (remedy,) if remedy else (), cited(because.sources))
