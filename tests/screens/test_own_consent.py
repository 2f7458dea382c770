"""The consent at home: the very text of the clinic, asked about and answered, signed by the person alone, withdrawn."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from nappage.actions.acting import Actor, Denied, NotNow, Unconfirmed
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.consents import Agreed, basis_of, send_question, sign_at_home, take_consent, withdraw_consent
from nappage.actions.plans import sign_plan
from nappage.actions.policies import sign_policy
from nappage.assessment.at_home import ConsentLeft, ConsentTaken
from nappage.assessment.document_kept import open_document
from nappage.assessment.happening import ConsentSigned, Withdrawal
from nappage.assessment.planned import versions
from nappage.engine.gate import Gate, GateName, GateState
from nappage.engine.story import Channel
from nappage.records.models import Document, Entry, Person
from nappage.sealing.seal import read_seal
from support.at_home import CONSENT, HELPER, NAME, helper_of
from support.cast import Cast, example_terms
from support.device import Phone, SetClock
from support.pages import forbidden_words, words_of_page
from support.planning import CONSULTED, course_of, draft_s1, look, planned_person, sign_s1

EVENING = datetime(2026, 2, 19, 19, tzinfo=UTC)
VISIT = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
STROKES = "M 10.0,40.0 L 30.5,20.0 L 60.0,44.2 M 70.0,20.0 L 90.0,40.0"


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(EVENING)
    return planned_person(cast)


@pytest.fixture
def phone(cast: Cast, person: Person) -> Phone:
    return cast.phone(person.id, at=CONSULTED)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the paper in no time, where a test is not about the paper."""
    for place in ("own_consent.signing", "consent.views"):
        monkeypatch.setattr(f"nappage.web.{place}.sealed_paper", lambda *given: b"%PDF-1.7 of a test")


def shown(page: Any) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert found is not None, words_of_page(page)
    return found[1]


def sign(phone: Phone, page: Any = None, **changes: str) -> Any:
    page = page or phone.get(f"{CONSENT}read/")
    typed = {"shown": shown(page), "manner": "typed", "strokes": "", "name": NAME}
    return phone.post(f"{CONSENT}sign/", typed | changes)


def gate_of(cast: Cast, person: Person, at: datetime) -> Gate:
    return next(gate for gate in look(cast, person, at).outlook.gates if gate.name is GateName.CONSENT)


def signed_by(cast: Cast, person: Person, at: datetime = VISIT) -> ConsentSigned | None:
    return look(cast, person, at).chart.latest(ConsentSigned)


def take(cast: Cast, person: Person, **changes: str) -> Any:
    typed = {"identity": "on", "asked": "on", "explained_by": "injector-1"}
    return cast.client("injector").post(f"/patients/{person.id}/consent/take/", typed | changes)


# -- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("K-22", "K-26")
def test_at_home_stands_the_very_text_that_the_clinic_shows(cast: Cast, person: Person, phone: Phone) -> None:
    at_home = phone.get(f"{CONSENT}read/").content.decode()
    at_clinic = cast.client("assistant").get(f"/patients/{person.id}/consent/sign/").content.decode()
    article = re.compile(r'<article class="consent".*?</article>', re.DOTALL)
    (here,), (there,) = article.findall(at_home), article.findall(at_clinic)
    assert here == there
    digest = re.compile(r'digest__hash">([0-9a-f]{64})')
    assert digest.findall(at_home) == digest.findall(at_clinic)
    assert here.index("It is hard to say whether it works.") < here.index('id="consent-plan"')


def test_before_a_plan_is_signed_there_is_nothing_to_read(cast: Cast, clock: SetClock) -> None:
    clock(EVENING)
    person = cast.register("Demo patient 015", CONSULTED)
    draft_s1(cast, person)
    phone = cast.phone(person.id, at=CONSULTED)
    assert "There is no signed plan yet" in words_of_page(phone.get(CONSENT))
    assert phone.get(f"{CONSENT}read/")["Location"] == CONSENT
    assert "Demo physician" not in words_of_page(phone.get(CONSENT))


def test_a_way_on_that_stands_alone_is_as_high_as_a_finger(phone: Phone) -> None:
    """A bare link in a paragraph is 22 px high; a `door__way` is 44."""
    sign(phone)
    for url in (CONSENT, f"{CONSENT}read/"):
        page = phone.get(url).text
        assert 'class="door__way"' in page, url
        assert not re.search(r"<p><a (?!class=)", page), url


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_word_around_it_promises_anything(cast: Cast, phone: Phone, language: str) -> None:
    from nappage.assessment.edition_in_use import edition_in_use

    phone.cookies["django_language"] = language
    for path in (CONSENT, f"{CONSENT}read/"):
        page = phone.get(path)
        assert forbidden_words(edition_in_use(), page) == []
    assert f'<article class="consent" lang="{language}">' in page.content.decode()


# -- signing ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("U-10", "S1")
def test_signed_at_home_it_counts_once_it_was_taken_at_the_clinic(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    page = phone.get(f"{CONSENT}read/")
    assert sign(phone, page)["Location"] == CONSENT
    signed = signed_by(cast, person)
    assert signed is not None
    assert signed.text_digest in page.content.decode()
    assert (signed.consent.channel, signed.consent.by, signed.explained_by) == (Channel.PORTAL, "patient", "")
    gate = gate_of(cast, person, EVENING)
    assert (gate.state, gate.reasons[0].fact.code) == (GateState.CLOSED, "gate.consent-not-taken")
    document = Document.objects.get(pk=signed.document)
    seal = read_seal(open_document(document), clinic_key(cast.clinic.id, EVENING).fingerprint)
    assert seal.is_whole, seal.trouble
    assert "Only then does it count" in words_of_page(phone.get(CONSENT))
    paper = phone.get(f"{CONSENT}paper/{document.id}/")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    clock(VISIT)
    assert "Consent signed at home: to be taken" in words_of_page(
        cast.client("injector").get(f"/patients/{person.id}/")
    )
    assert take(cast, person)["Location"] == f"/patients/{person.id}/consent/"
    assert gate_of(cast, person, VISIT).state is GateState.OPEN
    taken = look(cast, person, VISIT).chart.latest(ConsentTaken)
    assert taken is not None
    assert taken.explained_by == "injector-1"
    assert "at home" in words_of_page(cast.client("injector").get(f"/patients/{person.id}/consent/"))


def test_the_paper_says_that_it_was_signed_at_home(cast: Cast, person: Person) -> None:
    from nappage.rendering.consent_signature import Signed, signature
    from nappage.web.consent.reading import text_of

    found = look(cast, person, EVENING)
    text = text_of(found, person.identity, EVENING, "en", "C-1")
    here = Signed(text.digest, NAME, EVENING, found.policy.zone, at_home=True)
    there = Signed(text.digest, NAME, EVENING, found.policy.zone)
    words = [line.words for line in signature(text, found.edition, here).lines]
    assert any("Signed at home" in one for one in words)
    assert not any("at home" in line.words for line in signature(text, found.edition, there).lines)


def test_a_drawn_signature_is_taken_as_drawn(cast: Cast, person: Person, phone: Phone, quick: None) -> None:
    sign(phone, manner="drawn", strokes=STROKES)
    signed = signed_by(cast, person)
    assert signed is not None
    assert signed.manner == "drawn"


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""}, {"name": HELPER}, {"manner": ""}, {"manner": "drawn"},
        {"manner": "drawn", "strokes": "M 1,1"}, {"manner": "drawn", "strokes": "<script>"},
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_signature(
    cast: Cast, person: Person, phone: Phone, quick: None, typed: dict[str, str]
) -> None:
    answer = sign(phone, **typed)
    assert answer.status_code == 422
    assert signed_by(cast, person) is None


@pytest.mark.parametrize("form", [{}, {"shown": ""}, {"shown": "forged:text"}, {"name": NAME, "manner": "typed"}])
def test_a_form_sent_without_the_text_it_signs_signs_nothing(
    cast: Cast, person: Person, phone: Phone, form: dict[str, str]
) -> None:
    assert phone.post(f"{CONSENT}sign/", form).status_code == 409
    assert signed_by(cast, person) is None


def test_the_text_shown_to_somebody_else_is_not_signed_here(cast: Cast, person: Person, phone: Phone) -> None:
    other = cast.register("Demo patient 077", CONSULTED)
    sign_s1(cast, other)
    page = cast.phone(other.id, at=CONSULTED).get(f"{CONSENT}read/")
    assert sign(phone, page).status_code == 409
    assert signed_by(cast, person) is None


def test_who_logged_in_long_ago_is_asked_for_a_code_when_they_sign_and_not_before(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None
) -> None:
    page = phone.get(f"{CONSENT}read/")
    clock(EVENING + timedelta(minutes=6), awake=False)
    again = phone.get(f"{CONSENT}read/")
    assert 'id="sign-consent"' in again.content.decode()
    assert "Then we send you a code" in words_of_page(again)
    assert sign(phone, page, name="").status_code == 422
    assert sign(phone, page).status_code == 403
    assert signed_by(cast, person) is None


def test_the_act_itself_asks_who_signs(cast: Cast, person: Person, phone: Phone) -> None:
    agreed = Agreed("0" * 64, "C-1", "en", "typed", "", b"")
    basis = basis_of(look(cast, person, EVENING))
    given: Any = (person.id, course_of(person), agreed, basis, lambda _look: "0" * 64)
    with pytest.raises(Unconfirmed):
        sign_at_home(Actor(phone.access, EVENING, confirmed=False), *given)
    with pytest.raises(Denied):
        sign_at_home(Actor(helper_of(cast, person, EVENING), EVENING), *given)
    with pytest.raises(Denied):
        sign_at_home(cast.actor("physician", EVENING), *given)


def test_a_text_of_yesterday_is_shown_again(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None
) -> None:
    page = phone.get(f"{CONSENT}read/")
    clock(EVENING + timedelta(days=1))
    assert sign(phone, page).status_code == 409


def test_one_that_is_signed_is_not_signed_twice(cast: Cast, person: Person, phone: Phone, quick: None) -> None:
    page = phone.get(f"{CONSENT}read/")
    sign(phone, page)
    assert sign(phone, page).status_code == 409
    assert 'id="sign-consent"' not in phone.get(f"{CONSENT}read/").content.decode()


@pytest.mark.proves("E19")
def test_somebody_too_young_signs_nothing_and_nobody_signs_for_them(cast: Cast, clock: SetClock) -> None:
    person = cast.register("Demo patient 016", CONSULTED, born=date(2007, 2, 28))
    sign_s1(cast, person)
    sign_policy(cast.actor("director", CONSULTED), example_terms() | {"minimum_age": 21}, "from 21 on")
    clock(EVENING)
    phone = cast.phone(person.id, at=CONSULTED)
    assert "It cannot be signed now" in words_of_page(phone.get(CONSENT))
    assert phone.get(f"{CONSENT}read/")["Location"] == CONSENT
    helper = Phone(helper_of(cast, person, EVENING))
    assert helper.post(f"{CONSENT}sign/", {"name": HELPER, "manner": "typed"}).status_code == 403


# -- who helps -------------------------------------------------------------------------------------------------------


def test_who_helps_reads_and_asks_and_neither_signs_nor_withdraws(
    cast: Cast, person: Person, phone: Phone, quick: None
) -> None:
    helper = Phone(helper_of(cast, person, EVENING))
    page = helper.get(f"{CONSENT}read/")
    assert 'id="sign-consent"' not in page.content.decode()
    assert "Only the person themselves can sign" in words_of_page(page)
    assert sign(helper, page).status_code == 403
    assert helper.get(f"{CONSENT}withdraw/").status_code == 403
    sign(phone)
    assert helper.post(f"{CONSENT}withdraw/", {"words": ""}).status_code == 403
    assert look(cast, person, VISIT).chart.latest(Withdrawal) is None
    helper.post(f"{CONSENT}question/", {"question": "May she swim?"})
    assert HELPER in words_of_page(cast.client("assistant").get(f"/patients/{person.id}/consent/"))


# -- questions -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("U-10")
def test_a_question_is_answered_at_the_clinic_and_both_stand_in_the_text(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None
) -> None:
    before = phone.get(f"{CONSENT}read/")
    assert phone.post(f"{CONSENT}question/", {"question": "May I swim?"}).status_code == 302
    assert "Your clinic has not answered yet" in words_of_page(phone.get(CONSENT))
    answer = sign(phone, before)
    assert answer.status_code == 422
    assert "“May I swim?”" in words_of_page(answer)
    assert 'id="sign-consent"' not in phone.get(f"{CONSENT}read/").content.decode()
    clock(EVENING + timedelta(hours=1))
    nurse = cast.client("assistant")
    board = words_of_page(nurse.get("/follow-up/"))
    assert "Answer a question from home" in board
    assert "Demo physician" in board  # the plan's signer owns it
    page = nurse.get(f"/patients/{person.id}/consent/")
    assert nurse.get(f"/patients/{person.id}/consent/sign/").status_code == 302
    (url,) = re.findall(rf'action="(/patients/{person.id}/consent/question/[0-9a-f-]+/)"', page.content.decode())
    assert nurse.post(url, {"do": "mine"}).status_code == 302
    assert "Demo assistant" in words_of_page(nurse.get("/follow-up/"))
    assert nurse.post(url, {"answer": "  "}).status_code == 422
    assert nurse.post(url, {"answer": "Not for two days."}).status_code == 302
    assert nurse.post(url, {"answer": "Yes."}).status_code == 409
    assert "Answer a question from home" not in words_of_page(nurse.get("/follow-up/"))
    assert "Not for two days." in words_of_page(phone.get(CONSENT))
    text = phone.get(f"{CONSENT}read/")
    section = text.content.decode().partition('id="consent-questions"')[2].partition("</section>")[0]
    assert "May I swim?" in section
    assert "Not for two days." in section
    assert sign(phone, before).status_code == 409
    assert sign(Phone(phone.access)).status_code == 302


@pytest.mark.parametrize("question", ["", "   ", "x" * 1001])
def test_an_empty_or_endless_question_is_not_sent(person: Person, phone: Phone, question: str) -> None:
    assert phone.post(f"{CONSENT}question/", {"question": question}).status_code == 422
    assert not Entry.objects.filter(kind="question-sent").exists()


def test_a_question_of_another_clinic_is_answered_by_nobody_here(
    cast: Cast, stranger: Cast, person: Person, phone: Phone
) -> None:
    sent = send_question(Actor(phone.access, EVENING), person.id, course_of(person), "May I swim?")
    url = f"/patients/{person.id}/consent/question/{sent.id}/"
    assert stranger.client("physician").post(url, {"answer": "Yes."}).status_code == 404
    other = cast.register("Demo patient 077", CONSULTED)
    crossed = f"/patients/{other.id}/consent/question/{sent.id}/"
    assert cast.client("physician").post(crossed, {"answer": "Yes."}).status_code == 404
    assert cast.client("reception").post(url, {"answer": "Yes."}).status_code == 403


# -- leaving and withdrawing -----------------------------------------------------------------------------------------


def test_it_can_be_left_for_the_clinic_which_learns_that_it_was_read(cast: Cast, person: Person, phone: Phone) -> None:
    page = phone.get(f"{CONSENT}read/")
    assert phone.post(f"{CONSENT}leave/", {"shown": shown(page)}).status_code == 302
    left = look(cast, person, EVENING).chart.latest(ConsentLeft)
    assert left is not None
    assert left.text_digest in page.content.decode()
    assert "to be signed here" in words_of_page(cast.client("assistant").get(f"/patients/{person.id}/consent/"))
    assert phone.post(f"{CONSENT}leave/", {}).status_code == 409


def test_it_is_withdrawn_at_home_by_one_press_at_any_moment(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None
) -> None:
    assert phone.get(f"{CONSENT}withdraw/")["Location"] == CONSENT
    sign(phone)
    clock(VISIT)
    take(cast, person)
    assert gate_of(cast, person, VISIT).state is GateState.OPEN
    clock(VISIT + timedelta(minutes=10))
    assert "It needs no reason" in words_of_page(phone.get(f"{CONSENT}withdraw/"))
    assert phone.post(f"{CONSENT}withdraw/", {"do": "withdraw"}).status_code == 302
    gate = gate_of(cast, person, VISIT + timedelta(minutes=10))
    assert gate.reasons[0].fact.code == "gate.consent-withdrawn"
    assert "You withdrew your consent" in words_of_page(phone.get(CONSENT))
    assert "Withdrawn on" in words_of_page(cast.client("injector").get(f"/patients/{person.id}/consent/"))


def test_withdrawn_before_it_was_taken_it_waits_for_nobody(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None
) -> None:
    sign(phone)
    phone.post(f"{CONSENT}withdraw/", {"do": "withdraw", "words": "I changed my mind."})
    clock(VISIT)
    assert take(cast, person).status_code == 409
    assert gate_of(cast, person, VISIT).state is GateState.CLOSED


def test_nobody_of_another_person_withdraws_it(cast: Cast, person: Person, phone: Phone, quick: None) -> None:
    sign(phone)
    other = cast.access(cast.register("Demo patient 077", CONSULTED).id, at=CONSULTED)
    with pytest.raises(Denied):
        withdraw_consent(Actor(other, EVENING), person.id, course_of(person), "", "own.withdraw")


# -- taking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["identity", "asked", "explained_by"])
def test_it_is_taken_by_somebody_who_saw_and_asked_the_person(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None, lacking: str
) -> None:
    sign(phone)
    clock(VISIT)
    assert take(cast, person, **{lacking: ""}).status_code == 422
    assert gate_of(cast, person, VISIT).state is GateState.CLOSED
    refused = cast.client("reception").post(f"/patients/{person.id}/consent/take/", {"identity": "on"})
    assert refused.status_code == 403


@pytest.mark.parametrize("changed", ["plan", "policy"])
def test_signed_on_another_plan_or_policy_it_is_signed_anew(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None, changed: str
) -> None:
    sign(phone)
    later = VISIT - timedelta(minutes=10)
    if changed == "plan":
        base = versions(look(cast, person, later).chart)[-1].entry
        draft = draft_s1(cast, person, later, base=base, sessions=9)
        sign_plan(cast.actor("physician", later), person.id, course_of(person), draft.id)
    else:
        sign_policy(cast.actor("director", later), example_terms() | {"phone": "+34 600 000 000"}, "a new number")
    clock(VISIT)
    assert take(cast, person).status_code == 409
    assert gate_of(cast, person, VISIT).state is GateState.CLOSED


def test_it_is_not_taken_while_a_question_waits(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, quick: None
) -> None:
    sign(phone)
    phone.post(f"{CONSENT}question/", {"question": "And in the sun?"})
    clock(VISIT)
    answer = take(cast, person)
    assert answer.status_code == 422
    assert "“And in the sun?”" in words_of_page(answer)
    entry = Entry.objects.get(kind="consent")
    with pytest.raises(NotNow):
        take_consent(cast.actor("injector", VISIT), person.id, course_of(person), entry.id, "injector-1")


# -- whose paper -----------------------------------------------------------------------------------------------------


def test_a_paper_opens_for_its_person_and_nobody_else(
    cast: Cast, stranger: Cast, person: Person, phone: Phone, quick: None
) -> None:
    sign(phone)
    path = f"{CONSENT}paper/{Document.objects.get(person=person.id).id}/"
    assert phone.get(path).status_code == 200
    assert Phone(helper_of(cast, person, EVENING)).get(path).status_code == 200
    assert cast.phone(cast.register("Demo patient 077", EVENING).id, at=EVENING).get(path).status_code == 404
    assert stranger.phone(stranger.register("Demo patient 078", EVENING).id, at=EVENING).get(path).status_code == 404
    assert cast.client("physician").get(path).status_code == 403
