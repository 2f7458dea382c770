"""Recording the steps of an emergency: whenever they arrive, each once, at the time it was tapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.actions.entries import append
from nappage.assessment.happening import EmergencyStep
from nappage.records.models import Entry, Member


@dataclass(frozen=True, slots=True)
class Tapped:
    """A step as the device sent it. `ago` is how long before the sending it was tapped, by the device's own clock."""

    id: UUID
    step: EmergencyStep
    ago: timedelta


def record_steps(actor: Actor, person: UUID, tapped: Sequence[Tapped], by: Member) -> tuple[Entry, ...]:
    """Return the entries of the steps; those sent before are the ones already there.

    The device's clock may be wrong, so an entry stands at the server's instant less the time that went by on the
    device. `by` is who tapped, who may be another than who is there when the network comes back.
    """
    with acting(actor, "emergency.record", person, act="record emergency-step") as trace:
        trace.detail = {"steps": len(tapped), "tapped by": by.slug}
        return tuple(
            append(actor, person, one.step, happened=actor.at - max(one.ago, timedelta(0)), id=one.id, by=by.slug)
            for one in tapped
        )
