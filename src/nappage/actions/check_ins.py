"""What somebody says from home after a session: that nothing troubles them, what does, a photo of it, a pregnancy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.contacts import append_contacts, record_contact
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.actions.photos import keep_documents_of
from nappage.actions.turns import take_turn
from nappage.assessment.check_in import Began, due_now, read_urgently
from nappage.assessment.look import look_at
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoConsent, PhotoTaken, PhotoUse
from nappage.engine.contact import Told
from nappage.engine.question import Question
from nappage.engine.story import Channel, HealthEvent, Reply, SymptomReport
from nappage.photography.clean import CleanPhoto
from nappage.records.keys import new_key
from nappage.records.models import Entry, PortalAccess
from nappage.values.answer import Answer
from nappage.values.fault import Fault, Faulty

# A photo that comes with a report belongs to no pose of a sequence.
WITH_REPORT = "with-report"
PREGNANCY = "pregnancy"
MOST_PHOTOS = 4


def say_well(actor: Actor, person: UUID, course: UUID | None) -> tuple[Entry, ...]:
    """Return an entry for each session whose check-ins are answered with "nothing troubles me".

    Conflict where none is due any more. It closes no report and no nodule: only a person of the clinic does.
    """
    look = look_at(actor.clinic, person, course, actor.at)
    due = due_now(look)
    if not due:
        raise Conflict(_("no check-in is due now"))
    return record_contact(actor, person, course, due[0].day, Told.NOTHING, permission="own.report")


def tell(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    said: Sequence[tuple[SymptomReport, Began]],
    sitting: UUID | None = None,
) -> tuple[Entry, ...]:
    """Return the entries of what somebody tells from home, each symptom one; the check-ins that are due are answered.

    What the engine makes of it at this instant is kept, because it is what they are told. The same form sent twice is
    recorded once.
    """
    with acting(actor, "own.report", person, act="tell symptoms") as trace:
        look = take_turn(actor, person, course)
        there = Entry.objects.filter(pk=sitting, person=person).first() if sitting else None
        if there is not None:
            return (there,)
        reports = read_urgently(look, said)
        ids = [sitting or new_key(), *(new_key() for _more in reports[1:])]
        entries = tuple(
            append(actor, person, report, course=course, id=id) for report, id in zip(reports, ids, strict=True)
        )
        if due := due_now(look):
            append_contacts(actor, look, due, Told.SOMETHING)
        keep_decision(actor, look_at(actor.clinic, person, course, look.chart.at), "tell symptoms", entries[0].id)
        trace.thing, trace.detail = entries[0].id, {"reports": len(entries)}
    return entries


def send_photo(
    actor: Actor, person: UUID, course: UUID | None, report: UUID, made: CleanPhoto, *, agreed: bool = False
) -> Entry:
    """Return the entry of a photo that comes with a report, sealed like every photo of the record.

    Faulty without the patient's own yes to photos for the record, which `agreed` gives here; somebody who helps cannot.
    """
    at_home = isinstance(actor.who, PortalAccess)
    with acting(actor, "own.report" if at_home else "report.record", person, act="photo with report") as trace:
        look = take_turn(actor, person, course)
        album = PhotoAlbum(look.chart)
        if report not in {line.id for line, _value in look.chart.of(SymptomReport)}:
            raise Conflict(_("this report does not stand in the record"))
        if len(album.of_report(report)) >= MOST_PHOTOS:
            raise Conflict(_("this report has as many photos as it can hold"))
        if not album.allows(PhotoUse.RECORD):
            if not agreed or (at_home and not actor.may("own.sign")):
                raise Faulty([_no_consent(at_home, actor.may("own.sign"))])
            append(actor, person, PhotoConsent(PhotoUse.RECORD, True, actor.slug))
        id = new_key()
        photo, preview = keep_documents_of(actor, person, made, id)
        taken = PhotoTaken(WITH_REPORT, photo.id, preview.id, made.width, made.height, report=report)
        entry = append(actor, person, taken, id=id, course=course)
        trace.thing, trace.detail = entry.id, {"report": str(report), "digest": photo.digest}
    return entry


def _no_consent(at_home: bool, may_sign: bool) -> Fault:
    expected, found = _("the patient’s own yes to photos for the record"), _("none")
    remedy = _("Tick it if you agree.") if may_sign else _("Ask the patient to say yes from their own access.")
    if not at_home:
        remedy = _("Ask the patient on the page of photos; a yes is signed there.")
    return Fault(_("Photo"), expected, found, remedy)


@dataclass(frozen=True, slots=True)
class PregnancyTold:
    """What somebody said about a pregnancy: the answer, and the first day of the last period where it is known."""

    answer: Answer
    last_period: date | None = None
    tested: bool = False


def tell_pregnancy(actor: Actor, person: UUID, course: UUID | None, said: PregnancyTold) -> Entry:
    """Return the entry of what was said about a pregnancy; a yes holds what is booked from this instant.

    A "don't know" settles nothing and is never a no: a clinician asks again at the visit. Nothing said here is taken
    back from here: a mistake is corrected by a clinician, and both states stay.
    """
    with acting(actor, "own.report", person, act="tell pregnancy") as trace:
        look = take_turn(actor, person, course)
        if look.edition.get(Question, PREGNANCY) is None:
            raise Conflict(_("this is not asked here"))
        entry = append(actor, person, Reply(PREGNANCY, said.answer, actor.at, actor.slug, Channel.PORTAL))
        if said.answer is Answer.YES:
            condition = PREGNANCY if said.tested else "pregnancy-possible"
            append(actor, person, HealthEvent(condition, actor.at, actor.slug, since=said.last_period))
            append(actor, person, SymptomReport(PREGNANCY, onset=None, at=actor.at), course=course)
        keep_decision(actor, look_at(actor.clinic, person, course, look.chart.at), "tell pregnancy", entry.id)
        trace.thing = entry.id
    return entry
