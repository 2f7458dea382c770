"""The clinic that is filled: its people, rooms, lots and the policy signed anew each year. Every dose is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from bench.clinic.calendar import ROOMS
from nappage.actions.acting import Actor
from nappage.actions.policies import sign_policy
from nappage.console.demo.clinic import policy_terms
from nappage.records.keys import new_key
from nappage.records.models import Clinic, Credential, KitCheck, Lot, Member, Room, User

NAME = "Bench"
YEAR = timedelta(days=365)
AGENTS = ("A", "B")
# How long a lot is bought; it expires a year later.
LOT_LASTS = timedelta(days=182)

_PEOPLE = (
    ("director", ("director",), Credential.OTHER),
    ("physician", ("prescriber", "injector"), Credential.PHYSICIAN),
    ("assistant", ("assistant",), Credential.NONE),
    ("reception", ("reception",), Credential.NONE),
    *((f"injector-{room + 1}", ("injector",), Credential.NURSE) for room in range(ROOMS)),
)


@dataclass(frozen=True)
class Home:
    """The clinic, its people by their slug and its rooms by number."""

    clinic: Clinic
    members: dict[str, Member]
    rooms: tuple[Room, ...]
    opened: date

    def injector(self, room: int) -> Member:
        """Return who injects in a room."""
        return self.members[f"injector-{room + 1}"]

    def lot(self, agent: str, day: date) -> str:
        """Return the lot of an agent that is in use on a day."""
        return f"{agent}-{(day - self.opened) // LOT_LASTS + 1:03}"


def make_home(opened: date, now: datetime) -> Home:
    """Return the clinic, open since a day."""
    clinic = Clinic.objects.create(name=NAME, fictional=True)
    home = Home(clinic, _members(clinic, opened, now.date()), _rooms(clinic), opened)
    for year in range((now.date() - opened) // YEAR + 1):
        day = opened + year * YEAR
        director = Actor(home.members["director"], datetime.combine(day, time(6), tzinfo=UTC))
        sign_policy(director, policy_terms(day), f"Version of year {year + 1}")
    Lot.objects.bulk_create(_lots(home, now.date()))
    KitCheck.objects.create(
        clinic=clinic,
        checked_on=now.date() - timedelta(days=2),
        expires_on=now.date() + timedelta(days=90),
        trained=["physician", *(f"injector-{room + 1}" for room in range(ROOMS))],
        at=now - timedelta(days=2),
        by="assistant",
    )
    return home


def _rooms(clinic: Clinic) -> tuple[Room, ...]:
    return tuple(Room.objects.create(clinic=clinic, name=f"Room {number + 1}") for number in range(ROOMS))


def _members(clinic: Clinic, opened: date, today: date) -> dict[str, Member]:
    password = make_password(new_key().hex)
    members: dict[str, Member] = {}
    for slug, duties, credential in _PEOPLE:
        members[slug] = Member.objects.create(
            clinic=clinic,
            user=User.objects.create(username=slug, password=password),
            slug=slug,
            name=f"Demo {slug}",
            duties=list(duties),
            credential=credential,
            licensed_from=opened - YEAR,
            licensed_until=today + 2 * YEAR,
            delegated_by=members["physician"] if slug.startswith("injector") else None,
        )
    return members


def _lots(home: Home, today: date) -> Iterator[Lot]:
    day = home.opened
    while day <= today + LOT_LASTS:
        for agent in AGENTS:
            yield Lot(clinic=home.clinic, agent=agent, lot=home.lot(agent, day), expires_on=day + LOT_LASTS + YEAR)
        day += LOT_LASTS
