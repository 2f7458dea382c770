"""What is reported after a session: a symptom as told, a nodule as seen, and the closing by a person, never by time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.followed import HoldLifted, NoduleGone, NoduleSeen, ReportClosed
from nappage.assessment.nodule import LUMP
from nappage.assessment.policy_in_force import role_of
from nappage.assessment.worklist import reports_of
from nappage.engine.policy import Role
from nappage.engine.story import Site, SymptomReport
from nappage.engine.task import may_close
from nappage.records.keys import new_key
from nappage.records.models import Entry
from nappage.values.answer import Answer
from nappage.values.fault import Fault, Faulty
from nappage.values.quantity import Quantity

ENOUGH = 15


@dataclass(frozen=True, slots=True)
class Lump:
    """A lump as it was seen or told, before it is on the record."""

    site: Site
    size: Quantity
    tender: Answer
    red: Answer
    warm: Answer
    draining: Answer
    onset: datetime | None = None
    words: str = ""

    def features(self) -> tuple[str, ...]:
        """Return the features that were seen, as triage asks for them."""
        seen = {"tender": self.tender, "red": self.red, "hot": self.warm, "draining": self.draining}
        return tuple(name for name, answer in seen.items() if answer is Answer.YES)


def report_symptoms(
    actor: Actor, person: UUID, course: UUID | None, reports: tuple[SymptomReport, ...]
) -> tuple[Entry, ...]:
    """Return the entries of what was told at one time, each a report of its own; triage follows from all of them."""
    with acting(actor, "report.record", person, act="record report") as trace:
        take_turn(actor, person, course)
        entries = tuple(append(actor, person, report, course=course) for report in reports)
        trace.thing = entries[0].id
    return entries


def see_nodule(actor: Actor, person: UUID, course: UUID | None, lump: Lump) -> Entry:
    """Return the entry of a nodule in the register, with the report that triage reads made beside it."""
    with acting(actor, "report.record", person, act="record nodule") as trace:
        take_turn(actor, person, course)
        said = SymptomReport(
            LUMP, onset=lump.onset, at=actor.at, zone=lump.site.zone, features=lump.features(), size=lump.size
        )
        report = append(actor, person, said, course=course)
        seen = NoduleSeen(
            lump.site, lump.size, report.id, lump.tender, lump.red, lump.warm, lump.draining, lump.onset, lump.words
        )
        entry = append(actor, person, seen, course=course, id=new_key())
        trace.thing = entry.id
    return entry


def close_report(actor: Actor, person: UUID, course: UUID | None, report: UUID, found: str) -> Entry:
    """Return the entry that closes a report: who looked into it, and what was found, in words.

    Faulty where the level waits for a physician and the actor is none; Conflict if it is closed, or closes by itself.
    """
    with acting(actor, "report.close", person, act="close report") as trace:
        look = take_turn(actor, person, course)
        open_ones = {entry: one for entry, one in reports_of(look) if one.is_open}
        if report not in open_ones:
            raise Conflict(_("this report does not wait for anybody any more"), (report,))
        faults = []
        if not may_close(open_ones[report].level, Role(role_of(actor.member))):
            remedy = _("Ask a physician to look at the patient and to close it.")
            faults.append(Fault(_("Closing"), _("a physician at this level"), actor.member.name, remedy))
        if len(found.strip()) < ENOUGH:
            expected = _("at least {least} characters").format(least=ENOUGH)
            faults.append(Fault(_("What was found"), expected, f"“{found}”", _("Write what was seen.")))
        if faults:
            raise Faulty(faults)
        entry = append(actor, person, ReportClosed(report, found.strip()), course=course)
        keep_decision(actor, look, "report.close", entry.id)
        trace.thing = report
    return entry


def lift_hold(actor: Actor, person: UUID, course: UUID | None, report: UUID, words: str) -> Entry:
    """Return the entry by which a physician lets the sessions go on that a closed report still holds.

    Closing says what was found, and this what follows from it: the two are said apart, so that no closing lifts a hold
    by the way. Conflict where the report is open, or holds nothing; Faulty for anybody but a physician.
    """
    with acting(actor, "report.close", person, act="lift hold of report") as trace:
        look = take_turn(actor, person, course)
        found = dict(reports_of(look)).get(report)
        if found is None or found.is_open or not found.holds_sessions:
            raise Conflict(_("this report holds no sessions, or has to be closed first"), (report,))
        faults = []
        if not may_close(found.level, Role(role_of(actor.member))):
            remedy = _("Ask a physician to decide whether the sessions go on.")
            faults.append(Fault(_("Lifting the hold"), _("a physician"), actor.member.name, remedy))
        if len(words.strip()) < ENOUGH:
            expected = _("at least {least} characters").format(least=ENOUGH)
            faults.append(Fault(_("Why they may go on"), expected, f"“{words}”", _("Write what it rests on.")))
        if faults:
            raise Faulty(faults)
        entry = append(actor, person, HoldLifted(report, words.strip()), course=course)
        keep_decision(actor, look, "report.lift-hold", entry.id)
        trace.thing = report
    return entry


def nodule_gone(actor: Actor, person: UUID, course: UUID | None, site: Site, words: str) -> Entry:
    """Return the entry that says that a nodule is not there any more; the reports about it are closed apart."""
    with acting(actor, "report.close", person, act="record nodule-gone") as trace:
        take_turn(actor, person, course)
        entry = append(actor, person, NoduleGone(site, words.strip()), course=course)
        trace.thing = entry.id
    return entry
