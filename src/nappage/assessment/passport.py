"""From a person's charts to a passport: everything that stands there by an instant, over all courses of the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from nappage.assessment.carried import PassportTakenIn
from nappage.assessment.happening import ConsentSigned, Withdrawal
from nappage.assessment.look import Look, look_at
from nappage.assessment.passport_finding import allergies_told, changes_judged, tape_measured, tests_done
from nappage.assessment.passport_session import sessions_done
from nappage.engine.emergency import emergency_number
from nappage.fhir.passport import (
    AllergyTold,
    ChangeJudged,
    ConsentGiven,
    EarlierPassport,
    Holder,
    Issuer,
    PaperKept,
    Passport,
    Professional,
    SessionDone,
    TapeMeasured,
    TestDone,
)
from nappage.records.models import Clinic, Course, Document, Identity, Member
from nappage.records.person_links import links_around, pair

PDF = "application/pdf"
T = TypeVar("T", AllergyTold, ChangeJudged, ConsentGiven, EarlierPassport, SessionDone, TapeMeasured, TestDone)


def passport_of(clinic: UUID, person: UUID, id: UUID, at: datetime) -> Passport:
    """Return the passport of a person as a clinic can say it at an instant. `id` is the passport's own."""
    at = at.replace(microsecond=0)
    looks = tuple(_looks(clinic, person, at))
    passport = Passport(
        id=id,
        at=at.astimezone(looks[-1].policy.zone),
        holder=_holder(person, looks[-1]),
        issuer=_issuer(clinic, looks[-1]),
        fictional=Clinic.objects.values_list("fictional", flat=True).get(pk=clinic),
        papers=tuple(_papers(clinic, person, at, looks[-1])),
    )
    return _with_findings(_with_sessions(passport, looks), looks)


def _with_sessions(passport: Passport, looks: Sequence[Look]) -> Passport:
    """Return the passport with what was done and by whom, what was agreed to, and what others said before."""
    staff = {member.slug: member.id for member in Member.objects.filter(clinic=passport.issuer.id)}
    papers = {paper.id for paper in passport.papers}
    sessions = _once(sessions_done(look, staff) for look in looks)
    tape = _once(tape_measured(look, staff) for look in looks)
    named = {one.by for one in sessions} | {one.by for one in tape}
    return replace(
        passport,
        professionals=tuple(_professionals(filter(None, named))),
        sessions=sessions,
        tape=tape,
        consents=_once(_consents(look, papers) for look in looks),
        earlier=_once(map(_earlier, looks)),
    )


def _with_findings(passport: Passport, looks: Sequence[Look]) -> Passport:
    """Return the passport with allergies, tests, and the changes that were judged."""
    return replace(
        passport,
        allergies=_once(map(allergies_told, looks)),
        tests=_once(map(tests_done, looks)),
        changes=_once(map(changes_judged, looks)),
    )


def _looks(clinic: UUID, person: UUID, at: datetime) -> Iterator[Look]:
    """Yield a look at each course of each record that is held to be of this person; the person's own last one last."""
    others = {person}.union(*(pair(link) for link in links_around(person, at))) - {person}
    for one in (*sorted(others), person):
        opened = Course.objects.filter(person=one, opened_at__lte=at).order_by("opened_at", "id")
        courses: list[UUID | None] = list(opened.values_list("id", flat=True))
        for course in courses or [None]:
            yield look_at(clinic, one, course, at)


def _once(found: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """Return what was found in each chart, each thing once: what belongs to no course is told with every course."""
    return tuple({one.id: one for chart in found for one in chart}.values())


def _holder(person: UUID, look: Look) -> Holder:
    identity, sex = Identity.objects.get(person=person), look.story.patient.sex
    return Holder(person, identity.name, identity.born, sex.value if sex else "unknown")


def _issuer(clinic: UUID, look: Look) -> Issuer:
    policy, name = look.policy, Clinic.objects.values_list("name", flat=True).get(pk=clinic)
    number = emergency_number(look.edition, policy) or ""
    return Issuer(clinic, name, policy.phone, number, policy.jurisdiction.partition("-")[0])


def _professionals(ids: Iterable[UUID]) -> Iterator[Professional]:
    for member in Member.objects.filter(pk__in=set(ids)).order_by("id"):
        yield Professional(member.id, member.name, member.credential)


def _consents(look: Look, papers: set[UUID]) -> Iterator[ConsentGiven]:
    withdrawn = [value.at for _, value in look.chart.of(Withdrawal)]
    for line, signed in look.chart.of(ConsentSigned):
        at = signed.consent.at.astimezone(look.policy.zone)
        paper = signed.document if signed.document in papers else None
        ended = any(when >= at for when in withdrawn)
        yield ConsentGiven(line.id, at.replace(microsecond=0), signed.consent.version, paper, ended)


def _papers(clinic: UUID, person: UUID, at: datetime, look: Look) -> Iterator[PaperKept]:
    persons = {person}.union(*(pair(link) for link in links_around(person, at)))
    kept = Document.objects.filter(clinic=clinic, person__in=persons, media_type=PDF, at__lte=at)
    for one in kept.order_by("at", "id"):
        when = one.at.astimezone(look.policy.zone).replace(microsecond=0)
        yield PaperKept(one.id, one.kind.replace("-", " ").capitalize(), when, one.media_type, one.digest)


def _earlier(look: Look) -> Iterator[EarlierPassport]:
    for line, taken in look.chart.of(PassportTakenIn):
        known = "its key was known" if taken.is_known else "its key was not known"
        title = f"Passport signed by {taken.signer}, {known} when it was taken in"
        issued = taken.issued_at.astimezone(look.policy.zone).replace(microsecond=0)
        yield EarlierPassport(line.id, title, issued, taken.signed)
