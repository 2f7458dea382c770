"""The consent to photos on paper: each use with its answer, what to know, the signature under exactly this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from nappage.assessment.photographed import PhotoUse
from nappage.rendering.consent_signature import Signed, signature
from nappage.rendering.leaflet import Leaflet
from nappage.rendering.sheet import Line, Section
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.statement import Said, say

TO_KNOW = ("know-no", "know-back", "know-open")


def told_of_photos(speak: Speaker, code: str, **values: Said) -> str:
    """Return what is said of photos by its code: that of a use, or another one."""
    return speak(say(f"photos.{code}", **values))


@dataclass(frozen=True, slots=True)
class PhotoConsentText:
    """What is signed: who answered what at which clinic, in the words of one language."""

    speak: Speaker
    patient: str
    clinic: str
    answers: Mapping[PhotoUse, bool]
    fictional: bool = False

    @property
    def language(self) -> str:
        return self.speak.language

    @property
    def title(self) -> str:
        return told_of_photos(self.speak, "title")

    @property
    def digest(self) -> str:
        """Return the hash of everything that stands above the signature."""
        said = [self.language, self.title, self.facts, [asdict(section) for section in self.sections]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        return (self.speak(say("home.for")), self.patient), (self.speak(say("home.clinic")), self.clinic)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the uses that were answered, and what to know."""
        know = tuple(Line(told_of_photos(self.speak, code)) for code in TO_KNOW)
        return (
            Section("uses", told_of_photos(self.speak, "answers"), tuple(self._uses())),
            Section("know", told_of_photos(self.speak, "know"), know),
        )

    def _uses(self) -> Iterator[Line]:
        for use, given in self.answers.items():
            answer = self.speak.value(Answer.YES if given else Answer.NO)
            words = told_of_photos(self.speak, "answer", use=told_of_photos(self.speak, use.value), answer=answer)
            yield Line(words, beneath=(told_of_photos(self.speak, f"{use.value}-means"),))


def photo_consent_leaflet(text: PhotoConsentText, signed: Signed) -> Leaflet:
    """Return the consent as it was signed; Refused if the signature belongs to another text."""
    under = signature(text, text.speak.edition, signed)
    declared = Line(told_of_photos(text.speak, "declaration"))
    return Leaflet(
        title=text.title,
        at=signed.at,
        facts=text.facts,
        call=(),
        sections=(*text.sections, Section(under.name, under.title, (declared, *under.lines))),
        watermark=text.speak(say("home.fictional")) if text.fictional else "",
        language=text.language,
        page_words=(text.speak(say("home.page")), text.speak(say("home.page-of"))),
        drawing=signed.drawing,
        typed="" if signed.drawing else signed.name,
    )
