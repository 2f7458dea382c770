"""A passport goes from one clinic into another and equals: signed, verified, taken in, and handed on unchanged."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from nappage.actions.acting import Conflict, Denied
from nappage.actions.passports import issue_passport, take_in_passport
from nappage.actions.trusted_keys import trust_key, withdraw_key
from nappage.assessment.carried import PassportTakenIn
from nappage.assessment.chart import chart_of
from nappage.assessment.document_kept import open_document
from nappage.assessment.known_signer import known_signer
from nappage.engine.story import Allergy
from nappage.fhir.bundle import bundle_of, canonical
from nappage.fhir.passport import Passport
from nappage.records.models import AuditEvent, Clinic, TrustedKey
from nappage.sealing.clinic_key import new_clinic_key
from nappage.sealing.signature import signed
from nappage.sealing.verification import KnownSigner, verified
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from support.after_session import given_session, say
from support.cast import Cast
from support.charts import Laid

NOON = "2026-03-04 12:00"


@pytest.fixture
def laid(cast: Cast) -> Laid:
    """Return S1 after its first session, with an allergy told."""
    laid = given_session(cast, "s1-thighs-first-session", "2026-03-03 10:30", "2026-03-03 11:00")
    say(laid, "2026-03-03 11:05", Allergy("nickel", Answer.NO))
    return laid


def issued(laid: Laid, at: str = NOON) -> bytes:
    return open_document(issue_passport(laid.cast.actor("injector", laid.at(at)), laid.person))


def read(file: bytes) -> Passport:
    found = verified(file)
    assert found.passport is not None
    return found.passport


def newcomer(clinic: Cast, at: datetime, born: date = date(1990, 5, 14)) -> UUID:
    return clinic.register("Demo patient 014", at, born).id


def test_it_says_what_was_given_of_which_lot_and_where(laid: Laid) -> None:
    passport = read(issued(laid))
    (session,) = passport.sessions
    assert [(product.name.code, product.lot, str(product.dose)) for product in session.products] == [
        ("A", "A-101", "2.88 mL"),
        ("B", "B-101", "1.92 mL"),
    ]
    assert session.products[0].where == "Thigh, right side: 1.44 mL; Thigh, left side: 1.44 mL"
    assert session.given == "240 punctures, 4.8 mL in all"
    assert [one.name for one in passport.professionals if one.id == session.by] == ["Demo injector"]


def test_it_says_the_test_in_the_words_of_the_engine_and_the_allergy_that_was_told(laid: Laid) -> None:
    passport = read(issued(laid))
    assert [test.result for test in passport.tests] == ["no reaction seen at the reading"]
    assert [(one.to, one.criticality) for one in passport.allergies] == [("nickel", "low")]
    assert passport.holder.name == "Demo patient 014"
    assert passport.issuer.emergency == "112"
    assert passport.fictional


def test_it_is_kept_sealed_and_leaves_its_event(laid: Laid) -> None:
    before = AuditEvent.objects.filter(act="issue passport").count()
    issued(laid)
    assert AuditEvent.objects.filter(act="issue passport").count() == before + 1


def test_nobody_without_the_duty_issues_one(laid: Laid) -> None:
    with pytest.raises(Denied):
        issue_passport(laid.cast.actor("reception", laid.at(NOON)), laid.person)


@pytest.mark.proves("U-10")
def test_a_second_clinic_takes_it_in_and_hands_it_on_unchanged(laid: Laid, stranger: Cast) -> None:
    """What was exported by the first is, byte for byte and value for value, what the second holds and exports."""
    original = issued(laid)
    at = laid.at("2026-04-01 09:00")
    person = newcomer(stranger, at)
    take_in_passport(stranger.actor("prescriber", at), person, original)
    ((_line, taken),) = chart_of(person, None, at).of(PassportTakenIn)
    assert taken.signed.encode() == original
    assert (taken.signer, taken.is_known) == (laid.cast.clinic.name, True)
    assert read(taken.signed.encode()) == read(original)
    handed_on = read(open_document(issue_passport(stranger.actor("prescriber", at), person)))
    (earlier,) = handed_on.earlier
    assert earlier.signed.encode() == original
    assert canonical(bundle_of(read(earlier.signed.encode()))) == canonical(bundle_of(read(original)))
    assert handed_on.sessions == ()  # nothing of it is said as if it had been done here


@pytest.mark.proves("U-10")
def test_an_allergy_of_the_passport_is_an_allergy_here(laid: Laid, stranger: Cast) -> None:
    at = laid.at("2026-04-01 09:00")
    person = newcomer(stranger, at)
    take_in_passport(stranger.actor("prescriber", at), person, issued(laid))
    told = [allergy for _line, allergy in chart_of(person, None, at).of(Allergy)]
    assert told == [Allergy("nickel", Answer.NO)]


def test_it_is_taken_in_once(laid: Laid, stranger: Cast) -> None:
    at, original = laid.at("2026-04-01 09:00"), issued(laid)
    person = newcomer(stranger, at)
    take_in_passport(stranger.actor("prescriber", at), person, original)
    with pytest.raises(Conflict):
        take_in_passport(stranger.actor("prescriber", at), person, original)


def test_one_about_somebody_born_on_another_day_is_refused(laid: Laid, stranger: Cast) -> None:
    at = laid.at("2026-04-01 09:00")
    person = newcomer(stranger, at, date(1990, 5, 15))
    with pytest.raises(Faulty) as told:
        take_in_passport(stranger.actor("prescriber", at), person, issued(laid))
    (fault,) = told.value.faults
    assert (fault.expected, fault.found) == ("15 May 1990", "14 May 1990")


@pytest.mark.proves("U-10")
def test_one_that_was_changed_is_refused_and_nothing_is_recorded(laid: Laid, stranger: Cast) -> None:
    at, original = laid.at("2026-04-01 09:00"), issued(laid)
    person = newcomer(stranger, at)
    changed = original[:900] + bytes([original[900] ^ 1]) + original[901:]
    with pytest.raises(Faulty):
        take_in_passport(stranger.actor("prescriber", at), person, changed)
    assert list(chart_of(person, None, at).of(PassportTakenIn)) == []


def test_one_of_this_very_chart_is_refused(laid: Laid) -> None:
    with pytest.raises(Faulty) as told:
        take_in_passport(laid.cast.actor("prescriber", laid.at(NOON)), laid.person, issued(laid))
    assert "this very chart" in told.value.faults[0].found


def resigned(laid: Laid) -> tuple[bytes, str]:
    """Return the passport signed again by a stranger who calls themselves as the clinic does."""
    key = new_clinic_key(laid.cast.clinic.name, laid.at(NOON))
    return signed(canonical(bundle_of(read(issued(laid)))), key).encode(), key.fingerprint


@pytest.mark.proves("U-10")
def test_one_that_a_stranger_signed_again_is_intact_and_its_signer_unknown(laid: Laid, stranger: Cast) -> None:
    file, fingerprint = resigned(laid)
    found = verified(file)
    assert (found.is_intact, found.signer) == (True, laid.cast.clinic.name)
    assert known_signer(fingerprint) is None
    at = laid.at("2026-04-01 09:00")
    person = newcomer(stranger, at)
    take_in_passport(stranger.actor("prescriber", at), person, file)
    ((_line, taken),) = chart_of(person, None, at).of(PassportTakenIn)
    assert not taken.is_known


def test_a_key_of_this_installation_stays_known_after_it_was_replaced(laid: Laid) -> None:
    fingerprint = verified(issued(laid)).fingerprint
    Clinic.objects.filter(pk=laid.cast.clinic.pk).update(signing_key=b"", certificate=b"")
    assert verified(issued(laid)).fingerprint != fingerprint
    assert known_signer(fingerprint) == KnownSigner(laid.cast.clinic.name)


def test_a_key_that_a_director_compared_is_known_until_it_is_withdrawn(cast: Cast, stranger: Cast) -> None:
    at = datetime.fromisoformat("2026-04-01T09:00:00+00:00")
    key = new_clinic_key("Clinic in Lyon", at)
    director = cast.actor("director", at)
    added = trust_key(director, "Clinic in Lyon", key.certificate, key.fingerprint.upper(), "Read out by telephone")
    assert known_signer(key.fingerprint) == KnownSigner("Clinic in Lyon", cast.clinic.name)
    assert known_signer(key.fingerprint, stranger.clinic.id) is None
    withdraw_key(director, added.id)
    assert known_signer(key.fingerprint) is None
    assert TrustedKey.objects.get().withdrawn_by == director.slug
    with pytest.raises(Conflict):
        withdraw_key(director, added.id)


def test_a_fingerprint_that_is_not_that_of_the_file_is_refused(cast: Cast) -> None:
    at = datetime.fromisoformat("2026-04-01T09:00:00+00:00")
    key = new_clinic_key("Clinic in Lyon", at)
    for certificate, fingerprint in ((key.certificate, "00" * 32), (b"nothing", key.fingerprint)):
        with pytest.raises(Faulty):
            trust_key(cast.actor("director", at), "Lyon", certificate, fingerprint, "by post")
    assert not TrustedKey.objects.exists()


def test_nobody_but_a_director_adds_a_key(cast: Cast) -> None:
    at = datetime.fromisoformat("2026-04-01T09:00:00+00:00")
    key = new_clinic_key("Clinic in Lyon", at)
    with pytest.raises(Denied):
        trust_key(cast.actor("prescriber", at), "Lyon", key.certificate, key.fingerprint, "by post")
