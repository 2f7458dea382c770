"""The signed part of a consent: who signed, how, with whom as witness, and when by the clocks of the place."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition
from nappage.rendering.naming import sentence
from nappage.rendering.sheet import Line, Section
from nappage.rendering.wording import Speaker
from nappage.values.fault import Refused
from nappage.values.statement import Said, say

# What a drawing may be made of: absolute moves, lines and curves, and numbers. Nothing that could fetch, run or style.
_STROKES = re.compile(r"[MLCQ0-9., -]*", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_PNG = b"\x89PNG\r\n\x1a\n"
_LONGEST = 200_000
_MARGIN = 4


class Relation(Enum):
    """Who signs for whom. A guardian's signature is kept; it opens no treatment of a minor for the sake of looks."""

    PATIENT = "patient"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A signature as it was drawn: the strokes of an SVG path, or a picture in PNG; Refused if it is neither."""

    strokes: str = ""
    picture: bytes = b""

    def __post_init__(self) -> None:
        if bool(self.strokes) == bool(self.picture):
            raise Refused("strokes or a picture, one of the two", "both or none", "Draw the signature again.")
        if self.picture and not self.picture.startswith(_PNG):
            raise Refused("a picture in PNG", "another kind of file", "Draw the signature again.")
        if self.strokes and not _is_drawn(self.strokes):
            raise Refused("strokes of an SVG path (M, L, C, Q)", self.strokes[:40], "Draw the signature again.")

    @property
    def frame(self) -> str:
        """Return the view box that holds every point of the strokes."""
        numbers = [float(number) for number in _NUMBER.findall(self.strokes)]
        across, down = numbers[::2], numbers[1::2]
        left, top = min(across) - _MARGIN, min(down) - _MARGIN
        return f"{left:g} {top:g} {max(across) - left + _MARGIN:g} {max(down) - top + _MARGIN:g}"

    @property
    def picture_url(self) -> str:
        """Return the picture as it stands inside a page that fetches nothing."""
        return f"data:image/png;base64,{b64encode(self.picture).decode()}" if self.picture else ""


def _is_drawn(strokes: str) -> bool:
    numbers = _NUMBER.findall(strokes)
    is_short = len(strokes) <= _LONGEST
    return is_short and bool(_STROKES.fullmatch(strokes)) and len(numbers) >= 4 and len(numbers) % 2 == 0  # two points


class Signable(Protocol):
    """An exact text in one language, known by its hash."""

    @property
    def language(self) -> str: ...

    @property
    def digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature under one exact text. `digest` is the hash that the signer was shown; without a drawing the typed
    name is the signature.
    """

    digest: str
    name: str
    at: datetime
    zone: ZoneInfo
    relation: Relation = Relation.PATIENT
    drawing: Drawing | None = None
    witness: str = ""
    witness_role: str = ""
    at_home: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Refused("the name of who signs", "no name", "Type the name, also under a drawn signature.")


def signature(text: Signable, edition: Edition, signed: Signed | None) -> Section:
    """Return the signed part of a text, or the place for it; Refused if the signature belongs to another text."""
    speak = Speaker(edition, signed.zone if signed else ZoneInfo("UTC"), text.language)

    def words(code: str, **values: Said) -> str:
        return speak(say(f"consent.signature-{code}", **values))

    hashed = Line(words("hash", hash=text.digest))
    title = speak(say("consent.signature"))
    if signed is None:
        return Section("signature", title, (Line(words("none")), Line(words("place")), hashed))
    if signed.digest != text.digest:
        raise Refused(f"a signature under {text.digest}", signed.digest, "Show the text again and have it signed.")
    witness = (Line(sentence(words("witness", name=signed.witness, role=signed.witness_role or None))),)
    offset = f"{signed.at.astimezone(signed.zone):%z}"
    return Section(
        "signature",
        title,
        (
            Line(sentence(words(signed.relation.value, name=signed.name))),
            Line(words("drawn" if signed.drawing else "typed")),
            *((Line(words("at-home")),) if signed.at_home else ()),
            Line(words("at", at=signed.at, zone=signed.zone.key, offset=f"{offset[:3]}:{offset[3:]}")),
            *(witness if signed.witness else ()),
            hashed,
        ),
    )
