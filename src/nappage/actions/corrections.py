"""A session on the wrong person's chart: each entry of the visit taken back, and recorded again where it belongs (E25).

Nothing is deleted: both charts say what happened, and each points to the other by the ids of entries and visits.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.at_visit import AtVisit, at_visit
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.assessment.happening import ConsentSigned, FormulaChosen, RecordedAgain, Signed, Started, Struck
from nappage.assessment.line import Line
from nappage.assessment.look import look_at_visit
from nappage.engine.story import Formula
from nappage.records.keys import new_key
from nappage.records.models import Course, Entry, LotUse, Person, Visit, VisitState
from nappage.values.fault import Fault, Faulty

# A signature and a consent belong to who gave them for that very text: they are given again, never moved. Formulas have
# names that may mean something else on the other chart, and go there by themselves.
NOT_AS_THEY_ARE = (Signed, ConsentSigned, Formula)


def move_session(actor: Actor, visit: UUID, onto: UUID, why: str) -> Visit:
    """Return the visit on the right person's chart that holds everything recorded at a visit of the wrong person.

    One act: what stood is struck with a reference to what stands in its place. The signature is not moved: who gave the
    session signs the right chart. Totals, gates and the trace of lots of both follow from the entries that stand.
    """
    with at_visit(actor, "entry.strike", visit, "move session to another chart") as act:
        _refuse(act, onto, why)
        right = _visit_of(act, onto)
        lines = [line for line in act.look.chart.standing if line.visit == visit]
        ids = {line.id: new_key() for line in lines if not isinstance(line.values[0], NOT_AS_THEY_ARE)}
        formulas = _formulas(act, right)
        for line in lines:
            if line.id in ids:
                _record_again(act, right, line, ids, formulas)
            act.record(Struck(why, ids.get(line.id)), strikes=line.id)
        append(actor, onto, RecordedAgain(visit, why), course=right.course_id, visit=right.id)
        act.trace.thing = visit
        act.trace.detail = {"entries": len(lines), "onto": str(onto), "visit": str(right.id)}
        with acting(actor, "entry.strike", onto, act="session recorded again") as trace:
            trace.thing, trace.detail = right.id, {"entries": len(ids), "from": str(act.visit.person_id)}
            keep_decision(actor, look_at_visit(right, actor.at), "session recorded again")
    return right


def _refuse(act: AtVisit, onto: UUID, why: str) -> None:
    if act.charted.started is None:
        raise Conflict(_("no session stands on this chart"))
    faults = []
    if onto == act.visit.person_id or not Person.objects.filter(pk=onto, clinic=act.actor.clinic).exists():
        faults.append(
            Fault(_("Right person"), _("another patient of this clinic"), str(onto), _("Choose the right person."))
        )
    if not why.strip():
        faults.append(Fault(_("Reason"), _("why it is moved, in words"), _("nothing"), _("Write it.")))
    if faults:
        raise Faulty(faults)


def _visit_of(act: AtVisit, onto: UUID) -> Visit:
    """Return the visit at which the right person was there, in place of the wrong one's, with its room and time."""
    wrong = act.visit
    course = Course.objects.filter(person=onto).order_by("-opened_at").first()
    right = Visit.objects.create(
        clinic_id=wrong.clinic_id, person_id=onto, course=course, purpose=wrong.purpose, state=wrong.state,
        room=wrong.room, member=wrong.member, start=wrong.start, end=wrong.end, booked_at=act.actor.at,
        booked_by=act.actor.slug,
    )  # fmt: skip
    wrong.slots.update(visit=right)
    wrong.state = VisitState.CANCELLED
    wrong.save(update_fields=["state"])
    return right


def _formulas(act: AtVisit, right: Visit) -> dict[str, str]:
    """Return what the formulas of the session are called on the right chart; what is not there is recorded there.

    The right person may have another mixture of the same name: that one stays theirs.
    """
    there = {formula.id: formula for formula in look_at_visit(right, act.actor.at).story.formulas}
    known = {formula.id: formula for formula in act.look.story.formulas}
    called: dict[str, str] = {}
    chosen = {value.formula for _, value in act.charted.of(Started)}
    chosen |= {value.formula for _, value in act.charted.of(FormulaChosen)}
    for id in sorted(chosen):
        formula: Formula | None = known.get(id)
        if formula is None or there.get(id) == formula:
            continue
        called[id] = id if id not in there else f"{id}/{right.id}"
        moved = replace(formula, id=called[id])
        append(act.actor, right.person_id, moved, course=right.course_id, visit=right.id, by=formula.signed_by)
    return called


def _record_again(act: AtVisit, right: Visit, line: Line, ids: dict[UUID, UUID], formulas: dict[str, str]) -> None:
    values = [_pointing_anew(value, ids) for value in line.values]
    if isinstance(values[0], Started | FormulaChosen):
        values = [replace(value, formula=formulas.get(value.formula, value.formula)) for value in values]
    entry = append(
        act.actor, right.person_id, *values, happened=line.at, id=ids[line.id],
        course=right.course_id if line.course else None, visit=right.id, by=line.by,
    )  # fmt: skip
    _trace(act, right, line.id, entry)


def _pointing_anew(value: Any, ids: dict[UUID, UUID]) -> Any:
    """Return a value whose references to entries of the session name those that stand in their place."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    moved = {name: ids[at] for name, at in found.items() if isinstance(at, UUID) and at in ids}
    return replace(value, **moved) if moved else value


def _trace(act: AtVisit, right: Visit, before: UUID, entry: Entry) -> None:
    uses = LotUse.objects.filter(entry=before).values_list("agent", "lot", "at")
    LotUse.objects.bulk_create(
        LotUse(clinic_id=act.actor.clinic, person_id=right.person_id, entry=entry.id, agent=agent, lot=lot, at=at)
        for agent, lot, at in uses
    )
