"""My course: what comes next by the clock of where the person is, in their language, with nothing decided here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest

from nappage.engine.edition import Edition
from nappage.engine.wording import offences
from nappage.records.models import Relation
from support.after_session import given_session
from support.cast import Cast
from support.charts import Laid, lay
from support.device import Phone, SetClock
from support.stories import example

LANGUAGES = ("en", "fr", "es")


@pytest.fixture
def face(cast: Cast, clock: SetClock) -> Laid:
    """Return S2's first session as given on 5 October, twenty minutes after its end."""
    laid = given_session(cast, "s2-face", "2026-10-05 14:50", "2026-10-05 15:20")
    clock(laid.at("2026-10-05 15:40"))
    return laid


def phone_of(laid: Laid, at: str = "2026-10-05 10:00") -> Phone:
    return Phone(laid.cast.access(laid.person, at=laid.at(at)))


def shown(phone: Phone, url: str = "/my/course/") -> str:
    """Return the words of a page, tags and runs of blanks left out."""
    text = re.sub(r"<(style|svg).*?</\1>|<[^>]+>", " ", phone.get(url).text, flags=re.DOTALL)
    return " ".join(unescape(text).split())


def say_where(phone: Phone, zone: str) -> None:
    assert phone.post("/my/settings/", {"zone": zone}).headers["Location"] == "/my/settings/"


@pytest.mark.proves("S2")
def test_it_tells_when_make_up_and_hot_shower_are_over_and_how_long_that_is(face: Laid) -> None:
    page = shown(phone_of(face))
    assert "Mon 5 Oct 2026, 19:20 in 3 h 40 min Please wear no make-up on the treated face until this time." in page
    assert "Mon 5 Oct 2026, 23:20 in 7 h 40 min Please take no hot shower or bath until this time." in page
    assert "Times are in Madrid time." in page


@pytest.mark.proves("H-38", "R155")
def test_a_traveller_reads_their_own_clock_first_and_the_clinic_s_beside_it(face: Laid, clock: SetClock) -> None:
    phone = phone_of(face)
    say_where(phone, "America/New_York")
    page = shown(phone)
    assert "Times are in New York time." in page
    assert "Mon 5 Oct 2026, 17:20 in 7 h 40 min Please take no hot shower" in page
    assert "Mon 5 Oct 2026, 23:20, Madrid time" in page
    assert page.index("Call 911 United States") < page.index("Call 112 Madrid")


def test_where_somebody_is_says_which_emergency_number_comes_first(face: Laid) -> None:
    phone = phone_of(face)
    assert shown(phone, "/emergency-numbers/").index("Call 112") > 0
    say_where(phone, "America/New_York")
    page = shown(phone, "/emergency-numbers/")
    assert page.index("Where you are, United States Call 911") < page.index("Where your clinic is, Madrid Call 112")
    say_where(phone, "")
    assert "Where you are" not in shown(phone, "/emergency-numbers/")


def test_where_no_number_is_known_the_clinic_s_is_not_told_as_the_one_to_call(face: Laid) -> None:
    """Whoever is in Colombia read "Call 112 Madrid", and nothing of the number there."""
    phone = phone_of(face)
    say_where(phone, "America/Bogota")
    for url in ("/my/course/", "/my/check-ins/", "/emergency-numbers/"):
        page = shown(phone, url)
        unknown = page.index("The emergency number of where you are is not in our list: ask anyone near you.")
        assert unknown < page.index("Call 112"), url
    assert "Where your clinic is Call 112" in shown(phone, "/my/check-ins/")
    say_where(phone, "")
    assert "not in our list" not in shown(phone)


def test_it_shows_what_to_leave_and_to_do_with_their_sources(face: Laid) -> None:
    page = shown(phone_of(face))
    assert page.index("Please avoid") < page.index("Please do") < page.index("Good to know")
    assert "( sources Clinic page on mesotherapy, line 13; Beauty article on mesotherapy and cellulite, line" in page
    assert not re.search(r"\b00\d:\d|\bR\d+\b|\bdecision:", page)
    assert "Until Mon 5 Oct 2026, 23:20 (Madrid time)." in page


def test_before_the_next_session_it_tells_from_when_to_leave_what(face: Laid, clock: SetClock) -> None:
    clock(face.at("2026-10-11 09:00"))
    page = shown(phone_of(face))
    before = page.index("Before your next visit")
    assert before < page.index("After your last session")
    assert "aspirin" in page[before:]
    assert "do not stop; we will ask your doctor" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reads_whole_in_every_language_without_a_forbidden_word(
    language: str, face: Laid, edition: Edition, clock: SetClock
) -> None:
    phone = phone_of(face)
    phone.get(f"/language/{language}/")
    for url in ("/my/course/", "/my/settings/", "/emergency-numbers/", "/my/person/"):
        page = shown(phone, url)
        assert "[" not in page, url
        assert offences(edition, page) == (), url
    assert {"en": "What comes next", "fr": "La suite", "es": "Qué sigue"}[language] in shown(phone)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_alarm_signs_that_nobody_reviewed_stand_in_english_too(language: str, face: Laid) -> None:
    phone = phone_of(face)
    phone.get(f"/language/{language}/")
    assert re.search(r'<p lang="en"><small>[^<]*trouble breathing', phone.get("/my/course/").text)


def test_the_calendar_file_has_neutral_titles(face: Laid) -> None:
    phone = phone_of(face)
    answer = phone.get("/my/course/appointments.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert set(re.findall(r"SUMMARY:(.*)\r", text)) == {"Appointment"}
    assert "DTSTART:20261019T125000Z" in text
    assert "Demo" not in text
    phone.get("/language/fr/")
    assert "SUMMARY:Rendez-vous" in phone.get("/my/course/appointments.ics").content.decode()


@pytest.mark.proves("S5")
def test_a_course_on_hold_says_so_without_its_reason(cast: Cast, clock: SetClock) -> None:
    laid = lay(cast, example("s5-pregnant"))
    at: datetime = laid.at("2026-06-19 12:00")
    clock(at)
    page = shown(phone_of(laid, "2026-06-19 10:00"))
    assert "Your sessions are on hold" in page
    assert "pregnan" not in page.casefold()


def test_nobody_hears_of_a_recall_that_is_silenced(cast: Cast, clock: SetClock) -> None:
    laid = lay(cast, example("s5-pregnant"))
    clock(laid.at("2026-06-19 12:00"))
    assert "We ask you back" not in shown(phone_of(laid, "2026-06-19 10:00"))


def test_a_person_ends_the_help_of_somebody_and_who_helps_cannot(face: Laid) -> None:
    cast, now, until = face.cast, face.at("2026-10-05 15:00"), face.at("2026-11-05 00:00")
    helper = cast.access(face.person, at=now, relation=Relation.PROXY, name="Demo helper", until=until)
    phone, theirs = phone_of(face), Phone(helper)
    assert "End it" not in shown(theirs, "/my/settings/")
    assert theirs.post(f"/my/settings/helpers/{helper.id}/").status_code == 403
    assert "Demo helper" in shown(phone, "/my/settings/")
    assert phone.post(f"/my/settings/helpers/{helper.id}/").headers["Location"] == "/my/settings/"
    assert theirs.get("/my/course/").headers["Location"] == "/my/person/"


def test_a_person_ends_only_the_help_that_is_theirs(face: Laid, stranger: Cast) -> None:
    cast, now, until = face.cast, face.at("2026-10-05 15:00"), face.at("2026-11-05 00:00")
    said = {"relation": Relation.PROXY, "name": "Demo helper", "until": until}
    other = cast.access(cast.register("Demo patient 077", now).id, at=now, **said)
    elsewhere = stranger.access(stranger.register("Demo patient 078", now).id, at=now, **said)
    own = phone_of(face)
    for access in (other, elsewhere, own.access):
        assert own.post(f"/my/settings/helpers/{access.id}/").status_code == 404


def test_a_calendar_file_is_offered_only_while_a_visit_is_booked(face: Laid, clock: SetClock) -> None:
    phone = phone_of(face)
    assert "Put the visits into my calendar" in shown(phone)
    clock(face.visits[-1].start + timedelta(hours=1))
    later = shown(Phone(phone.access))
    assert "What comes next" in later
    assert "Put the visits into my calendar" not in later
