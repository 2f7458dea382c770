"""Passports at the clinic door, the public page that verifies them, and the keys that are known."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nappage.actions.clinic_keys import clinic_key
from nappage.actions.passports import issue_passport
from nappage.assessment.carried import PassportTakenIn
from nappage.assessment.chart import chart_of
from nappage.assessment.document_kept import open_document
from nappage.engine.story import Allergy
from nappage.records.models import AuditEvent, Document, Entry, TrustedKey
from nappage.sealing.clinic_key import new_clinic_key
from nappage.sealing.frames import framed
from nappage.sealing.verification import verified
from nappage.values.answer import Answer
from support.after_session import given_session, say
from support.cast import Cast
from support.charts import Laid
from support.device import SetClock

NOON = "2026-03-04 12:00"


@pytest.fixture
def laid(cast: Cast, clock: SetClock) -> Laid:
    """Return S1 on the day after its first session."""
    laid = given_session(cast, "s1-thighs-first-session", "2026-03-03 10:30", "2026-03-03 11:00")
    say(laid, "2026-03-03 11:05", Allergy("nickel", Answer.YES))
    clock(laid.at(NOON))
    return laid


@pytest.fixture
def file(laid: Laid) -> bytes:
    return open_document(issue_passport(laid.cast.actor("injector", laid.at(NOON)), laid.person))


def upload(file: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("passport", file)


def verify(**given: Any) -> Any:
    return Client().post("/verify/", given)


def rows() -> tuple[int, int, int]:
    return Entry.objects.count(), Document.objects.count(), AuditEvent.objects.count()


def test_anybody_verifies_one_without_an_account_and_nothing_is_kept(file: bytes) -> None:
    before = rows()
    page = verify(file=upload(file))
    assert page.status_code == 200
    for said in ("Intact: nothing in it was changed", "Signed by Madrid", "A-101", "nickel", "Demo patient 014"):
        assert said in page.text, said
    assert page.headers["Cache-Control"] == "no-store, private"
    assert rows() == before


def test_the_text_of_its_codes_is_pasted_as_well(file: bytes) -> None:
    assert "Intact" in verify(text="\n".join(reversed(framed(file.decode())))).text


def test_a_changed_one_shows_nothing_of_what_is_in_it(file: bytes) -> None:
    page = verify(file=upload(file[:3000] + (b"A" if file[3000:3001] != b"A" else b"B") + file[3001:]))
    assert "Not intact" in page.text
    assert "Demo patient" not in page.text


def test_nothing_sent_is_told_in_four_parts(db: None) -> None:
    page = verify(text=" ")
    assert page.status_code == 422
    assert "Choose the file, or paste the text." in page.text


@pytest.mark.parametrize(("language", "words"), [("fr", "Intact : rien n’y a été changé"), ("es", "Intacto: nada")])
def test_it_speaks_the_language_of_the_reader(language: str, words: str, file: bytes) -> None:
    client = Client(headers={"accept-language": language})
    assert words in client.post("/verify/", {"file": upload(file)}).text


def test_the_clinic_issues_one_and_hands_over_paper_file_and_card(laid: Laid) -> None:
    device = laid.cast.client("injector")
    page = f"/patients/{laid.person}/passport/"
    assert "None was issued yet." in device.get(page).text
    assert device.get(f"{page}paper/").status_code == 302
    assert device.post(f"{page}issue/").status_code == 302
    assert "The last one: 4 Mar 2026" in device.get(page).text
    paper, signed, card = (device.get(f"{page}{form}/") for form in ("paper", "file", "card"))
    assert verified(paper.content) == verified(signed.content)
    assert verified(signed.content).is_intact
    assert card.headers["Content-Type"] == "application/pdf"


def test_another_clinic_looks_at_it_first_and_then_takes_it_in(laid: Laid, file: bytes, stranger: Cast) -> None:
    person = stranger.register("Demo patient 014", laid.at(NOON)).id
    device, page = stranger.client("prescriber"), f"/patients/{person}/passport/"
    looked = device.post(f"{page}take-in/", {"file": upload(file)})
    assert "Nothing is recorded yet" in looked.text
    assert list(chart_of(person, None, laid.at(NOON)).of(PassportTakenIn)) == []
    assert device.post(f"{page}take-in/", {"text": file.decode(), "then": "take-in"}).status_code == 302
    ((_line, taken),) = chart_of(person, None, laid.at(NOON)).of(PassportTakenIn)
    assert taken.signed.encode() == file
    shown = device.get(page).text
    assert "Signed by Madrid" in shown
    assert "A-101" in shown


def test_a_changed_one_is_not_taken_in_and_what_to_do_is_said(laid: Laid, file: bytes, stranger: Cast) -> None:
    person = stranger.register("Demo patient 014", laid.at(NOON)).id
    device = stranger.client("prescriber")
    sent = {"text": file.decode()[:-9], "then": "take-in"}
    page = device.post(f"/patients/{person}/passport/take-in/", sent)
    assert page.status_code == 422
    assert "Ask for the file again" in page.text


def test_the_director_adds_a_key_after_comparing_it(cast: Cast, laid: Laid) -> None:
    key = new_clinic_key("Clinic in Lyon", laid.at(NOON))
    device = cast.client("director")
    told = {"name": "Clinic in Lyon", "words": "By telephone"}
    wrong = {**told, "fingerprint": "0" * 64, "certificate": upload(key.certificate)}
    assert device.post("/keys/trust/", wrong).status_code == 422
    right = {**told, "fingerprint": key.fingerprint, "certificate": upload(key.certificate)}
    assert device.post("/keys/trust/", right).status_code == 302
    page = device.get("/keys/").text
    assert "Clinic in Lyon" in page
    assert clinic_key(cast.clinic.id, laid.at(NOON)).fingerprint[:4] in page
    assert b"BEGIN CERTIFICATE" in device.get("/keys/certificate/").content
    assert device.post("/keys/withdraw/", {"key": str(TrustedKey.objects.get().id)}).status_code == 302
    assert TrustedKey.objects.get().withdrawn_at is not None


def test_a_key_of_another_clinic_is_not_there_to_be_withdrawn(cast: Cast, stranger: Cast, laid: Laid) -> None:
    key = new_clinic_key("Clinic in Lyon", laid.at(NOON))
    told = {"name": "Lyon", "words": "By telephone", "fingerprint": key.fingerprint}
    cast.client("director").post("/keys/trust/", {**told, "certificate": upload(key.certificate)})
    sent = {"key": str(TrustedKey.objects.get().id)}
    assert stranger.client("director").post("/keys/withdraw/", sent).status_code == 404
    assert TrustedKey.objects.get().withdrawn_at is None
