"""Giving an allergy test and reading it. It is an injection: every gate but its own is asked before (decision 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, NotNow, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.doubts import Doubt, Doubtful, asking_back
from nappage.actions.entries import append
from nappage.actions.lots import note_uses
from nappage.actions.moments import moment_in_words
from nappage.actions.observations import begin_observation
from nappage.actions.turns import take_turn
from nappage.assessment.chart import Chart
from nappage.assessment.happening import KIND_OF, TestGiven, TestRead
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import policy_in_force
from nappage.engine.allergy_test import test_protocol
from nappage.engine.gate import GateName, GateState, credential_gate
from nappage.engine.story import Component, WhealReading
from nappage.engine.wheal import doubt
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity
from nappage.values.statement import Because

# Their own gate is what the test is for; who gives it is asked of the one who gives it, not of the session's injector.
_NOT_BEFORE_A_TEST = (GateName.ALLERGY_TEST, GateName.CREDENTIAL)


def give_test(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    components: Sequence[Component],
    placed_at: datetime,
    *,
    mix_site: str,
    control_site: str,
    volume: Quantity | None = None,
    second: str = "",
) -> Entry:
    """Return the test as given, with a watch begun; NotNow where a gate is closed against any injection by now.

    Faulty for a time to come and for a volume of nothing.
    """
    if faults := tuple(_impossible(actor, placed_at, volume)):
        raise Faulty(faults)
    with acting(actor, "test.give", person, act="give test") as trace:
        look = take_turn(actor, person, course)
        if against := tuple(against_injection(actor, look)):
            raise NotNow(against)
        given = TestGiven(
            id=_next_id(look.chart),
            components=tuple(components),
            placed_at=placed_at,
            second=second,
            volume=volume,
            mix_site=mix_site,
            control_site=control_site,
        )
        entry = append(actor, person, given, happened=placed_at)
        note_uses(entry, components)
        begin_observation(actor, person, "test", course=course)
        keep_decision(actor, look, "give test", entry.id)
        trace.thing = entry.id
    return entry


def _impossible(actor: Actor, placed_at: datetime, volume: Quantity | None) -> Iterator[Fault]:
    """Yield the faults of a time to come and of a volume of nothing."""
    if placed_at > actor.at:
        remedy = _("Give the time at which it was really injected.")
        zone = policy_in_force(actor.clinic, actor.at).policy.zone
        found = moment_in_words(placed_at, zone)
        yield Fault(_("Time of the test"), _("now or before"), found, remedy)
    if volume is not None and volume.amount <= 0:
        remedy = _("Give the volume that was injected at each site.")
        yield Fault(_("Volume"), _("a volume above nothing"), str(volume), remedy)


def _next_id(chart: Chart) -> str:
    """Return what a test is called in every sentence about it: its number, counted over what was taken back too."""
    charts = (chart, *(linked.chart for linked in chart.linked))
    return f"test-{1 + sum(line.kind == KIND_OF[TestGiven] for one in charts for line in one.lines)}"


def against_injection(actor: Actor, look: Look) -> Iterator[Because]:
    """Yield what keeps this actor from injecting anything into this person at this instant."""
    own = credential_gate(look.edition, actor.slug, look.policy, local_day(actor.at, look.policy.zone))
    gates = [gate for gate in look.outlook.gates if gate.name not in _NOT_BEFORE_A_TEST]
    for gate in (*gates, own):
        if gate.state is not GateState.OPEN:
            yield from gate.reasons
    yield from look.outlook.course.holds


def read_test(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    test: str,
    readings: Sequence[WhealReading],
    meant: frozenset[int] = frozenset(),
) -> Entry:
    """Return the readings of one test as seen now; Conflict where there is no such test.

    Doubtful, with nothing recorded but the question, if a size needs a word first; `meant` are the positions of those
    that had it.
    """
    with (
        asking_back(actor, "question test readings", person, [_size(one) for one in readings]),
        acting(actor, "test.read", person, act="read test") as trace,
    ):
        look = take_turn(actor, person, course)
        if all(given.id != test for _, given in look.chart.of(TestGiven)):
            raise Conflict(_("this test was not given, or was taken back"))
        if doubts := tuple(each for each in _doubts_of(look, readings) if each.position not in meant):
            raise Doubtful(doubts)
        entry = append(actor, person, TestRead(test, tuple(readings)))
        trace.thing = entry.id
    return entry


def _doubts_of(look: Look, readings: Sequence[WhealReading]) -> Iterator[Doubt[WhealReading]]:
    protocol = test_protocol(look.edition)
    for position, reading in enumerate(readings):
        if because := doubt(protocol, reading):
            yield Doubt(position, reading, _size(reading), because)


def _size(reading: WhealReading) -> str:
    return f"{reading.substance.value}: {reading.long_axis} x {reading.short_axis}"
