"""What a sheet for somebody at home is made from, and the words and clocks that stand around what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from nappage.engine.contact import Contact
from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.translation import is_reviewed
from nappage.engine.warning_sign import Warnings
from nappage.rendering.wording import Speaker, state
from nappage.values.statement import Said, say


@dataclass(frozen=True, slots=True)
class Given:
    """What the sheet is made from: the outlook, what is signed and known, and the contacts still to be made.

    `warnings` are what triage says of each symptom for this person: who is called about what follows from nothing else.
    At home the clock of where the person is comes first, the clinic's beside it; at the clinic the other way round.
    """

    found: Outlook
    policy: Policy
    edition: Edition
    speak: Speaker
    contacts: tuple[Contact, ...]
    warnings: Warnings
    clinic: str
    patient: str = ""
    away: ZoneInfo | None = None
    at_home: bool = False


def home(given: Given, code: str, **values: Said) -> str:
    """Return a sentence that stands around the instructions."""
    return given.speak(say(f"home.{code}", **values))


def in_both(speak: Speaker, code: str, **values: Said) -> str:
    """Return a few words in the language and, where nobody has reviewed it, in English."""
    speakers = [speak, *([speak.in_language("en")] if _needs_english(speak) else [])]
    return " · ".join(each(say(f"home.{code}", **values)) for each in speakers)


def in_english(given: Given) -> Given | None:
    """Return the same in English, where nobody has reviewed the words of the language; None where it is not needed."""
    return replace(given, speak=given.speak.in_language("en")) if _needs_english(given.speak) else None


def _needs_english(speak: Speaker) -> bool:
    language = speak.language
    return language != "en" and not (state(language) == "reviewed" and is_reviewed(speak.edition, language))


def clocks(instant: datetime, given: Given) -> tuple[tuple[str, str], ...]:
    """Return what an instant reads as in each place that concerns the person, with the name of its time."""
    zones = [given.policy.zone, *([given.away] if given.away else [])]
    there = zones[::-1] if given.at_home else zones
    return tuple(
        (Speaker(given.edition, zone, given.speak.language).moment(instant), place(zone.key, given)) for zone in there
    )


def place(zone: str, given: Given) -> str:
    """Return a zone as people call it: "New York time"."""
    return home(given, "place", city=zone.rpartition("/")[2].replace("_", " "))
