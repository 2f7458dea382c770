"""The register of lots: received, opened, set aside, recalled; and who got which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nappage.actions.acting import Actor, acting
from nappage.engine.story import Component
from nappage.records.models import Entry, Lot, LotState, LotUse


def receive_lot(actor: Actor, agent: str, lot: str, expires_on: date) -> Lot:
    """Return a lot put on the shelf."""
    with acting(actor, "lot.write", act="receive lot") as trace:
        received = Lot.objects.create(clinic_id=actor.clinic, agent=agent, lot=lot, expires_on=expires_on)
        trace.thing = received.id
        trace.detail = {"agent": agent, "lot": lot}
    return received


def change_lot(
    actor: Actor, lot: Lot, state: LotState, opened_on: date | None = None, discard_on: date | None = None
) -> Lot:
    """Return a lot in another state, or opened; what it was before stands in the audit trail."""
    with acting(actor, "lot.write", act="change lot") as trace:
        trace.thing = lot.id
        trace.detail = {"from": lot.state, "to": state.value, "lot": str(lot)}
        lot.state, lot.opened_on, lot.discard_on = state, opened_on, discard_on
        lot.save()
    return lot


def note_uses(entry: Entry, components: Iterable[Component]) -> None:
    """Note who got which lots by an entry: each lot once, whatever it was for."""
    drawn = dict.fromkeys((component.agent, component.lot) for component in components if component.lot)
    LotUse.objects.bulk_create(
        LotUse(clinic_id=entry.clinic_id, person_id=entry.person_id, entry=entry.id, agent=agent, lot=lot, at=entry.at)
        for agent, lot in drawn
    )


def uses_of(lot: Lot) -> Iterable[LotUse]:
    """Return who got a lot, in the order of time; a use whose entry was taken back does not count."""
    struck = Entry.objects.filter(strikes__isnull=False, clinic=lot.clinic_id).values("strikes")
    return LotUse.objects.filter(clinic=lot.clinic_id, agent=lot.agent, lot=lot.lot).exclude(entry__in=struck)


def trace_lot(actor: Actor, lot: Lot) -> list[LotUse]:
    """Return who got a lot, after leaving in the audit trail that somebody asked."""
    with acting(actor, "lot.trace") as trace:
        trace.thing = lot.id
        return list(uses_of(lot))
