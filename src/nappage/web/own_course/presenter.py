"""What my course shows: whom to call, what comes next, what to do and to leave, what it costs."""

from __future__ import annotations

from typing import Any

from nappage.assessment.diary import STANDING
from nappage.assessment.planned import versions
from nappage.engine.emergency import emergency_number
from nappage.records.models import Visit
from nappage.rendering.aftercare import aftercare_sections, lists
from nappage.rendering.given import Given, clocks, home
from nappage.rendering.own_price import own_price
from nappage.rendering.own_steps import Booked, own_steps
from nappage.rendering.whom_to_call import call_now
from nappage.rendering.wording import LANGUAGES, Speaker
from nappage.web.door.presenter import country_at, is_unlisted, reader_language
from nappage.web.screen import Asked

LISTS = ("do-not", "do", "expect", "ask")


def own_course_page(asked: Asked) -> dict[str, Any]:
    """Return what the page shows, by the clock of where the person is."""
    given = given_of(asked, reader_language())
    look, found = asked.look, asked.look.outlook
    signed = versions(look.chart)
    after = {section.name: section for section in aftercare_sections(given)}
    booked = [Booked(visit.start, visit.purpose) for visit in visits_of(asked)]
    return {
        "here": country_at(look.edition, given.away.key, given.speak.language) if given.away else None,
        "unlisted": given.away is not None and is_unlisted(look.edition, given.away.key),
        "number": emergency_number(look.edition, look.policy),
        "call_title": home(given, "call-now"),
        "call": call_now(given),
        "place": clocks(asked.at, given)[0][1],
        "held": bool(found.course.holds),
        "steps": own_steps(given, booked),
        "has_visits": bool(booked),
        "after": [after[name] for name in LISTS if name in after],
        "less_urgent": [after[name] for name in ("call-today", "call-soon") if name in after],
        "often": after.get("often-seen"),
        "before": list(lists(found.preparing.directions, given)) if _is_ahead(given) else [],
        "is_after": bool(after) and _still_counts(given),
        "price": own_price(signed[-1].terms.price if signed else None, given),
    }


def given_of(asked: Asked, language: str) -> Given:
    """Return what the lists are made from, in a language that the words exist in."""
    look = asked.look
    assert asked.identity is not None, "a page of one's own is about a person"
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    today = asked.at.astimezone(look.policy.zone).date()
    return Given(
        found=look.outlook,
        policy=look.policy,
        edition=look.edition,
        speak=Speaker(look.edition, asked.zone, spoken, asked.identity.hide_weight),
        contacts=tuple(one for one in look.contacts if one.day >= today),
        warnings=look.warnings,
        clinic=asked.access.clinic.name,
        away=look.story.away_zone,
        at_home=True,
    )


def visits_of(asked: Asked) -> list[Visit]:
    """Return the visits of a person that are to come."""
    return list(Visit.objects.filter(person=asked.person, state__in=STANDING, start__gt=asked.at).order_by("start"))


def _still_counts(given: Given) -> bool:
    """Return whether something of the aftercare is still to be kept: then it stands before the preparation."""
    moments = [one.moment.instant for one in given.found.after.aftercare if one.moment is not None]
    return any(instant > given.found.at for instant in moments) or not _is_ahead(given)


def _is_ahead(given: Given) -> bool:
    """Return whether there is a visit to prepare for: one that has begun is over for whoever is at home."""
    start = given.found.preparing.start
    return start is not None and start > given.found.at
