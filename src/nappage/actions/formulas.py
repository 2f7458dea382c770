"""Another mixture at the chair: a new formula, signed by a prescriber, for one visit; gates are asked anew (E11)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict
from nappage.actions.at_visit import AtVisit, at_visit
from nappage.actions.decisions import keep_decision
from nappage.assessment.happening import FormulaChosen, Struck
from nappage.engine.story import Component, Formula
from nappage.engine.visit import formula_of
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty


def change_formula(actor: Actor, visit: UUID, components: tuple[Component, ...]) -> Entry:
    """Return the entry by which a visit takes another formula, written and signed by the actor.

    A session that has started goes back to its time-out, because its gates have to be asked of what will be given.
    Conflict once a puncture was made: what was injected stays what it was.
    """
    with at_visit(actor, "formula.sign", visit, "change formula at the chair") as act:
        if act.charted.passes:
            raise Conflict(_("passes of this mixture are charted: end this session, and plan another with the new one"))
        if faults := tuple(_faults(components)):
            raise Faulty(faults)
        id = _new_id(act)
        act.record(Formula(id, components, actor.at, actor.slug))
        chosen = act.record(FormulaChosen(id))
        if act.charted.started is not None:
            act.record(Struck("the mixture was changed before the first puncture"), strikes=act.charted.started[0].id)
        act.trace.detail = {"formula": id, "agents": [component.agent for component in components]}
        keep_decision(actor, act.look, "change formula", chosen.id)
    return chosen


def _faults(components: tuple[Component, ...]) -> Iterator[Fault]:
    if not components:
        yield Fault(_("Formula"), _("at least one agent"), _("none"), _("Choose what is given."))
    for component in components:
        if component.volume.amount <= 0:
            yield Fault(
                component.agent, _("a volume above nothing"), str(component.volume), _("Type the volume drawn up.")
            )


def _new_id(act: AtVisit) -> str:
    present = formula_of(act.look.story, act.look.outlook.treating.session)
    stem = present.id.split("/")[0] if present else "F"
    taken = {formula.id for formula in act.look.story.formulas}
    number = 2
    while f"{stem}/{number}" in taken:
        number += 1
    return f"{stem}/{number}"
