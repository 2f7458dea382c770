"""Who is there is asked once more by a code, before a signature or after a long pause, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from nappage.actions.portal_accesses import revoke
from nappage.assessment.happening import ConsentSigned, Note
from nappage.records.models import Entry, LoginCode, Person
from support.at_home import CONSENT, INTAKE, NAME, answered, code_sent
from support.cast import Cast
from support.device import Phone, SetClock
from support.pages import words_of_page
from support.planning import CONSULTED, look, planned_person

EVENING = datetime(2026, 2, 19, 19, tzinfo=UTC)
LATER = EVENING + timedelta(minutes=6)
STROKES = "M 10.0,40.0 L 30.5,20.0 L 60.0,44.2 M 70.0,20.0 L 90.0,40.0"
WISH = 'Two "words": <b>my thighs</b> & all,\r\nin summer.'
EMAIL = "demo@example.org"


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(EVENING)
    return planned_person(cast)


@pytest.fixture
def phone(cast: Cast, person: Person, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setattr("nappage.web.own_consent.signing.sealed_paper", lambda *given: b"%PDF-1.7 of a test")
    return Phone(cast.access(person.id, at=CONSULTED, address=EMAIL))


def sign(phone: Phone) -> Any:
    """Send a drawn signature under the text that is shown."""
    shown = re.search(r'name="shown" value="([^"]+)"', phone.get(f"{CONSENT}read/").text)
    assert shown is not None
    return phone.post(f"{CONSENT}sign/", {"shown": shown[1], "manner": "drawn", "strokes": STROKES, "name": NAME})


def with_code(phone: Phone, page: Any, code: str, **pressed: str) -> Any:
    """Send the form of the page that asks for a code, as a browser would, and follow where it leads."""
    form = page.text.partition("<form")[2].partition("</form>")[0]
    (action,) = re.findall(r'action="([^"]+)"', form)
    carried: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        carried.setdefault(unescape(name), []).append(unescape(value))
    return phone.post(unescape(action), carried | {"confirm-code": code} | pressed, follow=True)


def signed_by(cast: Cast, person: Person) -> ConsentSigned | None:
    return look(cast, person, LATER + timedelta(hours=1)).chart.latest(ConsentSigned)


@pytest.mark.proves("U-10")
def test_a_signature_drawn_too_long_after_the_log_in_is_kept_and_counts_with_the_code(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    clock(LATER, awake=False)
    page = sign(phone)
    assert (page.status_code, signed_by(cast, person)) == (403, None)
    assert EMAIL in words_of_page(page)
    answer = with_code(phone, page, code_sent(LATER))
    assert answer.redirect_chain[0] == (f"{CONSENT}sign/", 307)
    assert answer.redirect_chain[-1] == (CONSENT, 302)
    signed = signed_by(cast, person)
    assert signed is not None
    assert signed.manner == "drawn"


def test_a_wrong_code_signs_nothing_and_still_loses_nothing(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    clock(LATER, awake=False)
    page = sign(phone)
    wrong = with_code(phone, page, "no code")
    assert (wrong.status_code, signed_by(cast, person)) == (422, None)
    assert "Tries left: 4." in words_of_page(wrong)
    assert f'name="strokes" value="{STROKES}"' in wrong.text
    assert with_code(phone, wrong, code_sent(LATER)).redirect_chain[-1] == (CONSENT, 302)
    assert signed_by(cast, person) is not None


def test_another_code_is_sent_when_asked_for_and_nothing_is_lost_by_it(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    clock(LATER, awake=False)
    page = sign(phone)
    again = with_code(phone, page, "", **{"another-code": "yes"})
    assert (again.status_code, LoginCode.objects.count()) == (200, 2)
    with_code(phone, again, code_sent(LATER))
    assert signed_by(cast, person) is not None


def test_no_second_code_goes_out_while_one_is_good(person: Person, phone: Phone, clock: SetClock) -> None:
    clock(LATER, awake=False)
    sign(phone), sign(phone)
    assert LoginCode.objects.count() == 1
    clock(LATER + timedelta(minutes=10), awake=False)
    sign(phone)
    assert LoginCode.objects.count() == 2


def test_after_five_codes_it_says_when_there_is_another(person: Person, phone: Phone, clock: SetClock) -> None:
    clock(LATER, awake=False)
    page = sign(phone)
    for _ in range(5):
        page = with_code(phone, page, "", **{"another-code": "yes"})
    assert "wait an hour" in words_of_page(page)
    assert f'value="{STROKES}"' in page.text


@pytest.mark.proves("U-10")
def test_an_intake_sent_after_a_long_pause_arrives_whole(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    clock(EVENING + timedelta(minutes=45), awake=False)
    before = Entry.objects.count()
    page = phone.post(INTAKE, answered() | {"wish": WISH, "all-0-to": "latex", "all-0-severe": "no"})
    assert (page.status_code, Entry.objects.count()) == (403, before)
    answer = with_code(phone, page, code_sent(EVENING + timedelta(minutes=45)))
    assert answer.redirect_chain == [(INTAKE, 307), (INTAKE, 302)], words_of_page(answer)
    assert "Your clinic goes through it with you" in words_of_page(answer)
    told = look(cast, person, EVENING + timedelta(hours=1))
    assert [note.words for _, note in told.chart.of(Note)] == [WISH]
    assert [allergy.to for allergy in told.story.allergies] == ["latex"]


def test_whose_access_ended_meanwhile_gets_no_code_and_goes_no_further(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    clock(EVENING + timedelta(minutes=45), awake=False)
    revoke(cast.actor("reception", EVENING + timedelta(minutes=1)), phone.access.id)
    page = phone.post(INTAKE, answered())
    assert LoginCode.objects.get().user is None
    assert with_code(phone, page, "123456").status_code == 422


def test_after_half_a_day_somebody_logs_in_anew(person: Person, phone: Phone, clock: SetClock) -> None:
    clock(EVENING + timedelta(hours=12), awake=False)
    assert phone.post(INTAKE, answered())["Location"].startswith("/my/log-in/")
    assert phone.get("/my/confirm/")["Location"].startswith("/my/log-in/")


def test_nobody_confirms_who_is_not_there(db: None, client: Any, clock: SetClock) -> None:
    clock(EVENING)
    for answer in (client.get("/my/confirm/"), client.post("/my/confirm/?again=yes&next=/my/consent/sign/")):
        assert answer["Location"].startswith("/my/log-in/")


@pytest.mark.parametrize("waits", ["https://evil.test/my/", "//evil.test/", "/patients/"])
def test_a_code_leads_nowhere_else(person: Person, phone: Phone, clock: SetClock, waits: str) -> None:
    assert phone.get("/my/confirm/", {"next": waits})["Location"] == "/my/course/"
    clock(LATER, awake=False)
    phone.get("/my/confirm/", {"next": waits})
    answer = phone.post(f"/my/confirm/?next={waits}&again=yes", {"confirm-code": code_sent(LATER)})
    assert (answer.status_code, answer["Location"]) == (307, "/my/course/")


def test_a_page_that_only_reads_is_reached_behind_the_code(person: Person, phone: Phone, clock: SetClock) -> None:
    clock(LATER, awake=False)
    away = phone.get("/my/settings/passkey/")
    assert away["Location"] == "/my/confirm/?next=%2Fmy%2Fsettings%2Fpasskey%2F"
    page = phone.get(away["Location"])
    answer = with_code(phone, page, code_sent(LATER))
    assert answer.redirect_chain == [("/my/settings/passkey/", 302)]
