"""The clinics of this installation that chose to stand in the public list, each with what it states of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from nappage.assessment.policy_in_force import policy_in_force
from nappage.engine.policy import Listing, Policy
from nappage.records.models import Clinic, Credential, Member
from nappage.records.row_security import seeing
from nappage.values.local_time import local_day


@dataclass(frozen=True, slots=True)
class ListedClinic:
    """A clinic in the public list: its name, what it signed, and how many inject there with which credential."""

    name: str
    fictional: bool
    policy: Policy
    listing: Listing
    injectors: dict[str, int]


def listed_clinics(at: datetime) -> tuple[ListedClinic, ...]:
    """Return the clinics that chose to be listed, in the order of the alphabet."""
    found = (_listed(clinic, at) for clinic in Clinic.objects.all())
    return tuple(sorted((each for each in found if each), key=lambda each: each.name.casefold()))


def _listed(clinic: Clinic, at: datetime) -> ListedClinic | None:
    with seeing(connection, str(clinic.id)):
        policy = policy_in_force(clinic.id, at).policy
        if policy.listing is None:
            return None
        return ListedClinic(clinic.name, clinic.fictional, policy, policy.listing, _injectors(clinic.id, policy, at))


def _injectors(clinic: UUID, policy: Policy, at: datetime) -> dict[str, int]:
    """Return how many people with a licence in date inject, by their credential. No names: nobody agreed to that."""
    day, counted = local_day(at, policy.zone), dict.fromkeys(Credential.values, 0)
    for member in Member.objects.filter(clinic=clinic, active=True):
        if "injector" in member.duties and member.licensed_from <= day <= member.licensed_until:
            counted[member.credential] += 1
    return {credential: count for credential, count in counted.items() if count}
