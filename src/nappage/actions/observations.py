"""Watches after a test and after each first exposure: owned by somebody, ended or left early, never forgotten."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.entries import append
from nappage.assessment.chart import Chart
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import Observation, ObservationEnded, Started
from nappage.engine.allergy_test import test_protocol
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty


def begin_observation(
    actor: Actor, person: UUID, after: str, *, owner: str = "", course: UUID | None = None, visit: UUID | None = None
) -> Entry:
    """Return the watch begun now, for as long as the knowledge asks; call it inside the act that it follows."""
    minutes = test_protocol(edition_in_use()).observation.minutes
    watch = Observation(owner or actor.slug, minutes, after, actor.at)
    return append(actor, person, watch, course=course, visit=visit)


def is_first_exposure(chart: Chart, formula: str) -> bool:
    """Return whether nobody gave this formula to this person before: then a watch follows."""
    return sum(started.formula == formula for _, started in chart.of(Started)) <= 1


def end_observation(actor: Actor, chart: Chart, watch: UUID, *, left_early: bool, words: str = "") -> Entry:
    """Return the end of a watch; Faulty where somebody left early and nobody says why, or it is too soon to end it."""
    begun = {line.id: value for line, value in chart.of(Observation)}
    if watch not in begun:
        raise Conflict(_("this watch was not begun, or was taken back"))
    if any(ended.observation == watch for _, ended in chart.of(ObservationEnded)):
        raise Conflict(_("this watch has already ended"), (watch,))
    stayed = (actor.at - begun[watch].began).total_seconds() // 60
    faults = []
    if not left_early and stayed < begun[watch].minutes:
        remedy = _("Wait until then, or record that the person left early, and why.")
        faults.append(
            Fault(
                _("Observation"),
                _("{minutes} min").format(minutes=begun[watch].minutes),
                _("{stayed:.0f} min").format(stayed=stayed),
                remedy,
            )
        )
    if left_early and not words.strip():
        faults.append(
            Fault(_("Left early"), _("why, in the person's words"), _("nothing"), _("Write what was said."), "words")
        )
    if faults:
        raise Faulty(faults)
    with acting(actor, "observation.record", chart.person, act="end observation") as trace:
        entry = append(actor, chart.person, ObservationEnded(watch, actor.at, left_early, words))
        trace.thing = entry.id
    return entry
