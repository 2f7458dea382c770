"""The cast of every screen test: one clinic with somebody for each duty, and a stranger of another clinic."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password

from nappage.access.permissions import DUTIES
from nappage.actions.acting import Actor
from nappage.actions.persons import open_course, register
from nappage.actions.policies import sign_policy
from nappage.actions.portal_accesses import invite
from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.story import Sex
from nappage.library.plain import as_plain
from nappage.records.models import Clinic, Credential, KitCheck, Lot, Member, Person, PortalAccess, Room, User
from nappage.values.quantity import Quantity
from support.device import Device, Phone

EXAMPLES = Path(__file__).parents[2] / "examples"
HELD_APART = ("staff", "lots", "kit", "signed")
PASSWORD = "a quiet room on monday"
OPENED = datetime(2026, 1, 2, 8, tzinfo=UTC)


def example_terms(name: str = "clinic-madrid.toml") -> dict[str, Any]:
    """Return the policy of an example as the director signs it: what has rows of its own left out."""
    return {key: as_plain(value) for key, value in _policy_of(name).items() if key not in HELD_APART}


@cache
def _policy_of(name: str) -> dict[str, Any]:
    policy: dict[str, Any] = tomllib.loads((EXAMPLES / name).read_text(encoding="utf-8"))["policy"]
    return policy


@dataclass
class Cast:
    """A clinic and its people. `physician` is a prescriber with a physician's credential who may also inject."""

    clinic: Clinic
    members: Mapping[str, Member]

    def __getattr__(self, duty: str) -> Member:
        try:
            return self.members[duty]
        except KeyError:
            raise AttributeError(duty) from None

    def actor(self, duty: str, at: datetime) -> Actor:
        """Return somebody acting at an instant."""
        return Actor(self.members[duty], at)

    def client(self, duty: str, *, confirmed: bool = True, bound: bool = True) -> Device:
        """Return a browser in which somebody has logged in and, unless said otherwise, proved who they are."""
        return Device(self.members[duty], confirmed=confirmed, bound=bound)

    def access(self, person: UUID, at: datetime = OPENED, **more: Any) -> PortalAccess:
        """Return a person's own access to the portal, or that of a proxy (`relation`, `name`, `until`)."""
        said: dict[str, Any] = {"address": f"{uuid4().hex[:12]}@example.org"}
        return invite(self.actor("reception", at), person, **(said | more))

    def phone(self, person: UUID, **more: Any) -> Phone:
        """Return a telephone on which somebody logged in at the patient door, about a person."""
        return Phone(self.access(person, **more))

    def register(self, name: str, at: datetime, born: date = date(1990, 5, 14), **more: Any) -> Person:
        """Return a new patient (S1's birth date and sex unless said)."""
        said: dict[str, Any] = {"sex": Sex.FEMALE, "height": Quantity.parse("168 cm"), "phototype": 2}
        person = register(self.actor("prescriber", at), name=name, born=born, **(said | more))
        open_course(self.actor("prescriber", at), person.id)
        return person


def new_clinic(name: str = "Madrid", terms: Mapping[str, Any] | None = None) -> Cast:
    """Return a clinic with its cast, a signed policy, a kit, lots and two rooms."""
    clinic = Clinic.objects.create(name=name, fictional=True)
    cast = Cast(clinic, _members(clinic))
    sign_policy(cast.actor("director", OPENED), terms or example_terms(), "first version")
    KitCheck.objects.create(
        clinic=clinic,
        checked_on=date(2026, 1, 2),
        expires_on=date(2027, 2, 28),
        trained=["physician-1", "injector-1"],
        at=OPENED,
        by="director-1",
    )
    agents = (("A", "A-101"), ("B", "B-101"), ("L", "L-101"), ("P", "P-101"), ("L-cream", "C-101"))
    Lot.objects.bulk_create(
        Lot(clinic=clinic, agent=agent, lot=lot, expires_on=date(2027, 6, 30)) for agent, lot in agents
    )
    Room.objects.bulk_create(Room(clinic=clinic, name=name) for name in ("Room 1", "Room 2"))
    edition_in_use()
    return cast


def _members(clinic: Clinic) -> dict[str, Member]:
    """Return somebody for each duty, kept in two statements: every test with a database begins with them."""
    members = {duty: _member(clinic, duty, [duty]) for duty in DUTIES}
    members["physician"] = _member(clinic, "physician", ["prescriber", "injector"], Credential.PHYSICIAN)
    members["injector"].delegated_by = members["physician"]
    User.objects.bulk_create(member.user for member in members.values())
    Member.objects.bulk_create(members.values())
    return members


def _member(clinic: Clinic, duty: str, duties: list[str], credential: str = Credential.NURSE) -> Member:
    return Member(
        clinic=clinic,
        user=User(username=f"{duty}@{clinic.name}".lower(), password=make_password(PASSWORD)),
        slug=f"{duty}-1",
        name=f"Demo {duty}",
        duties=duties,
        credential=credential,
        licensed_from=date(2020, 1, 1),
        licensed_until=date(2027, 12, 31),
    )
