"""The consent: reading the exact text, signing it, its sealed paper, its withdrawal."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from nappage.actions.clinic_keys import clinic_key
from nappage.actions.consents import basis_of
from nappage.actions.plans import sign_plan
from nappage.actions.policies import sign_policy
from nappage.assessment.at_home import QuestionAsked
from nappage.assessment.document_kept import open_document
from nappage.assessment.happening import ConsentSigned, Withdrawal
from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.wording import offences
from nappage.records.models import AuditEvent, Document, Person, PersonKey
from nappage.sealing.seal import read_seal
from support.cast import Cast, example_terms
from support.planning import CONSULTED, course_of, draft_s1, look, planned_person, sign_s1

Clock = Callable[[datetime], None]
AT = CONSULTED + timedelta(minutes=45)
STROKES = "M 10.0,40.0 L 30.5,20.0 L 60.0,44.2 M 70.0,20.0 L 90.0,40.0"


@pytest.fixture
def person(cast: Cast, clock: Clock) -> Person:
    clock(AT)
    return planned_person(cast)


def url(person: Person, rest: str = "") -> str:
    return f"/patients/{person.id}/consent/{rest}"


def shown(page: str) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def read(cast: Cast, person: Person, query: str = "", duty: str = "assistant") -> str:
    text: str = cast.client(duty).get(url(person, f"sign/{query}")).content.decode()
    return text


def sign(cast: Cast, person: Person, page: str | None = None, duty: str = "assistant", **changes: Any) -> Any:
    typed = {
        "shown": shown(page or read(cast, person)),
        "explained_by": "injector-1",
        "manner": "typed",
        "strokes": "",
        "name": "Demo patient 014",
        "witness": "",
    }
    return cast.client(duty).post(url(person, "sign/"), {**typed, **changes})


def gate_of(cast: Cast, person: Person, at: datetime = AT) -> GateState:
    return next(g.state for g in look(cast, person, at).outlook.gates if g.name is GateName.CONSENT)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the paper in no time, where a test is not about the paper."""
    monkeypatch.setattr("nappage.web.consent.views.sealed_paper", lambda *given: b"%PDF-1.7 of a test")


@pytest.mark.proves("S1", "U-10")
def test_it_takes_a_typed_name_under_the_text_that_was_shown(cast: Cast, person: Person) -> None:
    page = read(cast, person)
    assert "It is hard to say whether it works." in page
    answer = sign(cast, person, page)
    assert (answer.status_code, answer["Location"]) == (302, url(person))
    signed = look(cast, person, AT).chart.latest(ConsentSigned)
    assert signed is not None
    assert signed.text_digest in page
    assert (signed.manner, signed.explained_by, signed.consent.by) == ("typed", "injector-1", "patient")
    assert gate_of(cast, person) is GateState.OPEN
    document = Document.objects.get(pk=signed.document)
    seal = read_seal(open_document(document), clinic_key(cast.clinic.id, AT).fingerprint)
    assert seal.is_whole, seal.trouble


@pytest.mark.proves("R049", "U-10")
def test_it_waits_for_a_signed_plan(cast: Cast, clock: Clock) -> None:
    clock(AT)
    person = cast.register("Demo patient 015", CONSULTED)
    draft_s1(cast, person)
    page = cast.client("assistant").get(url(person)).content.decode()
    assert "There is no signed plan yet" in page
    assert f'href="/patients/{person.id}/plan/"' in page
    assert cast.client("assistant").get(url(person, "sign/"))["Location"] == url(person)


@pytest.mark.proves("K-22", "R192", "R193", "R196", "R197", "K-07", "K-26")
def test_the_text_says_the_uncertainty_first_and_all_twelve_side_effects(cast: Cast, person: Person) -> None:
    page = read(cast, person)
    words = ("Nausea", "Pain", "Tenderness", "Swelling", "Itching", "Redness", "A bruise", "A bump under the skin",
             "Dark patches of skin", "A rash", "Signs of infection", "A scar")  # fmt: skip
    effects = page.partition('id="consent-effects"')[2].partition("</section>")[0]
    assert [word for word in words if word not in effects] == []
    assert page.index("It is hard to say whether it works.") < page.index('id="consent-plan"')


@pytest.mark.proves("U-11")
def test_the_text_says_the_price_and_the_refund_of_the_plan(cast: Cast, person: Person) -> None:
    page = read(cast, person)
    assert "120.00 EUR" in page
    assert "Stopped after 3 of 10: 640.00 EUR are paid back." in page
    assert "640,00 EUR" in read(cast, person, "?language=fr")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "It is hard to say whether it works."),
        ("?language=fr", "Il est difficile de dire si cela fonctionne."),
        ("?language=es", "Es difícil decir si funciona."),
        ("?language=xx", "It is hard to say whether it works."),
    ],
)
def test_it_is_read_in_the_language_that_was_chosen(cast: Cast, person: Person, query: str, words: str) -> None:
    assert words in html.unescape(read(cast, person, query))


def test_a_second_language_stands_beside_it_and_is_not_what_is_signed(cast: Cast, person: Person, quick: None) -> None:
    page = read(cast, person, "?language=es&beside=en")
    assert '<article class="consent" lang="es">' in page
    assert '<article class="consent" lang="en">' in page
    assert sign(cast, person, page).status_code == 302
    signed = look(cast, person, AT).chart.latest(ConsentSigned)
    assert signed is not None
    assert signed.language == "es"
    assert signed.text_digest in page


def test_the_language_of_the_patient_is_offered_first(cast: Cast, clock: Clock) -> None:
    person = cast.register("Demo patient 016", CONSULTED, language="fr")
    sign_s1(cast, person)
    clock(AT)
    assert '<article class="consent" lang="fr">' in read(cast, person)


def test_what_was_asked_and_answered_is_part_of_the_text(cast: Cast, person: Person, quick: None) -> None:
    before = read(cast, person)
    client = cast.client("injector")
    asked = {"question": "May I swim the day after?", "answer": "Better not for two days."}
    assert client.post(url(person, "question/"), asked).status_code == 302
    assert [value for _, value in look(cast, person, AT).chart.of(QuestionAsked)] == [
        QuestionAsked(asked["question"], asked["answer"])
    ]
    after = read(cast, person)
    assert "May I swim the day after?" in after
    assert sign(cast, person, before).status_code == 409
    assert sign(cast, person, after).status_code == 302


def test_a_question_without_an_answer_is_not_kept(cast: Cast, person: Person) -> None:
    answer = cast.client("injector").post(url(person, "question/"), {"question": "May I swim?", "answer": ""})
    assert answer.status_code == 422
    assert "May I swim?" in answer.content.decode()
    assert list(look(cast, person, AT).chart.of(QuestionAsked)) == []


# -- what changed since it was shown ---------------------------------------------------------------------------------


def test_a_plan_that_changed_since_closes_the_text_that_was_shown(
    cast: Cast, person: Person, clock: Clock, quick: None
) -> None:
    page = read(cast, person)
    base = basis_of(look(cast, person, AT)).plan
    later = AT + timedelta(minutes=1)
    draft = draft_s1(cast, person, later, base, sessions=8)
    assert sign(cast, person, page).status_code == 302
    sign_plan(cast.actor("physician", later), person.id, course_of(person), draft.id)
    clock(later + timedelta(minutes=1))
    assert sign(cast, person, page).status_code == 409
    assert gate_of(cast, person, later) is GateState.CLOSED


def test_a_policy_that_was_signed_since_closes_it_too(cast: Cast, person: Person, quick: None) -> None:
    page = read(cast, person)
    sign_policy(cast.actor("director", AT), example_terms(), "the same, signed anew")
    assert sign(cast, person, page).status_code == 409
    assert not Document.objects.exists()


def test_a_text_of_yesterday_is_shown_again(cast: Cast, person: Person, clock: Clock, quick: None) -> None:
    page = read(cast, person)
    clock(AT + timedelta(days=1))
    assert sign(cast, person, page).status_code == 409


def test_a_text_that_nobody_showed_or_showed_to_another_is_refused(cast: Cast, person: Person, quick: None) -> None:
    other = cast.register("Demo patient 018", CONSULTED)
    sign_s1(cast, other)
    page = read(cast, other)
    assert sign(cast, person, page).status_code == 409
    assert sign(cast, person, None, shown="made up").status_code == 409
    assert sign(cast, person, None, shown="").status_code == 409
    assert not Document.objects.exists()


# -- the signature ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Somebody else"}, "as it is registered here"),
        ({"name": ""}, "an answer"),
        ({"manner": ""}, "an answer"),
        ({"manner": "drawn"}, "a drawn signature"),
        ({"manner": "drawn", "strokes": "M 1,1 <script>"}, "strokes of an SVG path"),
        ({"explained_by": ""}, "an answer"),
        ({"explained_by": "reception-1"}, "one of the choices shown"),
    ],
)
def test_it_says_what_a_signature_lacks_and_keeps_the_text(
    cast: Cast, person: Person, quick: None, changes: dict[str, str], words: str
) -> None:
    answer = sign(cast, person, None, witness="Demo assistant", **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Demo assistant"' in page
    assert not Document.objects.exists()


def test_it_takes_a_drawn_signature_and_the_name_in_any_case(cast: Cast, person: Person, quick: None) -> None:
    answer = sign(cast, person, None, manner="drawn", strokes=STROKES, name="  demo PATIENT 014")
    assert answer.status_code == 302
    signed = look(cast, person, AT).chart.latest(ConsentSigned)
    assert signed is not None
    assert signed.manner == "drawn"


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        *((duty, 302) for duty in ("injector", "physician", "prescriber", "assistant")),
        *((duty, 403) for duty in ("reception", "auditor", "director")),
    ],
)
def test_only_who_may_take_a_consent_takes_one(cast: Cast, person: Person, quick: None, duty: str, status: int) -> None:
    page = read(cast, person)
    assert sign(cast, person, page, duty).status_code == status


@pytest.mark.proves("E19", "H-21", "K-21")
def test_a_minor_signs_nothing_and_a_guardian_unlocks_nothing(
    cast: Cast, person: Person, clock: Clock, quick: None
) -> None:
    page = read(cast, person)
    sign_policy(cast.actor("director", AT), example_terms() | {"minimum_age": 40}, "a higher age")
    shown_page = cast.client("assistant").get(url(person)).content.decode()
    assert "Nobody may decide against this." in shown_page
    assert "disabled" in shown_page
    assert sign(cast, person, page)["Location"] == url(person)
    assert not Document.objects.exists()


# -- the paper -------------------------------------------------------------------------------------------------------


def paper(cast: Cast, person: Person, duty: str, of: Cast | None = None) -> Any:
    document = Document.objects.get(person=person)
    return (of or cast).client(duty).get(f"/patients/{person.id}/documents/{document.id}/")


@pytest.mark.proves("H-29")
def test_its_paper_opens_for_who_may_read_it_and_is_kept_by_no_browser(
    cast: Cast, stranger: Cast, person: Person, quick: None
) -> None:
    sign(cast, person)
    answer = paper(cast, person, "injector")
    assert answer.content == b"%PDF-1.7 of a test"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"] == 'inline; filename="document-2026-02-19.pdf"'
    assert [paper(cast, person, duty).status_code for duty in ("reception", "auditor")] == [403, 403]
    assert paper(cast, person, "injector", stranger).status_code == 404
    assert AuditEvent.objects.filter(act="look", person=person.id, detail__screen="open documents").count() == 1


@pytest.mark.proves("H-29")
def test_a_paper_is_not_opened_through_another_patient(cast: Cast, person: Person, quick: None) -> None:
    sign(cast, person)
    other = cast.register("Demo patient 018", CONSULTED)
    document = Document.objects.get(person=person)
    client = cast.client("injector")
    assert client.get(f"/patients/{other.id}/documents/{document.id}/").status_code == 404
    assert client.get(f"/patients/{other.id}/documents/{other.id}/").status_code == 404


@pytest.mark.proves("H-31")
def test_an_erased_key_closes_the_paper_for_everybody(cast: Cast, person: Person, quick: None) -> None:
    sign(cast, person)
    document = Document.objects.get(person=person)
    PersonKey.objects.filter(person=person).delete()
    with pytest.raises(PersonKey.DoesNotExist):
        open_document(document)
    assert paper(cast, person, "injector").status_code == 404


# -- withdrawal ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", ["injector", "assistant", "reception", "director"])
def test_it_is_withdrawn_by_a_click_at_any_moment(
    cast: Cast, person: Person, clock: Clock, quick: None, duty: str
) -> None:
    sign(cast, person)
    later = AT + timedelta(minutes=5)
    clock(later)
    client = cast.client(duty)
    assert client.get(url(person, "withdraw/")).status_code == 200
    assert client.post(url(person, "withdraw/"), {"words": "I changed my mind."}).status_code == 302
    taken_back = look(cast, person, later).chart.latest(Withdrawal)
    assert taken_back == Withdrawal(later, "patient", "I changed my mind.")
    assert gate_of(cast, person, later) is GateState.CLOSED
    page = cast.client("injector").get(url(person)).content.decode()
    assert "Withdrawn on Thu 19 Feb 2026, 10:50: “I changed my mind.”" in page


def test_reception_sees_nothing_of_the_plan_when_it_withdraws(cast: Cast, person: Person, quick: None) -> None:
    sign(cast, person)
    client = cast.client("reception")
    assert client.get(url(person)).status_code == 403
    page = client.get(url(person, "withdraw/")).content.decode()
    assert "thigh" not in page.lower()
    assert "cellulite" not in page.lower()


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-03", "H-32")
def test_no_page_of_the_consent_says_a_forbidden_word(
    cast: Cast, person: Person, quick: None, edition: Edition
) -> None:
    client = cast.client("injector")
    pages = [client.get(url(person, rest)) for rest in ("", "sign/", "withdraw/")]
    pages.append(sign(cast, person, None, name="Somebody else"))
    sign(cast, person)
    pages.append(client.get(url(person)))
    for page in pages:
        assert offences(edition, text_of(page.content.decode())) == ()


def text_of(page: str) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
