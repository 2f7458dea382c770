"""What the pages of an emergency show: whom to call, the steps, what was done when, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpRequest

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import EmergencyStep
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import policy_in_force
from nappage.engine.emergency import EmergencyProtocol, emergency_number
from nappage.engine.policy import Policy
from nappage.records.models import Clinic, Member, Person
from nappage.records.row_security import seeing
from nappage.rendering.emergency import protocols_shown
from nappage.rendering.sections_after import alarms
from nappage.rendering.sections_course import dates
from nappage.rendering.sheet import Line, Table
from nappage.rendering.wording import Speaker
from nappage.values.age import age_on
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity
from nappage.web.arrived import arrived

COOKIE = "clinic"
_NO_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Done:
    """A step that is on the record."""

    at: datetime
    title: str
    words: str
    given: str
    by: str


def clinic_of(request: HttpRequest) -> Clinic | None:
    """Return the clinic a device belongs to: that of who is there, the one seen here last, or the only one there is."""
    member = arrived(request).member
    if member is not None:
        return member.clinic
    try:
        known = Clinic.objects.filter(pk=UUID(request.COOKIES.get(COOKIE, ""))).first()
    except ValueError:
        known = None
    if known is not None:
        return known
    only = list(Clinic.objects.all()[:2])
    return only[0] if len(only) == 1 else None


def at_hand(clinic: Clinic | None, at: datetime) -> dict[str, Any]:
    """Return what is at hand without log-in: the clinic's number, and the steps for everybody."""
    edition = edition_in_use()
    policy = policy_of(clinic, at)
    return {
        "clinic": {"name": clinic.name, "fictional": clinic.fictional} if clinic else None,
        "number": emergency_number(edition, policy) if policy else None,
        "phone": policy.phone if policy else "",
        "protocols": protocols_shown(edition, policy.zone if policy else _NO_ZONE),
    }


def of_patient(look: Look, reads_charts: bool) -> dict[str, Any]:
    """Return the steps for one patient, those done, and what an emergency that was reported holds."""
    speak = Speaker(look.edition, look.policy.zone)
    age = age_on(look.story.patient.born, local_day(look.at, look.policy.zone))
    weight = _last_weight(look) if reads_charts else None
    number = emergency_number(look.edition, look.policy)
    # Whoever reads no charts is not told by an order what was reported.
    open_now = (found.pathway for found in look.outlook.after.triage.reports if found.is_open and reads_charts)
    shown: dict[str, Any] = {
        "number": number,
        "phone": look.policy.phone,
        "protocols": protocols_shown(look.edition, look.policy.zone, age, weight, open_now),
        "done": tuple(_done(look)),
    }
    if reads_charts:
        reported = tuple(alarms(look.outlook, speak, look.policy, number or ""))
        shown |= {"reported": reported, "held": _held(look, speak, reported)}
    return shown


def _last_weight(look: Look) -> Quantity | None:
    weighed = [reading for reading in look.story.readings if reading.code == "weight"]
    return max(weighed, key=lambda reading: reading.at).value if weighed else None


def policy_of(clinic: Clinic | None, at: datetime) -> Policy | None:
    """Return the policy of a clinic, also where nobody of it has logged in; None without a clinic."""
    if clinic is None:
        return None
    with seeing(connection, str(clinic.id)):
        return policy_in_force(clinic.id, at).policy


def _done(look: Look) -> Iterator[Done]:
    """Yield the steps on the record in the order in which they were tapped."""
    protocols = look.edition.all(EmergencyProtocol)
    taken = sorted(look.chart.of(EmergencyStep), key=lambda line: line[0].at)
    names = _names(look, {line.by for line, _ in taken})
    for line, step in taken:
        protocol = protocols.get(step.protocol)
        words = {each.act: each.words for each in protocol.steps} if protocol else {}
        title = step.protocol.replace("-", " ").capitalize()
        given = str(step.dose) if step.dose else ""
        yield Done(
            line.at, title, words.get(step.step, step.step.replace("-", " ")), given, names.get(line.by, line.by)
        )


def _names(look: Look, slugs: set[str]) -> dict[str, str]:
    clinic = Person.objects.values_list("clinic", flat=True).get(pk=look.chart.person)
    return dict(Member.objects.filter(clinic=clinic, slug__in=slugs).values_list("slug", "name"))


def _held(look: Look, speak: Speaker, reported: tuple[Line, ...]) -> Table | None:
    """Return the dates of the course with their state, once an emergency was reported that holds them."""
    return dates(look.outlook, speak).table if reported and look.outlook.course.holds else None
