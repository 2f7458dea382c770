"""The text that a patient signs: from story, policy, edition and outlook to one value, its canonical words, their hash.

What is signed is `canonical`: plain text, one form only. HTML and paper are made from the same value and add nothing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.edition import Edition
from nappage.engine.emergency import emergency_number
from nappage.engine.known import known_at
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.story import Story
from nappage.rendering import consent_evidence, consent_harm, consent_plan, consent_terms
from nappage.rendering.consenting import Consenting, Particulars
from nappage.rendering.naming import UNTRANSLATED
from nappage.rendering.sheet import Line, Section, Table
from nappage.rendering.wording import Speaker

# The form of the canonical text. It changes when the same value would be written in other bytes.
FORM = "nappage consent, form 1"
SECTIONS = (
    consent_plan.unknown,
    consent_plan.plan,
    consent_plan.dates,
    consent_plan.mixture,
    consent_evidence.claims,
    consent_evidence.studies,
    consent_harm.effects,
    consent_harm.serious,
    consent_harm.emergency,
    consent_evidence.alternatives,
    consent_terms.law,
    consent_harm.test,
    consent_harm.after,
    consent_terms.people,
    consent_terms.price,
    consent_terms.questions,
    consent_terms.withdrawal,
    consent_terms.document,
)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One patient's consent in one language. `declaration` is the last sentence before the signature."""

    version: str
    language: str
    title: str
    head: tuple[str, ...]
    sections: tuple[Section, ...]
    declaration: str
    emergency: str
    watermark: str
    at: datetime
    page_words: tuple[str, str]

    @property
    def canonical(self) -> str:
        """Return the exact text that is signed."""
        return canonical_text(self)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the exact text, in hexadecimal."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @property
    def untranslated(self) -> tuple[str, ...]:
        """Return what stands in it in English for want of a translation; a clinic asks nobody to sign that."""
        return tuple(re.findall(re.escape(UNTRANSLATED) + r"([^\]]*)\]", self.canonical))

    def section(self, name: str) -> Section:
        """Return the section of this name."""
        return next(section for section in self.sections if section.name == name)


def consent_text(
    story: Story,
    policy: Policy,
    edition: Edition,
    found: Outlook,
    at: datetime,
    given: Particulars,
    language: str = "en",
) -> ConsentText:
    """Return the consent of a patient's plan as it reads at an instant. Pure: the same inputs give the same bytes."""
    speak = Speaker(edition, policy.zone, language)
    about = Consenting(known_at(story, at), policy, edition, found, at, speak, given)
    number = emergency_number(edition, policy)
    return ConsentText(
        version=given.version,
        language=language,
        title=about.say("title"),
        head=_head(about),
        sections=tuple(section(about) for section in SECTIONS),
        declaration=about.say("signature-agree"),
        emergency=about.say("emergency-number", number=number) if number else about.say("emergency-no-number"),
        watermark=about.say("watermark") if policy.fictional else "",
        at=at,
        page_words=(about.say("page"), about.say("page-of")),
    )


def _head(about: Consenting) -> tuple[str, ...]:
    policy, given = about.policy, about.given
    return (
        about.say("for-whom", patient=given.patient, born=about.story.patient.born),
        about.say("clinic", clinic=policy.clinic, address=given.address or None, phone=policy.phone or None),
        about.say("dated", at=about.at, zone=policy.zone.key, version=given.version, plan=given.plan_version or None),
    )


def canonical_text(text: ConsentText) -> str:
    """Return a consent as plain text in its one form: NFC, lines ended by LF, blanks within a line made single."""
    lines = [
        FORM,
        text.language,
        "",
        text.title,
        *text.head,
        text.emergency,
        *([text.watermark] if text.watermark else []),
    ]
    for number, section in enumerate(text.sections, 1):
        lines += ["", f"{number}. {section.title}", *_section(section)]
    lines += ["", text.declaration]
    return "".join(f"{_single(line)}\n" for line in lines)


def _section(section: Section) -> Iterator[str]:
    for line in section.lines:
        yield from _line(line)
    if section.table is not None:
        yield from _rows(section.table)


def _line(line: Line) -> Iterator[str]:
    yield f"- {line.words}"
    yield from (f"-- {words}" for words in line.beneath)
    if line.sources:
        yield f"-- [{', '.join(line.sources)}]"


def _rows(table: Table) -> Iterator[str]:
    for row in (table.columns, *table.rows):
        # A bar inside a cell would read as the border of another one.
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"


def _single(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split())
