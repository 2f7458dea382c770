"""A leaflet: a title, facts, sections of lines and tables, put on paper. Pure; what it says is settled elsewhere."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import resources

from nappage.rendering.consent_signature import Drawing
from nappage.rendering.page_template import page_template
from nappage.rendering.paper import Attached, Paper
from nappage.rendering.sheet import Line, Section

FICTIONAL = "Fictional demo clinic"


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What stands on the paper. `call` stands largest, in a frame; `signed` at the foot, for whoever signs by hand.

    `language` is that of its words, `watermark` what stands across a paper of a clinic that is not real. A leaflet that
    was signed on a screen ends with the `drawing`, or with the name that was `typed`.
    """

    title: str
    at: datetime
    facts: tuple[tuple[str, str], ...]
    call: tuple[Line, ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    emergency: str = ""
    watermark: str = ""
    language: str = "en"
    page_words: tuple[str, str] = ("Page", "of")
    drawing: Drawing | None = None
    typed: str = ""

    @property
    def digest(self) -> str:
        """Return the hash of everything that the leaflet says."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @property
    def canonical(self) -> str:
        """Return everything that the leaflet says as one text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else str(value)


def leaflet_paper(leaflet: Leaflet, *, attach: bool = False) -> Paper:
    """Return a leaflet as a paper; with `attach` its exact text is inside the file."""
    name = f"{leaflet.title.lower().replace(' ', '-')}-{leaflet.digest[:16]}.json"
    text = Attached(name, leaflet.canonical.encode(), "What this paper says")
    return Paper(
        page=page_template("leaflet.html").render(leaflet=leaflet, watermark=leaflet.watermark),
        style=resources.files("nappage.rendering").joinpath("templates", "leaflet.css").read_text(encoding="utf-8"),
        top=(leaflet.watermark or leaflet.title, leaflet.emergency),
        bottom=f"{leaflet.title} · {leaflet.digest[:16]}",
        page_words=leaflet.page_words,
        identifier=leaflet.digest,
        at=leaflet.at,
        attached=(text,) if attach else (),
    )
