"""Plans: writing a draft, giving a coded reason for what it does against a rule, and signing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, NotNow, Trace, acting, refuse
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.actions.persons import open_course
from nappage.actions.turns import take_turn
from nappage.assessment.happening import Note, PlanTerms
from nappage.assessment.look import Look
from nappage.assessment.planned import ASSESSED, PlanVersion, draft, formulas, latest, versions
from nappage.assessment.prospect import as_assessed, signing_of
from nappage.engine.story import Component, Formula, Plan
from nappage.records.keys import new_key
from nappage.records.models import Entry


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan as it was typed: its parts, its terms, its components, and what was assessed in words by need."""

    plan: Plan
    terms: PlanTerms = field(default_factory=PlanTerms)
    components: tuple[Component, ...] = ()
    assessed: Mapping[str, str] = field(default_factory=dict)


def draft_plan(actor: Actor, person: UUID, course: UUID | None, drafted: Drafted, base: UUID | None = None) -> Entry:
    """Return the entry of a draft; a course is opened if there is none.

    `base` is the version that the form was opened with: Conflict if somebody wrote another meanwhile.
    """
    with acting(actor, "plan.write", person, act="draft plan") as trace:
        course = course or open_course(actor, person).id
        look = take_turn(actor, person, course)
        _expect(look, base)
        _record_assessed(actor, look, course, drafted.assessed)
        formula = _formula(actor, look, course, drafted.components)
        entry = _append(actor, person, course, drafted.plan, drafted.terms, formula.id if formula else "")
        trace.thing = entry.id
    return entry


def sign_plan(actor: Actor, person: UUID, course: UUID, version: UUID) -> Entry:
    """Return the entry of the signed version; NotNow with everything that stands against it.

    What is signed is the draft that was read: Conflict if another was written meanwhile, or it is signed already.
    """
    if not actor.may("formula.sign"):
        refuse(actor, "formula.sign", person)
    with acting(actor, "plan.sign", person, act="sign plan") as trace:
        look = take_turn(actor, person, course)
        _expect(look, version)
        read = draft(look.chart)
        if read is None:
            raise Conflict(_("this version of the plan is signed already"), (version,))
        return _sign(actor, person, course, look, as_assessed(look, read), trace)


def _sign(actor: Actor, person: UUID, course: UUID, look: Look, read: PlanVersion, trace: Trace) -> Entry:
    found = signing_of(look, read, actor.slug)
    if not found.may_be_signed:
        raise NotNow((*found.refusals, *(one.because for one in found.contested if one.reason is None)))
    assert read.formula is not None, "the engine refuses a plan without a formula"
    if read.formula.signed_at is None:
        append(actor, person, replace(read.formula, signed_at=actor.at, signed_by=actor.slug), course=course)
    signed = replace(read.plan, signed_at=actor.at, signed_by=actor.slug)
    entry = _append(actor, person, course, signed, read.terms, read.plan.formula)
    trace.thing = entry.id
    trace.detail = {"number": len(versions(look.chart)) + 1}
    keep_decision(actor, look, "plan.sign", entry.id)
    return entry


def _expect(look: Look, base: UUID | None) -> None:
    last = latest(look.chart)
    there = last.entry if last else None
    if there != base:
        raise Conflict(_("another version of the plan was written meanwhile"), (there,) if there else ())


def _record_assessed(actor: Actor, look: Look, course: UUID, said: Mapping[str, str]) -> None:
    known = {note.section: note.words for _, note in look.chart.of(Note)}
    for need, words in said.items():
        if words and known.get(f"{ASSESSED}{need}") != words:
            append(actor, look.chart.person, Note(f"{ASSESSED}{need}", words), course=course)


def _formula(actor: Actor, look: Look, course: UUID, components: tuple[Component, ...]) -> Formula | None:
    """Return the formula of these components: one that is recorded already, or a new one.

    Only the draft's own unsigned formula is written anew under its id: a signed one is what a course rests on.
    """
    if not components:
        return None
    known, before = formulas(look.chart), draft(look.chart)
    for formula in known.values():
        if formula.components == components:
            return formula
    own = known.get(before.plan.formula) if before else None
    made = Formula(own.id if own and own.signed_at is None else _next_id(known), components)
    append(actor, look.chart.person, made, course=course)
    return made


def _next_id(known: Mapping[str, Formula]) -> str:
    number = len(known) + 1
    while f"F{number}" in known:
        number += 1
    return f"F{number}"


def _append(actor: Actor, person: UUID, course: UUID, plan: Plan, terms: PlanTerms, formula: str) -> Entry:
    id = new_key()
    append(actor, person, replace(terms, plan=id), course=course)
    return append(actor, person, replace(plan, formula=formula), id=id, course=course)
