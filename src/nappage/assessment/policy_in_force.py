"""The policy in force at an instant: what the director signed last, and staff, lots and kit as they are recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
from nappage.records.standing_query import StandingQuery

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
    version = _SIGNED.first(clinic, at)
    beside: dict[str, Any] = {
        "staff": [_staff(*row) for row in _STAFF.rows(clinic)],
        "lots": [_lot(*row) for row in _LOTS.rows(clinic)],
    }
    check = _CHECKED.first(clinic, at)
    if check is not None:
        checked_on, expires_on, trained = check
        beside["kit"] = {
            "checked_on": checked_on.isoformat(),
            "expires_on": expires_on.isoformat(),
            "trained": list(trained),
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


def _staff(
    slug: str, credential: str, duties: list[str], licensed_from: date, licensed_until: date, delegated_by: str | None
) -> dict[str, Any]:
    staff = {
        "id": slug,
        "role": _role(credential, duties),
        "licensed_from": licensed_from.isoformat(),
        "licensed_until": licensed_until.isoformat(),
    }
    if delegated_by is not None:
        staff["delegated_by"] = delegated_by
    return staff


def role_of(member: Member) -> str:
    """Return the engine's role of a member: a physician's credential first, then the duty that decides most."""
    return _role(member.credential, member.duties)


def _role(credential: str, duties: Sequence[str]) -> str:
    if credential == Credential.PHYSICIAN and "prescriber" in duties:
        return "physician"
    return next((role for duty, role in _ROLE_OF_DUTY if duty in duties), "reception")


def _lot(
    agent: str, lot: str, expires_on: date, state: str, opened_on: date | None, discard_on: date | None
) -> dict[str, Any]:
    row = {"agent": agent, "lot": lot, "expires_on": expires_on.isoformat(), "state": state}
    if opened_on:
        row["opened_on"] = opened_on.isoformat()
    if discard_on:
        row["discard_on"] = discard_on.isoformat()
    return row


# Asked with every request of anybody.
_OF_A_MEMBER = ("slug", "credential", "duties", "licensed_from", "licensed_until", "delegated_by__slug")
_OF_A_LOT = ("agent", "lot", "expires_on", "state", "opened_on", "discard_on")
_OF_A_CHECK = ("checked_on", "expires_on", "trained")
_SIGNED = StandingQuery(
    lambda clinic, at: (
        PolicyVersion.objects.filter(clinic=clinic, signed_at__lte=at)
        .order_by("-number")
        .values_list("id", flat=True)[:1]
    )
)
_STAFF = StandingQuery(
    lambda clinic: Member.objects.filter(clinic=clinic, active=True).order_by("slug").values_list(*_OF_A_MEMBER)
)
_LOTS = StandingQuery(lambda clinic: Lot.objects.filter(clinic=clinic).values_list(*_OF_A_LOT))
_CHECKED = StandingQuery(
    lambda clinic, at: (
        KitCheck.objects.filter(clinic=clinic, at__lte=at).order_by("-at", "-id").values_list(*_OF_A_CHECK)[:1]
    )
)
