"""Erasing a person: identity, key and times deleted, what was written closed, exposures kept under a pseudonym.

The trail holds what was done, on which legal basis something is kept and until when. The certificate says the same.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connections
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting, on_commit
from nappage.actions.audit import append_event
from nappage.actions.moments import day_in_words
from nappage.actions.portal_accesses import forget_accounts
from nappage.actions.turns import wait_turn
from nappage.assessment.erasure import (
    ERASED,
    PUT_OFF,
    ErasurePlan,
    Fate,
    Grounds,
    fate_of,
    named_in,
    plan_erasure,
    rows_about,
)
from nappage.records.models import AuditEvent, PortalAccess, Slot
from nappage.records.wiping import wipe
from nappage.values.fault import Fault, Faulty


def erase(actor: Actor, person: UUID, grounds: Grounds) -> AuditEvent:
    """Return the event of an erasure: every record of this person is erased, exposures stay with a reason."""
    with acting(actor, "patient.erase", person, act=ERASED) as trace:
        plan = _checked(actor, person, grounds)
        for each in plan.persons:
            wait_turn(actor, each)
        trace.detail = _said(plan, grounds)
        trace.thing = person
        for other in plan.persons:
            if other != person:
                append_event(actor.clinic, actor.at, actor.who.id, ERASED, other, person, _said(plan, grounds))
        _delete(plan)
        on_commit(lambda: wipe(connections["default"], _deleted_tables(plan)))
    return _event(actor, person, ERASED)


def put_off(actor: Actor, person: UUID, grounds: Grounds) -> AuditEvent:
    """Return the event that says why somebody is not erased yet, and until when; nothing else is changed."""
    with acting(actor, "patient.erase", person, act=PUT_OFF) as trace:
        plan = _checked(actor, person, grounds)
        trace.thing = person
        trace.detail = {"persons": list(map(str, plan.persons)), **_written(grounds)}
    return _event(actor, person, PUT_OFF)


def _checked(actor: Actor, person: UUID, grounds: Grounds) -> ErasurePlan:
    plan = plan_erasure(person, actor.at)
    faults = []
    if not grounds.basis.strip():
        remedy = _("Name the law or duty, with its article.")
        faults.append(Fault(_("legal basis"), _("why something is kept"), _("nothing"), remedy))
    if grounds.until <= actor.at.date():
        remedy = _("Give the day on which the duty to keep it ends.")
        faults.append(Fault(_("kept until"), _("a day that is to come"), day_in_words(grounds.until), remedy))
    if named := named_in(grounds.basis, plan.persons):
        remedy = _("Leave it out: these words stay when the person is erased.")
        faults.append(Fault(_("legal basis"), _("words that name nobody"), repr(named), remedy))
    if faults:
        raise Faulty(faults)
    if plan.is_here:
        raise Conflict(_("this person is in the clinic now: end the visit first"))
    return plan


def _said(plan: ErasurePlan, grounds: Grounds) -> dict[str, Any]:
    return {
        "persons": list(map(str, plan.persons)),
        "rows": {fate.value: {each.table: each.rows for each in plan.of(fate)} for fate in Fate},
        "backups": [[at.isoformat(), file] for at, file in plan.backups],
        **_written(grounds),
    }


def _written(grounds: Grounds) -> dict[str, Any]:
    return {"basis": grounds.basis.strip(), "until": grounds.until.isoformat()}


def _delete(plan: ErasurePlan) -> None:
    Slot.objects.filter(visit__person__in=plan.persons).delete()
    accounts = set(PortalAccess.objects.filter(person__in=plan.persons).values_list("user", flat=True))
    for model, rows in rows_about(plan.persons):
        if fate_of(model) is Fate.DELETED:
            rows.delete()
    forget_accounts(accounts)


def _deleted_tables(plan: ErasurePlan) -> list[str]:
    return [model._meta.db_table for model, _ in rows_about(plan.persons) if fate_of(model) is Fate.DELETED]


def _event(actor: Actor, person: UUID, act: str) -> AuditEvent:
    return AuditEvent.objects.filter(clinic=actor.clinic, person=person, act=act).latest("number")
