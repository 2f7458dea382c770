"""Numbing cream at the clinic: put on, wiped off. What the signed maxima forbid is refused when it is put on."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, NotNow
from nappage.actions.at_visit import AtVisit, at_visit, line_of, with_lines
from nappage.actions.decisions import keep_decision
from nappage.assessment.happening import CreamOff, CreamOn
from nappage.assessment.look import Look
from nappage.engine.dose import DoseState
from nappage.engine.precaution import Finding
from nappage.engine.story import Cream
from nappage.records.keys import new_key
from nappage.records.models import Entry
from nappage.values.answer import Answer


def put_on(actor: Actor, visit: UUID, cream: Cream) -> Entry:
    """Return the entry of a cream put on now; NotNow if grams, area or occlusion are not as the director signed, or if
    a precaution is against this cream: an allergy to it."""
    with at_visit(actor, "cream.record", visit, "put cream on") as act:
        if act.charted.signed is not None:
            raise Conflict(_("this session is signed"), (act.charted.signed[0].id,))
        cream = replace(cream, on=actor.at, off=None)
        # Judged as if it came off at once: all but the contact time is known now, and that has a timer.
        after = with_lines(act, line_of(act, new_key(), CreamOn(replace(cream, off=actor.at)), actor.at))
        _refuse(after, act.look)
        entry = act.record(CreamOn(cream))
        keep_decision(actor, after, "put cream on", entry.id)
    return entry


def _refuse(after: Look, before: Look) -> None:
    total = after.outlook.treating.anaesthetic
    if total is not None and total.state is not DoseState.WITHIN:
        raise NotNow(total.because)
    held = {finding.precaution.id for finding in _matched(before)}
    if against := tuple(found.because for found in _matched(after) if found.precaution.id not in held):
        raise NotNow(against)


def _matched(look: Look) -> list[Finding]:
    findings = look.outlook.findings
    return [found for found in findings if found.answer is Answer.YES and found.precaution.level.holds]


def wipe_off(actor: Actor, visit: UUID, on: UUID) -> Entry:
    """Return the entry that ends a cream; a second tap gives the one that is there."""
    with at_visit(actor, "cream.record", visit, "wipe cream off") as act:
        there = {line.id: off for line, _, off in act.charted.creams}
        if on not in there:
            raise Conflict(_("no such cream was put on at this visit"), (on,))
        if there[on] is not None:
            return _ended(act, on)
        return act.record(CreamOff(on, actor.at))


def _ended(act: AtVisit, on: UUID) -> Entry:
    line = next(line for line, off in act.charted.of(CreamOff) if off.on == on)
    return Entry.objects.get(pk=line.id)
