"""The worklist of a clinic: contacts to be made and reports to be seen to, each with an owner and by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nappage.assessment.at_home import QuestionSent
from nappage.assessment.carried import Wanted
from nappage.assessment.due_contact import SINCE, persons_to_ask
from nappage.assessment.followed import TakenOn
from nappage.assessment.from_home import FromHome, open_questions
from nappage.assessment.glimpse import glimpses
from nappage.assessment.happening import KIND_OF
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.assessment.record_request import open_requests, requested
from nappage.assessment.undelivered import undelivered
from nappage.engine.contact import Contact
from nappage.engine.deadline import QUESTION, deadline
from nappage.engine.story import SymptomReport
from nappage.engine.triage import ReportTriage
from nappage.records.models import Entry, Message, PortalAccess


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody: a report to see to, a contact to make, a message that did not arrive."""

    person: UUID
    owner: str
    by: datetime
    contact: Contact | None = None
    report: ReportTriage | None = None
    entry: UUID | None = None
    wanted: Wanted | None = None
    message: Message | None = None
    question: FromHome | None = None


def reports_of(look: Look) -> Iterator[tuple[UUID, ReportTriage]]:
    """Yield the triage of each report of this record with the entry it was made by, the most urgent first."""
    entries = {_told(report): line.id for line, report in look.chart.of(SymptomReport)}
    if not entries:  # and nothing has to be worked out
        return
    for found in look.outlook.after.triage.reports:
        entry = entries.get(_told(found.report))
        if entry is not None:
            yield entry, found


def _told(report: SymptomReport) -> tuple[object, ...]:
    return report.symptom, report.at, report.onset, report.zone, report.features, report.size


def waiting_for(look: Look, until: datetime, *, asked_at_home: bool = False) -> Iterator[Waiting]:
    """Yield what waits for somebody about one person: open reports, and contacts due by an instant.

    Who is asked at home (the portal) answers there: it is the clinic's once it is late. What is asked before somebody
    leaves is the clinic's from the beginning.
    """
    yield from _reports_waiting(look)
    person = look.chart.person
    for request in open_requests(look):
        yield Waiting(person, request.owner, request.due, entry=request.entry, wanted=request.wanted)
    for contact in look.contacts:
        at_home = asked_at_home and not contact.is_late(look.at) and not any(part.until for part in contact.parts)
        if contact.due <= until and not at_home:
            yield Waiting(person, owner_of(look, day=contact.day), contact.until, contact)


def _reports_waiting(look: Look) -> Iterator[Waiting]:
    for entry, found in reports_of(look):
        if found.is_open:
            owner = owner_of(look, report=entry)
            by = found.answer_by(look.policy.zone) or found.report.at
            yield Waiting(look.chart.person, owner, by, None, found, entry)


def owner_of(look: Look, *, day: date | None = None, report: UUID | None = None) -> str:
    """Return whose the contact of a day or a report is: who took it on last, else who gave the last session."""
    taken = [value.owner for _, value in look.chart.of(TakenOn) if (value.day, value.report) == (day, report)]
    return taken[-1] if taken else injector_of(look)


def injector_of(look: Look) -> str:
    """Return who gave the last session: what nobody else took on is theirs."""
    given = [session for session in look.story.sessions if session.state.value == "given" and not session.elsewhere]
    return max(given, key=lambda session: session.start).injector if given else ""


def worklist(clinic: UUID, in_force: PolicyInForce, at: datetime, until: datetime) -> tuple[Waiting, ...]:
    """Return what waits in a clinic by an instant, what is late or urgent first."""
    to_ask = persons_to_ask(clinic, in_force, at, until)
    persons = [*dict.fromkeys((*_reported(clinic, at), *requested(clinic, at), *to_ask))]
    looks, at_home = glimpses(clinic, persons, in_force, at), _asked_at_home(clinic, at)
    found = (one for person in persons for one in waiting_for(looks[person], until, asked_at_home=person in at_home))
    untold = (Waiting(one.person, one.owner, one.by, message=one.message) for one in undelivered(clinic, in_force, at))
    return tuple(sorted((*found, *untold, *_questions(clinic, in_force, at)), key=_urgency))


def _asked_at_home(clinic: UUID, at: datetime) -> frozenset[UUID]:
    """Return who answers check-ins at home: whoever has access to the portal, or somebody who helps them has."""
    rows = PortalAccess.objects.filter(clinic=clinic, revoked_at=None, at__lte=at, person__key__isnull=False)
    return frozenset(rows.filter(Q(until=None) | Q(until__gt=at)).values_list("person", flat=True))


def _questions(clinic: UUID, in_force: PolicyInForce, at: datetime) -> Iterator[Waiting]:
    """Yield the questions from home that nobody has answered: whose task each is, and by when."""
    sent = Entry.objects.filter(clinic=clinic, kind=KIND_OF[QuestionSent], person__key__isnull=False)
    persons = tuple(sent.filter(recorded_at__range=(at - SINCE, at)).values_list("person", flat=True).distinct())
    for person, look in glimpses(clinic, persons, in_force, at).items():
        for one in open_questions(look.chart):
            yield Waiting(person, answers(look, one), _answer_by(look, one), entry=one.entry, question=one)


def _answer_by(look: Look, question: FromHome) -> datetime:
    return deadline(look.edition, QUESTION, question.at, look.policy.zone)


def answers(look: Look, question: FromHome) -> str:
    """Return whose task it is to answer: who took it on, else who signed the plan that it is about."""
    taken = {value.report: value.owner for _, value in look.chart.of(TakenOn)}
    plan = look.story.plan
    return taken.get(question.entry) or (plan.signed_by if plan else "") or injector_of(look)


def _urgency(one: Waiting) -> tuple[int, datetime, UUID]:
    level = -int(one.report.level.value[1:]) if one.report else 0
    return level, one.by, one.person


def _reported(clinic: UUID, at: datetime) -> Iterable[UUID]:
    """Return of whom more was reported than closed: whether a report is often seen is known when it is opened."""
    rows = _open_to_us(clinic, at).filter(kind__in=("report", "report-closed"))
    told, closed = Count("id", filter=Q(kind="report")), Count("id", filter=Q(kind="report-closed"))
    counted = rows.values("person").order_by().annotate(told=told, closed=closed)
    return [row["person"] for row in counted if row["told"] > row["closed"]]


def _open_to_us(clinic: UUID, at: datetime) -> QuerySet[Entry]:
    """Return the entries of everybody who was not erased: of who was, nothing can be opened, and there is nobody."""
    return Entry.objects.filter(clinic=clinic, recorded_at__lte=at, person__key__isnull=False)
