"""What the board shows: the day's visits by hour, what each person still needs, call-backs, and the clinic's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from nappage.actions.moments import day_in_words
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.policy import Policy
from nappage.engine.symptom import Level
from nappage.records.models import Entry, Identity, Member, Purpose, Visit, VisitState
from nappage.rendering import sections_course
from nappage.rendering.outlook_sheet import state, without_reason
from nappage.rendering.sheet import Line
from nappage.rendering.wording import Speaker
from nappage.values.local_time import at_local, local_day
from nappage.web.from_home import from_home_words
from nappage.web.members import member_names, watches_of, who_asks
from nappage.web.today.unended import Unended, unended

# How far the board looks, which is the clinic's housekeeping and no rule about a patient.
REPORTS_SINCE = timedelta(days=14)
SOON = timedelta(days=30)
NEEDS_SHOWN = 3
ENDED = (VisitState.LEFT, VisitState.MISSED)
INJECTS = (Purpose.SESSION, Purpose.TEST, Purpose.READING)


@dataclass(frozen=True, slots=True)
class Timer:
    """A watch that is running for somebody: until when, and who owns it."""

    label: str
    until: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class Row:
    """One visit, or one person to call, with what is needed before anything else: plain values, equal if they show
    the same.

    `at` is the instant that watches are counted from, where any is running.
    """

    person: UUID
    name: str
    start: datetime | None = None
    room: str = ""
    member: str = ""
    purpose: str = ""
    is_here: bool = False
    reads_charts: bool = True
    at: datetime | None = None
    state: tuple[Line, ...] = ()
    needs: tuple[Line, ...] = ()
    more: int = 0
    timers: tuple[Timer, ...] = ()
    namesake: bool = False
    from_home: tuple[str, ...] = ()
    level: Level = Level.OFTEN_SEEN
    is_late: bool = False

    @property
    def waits(self) -> bool:
        """Return whether a report of theirs waits for somebody."""
        return self.level is not Level.OFTEN_SEEN

    @property
    def is_emergency(self) -> bool:
        return self.level is Level.EMERGENCY


@dataclass(frozen=True, slots=True)
class Board:
    """The day: coming and present visits, those that ended, people to call, and what the clinic itself lacks.

    The board of today asks, too, how visits of earlier days ended of which nobody said so.
    """

    day: date
    rows: tuple[Row, ...]
    ended: tuple[Row, ...]
    calls: tuple[Row, ...]
    notices: tuple[str, ...]
    unended: tuple[Unended, ...] = ()

    @property
    def is_urgent(self) -> bool:
        """Return whether somebody to call told of an emergency: then the calls stand before the visits."""
        return any(row.is_emergency for row in self.calls)

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Names:
    """The names on a board: of the patients, and of the members of the clinic by their ids in the record."""

    patients: Mapping[UUID, str]
    members: Mapping[str, str]


def board_of(member: Member, in_force: PolicyInForce, day: date, at: datetime) -> Board:
    """Return the board of a day for a member; who may not read charts sees "on hold" and never why."""
    zone = in_force.policy.zone
    visits = visits_of(member.clinic_id, day, zone)
    booked, calling = {visit.person_id for visit in visits}, _reported(member.clinic_id, at)
    persons = booked | calling
    looks = glimpses(member.clinic_id, persons, in_force, at)
    patients = dict(Identity.objects.filter(person__in=persons).values_list("person", "name"))
    names = Names(patients, member_names(member.clinic_id))
    rows = [(visit.state in ENDED, _row(visit.person_id, visit, looks, names, member, at)) for visit in visits]
    called = [_called(_row(person, None, looks, names, member, at), looks[person]) for person in sorted(calling)]
    today = local_day(at, zone)
    return Board(
        day=day,
        rows=tuple(row for has_ended, row in rows if not has_ended),
        ended=tuple(row for has_ended, row in rows if has_ended),
        calls=tuple(
            row
            for row in _most_urgent_first(called)
            # Who is booked today stands among the visits, and is called all the same while a report of theirs waits.
            if row.needs and (row.waits or row.person not in booked) and member.may("chart.read")
        ),
        notices=tuple(_notices(in_force.policy, today, names.members)),
        unended=tuple(unended(member.clinic_id, day, zone)) if day == today else (),
    )


def visits_of(clinic: UUID, day: date, zone: ZoneInfo, *, ended: bool = True) -> list[Visit]:
    """Return the visits of a local day in the order of their hours, without cancelled ones; `ended` keeps those too."""
    begins, ends = (at_local(one, time(0), zone) for one in (day, day + timedelta(days=1)))
    found = Visit.objects.filter(clinic=clinic, start__gte=begins, start__lt=ends)
    left_out = () if ended else ENDED
    return list(found.exclude(state__in=(VisitState.CANCELLED, *left_out)).select_related("room", "member"))


def _reported(clinic: UUID, at: datetime) -> set[UUID]:
    since = at - REPORTS_SINCE
    # An erased person's entries are closed, and there is nobody to call.
    there = Entry.objects.filter(clinic=clinic, person__key__isnull=False)
    found = there.filter(kind="report", recorded_at__gte=since, recorded_at__lte=at)
    return set(found.values_list("person", flat=True))


def _row(
    person: UUID,
    visit: Visit | None,
    looks: Mapping[UUID, Look],
    names: Names,
    member: Member,
    at: datetime,
) -> Row:
    look = looks[person]
    speak = Speaker(look.edition, look.policy.zone, members=lambda: names.members)
    lines = tuple(state(look.outlook, speak, look.edition))
    name, alike = names.patients[person], [one.casefold() for one in names.patients.values()]
    row = replace(_booked(visit), person=person, name=name, namesake=alike.count(name.casefold()) > 1)
    if not member.may("chart.read"):
        return replace(row, reads_charts=False, state=tuple(without_reason(lines)))
    needs = sections_course.to_do(look.outlook, speak, look.edition, who_asks(look, names.members)).lines
    if visit is not None and visit.purpose not in INJECTS:
        # Somebody who comes to talk lacks every gate; the board says what the talk is about instead.
        lines, needs = (), ()
    timers = tuple(_timers(look, names.members))
    return replace(
        row,
        at=at if timers else None,
        state=lines,
        needs=needs[:NEEDS_SHOWN],
        more=max(len(needs) - NEEDS_SHOWN, 0),
        timers=timers,
        from_home=tuple(from_home_words(look, speak)),
    )


def _called(row: Row, look: Look) -> tuple[datetime, Row]:
    """Return by when somebody was to be called first, and their row with how urgent that is and whether it is late."""
    waiting = [found for found in look.outlook.after.triage.reports if found.is_open]
    level = max((found.level for found in waiting), default=Level.OFTEN_SEEN)
    due = min((found.answer_by(look.policy.zone) or found.report.at for found in waiting), default=look.at)
    return due, replace(row, level=level, is_late=level > Level.OFTEN_SEEN and due < look.at)


def _most_urgent_first(called: Iterable[tuple[datetime, Row]]) -> list[Row]:
    """Return the rows by urgency; of equal urgency the one that was due first stands first."""
    by_due = [row for _due, row in sorted(called, key=lambda one: one[0])]
    return sorted(by_due, key=lambda row: row.level, reverse=True)


def _booked(visit: Visit | None) -> Row:
    """Return the row of a visit before it is told whose it is."""
    if visit is None:
        return Row(UUID(int=0), "")
    return Row(
        visit.person_id,
        "",
        start=visit.start,
        room=str(visit.room or ""),
        member=str(visit.member or ""),
        purpose=str(visit.get_purpose_display()),
        is_here=visit.state == VisitState.HERE,
    )


def _timers(look: Look, members: Mapping[str, str]) -> Iterator[Timer]:
    """Yield the watches that have begun and not ended."""
    for watch in watches_of(look, members):
        yield Timer(_("Observation"), watch.until, watch.owner)


def _notices(policy: Policy, day: date, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what the clinic itself lacks, or will soon."""
    if policy.signed is None:
        yield _("No policy is signed: nothing can be started. The director signs it.")
    if policy.kit is None:
        yield _("The emergency kit was never checked.")
    elif policy.kit.expires_on <= day + SOON:
        yield _("The emergency kit expires on {day}.").format(day=day_in_words(policy.kit.expires_on))
    yield from _expiring(policy, day, names)


def _expiring(policy: Policy, day: date, names: Mapping[str, str]) -> Iterable[str]:
    for member in policy.staff:
        who = names.get(member.id, member.id)
        if day <= member.licensed_until <= day + SOON:
            yield _("The credential of {who} ends on {day}.").format(who=who, day=day_in_words(member.licensed_until))
        elif member.licensed_until < day:
            yield _("The credential of {who} ended on {day}.").format(who=who, day=day_in_words(member.licensed_until))
