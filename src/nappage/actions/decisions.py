"""Keeping what an act rested on: the edition, the rules that spoke and the hash of the outlook."""

from __future__ import annotations

from uuid import UUID

from nappage.actions.acting import Actor
from nappage.assessment.look import Look
from nappage.library.decision import digest_of, rules_of
from nappage.records.models import Decision


def keep_decision(actor: Actor, look: Look, act: str, entry: UUID | None = None) -> Decision:
    """Return the record of the outlook that an act rested on; call it inside `acting`."""
    found = look.outlook
    return Decision.objects.create(
        clinic_id=actor.clinic,
        person_id=look.chart.person,
        entry=entry,
        act=act,
        at=found.at,
        edition=found.edition,
        timezones=found.timezones,
        policy_version=look.policy_version,
        rules=list(rules_of(found)),
        outlook=digest_of(found),
    )
