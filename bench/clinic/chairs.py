"""People at their devices: sittings that are open, and patients whose session has begun, through the real acts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from random import Random
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse

from bench.clinic.calendar import LENGTH, MINUTE
from bench.clinic.client import Request
from bench.clinic.patient import EACH, THIGHS, replies, tape
from nappage.actions.acting import Actor
from nappage.actions.entries import record
from nappage.actions.sessions import TimeOut, start
from nappage.actions.visits import book
from nappage.records.keys import new_key
from nappage.records.models import Course, Identity, Member, Purpose
from nappage.web.binding import HEADER, Binding
from nappage.web.sitting import Sitting

# In point mode a session of 120 punctures is so many passes; then the next patient sits down.
PASSES_EACH = 120
PER_PUNCTURE = EACH.removesuffix(" mL")


def headers_of(member: Member, at: datetime) -> dict[str, str]:
    """Return the headers of a browser in which somebody has just logged in."""
    store, token = SessionStore(), _get_new_csrf_string()
    store[SESSION_KEY] = str(member.user_id)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    sitting = Sitting(store, at)
    sitting.open()
    sitting.seat(member)
    store.save()
    cookies = {settings.SESSION_COOKIE_NAME: str(store.session_key), settings.CSRF_COOKIE_NAME: token}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": token}


@dataclass(frozen=True, slots=True)
class Chair:
    """A session that is under way: whose, at which visit, and who injects."""

    person: UUID
    visit: UUID
    member: Member


def seated(numbers: range, members: list[Member], at: datetime) -> Iterator[Chair]:
    """Yield patients of the database, by number, whose session of today was just started after a whole time-out."""
    for number in numbers:
        identity = Identity.objects.get(name=f"Demo patient {number:05}")
        member, person = members[number % len(members)], identity.person_id
        course = Course.objects.filter(person=person).order_by("-opened_at").values_list("id", flat=True)[0]
        desk, begins = Actor(member, at), at + MINUTE
        # No room: the bench seats more patients at once than the clinic has rooms.
        visit = book(desk, person, Purpose.SESSION, begins, begins + LENGTH, course=course)
        record(desk, "reply.record", person, *replies(at, {}))
        record(desk, "measure.record", person, *tape(at, member.slug, 52), course=course, visit=visit.id)
        start(Actor(member, at), visit.id, TimeOut(("name", "birth-date"), THIGHS))
        yield Chair(person, visit.id, member)


class Passes:
    """One device that charts point by point, one patient after the other. What was answered is kept to be counted.

    Every twentieth pass is sent twice, as a device does that heard no answer.
    """

    def __init__(self, chairs: Iterator[Chair], at: Callable[[], datetime], chance: Random) -> None:
        self._chairs, self._at, self._chance = chairs, at, chance
        self.saved: set[UUID] = set()
        self.sent = 0

    def requests(self) -> Iterator[Request]:
        """Yield the passes of this device."""
        for chair in self._chairs:
            headers = headers_of(chair.member, self._at()) | {
                "Content-Type": "application/json",
                "Accept": "application/json",
                HEADER: Binding(chair.member.id, chair.person, chair.visit).token(),
            }
            path = reverse("session-passes", kwargs={"person": chair.person, "visit": chair.visit})
            for number in range(PASSES_EACH):
                request = self._pass(path, headers, chair, number)
                yield request
                if self._chance.random() < 1 / 20:
                    yield request

    def _pass(self, path: str, headers: dict[str, str], chair: Chair, number: int) -> Request:
        id, site = new_key(), THIGHS[number * len(THIGHS) // PASSES_EACH]
        body = {
            "id": str(id), "ago": 0, "site": f"{site.zone}/{site.side.value}", "technique": "nappage", "punctures": 1,
            "volume": PER_PUNCTURE, "depth": "3", "layer": "superficial-subcutis", "operator": chair.member.slug,
        }  # fmt: skip

        def told(status: int, answer: bytes) -> None:
            self.sent += 1
            if status == 200:
                self.saved.add(id)

        return Request(path, headers, "POST", json.dumps(body).encode(), told)


def charts(persons: list[UUID], headers: dict[str, str], chance: Random) -> Iterator[Request]:
    """Yield looks at charts, drawn by chance from everybody's."""
    while True:
        yield Request(reverse("chart", kwargs={"person": chance.choice(persons)}), headers)


def progress(persons: list[UUID], headers: dict[str, str], chance: Random) -> Iterator[Request]:
    """Yield looks at measures with their pictures, drawn by chance from everybody's."""
    while True:
        yield Request(reverse("measures", kwargs={"person": chance.choice(persons)}), headers)


def boards(headers: dict[str, str], path: str) -> Iterator[Request]:
    """Yield looks at one page of the clinic's: the day's board, a list, the agenda."""
    while True:
        yield Request(path, headers)


def searches(people: int, headers: dict[str, str], chance: Random) -> Iterator[Request]:
    """Yield searches in turn: by how a name begins, by a word within it, by birth date, by telephone."""
    for number in count():
        one = chance.randrange(people)
        born = f"{1 + one % 28}/{1 + one % 12}/{1955 + one % 48}"
        typed = (f"demo+patient+{one:05}"[:-1], f"{one:05}", born, f"6{one:08}")[number % 4]
        yield Request(f"{reverse('patients')}?q={typed}", headers)
