"""An act at one visit: its person's turn is taken first, then the chart is looked at as it stands at that instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from nappage.actions.acting import Actor, NotNow, Trace, acting, note
from nappage.actions.entries import append
from nappage.actions.turns import wait_turn
from nappage.assessment.charted import Charted
from nappage.assessment.happening import KIND_OF
from nappage.assessment.line import Line
from nappage.assessment.look import Look, look_at_visit
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.story import Side, Site
from nappage.records.models import Entry, Member, Visit
from nappage.records.standing_query import StandingQuery


@dataclass(frozen=True)
class AtVisit:
    """One act at one visit: who, where, the look of this instant and what is charted by now."""

    actor: Actor
    visit: Visit
    look: Look
    charted: Charted
    trace: Trace

    def record(
        self, *values: object, happened: datetime | None = None, id: UUID | None = None, strikes: UUID | None = None
    ) -> Entry:
        """Return the entry of these values, appended to this visit; it is what the audit event is about."""
        entry = append(
            self.actor,
            self.visit.person_id,
            *values,
            happened=happened,
            id=id,
            course=self.visit.course_id,
            visit=self.visit.id,
            strikes=strikes,
        )
        self.trace.thing = entry.id
        return entry


@contextmanager
def at_visit(
    actor: Actor,
    permission: str,
    visit: UUID,
    act: str,
    injector: Member | None = None,
    in_force: PolicyInForce | None = None,
) -> Iterator[AtVisit]:
    """Run an act at a visit of the actor's clinic. What the engine refuses leaves an event in the audit trail too.

    Two acts at one visit come one after the other: the second sees what the first wrote. `in_force` is the policy that
    the request was begun with; an act that must not miss a change of the last moment leaves it out.
    """
    person = _person_at(visit, actor.clinic)
    try:
        with acting(actor, permission, person, act=act) as trace:
            wait_turn(actor, person)
            (taken,) = _VISITS.rows(visit)
            look = look_at_visit(taken, actor.at, injector, in_force)
            yield AtVisit(actor, taken, look, Charted(look.chart, visit), trace)
    except NotNow as refused:
        _keep(refused, actor, act, person, visit)
        raise


def line_of(act: AtVisit, id: UUID, value: object, at: datetime) -> Line:
    """Return the line that a value would be, without having written it."""
    visit = act.visit
    return Line(id, KIND_OF[type(value)], at, act.actor.at, act.actor.slug, (value,), visit.course_id, visit.id)


def with_lines(act: AtVisit, *lines: Line) -> Look:
    """Return the look as it would be with these lines."""
    there = sorted((*act.look.chart.lines, *lines), key=lambda line: (line.recorded_at, line.id))
    return act.look.with_chart(replace(act.look.chart, lines=tuple(there)))


_VISITS = StandingQuery(lambda visit: Visit.objects.filter(pk=visit))
_PERSONS = StandingQuery(
    lambda visit, clinic: Visit.objects.filter(pk=visit, clinic=clinic).values_list("person", flat=True)
)


def _person_at(visit: UUID, clinic: UUID) -> UUID:
    person = _PERSONS.first(visit, clinic)
    if person is None:
        raise Visit.DoesNotExist("no such visit of this clinic")
    return person


def _keep(refused: NotNow, actor: Actor, act: str, person: UUID, visit: UUID) -> None:
    rules = sorted({because.rule for because in refused.because})
    detail = {"rules": rules, "lacking": [fault.thing for fault in refused.faults]}
    note(actor, f"refused: {act}", person, visit, detail)


def named(site: Site) -> str:
    """Return a site in words, for a fault: "right thigh"."""
    zone = site.zone.replace("-", " ")
    return zone if site.side is Side.MIDLINE else f"{site.side.value} {zone}"
