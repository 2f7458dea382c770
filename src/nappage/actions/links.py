"""Linking two records that are held to be of one person, and undoing it: rows that are added, nothing is moved."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, Trace, acting
from nappage.actions.audit import append_event
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.happening import Note
from nappage.assessment.look import look_at
from nappage.records.models import Course, Identity, PersonLink
from nappage.records.person_links import links_around, pair
from nappage.values.fault import Fault, Faulty

IN_THE_CHART = "in both charts"
LINKED, UNLINKED = "linked records", "link of records undone"


def link(actor: Actor, kept: UUID, merged: UUID, words: str) -> PersonLink:
    """Return the link of a record to the one that is kept; Conflict if they are linked already."""
    with acting(actor, "patient.merge", kept, act="link records") as trace:
        _check(actor, kept, merged, words)
        if _between(actor, kept, merged):
            raise Conflict(_("these two records are linked already"))
        return _append(actor, trace, (kept, merged), words, undone=False)


def undo_link(actor: Actor, kept: UUID, merged: UUID, words: str) -> PersonLink:
    """Return the row that undoes a link; Conflict if there is none."""
    with acting(actor, "patient.merge", kept, act="undo link of records") as trace:
        _check(actor, kept, merged, words)
        standing = _between(actor, kept, merged)
        if standing is None:
            raise Conflict(_("these two records are not linked, or not any more"))
        return _append(actor, trace, (standing.kept_id, standing.merged_id), words, undone=True)


def _check(actor: Actor, kept: UUID, merged: UUID, words: str) -> None:
    faults = []
    for person in (kept, merged):
        if not Identity.objects.filter(person=person, clinic=actor.clinic).exists():
            faults.append(
                Fault(_("record"), _("a patient of this clinic"), _("another one"), _("Search for the patient again."))
            )
    if kept == merged:
        faults.append(
            Fault(_("record"), _("two different records"), _("the same one twice"), _("Choose the other record."))
        )
    if not words.strip():
        remedy = _("Write how you know: what was compared, and with whom.")
        faults.append(Fault(_("how you know"), _("some words"), _("nothing"), remedy))
    if faults:
        raise Faulty(faults)


def _between(actor: Actor, one: UUID, other: UUID) -> PersonLink | None:
    wanted = frozenset((one, other))
    return next((link for link in links_around(one, actor.at) if pair(link) == wanted), None)


def _append(actor: Actor, trace: Trace, records: tuple[UUID, UUID], words: str, *, undone: bool) -> PersonLink:
    """Return the new row; what follows for both records is worked out again and kept with it.

    How somebody knew is sealed in both charts: the row itself outlives an erasure and holds no words of anyone.
    """
    for person in sorted(records):
        take_turn(actor, person, None)
    kept, merged = records
    row = PersonLink.objects.create(
        clinic_id=actor.clinic, kept_id=kept, merged_id=merged, undone=undone, words=IN_THE_CHART, at=actor.at,
        by=actor.slug,
    )  # fmt: skip
    act = "undo link of records" if undone else "link records"
    trace.thing, trace.detail = row.id, {"other": str(merged)}
    append_event(actor.clinic, actor.at, actor.who.id, act, merged, row.id, {"other": str(kept)})
    for person in records:
        append(actor, person, Note(UNLINKED if undone else LINKED, words.strip()))
        keep_decision(actor, look_at(actor.clinic, person, _present_course(person), actor.at), act, row.id)
    return row


def _present_course(person: UUID) -> UUID | None:
    return Course.objects.filter(person=person).order_by("-opened_at").values_list("id", flat=True).first()
