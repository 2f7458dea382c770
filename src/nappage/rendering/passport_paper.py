"""A passport on paper: what it says, and the whole signed text in codes and as a file inside, for anybody to verify.

The emergency card is one small sheet of it: what was given last with its lots, the allergies, and whom to call.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources

from nappage.fhir.passport import Passport
from nappage.rendering.code_picture import code_source
from nappage.rendering.page_template import page_template
from nappage.rendering.paper import Attached, Paper
from nappage.rendering.passport_sheet import PassportSheet, card_sheet, passport_sheet
from nappage.rendering.passport_verdict import fingerprint_shown
from nappage.rendering.wording import Speaker
from nappage.sealing.frames import framed
from nappage.sealing.verification import ATTACHED, Verified
from nappage.values.statement import say

FICTIONAL = "Fictional demo clinic"


@dataclass(frozen=True, slots=True)
class Nearby:
    """The country in which somebody is, by its name in their language, and its emergency number."""

    country: str
    number: str


def passport_paper(found: Verified, speak: Speaker) -> Paper:
    """Return a verified passport as a paper with its codes, the signed text inside the file."""
    passport = _intact(found)
    frames = framed(found.signed)
    words = [speak(say("passport.code-of", number=number, count=len(frames))) for number in range(1, len(frames) + 1)]
    sheet = passport_sheet(passport, speak)
    page = page_template("passport.html").render(
        sheet=sheet,
        form="passport",
        numbers=(),
        foot=(*_foot(sheet), speak(say("passport.fingerprint", fingerprint=fingerprint_shown(found.fingerprint)))),
        codes=list(zip(words, map(code_source, frames), strict=True)),
        codes_title=speak(say("passport.codes")),
        codes_how=speak(say("passport.codes-how")),
        **_around(passport, speak),
    )
    inside = Attached(ATTACHED, found.signed.encode("ascii"), "The signed passport: JWS over a FHIR R4 bundle")
    return _paper(page, passport, sheet, speak, found.signed, (inside,))


def card_paper(found: Verified, speak: Speaker, here: Nearby | None) -> Paper:
    """Return the emergency card of a verified passport: one small sheet. `here` is where the person is."""
    passport = _intact(found)
    sheet = card_sheet(passport, speak, (here.country, here.number) if here else None)
    numbers = [name for name, value in sheet.facts if value in (passport.issuer.emergency, here and here.number)]
    page = page_template("passport.html").render(
        sheet=sheet, form="card", numbers=numbers, foot=_foot(sheet), codes=(), **_around(passport, speak)
    )
    return _paper(page, passport, sheet, speak, page, ())


def _intact(found: Verified) -> Passport:
    if found.passport is None:
        raise ValueError("only a passport that is intact is printed")
    return found.passport


def _foot(sheet: PassportSheet) -> tuple[str, ...]:
    return tuple(filter(None, (sheet.says, sheet.fictional)))


def _around(passport: Passport, speak: Speaker) -> dict[str, str]:
    return {
        "language": speak.language,
        "at": f"{passport.at:%Y-%m-%dT%H:%M:%S%z}",
        "watermark": FICTIONAL if passport.fictional else "",
    }


def _paper(
    page: str, passport: Passport, sheet: PassportSheet, speak: Speaker, said: str, attached: tuple[Attached, ...]
) -> Paper:
    digest = hashlib.sha256(said.encode()).hexdigest()
    return Paper(
        page=page,
        style="\n".join(
            resources.files("nappage.rendering").joinpath("templates", name).read_text(encoding="utf-8")
            for name in ("leaflet.css", "passport.css")
        ),
        top=(FICTIONAL if passport.fictional else passport.issuer.name, sheet.title),
        bottom=f"{passport.issuer.name} · {digest[:16]}",
        page_words=(speak(say("passport.page")), speak(say("passport.page-of"))),
        identifier=digest,
        at=passport.at,
        attached=attached,
    )
