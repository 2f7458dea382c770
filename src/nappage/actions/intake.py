"""Recording what was told and measured at one sitting: answers, medicines, allergies, readings, all of it or none.

An answer of "don't know" to a question of the exclusions is never turned into a no by asking again the same day: a
clinician settles it with a fact (`actions/screening.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, Trace, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.drafts import drop_draft
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.at_home import ToldAtHome
from nappage.assessment.happening import InstrumentAnswers, Lifestyle, MedicineList, Note
from nappage.assessment.look import Look, look_at
from nappage.assessment.questionnaire import said_today
from nappage.engine.question import Question
from nappage.engine.story import Allergy, CelluliteObservation, HealthEvent, Patient, Reading, Reply
from nappage.records.models import Entry, Identity, PortalAccess
from nappage.records.name_folding import folded
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
        _expect_once(told)
        _check(look, told)
        _append(actor, person, trace, told)
        drop_draft(actor, person, screen)
        after = look_at(actor.clinic, person, course, look.chart.at)
        keep_decision(actor, after, f"record {screen}", trace.thing)
    return after


def tell_from_home(actor: Actor, person: UUID, course: UUID | None, told: Told, name: str, language: str) -> Entry:
    """Return the entry by which somebody signed what they told from home; Faulty without their own name under it.

    It prepares the visit: what keeps a treatment holds at once, what would let it go on is asked again at the clinic.
    Conflict if this very form was sent before.
    """
    with acting(actor, "own.answer", person, act="tell from home") as trace:
        look = take_turn(actor, person, course)
        _expect_once(told)
        faults = [*_nothing(told), *_unsettled(look, told, at_home=True), *unsigned(actor, person, name)]
        if faults:
            raise Faulty(faults)
        kept = _append(actor, person, trace, _with_what_is_known(look, told))
        signed = append(actor, person, ToldAtHome(name.strip(), kept, language))
        drop_draft(actor, person, SCREEN)
        after = look_at(actor.clinic, person, course, look.chart.at)
        keep_decision(actor, after, "tell from home", signed.id)
        trace.thing = signed.id
    return signed


def unsigned(actor: Actor, person: UUID, name: str) -> Iterator[Fault]:
    """Yield the fault of a sending that does not end with the sender's own name, in any case and accents."""
    expected = own_name(actor, person)
    if not name.strip() or folded(name) != folded(expected):
        found = f"“{name}”" if name.strip() else _("nothing")
        remedy = _("Type it as the clinic knows you: {name}.").format(name=expected)
        yield Fault(_("Your full name"), _("your own name, as your signature"), found, remedy)


def own_name(actor: Actor, person: UUID) -> str:
    """Return the name of who is at the patient door: the person's own, or that of who helps them."""
    helper = actor.who.name if isinstance(actor.who, PortalAccess) else ""
    return helper or Identity.objects.values_list("name", flat=True).get(person=person)


def _with_what_is_known(look: Look, told: Told) -> Told:
    """Return what was told, with the medicines that the clinic knows and the list from home leaves out."""
    if told.medicines is None:
        return told
    named = {one.name for one in told.medicines.medicines}
    left_out = tuple(one for one in look.story.medicines if one.name not in named)
    return replace(told, medicines=MedicineList((*told.medicines.medicines, *left_out)))


def _expect_once(told: Told) -> None:
    if told.sitting is not None and Entry.objects.filter(pk=told.sitting).exists():
        raise Conflict(_("this form was sent before, and everything in it is recorded"), (told.sitting,))


def _append(actor: Actor, person: UUID, trace: Trace, told: Told) -> tuple[UUID, ...]:
    """Return the keys of the entries that hold what was told."""
    id, kept = told.sitting, []
    for values in told.entries():
        entry = append(actor, person, *values, id=id)
        kept.append(entry.id)
        trace.thing, id = trace.thing or entry.id, None
    return tuple(kept)


def _check(look: Look, told: Told) -> None:
    faults = [*_nothing(told), *_unsettled(look, told)]
    if faults:
        raise Faulty(faults)


def _nothing(told: Told) -> Iterator[Fault]:
    if not any(True for _ in told.entries()):
        yield Fault(
            _("this form"), _("at least one answer"), _("nothing"), _("Answer something, or keep it for later.")
        )


def _unsettled(look: Look, told: Told, *, at_home: bool = False) -> Iterator[Fault]:
    """Yield a fault for each no to a question of the exclusions that was answered otherwise earlier on the same day."""
    questions = look.edition.all(Question)
    guarded = {id: one for id, one in questions.items() if one.level_a_or_b and one.covers}
    earlier = said_today(look, guarded)
    for reply in told.replies:
        before = earlier.get(reply.question)
        if before is not None and before.answer is not Answer.NO and reply.answer is Answer.NO:
            at_clinic = _("A clinician settles it on the page of screening, and says how.")
            at_door = _("Leave your earlier answer. At your visit the clinic asks you about it.")
            yield Fault(
                questions[reply.question].text,
                _("a fact that settles the earlier answer"),
                _("no, after {answer} on the same day").format(answer=before.how or before.answer.value),
                at_door if at_home else at_clinic,
            )
