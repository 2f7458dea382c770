"""What is said, wished, asked and left open at home, by kind, and what the clinic does about it: answers, and takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from nappage.engine.story import Site


@dataclass(frozen=True, slots=True)
class ToldAtHome:
    """One sending of intake from home: signed with which name, and which entries hold what was told."""

    name: str
    entries: tuple[UUID, ...]
    language: str


@dataclass(frozen=True, slots=True)
class AreaWish:
    """The places that somebody wishes to be treated, the one they mind most first; `helper` sent it for them.

    `drawn` is the edition of the figures picked on.
    """

    sites: tuple[Site, ...]
    words: str = ""
    drawn: str = ""
    helper: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSent:
    """A question about the consent, sent from home; `helper` sent it for the person."""

    question: str
    helper: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """What the patient asked before signing, and what was answered: both as they were said.

    `sent` is the entry by which the question came from home, if it did.
    """

    question: str
    answer: str
    sent: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConsentLeft:
    """The text of the consent was read at home, and its signing left for the clinic."""

    text_digest: str
    language: str
    helper: str = ""


@dataclass(frozen=True, slots=True)
class ConsentTaken:
    """A consent that was signed at home was taken at the clinic: who was asked whether anything is unclear, by whom."""

    consent: UUID
    explained_by: str


AT_HOME: Mapping[str, type] = MappingProxyType(
    {
        "told-at-home": ToldAtHome,
        "area-wish": AreaWish,
        "question-sent": QuestionSent,
        "question-asked": QuestionAsked,
        "consent-left": ConsentLeft,
        "consent-taken": ConsentTaken,
    }
)
