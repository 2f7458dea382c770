"""The claim checker: the unsafe claims first, who else says so, who says otherwise; bounded, and nothing kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nappage.engine.claim import Claim
from nappage.engine.edition import Edition
from nappage.rendering.wording import LANGUAGES
from nappage.web.claim_checker.reading import MOST_SIGNS, text_of_page
from support.pages import forbidden_words, words_of_page
from support.readability import fernandez_huerta, flesch_kincaid_grade, kandel_moles, prose_of

TEXT = "It rivals liposuction. It melts fat for good.\nLumps are proof that it is working. Is it safe?"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    """Begin and end each test with no tries counted."""
    cache.clear()
    yield
    cache.clear()


def ask(text: str, language: str = "en") -> Any:
    return Client().post(f"/claims/?lang={language}", {"text": text})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_plainly_and_sets_no_cookie(language: str, edition: Edition) -> None:
    client = Client()
    answer = client.get("/claims/", {"lang": language})
    assert answer.status_code == 200
    assert not client.cookies
    assert forbidden_words(edition, answer) == []
    measure = {"en": flesch_kincaid_grade, "fr": kandel_moles, "es": fernandez_huerta}[language]
    read = measure(prose_of(answer.content.decode(), language))
    assert read <= 8 if language == "en" else read >= 60


@pytest.mark.proves("K-01", "R056", "K-19")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_unsafe_come_first_with_who_else_says_so_and_who_says_otherwise(language: str) -> None:
    answer = ask(TEXT, language)
    assert answer.status_code == 200
    markup = answer.content.decode()
    sections = markup.split('<section class="card answer claim')[1:]
    flagged = ["claim--flagged" in section.split(">")[0] for section in sections]
    assert flagged == sorted(flagged, reverse=True)
    assert "Lumps are proof that it is working." in sections[0]
    title = {"en": "Clinic page on mesotherapy", "fr": "Page d’une clinique", "es": "Página de una clínica"}[language]
    assert any(title in section for section in sections)
    assert 'lang="en"' in sections[0]
    assert "[" not in words_of_page(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert Session.objects.count() == 0


def test_what_is_only_asked_or_denied_stands_apart_and_carries_no_flag() -> None:
    words = words_of_page(ask("Is it completely safe? It is not permanent."))
    assert "Only asked, or denied" in words
    assert "No claim of our list was found" not in words
    assert "unsafe" not in words_of_page(ask("Is it completely safe?"))


def test_a_text_without_a_claim_is_not_called_honest() -> None:
    words = words_of_page(ask("It rained."))
    assert "No claim of our list was found. That does not mean that the text makes none." in words
    assert "unsafe" not in words


def test_what_can_be_said_of_a_claim_calls_no_source_by_its_number(edition: Edition) -> None:
    claims = edition.all(Claim).values()
    told = [words for claim in claims for words in (claim.says, claim.correction, claim.why)]
    told += [each.says for claim in claims for each in claim.contradicted_by]
    assert not [words for words in told if re.search(r"\b00\d\b", words)]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "La mésothérapie est sans danger et sans effets secondaires.", "Seuls les textes en anglais sont lus."),
        ("es", "La mesoterapia es segura y no tiene efectos secundarios.", "Solo lee textos en inglés."),
    ],
)
def test_where_nothing_was_found_it_says_again_which_texts_it_reads(language: str, text: str, said: str) -> None:
    assert said in words_of_page(ask(text, language))


PAGE = b"""<!doctype html><html><head><title>x</title><style>p{}</style></head><body><nav>Home</nav>
<h1>Our method</h1><p>It is <b>completely</b> safe.</p><script>alert("no risk")</script><p>Ring us.</p></body></html>"""


def test_an_uploaded_page_is_read_without_its_markup() -> None:
    assert text_of_page(PAGE.decode()) == "Our method\n\nIt is completely safe.\n\nRing us."
    answer = Client().post("/claims/?lang=en", {"text": "", "page": SimpleUploadedFile("page.html", PAGE)})
    words = words_of_page(answer)
    assert "It is completely safe." in words
    assert "alert" not in words


def test_what_was_typed_is_escaped_and_still_there_when_it_is_refused() -> None:
    answer = ask("<b>" + "x" * MOST_SIGNS)
    assert answer.status_code == 422
    assert "&lt;b&gt;xxx" in answer.content.decode()
    assert "expected at most 100000 signs, found 100003." in words_of_page(answer)
    found = ask('<img src="x"> It is completely safe.').content.decode()
    assert "<img" not in found


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"caf\xe9", "Save it as UTF-8."), (b"PK\0\0", "Save the page as .html or .txt."), (b"  ", "Paste a text")],
)
def test_a_file_that_is_no_text_is_refused_in_four_parts(content: bytes, said: str) -> None:
    answer = Client().post("/claims/?lang=en", {"page": SimpleUploadedFile("page.txt", content)})
    assert answer.status_code == 422
    assert said in words_of_page(answer)


def test_a_file_that_is_too_long_is_refused_unread() -> None:
    answer = Client().post("/claims/?lang=fr", {"page": SimpleUploadedFile("page.txt", b"a" * 1_000_001)})
    assert answer.status_code == 422
    assert "attendu : au plus 1000000 signes" in words_of_page(answer)


def call(sent: Any, **more: Any) -> Any:
    body = sent if isinstance(sent, str) else json.dumps(sent)
    return Client().post("/api/claims/", body, content_type=more.get("content_type", "application/json"))


def test_a_program_gets_the_same_claims_as_json(edition: Edition) -> None:
    answer = call({"text": TEXT}).json()
    assert answer["edition"] == edition.digest
    first = answer["claims"][0]
    assert (first["flag"], first["claim"], first["stance"]) == ("unsafe", "nodule-as-proof", "asserted")
    assert first["contradicted_by"]
    assert [each["flag"] for each in answer["claims"] if each["stance"] != "asserted"] == [None] * 1
    assert any(each["said_by"] for each in answer["claims"])


def test_a_program_is_told_how_to_ask() -> None:
    assert Client().get("/api/claims/").json()["most_signs"] == MOST_SIGNS


@pytest.mark.parametrize("sent", ["no json", [], {"words": "x"}, {"text": 5}])
def test_what_is_no_question_is_refused_in_four_parts(sent: Any) -> None:
    answer = call(sent)
    assert answer.status_code == 422
    assert set(answer.json()["fault"]) == {"thing", "expected", "found", "remedy"}


def test_another_kind_of_body_and_another_method_are_refused() -> None:
    assert call('{"text": "x"}', content_type="text/plain").status_code == 422
    assert Client().delete("/api/claims/").status_code == 405


def test_too_many_tries_have_to_wait() -> None:
    for _ in range(20):
        assert call({"text": "It rained."}).status_code == 200
    refused = call({"text": "It rained."})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    page = ask("It rained.")
    assert page.status_code == 429
    assert "It rained." in page.content.decode()
