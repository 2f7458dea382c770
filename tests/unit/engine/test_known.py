"""What a question asked again years later may see: nothing that was recorded after its instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nappage.engine.edition import Edition
from nappage.engine.known import known_at
from nappage.engine.story import Assessment, Consent, Session, SessionState, SymptomReport, Verdict
from nappage.values.quantity import Quantity
from support.open_visit import AT, F1, PLAN, SIGNED, TEST, visit_story

MINUTE = timedelta(minutes=1)


def test_a_session_that_starts_later_is_booked_at_most(edition: Edition) -> None:
    given = Session(
        AT,
        SessionState.GIVEN,
        end=AT + 20 * MINUTE,
        formula="F1",
        sites=PLAN.sites,
        drawn=Quantity.parse("5 mL"),
        injector="nurse",
        elsewhere=True,
    )
    told = visit_story(edition, sessions=(given,))
    assert known_at(told, AT).sessions == (given,)
    [before] = known_at(told, AT - MINUTE).sessions
    assert before == Session(AT, formula="F1", sites=PLAN.sites, injector="nurse", elsewhere=True)


def test_what_did_not_take_place_is_left_as_it_is(edition: Edition) -> None:
    cancelled = Session(AT, SessionState.NOT_GIVEN)
    assert known_at(visit_story(edition, sessions=(cancelled,)), AT - MINUTE).sessions == (cancelled,)


def test_a_signature_is_there_from_its_instant_on(edition: Edition) -> None:
    told = visit_story(edition)
    now, before = known_at(told, SIGNED), known_at(told, SIGNED - MINUTE)
    assert (now.plan, now.formulas) == (PLAN, (F1,))
    assert before.plan == replace(PLAN, signed_at=None, signed_by="")
    assert before.formulas == (replace(F1, signed_at=None, signed_by=""),)


def test_a_consent_is_not_withdrawn_before_it_is(edition: Edition) -> None:
    consent = Consent(SIGNED, "patient", "fictional-1", withdrawn_at=AT)
    told = visit_story(edition, consents=(consent,))
    assert known_at(told, AT).consents == (consent,)
    assert known_at(told, AT - MINUTE).consents == (replace(consent, withdrawn_at=None),)
    assert known_at(told, SIGNED - MINUTE).consents == ()


def test_a_test_is_known_once_it_is_entered(edition: Edition) -> None:
    told = visit_story(edition, tests=(replace(TEST, entered_at=TEST.at + MINUTE),))
    assert [len(known_at(told, TEST.at + after).tests) for after in (timedelta(0), MINUTE)] == [0, 1]


def test_reports_and_judgements_are_known_from_their_instant_on(edition: Edition) -> None:
    told = visit_story(
        edition,
        reports=(SymptomReport("pain", AT),),
        assessments=(Assessment(AT, "physician", Verdict.IMPROVED),),
    )
    assert (known_at(told, AT).reports, known_at(told, AT).assessments) == (told.reports, told.assessments)
    before = known_at(told, AT - MINUTE)
    assert (before.reports, before.assessments) == ((), ())


def test_a_report_was_open_and_its_hold_stood_until_somebody_ended_them(edition: Edition) -> None:
    closed = SymptomReport("pain", AT, closed_at=AT + MINUTE, released_at=AT + 2 * MINUTE)
    told = visit_story(edition, reports=(closed,))
    assert known_at(told, AT).reports == (replace(closed, closed_at=None, released_at=None),)
    assert known_at(told, AT + MINUTE).reports == (replace(closed, released_at=None),)
    assert known_at(told, AT + 2 * MINUTE).reports == (closed,)
