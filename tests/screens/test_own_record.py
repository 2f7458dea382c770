"""My record and my passport at the patient door: mine to read and to take, nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from nappage.actions.consents import KIND as CONSENT
from nappage.actions.documents import keep_document
from nappage.assessment.erasure import FATES
from nappage.assessment.photographed import PhotoConsent, PhotoUse
from nappage.records.models import AuditEvent, Document, Relation
from nappage.sealing.verification import verified
from nappage.web.erasure.presenter import NAMES
from support.after_session import given_session, say
from support.albums import album_by
from support.cast import Cast
from support.charts import Laid
from support.device import Phone, SetClock

NOON = "2026-03-04 12:00"
OPEN, MOVED, FORBIDDEN, NOT_FOUND = 200, 302, 403, 404


@pytest.fixture
def laid(cast: Cast, clock: SetClock) -> Laid:
    """Return S1 on the day after its first session."""
    laid = given_session(cast, "s1-thighs-first-session", "2026-03-03 10:30", "2026-03-03 11:00")
    clock(laid.at(NOON))
    return laid


@pytest.fixture
def phone(laid: Laid) -> Phone:
    return laid.cast.phone(laid.person, at=laid.at(NOON))


def helper(laid: Laid) -> Phone:
    at = laid.at(NOON)
    end = at + timedelta(days=7)
    return laid.cast.phone(laid.person, at=at, relation=Relation.PROXY, name="Demo helper", until=end)


def paper(laid: Laid, cast: Cast | None = None) -> Document:
    actor = laid.cast.actor("physician", laid.at(NOON))
    return keep_document(actor, laid.person, CONSENT, "application/pdf", b"%PDF-1.7", text_digest="", entry=uuid4())


def test_it_shows_what_was_given_of_which_lot_and_where(phone: Phone) -> None:
    page = phone.get("/my/record/").text
    for said in ("A-101", "2.88 mL", "Thigh, right side: 1.44 mL", "no reaction seen at the reading", "57.2 cm"):
        assert said in page, said
    assert "A tape errs" in page or "No change could be judged yet." in page


def test_a_reading_of_the_test_is_said_as_people_say_it(phone: Phone) -> None:
    assert re.search(
        r"2 Mar 2026, \d\d:\d\d: mix \d+ mm by \d+ mm, no flare, no infiltrate", phone.get("/my/record/").text
    )


@pytest.mark.parametrize(("language", "words"), [("fr", "Ce qui a été donné"), ("es", "Lo que se dio")])
def test_it_speaks_the_language_that_was_chosen(language: str, words: str, phone: Phone) -> None:
    phone.get(f"/language/{language}/?next=/my/record/")
    assert words in phone.get("/my/record/").text


def test_i_make_my_passport_and_take_it_along(phone: Phone) -> None:
    assert phone.get("/my/passport/paper/").status_code == MOVED
    assert phone.post("/my/passport/").status_code == MOVED
    assert "Emergency card" in phone.get("/my/passport/").text
    signed, paper, card = (phone.get(f"/my/passport/{form}/") for form in ("file", "paper", "card"))
    assert verified(signed.content).is_intact
    assert verified(paper.content) == verified(signed.content)
    assert "attachment" in card.headers["Content-Disposition"]


def test_a_helper_reads_but_takes_no_passport_photo_or_trail(laid: Laid) -> None:
    phone = helper(laid)
    page = phone.get("/my/record/")
    assert page.status_code == OPEN
    assert "Ask to be erased" not in page.text
    for path in ("/my/passport/", "/my/record/who-looked/", f"/my/record/photos/{uuid4()}/"):
        assert phone.get(path).status_code == FORBIDDEN, path
    assert phone.post("/my/record/ask/", {"wanted": "erasure"}).status_code == FORBIDDEN


def test_my_paper_is_mine_and_nobody_elses(laid: Laid, phone: Phone, stranger: Cast) -> None:
    kept = paper(laid)
    path = f"/my/record/papers/{kept.id}/"
    assert phone.get(path).content == b"%PDF-1.7"
    another = laid.cast.register("Demo patient 077", laid.at(NOON))
    elsewhere = stranger.register("Demo patient 078", laid.at(NOON))
    assert laid.cast.phone(another.id, at=laid.at(NOON)).get(path).status_code == NOT_FOUND
    assert stranger.phone(elsewhere.id, at=laid.at(NOON)).get(path).status_code == NOT_FOUND


def test_a_photo_is_shown_with_my_consent_and_to_nobody_else(laid: Laid, phone: Phone) -> None:
    album = album_by(laid.cast.actor("physician", laid.at(NOON)), laid.person)
    path = f"/my/record/photos/{album.earlier}/"
    assert phone.get(path).headers["Content-Type"] == "image/jpeg"
    assert "attachment" in phone.get(f"{path}?whole").headers["Content-Disposition"]
    assert AuditEvent.objects.filter(act="open photo", member=phone.access.id).count() == 2
    another = laid.cast.register("Demo patient 077", laid.at(NOON))
    assert laid.cast.phone(another.id, at=laid.at(NOON)).get(path).status_code == NOT_FOUND
    say(laid, NOON, PhotoConsent(PhotoUse.RECORD, given=False, explained_by="assistant-1"))
    assert phone.get(path).status_code == FORBIDDEN
    assert "No photo is kept" in phone.get("/my/record/").text


def test_i_see_who_looked_by_role_and_never_by_name(laid: Laid, phone: Phone) -> None:
    laid.cast.client("assistant").get(f"/patients/{laid.person}/")
    page = phone.get("/my/record/who-looked/").text
    assert "An assistant</strong> opened your record" in page
    assert "Demo assistant" not in page
    assert "You opened your record" in page


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Vous avez ouvert votre dossier"), ("es", "Usted abrió su historia")]
)
def test_what_i_looked_at_myself_is_said_to_me_in_my_language(phone: Phone, language: str, said: str) -> None:
    phone.cookies["django_language"] = language
    phone.get("/my/record/")
    assert said in phone.get("/my/record/who-looked/").text


def test_what_i_ask_is_the_clinics_task_with_a_day_until_it_is_done(laid: Laid, phone: Phone) -> None:
    assert phone.post("/my/record/ask/", {"wanted": "copy"}).status_code == MOVED
    assert "The clinic answers by 4 April 2026." in phone.get("/my/record/").text
    director = laid.cast.client("director")
    assert "Asks for a copy of the record" in director.get("/follow-up/").text
    phone.post("/my/record/ask/", {"wanted": "copy"})
    assert AuditEvent.objects.filter(act="ask for copy").count() == 1
    assert director.post(f"/patients/{laid.person}/export/").status_code == OPEN
    assert "Asks for a copy of the record" not in director.get("/follow-up/").text
    assert "Answered on 4 March 2026." in phone.get("/my/record/").text


def test_an_erasure_that_is_put_off_says_why_and_until_when(laid: Laid, phone: Phone) -> None:
    assert "Closed: it stays where it is" in phone.get("/my/record/").text
    phone.post("/my/record/ask/", {"wanted": "erasure"})
    director = laid.cast.client("director")
    assert "Asks to be erased" in director.get("/follow-up/").text
    said = {"when": "later", "basis": "Duty to keep records, article 17", "until": "2031-03-04"}
    director.post(f"/patients/{laid.person}/erasure/", said)
    page = phone.get("/my/record/").text
    assert "Duty to keep records, article 17" in page
    assert "4 March 2031" in page


def test_nothing_is_asked_that_nobody_offers(phone: Phone) -> None:
    phone.post("/my/record/ask/", {"wanted": "gold"})
    assert not AuditEvent.objects.filter(act__startswith="ask for").exists()


def test_whatever_an_erasure_is_about_has_a_name_in_words() -> None:
    assert set(NAMES) == set(FATES)
