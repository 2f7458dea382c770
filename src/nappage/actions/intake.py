"""Recording what was told and measured at one sitting: answers, medicines, allergies, readings, all of it or none.

An answer of "don't know" to a question of the exclusions is never turned into a no by asking again the same day: a
clinician settles it with a fact (`actions/screening.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, Trace, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.drafts import drop_draft
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.happening import InstrumentAnswers, Lifestyle, MedicineList, Note
from nappage.assessment.look import Look, look_at
from nappage.assessment.questionnaire import said_today
from nappage.engine.question import Question
from nappage.engine.story import Allergy, CelluliteObservation, HealthEvent, Patient, Reading, Reply
from nappage.records.models import Entry
from nappage.values.answer import Answer
from nappage.values.fault import Fault, Faulty

SCREEN = "intake"


@dataclass(frozen=True, slots=True)
class Told:
    """What was told and measured at one sitting. None and empty mean that it was not touched.

    `sitting` is the id that the form carries: the same form sent twice is recorded once.
    """

    replies: tuple[Reply, ...] = ()
    events: tuple[HealthEvent, ...] = ()
    medicines: MedicineList | None = None
    allergies: tuple[Allergy, ...] = ()
    readings: tuple[Reading, ...] = ()
    patient: Patient | None = None
    lifestyle: Lifestyle | None = None
    instrument: InstrumentAnswers | None = None
    cellulite: CelluliteObservation | None = None
    notes: tuple[Note, ...] = ()
    sitting: UUID | None = field(default=None, compare=False)

    def entries(self) -> Iterator[tuple[object, ...]]:
        """Yield the values of each entry: answers together, and apart whatever may have to be taken back alone."""
        if self.replies:
            yield self.replies
        for value in (*self.events, *self.allergies, *self.readings, *self.notes):
            yield (value,)
        for value in (self.medicines, self.patient, self.lifestyle, self.instrument, self.cellulite):
            if value is not None:
                yield (value,)


def record_told(actor: Actor, person: UUID, course: UUID | None, told: Told, screen: str = SCREEN) -> Look:
    """Return the look that follows once all is recorded; Faulty if there is nothing, or an unknown became a no.

    Conflict if this very form was recorded before.
    """
    with acting(actor, "reply.record", person, act=f"record {screen}") as trace:
        look = take_turn(actor, person, course)
        if told.sitting is not None and Entry.objects.filter(pk=told.sitting).exists():
            raise Conflict(_("this form was sent before, and everything in it is recorded"), (told.sitting,))
        _check(look, told)
        _append(actor, person, trace, told)
        drop_draft(actor, person, screen)
        after = look_at(actor.clinic, person, course, look.chart.at)
        keep_decision(actor, after, f"record {screen}", trace.thing)
    return after


def _append(actor: Actor, person: UUID, trace: Trace, told: Told) -> None:
    id = told.sitting
    for values in told.entries():
        entry = append(actor, person, *values, id=id)
        trace.thing, id = trace.thing or entry.id, None


def _check(look: Look, told: Told) -> None:
    faults = [*_nothing(told), *_unsettled(look, told)]
    if faults:
        raise Faulty(faults)


def _nothing(told: Told) -> Iterator[Fault]:
    if not any(True for _ in told.entries()):
        yield Fault(
            _("this form"), _("at least one answer"), _("nothing"), _("Answer something, or keep it for later.")
        )


def _unsettled(look: Look, told: Told) -> Iterator[Fault]:
    """Yield a fault for each no to a question of the exclusions that was answered otherwise earlier on the same day."""
    questions = look.edition.all(Question)
    guarded = {id: one for id, one in questions.items() if one.level_a_or_b and one.covers}
    earlier = said_today(look, guarded)
    for reply in told.replies:
        before = earlier.get(reply.question)
        if before is not None and before.answer is not Answer.NO and reply.answer is Answer.NO:
            yield Fault(
                questions[reply.question].text,
                _("a fact that settles the earlier answer"),
                _("no, after {answer} on the same day").format(answer=before.how or before.answer.value),
                _("A clinician settles it on the page of screening, and says how."),
            )
