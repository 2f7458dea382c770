"""Scores of scales: each within its scale, told by somebody, and kept with what a total was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, acting
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.engine.edition import Edition
from nappage.engine.objection import Weight
from nappage.engine.scale import Scale, score_objection
from nappage.engine.score import Score
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty


def record_scores(actor: Actor, person: UUID, course: UUID | None, scores: Sequence[Score]) -> Entry:
    """Return the entry of scores given at one time; Faulty, with nothing recorded, where a scale does not have one."""
    with acting(actor, "measure.record", person, act="record scores") as trace:
        look = take_turn(actor, person, course)
        faults = [fault for score in scores for fault in _faults(look.edition, score)]
        if not scores:
            faults = [Fault(_("Scores"), _("at least one score"), _("nothing"), _("Score something, or go back."))]
        if faults:
            raise Faulty(faults)
        entry = append(actor, person, *scores, course=course)
        trace.thing = entry.id
        trace.detail = {"scales": sorted({score.scale for score in scores})}
    return entry


def _faults(edition: Edition, score: Score) -> Iterator[Fault]:
    scale = edition.get(Scale, score.scale)
    if scale is None or scale.same_day:
        yield Fault(
            score.scale, _("a scale of the weeks after"), _("another one"), _("Score it right after the session.")
        )
        return
    against = score_objection(scale, score.score)
    if against is not None and against.weight is Weight.NO_OVERRIDE:
        yield Fault(scale.name, _ends(scale), str(score.score), _("Type the score again."))
    if scale.systems and score.system not in scale.systems:
        found = score.system or "none"
        yield Fault(scale.name, _("the system of the size"), found, _("Choose the system on the label."))


def _ends(scale: Scale) -> str:
    if scale.highest is None:
        return _("a score of the scale, {lowest} or more").format(lowest=scale.lowest or 0)
    return _("a score of the scale, {lowest} to {highest}").format(lowest=scale.lowest, highest=scale.highest)
