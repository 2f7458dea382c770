"""What can be amiss with something that was signed, by name: the words are made where they are shown."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """Why a passport is not intact, or cannot be told to be."""

    NOT_SIGNED = "not-signed"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    PAPER_CHANGED = "paper-changed"
    EMPTY_PAPER = "empty-paper"
    TWO_KEYS = "two-keys"
    OUT_OF_DATE = "out-of-date"
    NO_PASSPORT = "no-passport"
    FRAMES_MISSING = "frames-missing"
    FRAMES_MIXED = "frames-mixed"
    FRAME_MISREAD = "frame-misread"
