"""Who may have to be asked after a session, found without opening a chart: nobody is left out who has to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import KIND_OF, Started, Struck
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.contact import ContactMade, due_by
from nappage.engine.treatment import Treatment
from nappage.records.models import Entry, PersonKey
from nappage.records.standing_query import StandingQuery

# How far back the clinic looks for sessions whose follow-up may be open: longer than the last follow-up is away.
SINCE = timedelta(days=220)
STARTED, CONTACT, STRUCK = KIND_OF[Started], KIND_OF[ContactMade], KIND_OF[Struck]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the answer depends on: entries are only ever added, so equal numbers are the same entries."""

    until: datetime
    zone: ZoneInfo
    entries: tuple[int, datetime] | None


def persons_to_ask(clinic: UUID, in_force: PolicyInForce, at: datetime, until: datetime) -> list[UUID]:
    """Return who has a session after which nobody asked since something was due by an instant.

    Every session of half a year is read for it, so the answer is remembered until one of those entries is added.
    """
    now = _Asked(until, in_force.policy.zone, _ENTRIES.first(clinic, at - SINCE, at))
    asked, persons = _ANSWERS.get(clinic, (None, ()))
    if asked != now:
        persons = tuple(_found(clinic, in_force.policy.zone, at, until))
        _ANSWERS[clinic] = now, persons
    # Of who was erased nothing can be opened, and there is nobody to ask.
    there = set(PersonKey.objects.filter(person__in=persons).values_list("person", flat=True))
    return [person for person in persons if person in there]


_ANSWERS: dict[UUID, tuple[_Asked, tuple[UUID, ...]]] = {}


def _found(clinic: UUID, zone: ZoneInfo, at: datetime, until: datetime) -> Iterator[UUID]:
    sessions: dict[UUID, dict[datetime, datetime | None]] = {}
    for person, start, last in sorted(_SESSIONS.rows(clinic, at - SINCE, at), key=lambda row: row[1]):
        sessions.setdefault(person, {})[start] = last
    # What was taken back may be a contact: the chart says what stands.
    struck = {person for (person,) in _STRUCK.rows(clinic, at - SINCE, at)}
    for person, asked in sessions.items():
        # The end of a session is in its chart; its start is a little earlier, which makes nobody come too late here.
        given = [Treatment(start, start) for start in asked]
        dues = due_by(edition_in_use(), given, zone, until)
        if person in struck or any(_is_open(asked[start], due) for start, due in dues):
            yield person


def _is_open(last: datetime | None, due: datetime) -> bool:
    return last is None or last < due


def _recorded(clinic: UUID, since: datetime, at: datetime, *kinds: str) -> QuerySet[Entry]:
    # Nothing is recorded before it happens, so that what was recorded since then is all that happened since then.
    return Entry.objects.filter(clinic=clinic, kind__in=kinds, recorded_at__gte=since, recorded_at__lte=at).order_by()


_ENTRIES = StandingQuery(
    lambda clinic, since, at: (
        _recorded(clinic, since, at, STARTED, CONTACT, STRUCK)
        .values("clinic")
        .annotate(count=Count("*"), latest=Max("recorded_at"))
        .values_list("count", "latest")
    )
)
_SESSIONS = StandingQuery(
    lambda clinic, since, at: (
        _recorded(clinic, since, at, STARTED, CONTACT)
        .filter(visit__isnull=False)
        .values("person", "visit")
        .annotate(start=Max("at", filter=Q(kind=STARTED)), last=Max("at", filter=Q(kind=CONTACT)))
        .filter(start__isnull=False)
        .values_list("person", "start", "last")
    )
)
_STRUCK = StandingQuery(lambda clinic, since, at: _recorded(clinic, since, at, STRUCK).values_list("person").distinct())
