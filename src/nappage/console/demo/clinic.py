"""The demo's clinic, its people, rooms, lots, kit and signed policy. Every dose and limit in it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from nappage.actions.acting import Actor
from nappage.actions.policies import sign_policy
from nappage.records.models import Clinic, Credential, Device, KitCheck, Lot, Member, PolicyVersion, Room, User

NAME = "Madrid"
PIN = "246813"
WEEK = 7
OPEN_SINCE = timedelta(days=200)

# (user name, shown name, duties, credential)
PEOPLE = (
    ("director", "Demo director", ("director",), Credential.OTHER),
    ("physician", "Demo physician", ("prescriber", "injector"), Credential.PHYSICIAN),
    ("physician-2", "Demo physician 2", ("prescriber",), Credential.PHYSICIAN),
    ("injector", "Demo injector", ("injector",), Credential.NURSE),
    ("injector-2", "Demo injector 2", ("injector",), Credential.NURSE),
    ("assistant", "Demo assistant", ("assistant",), Credential.NONE),
    ("reception", "Demo reception", ("reception",), Credential.NONE),
    ("auditor", "Demo auditor", ("auditor",), Credential.NONE),
)
INDICATIONS = ("cellulite", "face-neck-rejuvenation", "loose-skin", "localised-fat")
LOTS = (("A", "A-311"), ("B", "B-552"), ("L", "L-207"), ("P", "P-118"), ("L-cream", "C-040"))
TRAINED = ("physician", "injector")


@dataclass(frozen=True)
class DemoClinic:
    """The clinic and its members by user name."""

    clinic: Clinic
    members: Mapping[str, Member]
    rooms: tuple[Room, ...]

    def actor(self, who: str, at: datetime) -> Actor:
        """Return a member acting at an instant."""
        return Actor(self.members[who], at)


def make_clinic(now: datetime, password: str) -> DemoClinic:
    """Return the clinic, opened and signed a while before now."""
    opened = now - OPEN_SINCE
    clinic = Clinic.objects.create(name=NAME, fictional=True)
    # All share one password and one PIN, said in the terminal: hashed once, for sixteen hashes are seconds of waiting.
    hashed = make_password(password), make_password(PIN)
    members = {
        who: _member(clinic, who, shown, duties, card, opened.date(), hashed) for who, shown, duties, card in PEOPLE
    }
    for who in ("injector", "injector-2"):
        members[who].delegated_by = members["physician"]
        members[who].save()
    sign_policy(Actor(members["director"], opened), policy_terms(opened.date()), "First version of the demo")
    KitCheck.objects.create(
        clinic=clinic,
        checked_on=(now - timedelta(days=2)).date(),
        expires_on=(now + timedelta(days=25)).date(),
        trained=list(TRAINED),
        at=now - timedelta(days=2),
        by="assistant",
    )
    for agent, lot in LOTS:
        Lot.objects.create(clinic=clinic, agent=agent, lot=lot, expires_on=(now + timedelta(days=300)).date())
    for device in ("Injector gun", "Camera stand"):
        Device.objects.create(clinic=clinic, name=device)
    rooms = tuple(Room.objects.create(clinic=clinic, name=f"Room {number}") for number in (1, 2, 3))
    return DemoClinic(clinic, members, rooms)


def made_at(clinic: Clinic) -> datetime:
    """Return the instant that the clinic was made around."""
    return PolicyVersion.objects.filter(clinic=clinic).earliest("signed_at").signed_at + OPEN_SINCE


def _member(
    clinic: Clinic, who: str, shown: str, duties: tuple[str, ...], credential: str, since: date, hashed: tuple[str, str]
) -> Member:
    password, pin = hashed
    return Member.objects.create(
        clinic=clinic,
        user=User.objects.create(username=who, password=password),
        slug=who,
        name=shown,
        duties=list(duties),
        credential=credential,
        licensed_from=since - timedelta(days=900),
        licensed_until=since + timedelta(days=260 if who == "injector-2" else 900),
        pin=pin,
    )


def policy_terms(signed: date) -> dict[str, Any]:
    """Return the demo's policy in the form of the case file; open every day, so that the demo has a day at any hour."""
    due = (signed + timedelta(days=365)).isoformat()
    return {
        "clinic": NAME,
        "jurisdiction": "ES",
        "zone": "Europe/Madrid",
        "fictional": True,
        "minimum_age": 18,
        "area_cap": 2,
        "test_validity": "6 mo",
        "late_tolerance": "3 d",
        "emergency_number": "112",
        "phone": "+34 900 000 000",
        "holidays_of": "ES-MD",
        "openings": [{"weekday": day, "opens": "00:05", "closes": "23:55"} for day in range(WEEK)],
        "indications": [{"indication": one, "citation": "fictional", "review_due": due} for one in INDICATIONS],
        "formulary": _formulary(),
        "mixtures": [{"agents": ["A", "B"], "citation": "fictional"}],
        "listing": _listing(),
    }


def _listing() -> dict[str, Any]:
    return {
        "address": "Demo street 1\nMadrid",
        "languages": ["es", "en", "fr"],
        "zones": ["abdomen", "thigh", "flank", "face"],
        "prices": [["First talk", "0 EUR (fictional)"], ["One session", "90 EUR (fictional)"]],
    }


def _formulary() -> list[dict[str, Any]]:
    skin = {"modality": "intradermal", "new_lot_closes_test": False}
    return [
        {"agent": "A", "strength": "10 mg/mL", "session_limit": "40 mg", "agent_class": "vitamin", **skin},
        {"agent": "B", "session_limit": "4 mL", "by_volume": True, "agent_class": "plant-extract", **skin},
        {
            "agent": "L",
            "strength": "1 %",
            "session_limit": "200 mg",
            "anaesthetic_maximum": "200 mg",
            "agent_class": "local-anaesthetic-amide",
            **skin,
        },
        {"agent": "P", "strength": "50 mg/mL", "session_limit": "100 mg", "agent_class": "antibiotic", **skin},
        {
            "agent": "L-cream",
            "cream_maximum": "20 g",
            "cream_area": "200 cm2",
            "cream_contact": "60 min",
            "agent_class": "local-anaesthetic-amide",
        },
    ]
