"""What is recorded about photos, by kind, and what stands of it: consent for each use, photos, uses, pairs, ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from uuid import UUID


class PhotoUse(Enum):
    """What a photo may be for. Each is asked by itself, and the answer to one says nothing about another."""

    IDENTITY = "identity"
    RECORD = "record"
    RATING = "rating"
    TEACHING = "teaching"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class PhotoConsent:
    """What the patient said to one use of photos; the last answer holds. `explained_by` is who of the staff asked.

    A yes that was signed at the clinic names its `paper`, and in which `manner` it was signed.
    """

    use: PhotoUse
    given: bool
    explained_by: str = ""
    words: str = ""
    paper: UUID | None = None
    manner: str = ""


@dataclass(frozen=True, slots=True)
class PhotoTaken:
    """A photo of a pose: the documents that hold it and its small picture, both sealed with the person's key.

    One that came with a report of a symptom names it as `report`, and its pose is of no sequence.
    """

    pose: str
    document: UUID
    preview: UUID
    width: int
    height: int
    words: str = ""
    report: UUID | None = None


@dataclass(frozen=True, slots=True)
class PhotoUsed:
    """A photo went out of the record: for which use, and where to, so that it can be called back."""

    photo: UUID
    use: PhotoUse
    where: str


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """Two photos of one pose for masked rating. Which of them stands left was drawn by lot."""

    pose: str
    left: UUID
    right: UUID


class Better(Enum):
    """What a rater may say of a pair: which side looks improved, or that they do not tell them apart."""

    LEFT = "left"
    RIGHT = "right"
    NEITHER = "neither"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True)
class PairRating:
    """What one rater said of a pair; who it was is with the entry."""

    pair: UUID
    better: Better
    words: str = ""


PHOTOGRAPHED: Mapping[str, type] = MappingProxyType(
    {
        "photo-consent": PhotoConsent,
        "photo": PhotoTaken,
        "photo-use": PhotoUsed,
        "photo-pair": PhotoPair,
        "photo-rating": PairRating,
    }
)
