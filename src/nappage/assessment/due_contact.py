"""Who may have to be asked after a session, found without opening a chart: nobody is left out who has to be.

A contact stays open until it is made, so whoever was not asked is found however long ago the session was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import KIND_OF, Started, Struck
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.contact import ContactMade, due_by
from nappage.engine.treatment import Treatment
from nappage.records.models import Entry, PersonKey
from nappage.records.standing_query import StandingQuery
from nappage.values.local_time import at_local, local_day

# Sessions of the last months are read again whenever something is added to them, all those before once a day: this
# draws the line between what is read often and what is read seldom, and leaves nobody out.
LATELY = timedelta(days=220)
STARTED, CONTACT, STRUCK = KIND_OF[Started], KIND_OF[ContactMade], KIND_OF[Struck]

# A session: whose, when it began, and when somebody was last reached after it.
_Row = tuple[UUID, datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an answer depends on: entries are only ever added, so equal numbers are the same entries."""

    since: datetime
    until: datetime
    zone: ZoneInfo
    entries: tuple[object, ...]


def persons_to_ask(clinic: UUID, in_force: PolicyInForce, at: datetime, until: datetime) -> list[UUID]:
    """Return who has a session after which nobody asked since something was due by an instant."""
    zone = in_force.policy.zone
    today = at_local(local_day(at, zone), time(), zone)
    since = today - LATELY
    persons = dict.fromkeys((*_earlier(clinic, zone, since, today, at), *_lately(clinic, zone, since, at, until)))
    # Of who was erased nothing can be opened, and there is nobody to ask.
    there = set(PersonKey.objects.filter(person__in=persons).values_list("person", flat=True))
    return [person for person in persons if person in there]


_LATELY: dict[UUID, tuple[_Asked, tuple[UUID, ...]]] = {}
_EARLIER: dict[UUID, tuple[_Asked, tuple[UUID, ...]]] = {}


def _lately(clinic: UUID, zone: ZoneInfo, since: datetime, at: datetime, until: datetime) -> tuple[UUID, ...]:
    """Return who is to be asked after a session recorded since: remembered until one of those entries is added."""
    now = _Asked(since, until, zone, tuple(_ADDED.rows(clinic, since, at)))
    asked, persons = _LATELY.get(clinic, (None, ()))
    if asked != now:
        persons = tuple(_found(_SESSIONS_SINCE.rows(clinic, since, at), zone, until))
        _LATELY[clinic] = now, persons
    return persons


def _earlier(clinic: UUID, zone: ZoneInfo, since: datetime, today: datetime, at: datetime) -> tuple[UUID, ...]:
    """Return who is to be asked after a session before: remembered for a day, or until a contact is taken back.

    Whoever is asked meanwhile stays in it for that day; their chart then shows that nothing is open.
    """
    entries = (*_BEGUN_BEFORE.rows(clinic, since), *_TAKEN_BACK.rows(clinic, today, at))
    now = _Asked(since, today, zone, entries)
    asked, persons = _EARLIER.get(clinic, (None, ()))
    if asked != now:
        persons = tuple(_found(_SESSIONS.rows(clinic, at), zone, today, before=since))
        _EARLIER[clinic] = now, persons
    return persons


def _found(rows: Iterable[_Row], zone: ZoneInfo, until: datetime, before: datetime | None = None) -> Iterator[UUID]:
    """Yield who has an open contact after one of these sessions, or after one of those that began before an instant."""
    sessions: dict[UUID, dict[datetime, datetime | None]] = {}
    for person, start, last in sorted(rows, key=lambda row: row[1]):
        sessions.setdefault(person, {})[start] = last
    for person, asked in sessions.items():
        # The end of a session is in its chart; its start is a little earlier, which makes nobody come too late here.
        dues = due_by(edition_in_use(), [Treatment(start, start) for start in asked], zone, until)
        if any(_is_open(asked[start], due) for start, due in dues if before is None or start < before):
            yield person


def _is_open(last: datetime | None, due: datetime) -> bool:
    return last is None or last < due


def _recorded(clinic: UUID, at: datetime, *kinds: str) -> QuerySet[Entry]:
    return Entry.objects.filter(clinic=clinic, kind__in=kinds, recorded_at__lte=at).order_by()


def _counted(entries: QuerySet[Entry]) -> QuerySet[Entry, tuple[int, datetime]]:
    counted = entries.values("clinic").annotate(count=Count("*"), latest=Max("recorded_at"))
    return counted.values_list("count", "latest")


def _sessions(clinic: UUID, at: datetime, told: QuerySet[Entry]) -> QuerySet[Entry, _Row]:
    """Return the sessions of some entries, each with its last contact; what was taken back counts for neither."""
    taken_back = _recorded(clinic, at, STRUCK).values("strikes")
    return (
        told.filter(~Q(pk__in=taken_back), visit__isnull=False)
        .values("person", "visit")
        .annotate(start=Max("at", filter=Q(kind=STARTED)), last=Max("at", filter=Q(kind=CONTACT)))
        .filter(start__isnull=False)
        .values_list("person", "start", "last")
    )


# Nothing is recorded before it happens, so that what was recorded since then is all that happened since then.
_ADDED = StandingQuery(
    lambda clinic, since, at: _counted(_recorded(clinic, at, STARTED, CONTACT, STRUCK).filter(recorded_at__gte=since))
)
_SESSIONS_SINCE = StandingQuery(
    lambda clinic, since, at: _sessions(
        clinic, at, _recorded(clinic, at, STARTED, CONTACT).filter(recorded_at__gte=since)
    )
)
_BEGUN_BEFORE = StandingQuery(lambda clinic, since: _counted(_recorded(clinic, since, STARTED)))
_TAKEN_BACK = StandingQuery(
    lambda clinic, today, at: _counted(
        _recorded(clinic, at, STRUCK).filter(
            Exists(Entry.objects.filter(pk=OuterRef("strikes"), kind=CONTACT)), recorded_at__gte=today
        )
    )
)
_SESSIONS = StandingQuery(lambda clinic, at: _sessions(clinic, at, _recorded(clinic, at, STARTED, CONTACT)))
