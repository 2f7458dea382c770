from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from nappage.actions.acting import Conflict, Denied, NotNow
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.consents import Agreed, Basis, ask_question, basis_of, sign_consent, withdraw_consent
from nappage.actions.plans import sign_plan
from nappage.actions.policies import sign_policy
from nappage.assessment.at_home import QuestionAsked
from nappage.assessment.document_kept import open_document
from nappage.assessment.happening import ConsentSigned
from nappage.assessment.look import Look
from nappage.engine.gate import GateName, GateState
from nappage.records.models import AuditEvent, Clinic, Decision, Document, Entry, Person
from nappage.records.sealed import Unreadable
from support.cast import Cast, example_terms
from support.planning import CONSULTED, course_of, draft_s1, look, planned_person

AT = CONSULTED + timedelta(minutes=45)
AGREED = Agreed("d" * 64, "C-1", "en", "drawn", "injector-1", b"%PDF of a test")


@pytest.fixture
def person(cast: Cast) -> Person:
    return planned_person(cast)


def reads_the_same(look: Look) -> str:
    return AGREED.digest


def take(cast: Cast, person: Person, basis: Basis | None = None, duty: str = "assistant", at: datetime = AT) -> Entry:
    found = basis or basis_of(look(cast, person, at))
    return sign_consent(cast.actor(duty, at), person.id, course_of(person), AGREED, found, reads_the_same)


def gate_of(cast: Cast, person: Person, at: datetime = AT) -> GateState:
    found = look(cast, person, at).outlook.gates
    return next(gate.state for gate in found if gate.name is GateName.CONSENT)


@pytest.mark.proves("S1", "U-10")
def test_a_consent_opens_its_gate_and_keeps_its_paper_sealed(cast: Cast, person: Person) -> None:
    assert gate_of(cast, person) is GateState.CLOSED
    entry = take(cast, person)
    assert gate_of(cast, person) is GateState.OPEN
    document = Document.objects.get(entry=entry.id)
    assert AGREED.paper not in bytes(document.sealed)
    assert open_document(document) == AGREED.paper
    assert (document.text_digest, document.kind, document.media_type) == ("d" * 64, "consent", "application/pdf")
    signed = look(cast, person, AT).chart.latest(ConsentSigned)
    assert signed is not None
    assert (signed.document, signed.manner, signed.explained_by) == (document.id, "drawn", "injector-1")
    assert Decision.objects.filter(entry=entry.id, act="consent.take").exists()
    assert AuditEvent.objects.get(act="sign consent").detail["document"] == str(document.id)


def test_a_paper_that_is_not_what_was_kept_does_not_open(cast: Cast, person: Person) -> None:
    document = Document.objects.get(entry=take(cast, person).id)
    document.digest = "0" * 64
    with pytest.raises(Unreadable, match="hash"):
        open_document(document)
    other = Document.objects.get(pk=document.id)
    other.id = person.id
    with pytest.raises(Unreadable):
        open_document(other)


def test_a_text_that_reads_otherwise_by_now_is_refused(cast: Cast, person: Person) -> None:
    actor, basis = cast.actor("assistant", AT), basis_of(look(cast, person, AT))
    with pytest.raises(Conflict, match="changed since the text was shown"):
        sign_consent(actor, person.id, course_of(person), AGREED, basis, lambda found: "e" * 64)
    assert not Document.objects.exists()
    assert not Entry.objects.filter(kind="consent").exists()


def test_another_plan_policy_or_edition_is_another_text(cast: Cast, person: Person) -> None:
    shown = basis_of(look(cast, person, AT))
    with pytest.raises(Conflict):
        take(cast, person, Basis(shown.plan, shown.policy_version, "0" * 64))

    sign_policy(cast.actor("director", AT), example_terms(), "second version")
    with pytest.raises(Conflict):
        take(cast, person, shown)

    again = basis_of(look(cast, person, AT))
    draft = draft_s1(cast, person, AT, again.plan, sessions=8)
    take(cast, person, again)
    sign_plan(cast.actor("physician", AT + timedelta(minutes=1)), person.id, course_of(person), draft.id)
    with pytest.raises(Conflict):
        take(cast, person, again, at=AT + timedelta(minutes=2))


@pytest.mark.proves("E19", "H-21", "K-21")
def test_nobody_younger_than_the_minimum_age_signs_and_no_guardian_signs_for_them(cast: Cast) -> None:
    friday = datetime(2026, 2, 27, 10, tzinfo=UTC)
    person = cast.register("Demo patient 019", CONSULTED, born=date(2008, 2, 29))
    draft = draft_s1(cast, person)
    with pytest.raises(NotNow) as unsigned:
        sign_plan(cast.actor("physician", friday), person.id, course_of(person), draft.id)
    assert [because.rule for because in unsigned.value.because] == ["P04"]
    with pytest.raises(NotNow) as refused:
        take(cast, person, at=friday)
    assert [because.fact.code for because in refused.value.because] == ["signing.plan-unsigned"]

    sunday = datetime(2026, 3, 1, 10, tzinfo=UTC)
    sign_plan(cast.actor("physician", sunday), person.id, course_of(person), draft.id)
    assert take(cast, person, at=sunday)


@pytest.mark.proves("E19", "H-21")
def test_a_signed_plan_does_not_let_a_minor_consent(cast: Cast, person: Person) -> None:
    older = example_terms() | {"minimum_age": 40}
    sign_policy(cast.actor("director", AT), older, "a higher age")
    with pytest.raises(NotNow) as refused:
        take(cast, person)
    assert [because.rule for because in refused.value.because] == ["P04"]


@pytest.mark.parametrize("duty", ["reception", "auditor", "director"])
def test_who_may_not_take_a_consent_takes_none(cast: Cast, person: Person, duty: str) -> None:
    with pytest.raises(Denied):
        take(cast, person, duty=duty)


@pytest.mark.parametrize("duty", ["reception", "injector", "physician"])
def test_a_consent_is_withdrawn_at_any_moment_with_or_without_words(cast: Cast, person: Person, duty: str) -> None:
    take(cast, person)
    later = AT + timedelta(minutes=5)
    withdraw_consent(cast.actor(duty, later), person.id, course_of(person))
    assert gate_of(cast, person, later) is GateState.CLOSED


def test_what_the_patient_asked_is_kept_as_it_was_said(cast: Cast, person: Person) -> None:
    ask_question(cast.actor("injector", AT), person.id, course_of(person), "May I swim?", "Not for two days.")
    asked = [value for _, value in look(cast, person, AT).chart.of(QuestionAsked)]
    assert asked == [QuestionAsked("May I swim?", "Not for two days.")]


def test_a_clinic_makes_its_key_once_and_keeps_it_sealed(cast: Cast) -> None:
    made = clinic_key(cast.clinic.id, AT)
    row = Clinic.objects.get(pk=cast.clinic.id)
    assert made.key not in bytes(row.signing_key)
    assert clinic_key(cast.clinic.id, AT) == made
    event = AuditEvent.objects.get(act="make clinic key")
    assert event.detail == {"fingerprint": made.fingerprint}
    assert clinic_key(cast.clinic.id, made.valid_until + timedelta(days=1)) != made
