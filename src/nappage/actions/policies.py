"""Signing a policy: the director's terms, read strictly, kept as a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from nappage.actions.acting import Actor, acting
from nappage.assessment.policy_in_force import read_policy
from nappage.records.models import PolicyVersion
from nappage.values.local_time import local_day


def sign_policy(actor: Actor, terms: Mapping[str, Any], words: str = "") -> PolicyVersion:
    """Return the version signed; Faulty with every fault if the terms cannot be read as a policy."""
    day = local_day(actor.at, read_policy(terms).zone)
    signed = {**terms, "signed": {"by": actor.slug, "on": day.isoformat()}}
    with acting(actor, "policy.sign") as trace:
        last = PolicyVersion.objects.filter(clinic_id=actor.clinic).aggregate(last=Max("number"))["last"] or 0
        version = PolicyVersion.objects.create(
            clinic_id=actor.clinic,
            number=last + 1,
            terms=signed,
            words=words,
            signed_by=actor.slug,
            signed_at=actor.at,
        )
        trace.thing = version.id
        trace.detail = {"number": version.number}
    return version
