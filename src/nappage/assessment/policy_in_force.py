"""The policy in force at an instant: what the director signed last, and staff, lots and kit as they are recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from nappage.assessment.public_holiday import public_holidays
from nappage.engine.policy import Policy
from nappage.library.structure import Structure
from nappage.library.timezones import timezone
from nappage.records.models import Credential, KitCheck, Lot, Member, PolicyVersion

# A course of fifteen monthly sessions and its recall end within it.
YEARS_AHEAD = 4

# A member with several duties is to the engine what decides most: who signs policy still signs it as its director.
_ROLE_OF_DUTY = (
    ("director", "director"),
    ("prescriber", "prescriber"),
    ("injector", "injector"),
    ("assistant", "assistant"),
    ("reception", "reception"),
)


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy and the number of the signed version that it rests on; 0 means that nothing was signed yet."""

    policy: Policy
    version: int


def policy_in_force(clinic: UUID, at: datetime) -> PolicyInForce:
    """Return the policy of a clinic at an instant. Before a director signed, it opens nothing."""
    versions = PolicyVersion.objects.filter(clinic=clinic, signed_at__lte=at).order_by("-number")
    version = versions.values_list("id", flat=True).first()
    beside: dict[str, Any] = {
        "staff": [_staff(member) for member in _members(clinic)],
        "lots": [_lot(*row) for row in Lot.objects.filter(clinic=clinic).values_list(*_OF_A_LOT)],
    }
    check = KitCheck.objects.filter(clinic=clinic, at__lte=at).order_by("-at", "-id").first()
    if check is not None:
        beside["kit"] = {
            "checked_on": check.checked_on.isoformat(),
            "expires_on": check.expires_on.isoformat(),
            "trained": list(check.trained),
        }
    return _in_force(version, json.dumps(beside, ensure_ascii=False), at.year)


@lru_cache(maxsize=64)
def _in_force(version: UUID | None, beside: str, year: int) -> PolicyInForce:
    """Return the policy of a signed version, which never changes, with what stands beside it.

    The public holidays of the place it names are closed days, for the years that a course from now on can touch.
    """
    signed = PolicyVersion.objects.get(pk=version) if version else None
    terms = dict(signed.terms) if signed else dict(_UNSIGNED)
    if terms.get("holidays_of"):
        known = {str(day) for day in terms.get("closed_days", ())}
        found = public_holidays(terms["holidays_of"], range(year - 1, year + YEARS_AHEAD))
        terms["closed_days"] = sorted(known | {day.isoformat() for day in found})
    return PolicyInForce(read_policy(terms | json.loads(beside)), signed.number if signed else 0)


def read_policy(terms: Mapping[str, Any]) -> Policy:
    """Return a policy from its plain form; Faulty carries every fault. Equal terms give the very same object.

    The engine remembers what it worked out per policy object, so two looks under one policy must share it.
    """
    return _policy(json.dumps(terms, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=64)
def _policy(text: str) -> Policy:
    terms = json.loads(text)
    return Structure(timezone(terms.get("zone", "UTC"))).read(Policy, terms, "policy")


_UNSIGNED: Mapping[str, Any] = {"clinic": "not signed yet", "jurisdiction": "none", "zone": "UTC", "openings": []}


def _members(clinic: UUID) -> list[Member]:
    return list(Member.objects.filter(clinic=clinic, active=True).select_related("delegated_by").order_by("slug"))


def _staff(member: Member) -> dict[str, Any]:
    staff = {
        "id": member.slug,
        "role": role_of(member),
        "licensed_from": member.licensed_from.isoformat(),
        "licensed_until": member.licensed_until.isoformat(),
    }
    if member.delegated_by is not None:
        staff["delegated_by"] = member.delegated_by.slug
    return staff


def role_of(member: Member) -> str:
    """Return the engine's role of a member: a physician's credential first, then the duty that decides most."""
    if member.credential == Credential.PHYSICIAN and "prescriber" in member.duties:
        return "physician"
    return next((role for duty, role in _ROLE_OF_DUTY if duty in member.duties), "reception")


_OF_A_LOT = ("agent", "lot", "expires_on", "state", "opened_on", "discard_on")


def _lot(
    agent: str, lot: str, expires_on: date, state: str, opened_on: date | None, discard_on: date | None
) -> dict[str, Any]:
    row = {"agent": agent, "lot": lot, "expires_on": expires_on.isoformat(), "state": state}
    if opened_on:
        row["opened_on"] = opened_on.isoformat()
    if discard_on:
        row["discard_on"] = discard_on.isoformat()
    return row
