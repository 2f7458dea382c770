"""From acts to rows, in bulk: sealed entries, visits with their slots, lot uses, decisions, and the audit chain."""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from bench.clinic.bulk import insert
from bench.clinic.home import Home
from bench.clinic.patient import Act, PatientCourses
from nappage.actions.audit import BEGINNING, digest_of
from nappage.actions.visits import GRAIN
from nappage.assessment.happening import KIND_OF
from nappage.assessment.line import master_key, seal_values
from nappage.records.models import (
    AuditEvent,
    Course,
    Decision,
    Entry,
    Identity,
    LotUse,
    Person,
    PersonKey,
    Slot,
    Visit,
    VisitState,
)
from nappage.records.name_folding import digits, folded
from nappage.records.sealed import SealingKey

# In this order, so that what a row points at is there before it.
TABLES: tuple[type[Model], ...] = (
    Person, PersonKey, Identity, Course, Visit, Slot, Entry, Decision, LotUse, AuditEvent,
)  # fmt: skip
TOGETHER = 20_000


@dataclass(frozen=True, slots=True)
class Rested:
    """What a decision of the filled clinic rests on: an edition, its rules, a policy."""

    edition: str
    timezones: str
    rules: list[str]
    policy_version: int


@dataclass
class Filling:
    """Takes acts in the order of time and writes their rows."""

    home: Home
    rested: Rested
    patients: dict[UUID, PatientCourses]
    number: int = 0
    digest: str = BEGINNING
    written: int = 0
    keys: dict[UUID, SealingKey] = field(default_factory=dict)
    _rows: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    _waiting: int = 0

    def fill(self, acts: Iterable[Act]) -> Iterator[Act]:
        """Write all rows of the acts; yield each act once it is taken, for whoever counts."""
        self.number, self.digest = _last_event(self.home.clinic.id)
        for act in acts:
            self._take(act)
            yield act
            if self._waiting >= TOGETHER:
                self._write()
        self._write()

    def _take(self, act: Act) -> None:
        if act.registers is not None:
            self._register(act)
        if act.opens is not None:
            self._add(Course(**self._of(act), id=act.opens, opened_at=act.at, opened_by=act.who))
        if act.books is not None:
            self._book(act)
        thing = act.id
        if act.values:
            entry = self._entry(act)
            thing = entry.id
            for agent, lot in act.lots:
                self._add(LotUse(**self._of(act), id=self._key(act), entry=entry.id, agent=agent, lot=lot, at=act.at))
        if act.decision:
            self._decide(act, thing)
        self._note(act, thing or act.opens or act.ends or (act.books.id if act.books else None))

    def _of(self, act: Act) -> dict[str, Any]:
        return {"clinic_id": self.home.clinic.id, "person_id": act.person}

    def _key(self, act: Act) -> UUID:
        return self.patients[act.person].key(act.at)

    def _add(self, row: Model) -> None:
        self._rows[type(row)].append(row)
        self._waiting += 1

    def _register(self, act: Act) -> None:
        key = self.keys[act.person] = SealingKey.new()
        wrapped = master_key().seal(key.secret, act.person.bytes)
        name, phone = f"Demo patient {act.registers:05}", f"+34 6{act.registers:08}"
        clinic = self.home.clinic.id
        self._add(Person(id=act.person, clinic_id=clinic, registered_at=act.at))
        self._add(PersonKey(person_id=act.person, clinic_id=clinic, wrapped=wrapped))
        self._add(
            Identity(
                person_id=act.person,
                clinic_id=clinic,
                name=name,
                folded=folded(name),
                born=self.patients[act.person].born(),
                sex="female",
                phone=phone,
                phone_digits=digits(phone),
            )
        )

    def _book(self, act: Act) -> None:
        booking, place = act.books, act.books.place if act.books else None
        assert booking is not None, "only a booking is booked"
        assert place is not None, "every booking has its place"
        room, member = self.home.rooms[place.room], self.home.injector(place.room)
        is_over = place.end <= self.patients[act.person].now
        self._add(
            Visit(
                **self._of(act),
                id=booking.id,
                course_id=None if booking.purpose == "consultation" else act.course,
                purpose=booking.purpose,
                state=VisitState.LEFT if is_over else VisitState.BOOKED,
                room=room,
                member=member,
                start=place.start,
                end=place.end,
                booked_at=act.at,
                booked_by=act.who,
            )
        )
        grains = (place.end - place.start) // GRAIN
        for taken in (room.id, member.id):
            for grain in range(grains):
                start = place.start + timedelta(seconds=grain * GRAIN.total_seconds())
                clinic = self.home.clinic.id
                self._add(Slot(id=self._key(act), clinic_id=clinic, visit_id=booking.id, taken=taken, start=start))

    def _entry(self, act: Act) -> Entry:
        id = act.id or self._key(act)
        (kind,) = {KIND_OF[type(value)] for value in act.values}
        entry = Entry(
            **self._of(act),
            id=id,
            course_id=act.course,
            visit=act.visit,
            kind=kind,
            at=act.at,
            recorded_at=act.at,
            by=act.who,
            sealed=seal_values(self.keys[act.person], id, act.values),
        )
        self._add(entry)
        return entry

    def _decide(self, act: Act, entry: UUID | None) -> None:
        said = hashlib.sha256(f"{act.person}{act.at}".encode()).hexdigest()
        rested = self.rested
        self._add(
            Decision(
                **self._of(act),
                id=self._key(act),
                entry=entry,
                act=act.act,
                at=act.at,
                edition=rested.edition,
                timezones=rested.timezones,
                policy_version=rested.policy_version,
                rules=rested.rules,
                outlook=said,
            )
        )

    def _note(self, act: Act, thing: UUID | None) -> None:
        self.number += 1
        name, _, screen = act.act.partition("look ")
        event = AuditEvent(
            id=self._key(act),
            clinic=self.home.clinic.id,
            number=self.number,
            at=act.at,
            member=self.home.members[act.who].id,
            act="look" if screen else name,
            person=act.person,
            thing=thing,
            detail={"screen": screen} if screen else {},
        )
        event.digest = self.digest = digest_of(event, self.digest)
        self._add(event)

    def _write(self) -> None:
        with transaction.atomic():
            for table in TABLES:
                rows = self._rows[table]
                insert(rows)
                self.written += len(rows)
        self._rows.clear()
        self._waiting = 0


def _last_event(clinic: UUID) -> tuple[int, str]:
    last = AuditEvent.objects.filter(clinic=clinic).order_by("-number").values_list("number", "digest").first()
    return last or (0, BEGINNING)


def in_time(patients: Iterable[PatientCourses]) -> Iterator[Act]:
    """Yield the acts of all patients as they came in: rows of one person lie as far apart as they would.

    A patient is told from the first act on and forgotten after the last, so that memory holds those in a course.
    """
    waiting = deque(sorted(patients, key=lambda patient: patient.began))
    open_: list[tuple[datetime, int, Act, Iterator[Act]]] = []
    while waiting or open_:
        while waiting and (not open_ or waiting[0].began <= open_[0][0]):
            patient = waiting.popleft()
            _push(open_, patient.number, patient.acts())
        _, number, act, others = heappop(open_)
        yield act
        _push(open_, number, others)


def _push(open_: list[tuple[datetime, int, Act, Iterator[Act]]], number: int, acts: Iterator[Act]) -> None:
    act = next(acts, None)
    if act is not None:
        heappush(open_, (act.at, number, act, acts))


def bytes_on_disk() -> int:
    """Return how large the database is, indexes and all."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
