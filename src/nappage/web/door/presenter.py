"""The emergency numbers: that of where somebody is, that of the clinic, and those of all countries that are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import get_language

from nappage.assessment.chart import chart_of
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.followed import Away
from nappage.engine.edition import Edition
from nappage.engine.emergency import EmergencyNumber, emergency_number
from nappage.engine.policy import Policy
from nappage.engine.symptom import Level, Symptom, least
from nappage.engine.translation import translated
from nappage.library.timezones import country_of
from nappage.records.models import Course, PortalAccess
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker, state
from nappage.web.arrived import arrived
from nappage.web.emergency.presenter import clinic_of, policy_of

_ANYWHERE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its name in the reader's language, and its numbers, the first one first."""

    code: str
    name: str
    numbers: tuple[str, ...]


def countries(edition: Edition, language: str) -> tuple[Country, ...]:
    """Return every country whose numbers are known, by name."""
    found = [_country(edition, entry, language) for entry in edition.all(EmergencyNumber).values()]
    return tuple(sorted(found, key=lambda country: country.name))


def country_at(edition: Edition, zone: str, language: str) -> Country | None:
    """Return the country in which a time zone lies, None where its numbers are not known."""
    entry = edition.get(EmergencyNumber, country_of(zone))
    return _country(edition, entry, language) if entry else None


def is_unlisted(edition: Edition, zone: str) -> bool:
    """Return whether somebody is where no emergency number is known here; "" is for at home."""
    return bool(zone) and edition.get(EmergencyNumber, country_of(zone)) is None


def _country(edition: Edition, entry: EmergencyNumber, language: str) -> Country:
    name = entry.name if language == "en" else translated(edition, language, entry.name) or entry.name
    return Country(entry.id, name, entry.numbers)


def numbers_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the page of emergency numbers shows: what concerns the reader first, as far as it is known."""
    edition, language = edition_in_use(), reader_language()
    access = arrived(request).access
    clinic = access.clinic if access else clinic_of(request)
    policy = policy_of(clinic, arrived(request).at)
    zone = _zone_of(access, arrived(request).at) if access else ""
    return {
        "countries": countries(edition, language),
        "here": country_at(edition, zone, language),
        "unlisted": is_unlisted(edition, zone),
        "at_clinic": _at_clinic(edition, policy),
        "alarms": alarm_signs(edition, Speaker(edition, policy.zone if policy else _ANYWHERE, language)),
        "clinic": {"name": clinic.name, "fictional": clinic.fictional} if clinic else None,
    }


def alarm_signs(edition: Edition, speak: Speaker) -> list[dict[str, str]]:
    """Return the symptoms that are an emergency whatever else is said, in words, with the English where it is due."""
    found = [one for one in edition.all(Symptom).values() if least(one) is Level.EMERGENCY]
    return [
        {"id": one.id, "words": capital(speak.text(one.words)), "english": beside(one.words, speak)} for one in found
    ]


def beside(words: str, speak: Speaker) -> str:
    """Return the English beside words that nobody has reviewed in the reader's language, "" where it is not needed."""
    return "" if speak.language == "en" or state(speak.language) == "reviewed" else capital(words)


def _zone_of(access: PortalAccess, at: datetime) -> str:
    """Return the zone of where a person said that they travel, "" for at home."""
    latest = Course.objects.filter(person=access.person_id).order_by("-opened_at").values_list("id", flat=True).first()
    away = chart_of(access.person_id, latest, at).latest(Away)
    return away.zone if away else ""


def reader_language() -> str:
    """Return the language of the page, one of those that the knowledge speaks."""
    return (get_language() or "en").partition("-")[0]


def _at_clinic(edition: Edition, policy: Policy | None) -> dict[str, Any] | None:
    return {"number": emergency_number(edition, policy), "phone": policy.phone} if policy else None
