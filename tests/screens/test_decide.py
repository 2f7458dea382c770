"""The decision aid, open to everybody: uncertainty first, sources one tap away, nothing kept, plain words."""

from __future__ import annotations

import re
import subprocess

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from nappage.engine.disclosure import Disclosure, Group
from nappage.engine.edition import Edition
from nappage.engine.frequent_question import frequent_questions
from nappage.engine.symptom import Level, Symptom, least
from nappage.engine.talking_point import TalkingPoint
from nappage.records.models import AuditEvent
from nappage.rendering.symptom_drawing import draw_symptom
from nappage.rendering.wording import LANGUAGES
from support.cast import Cast
from support.pages import forbidden_words, words_of_page
from support.readability import fernandez_huerta, flesch_kincaid_grade, kandel_moles, prose_of

PAGES = ("/decide/", "/decide/compare/", "/decide/side-effects/", "/decide/talk/", "/decide/take-along/")
EVERYWHERE = [(page, language) for page in PAGES for language in LANGUAGES]
UNCERTAIN = {
    "en": "It is hard to say whether it works.",
    "fr": "Il est difficile de dire si cela fonctionne.",
    "es": "Es difícil decir si funciona.",
}
pytestmark = pytest.mark.django_db


def page(path: str, language: str, client: Client | None = None) -> str:
    """Return the markup of a public page in a language."""
    answer = (client or Client()).get(path, {"lang": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("path", "language"), EVERYWHERE)
def test_it_opens_without_log_in_sets_no_cookie_and_says_no_forbidden_word(
    path: str, language: str, edition: Edition
) -> None:
    client = Client()
    answer = client.get(path, {"lang": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
    assert answer.headers["Content-Language"] == language
    assert "Set-Cookie" not in answer.headers
    assert not client.cookies
    assert Session.objects.count() == 0
    assert forbidden_words(edition, answer) == []
    assert not re.search(r"\[(en: |[a-z]+\.[a-z])", words_of_page(answer))
    assert answer.content.decode().count("<script") == answer.content.decode().count("nappage/door.js") == 1


@pytest.mark.parametrize(("path", "language"), EVERYWHERE)
def test_the_emergency_numbers_are_one_tap_away(path: str, language: str) -> None:
    assert 'href="/emergency-numbers/"' in page(path, language)


@pytest.mark.proves("R201")
@pytest.mark.parametrize(("path", "language"), EVERYWHERE)
def test_it_reads_plainly(path: str, language: str) -> None:
    told = prose_of(page(path, language), language)
    assert len(told) > 10
    if language == "en":
        assert flesch_kincaid_grade(told) <= 8
    else:
        assert {"fr": kandel_moles, "es": fernandez_huerta}[language](told) >= 60


def test_each_of_the_nine_answers_reads_plainly_by_itself(edition: Edition) -> None:
    graded = {each.id: flesch_kincaid_grade([each.answer["en"]]) for each in frequent_questions(edition)}
    assert {id: grade for id, grade in graded.items() if grade > 8} == {}


def test_the_measures_of_plainness_would_notice() -> None:
    hard = "Subcutaneous administration of lipolytic pharmaceuticals necessitates comprehensive individual evaluation."
    assert flesch_kincaid_grade([hard]) > 8
    assert kandel_moles(["L’administration sous-cutanée de préparations lipolytiques nécessite une évaluation."]) < 60
    assert fernandez_huerta(["La administración subcutánea de preparaciones lipolíticas requiere evaluaciones."]) < 60


@pytest.mark.proves("R188", "K-26", "R126")
@pytest.mark.parametrize("language", LANGUAGES)
def test_uncertainty_leads_and_each_answer_begins_with_it(language: str) -> None:
    words = words_of_page(Client().get("/decide/", {"lang": language}))
    assert words.index(UNCERTAIN[language]) < words.index("1. ")
    assert [words.index(f" {number}. ") for number in range(1, 10)] == sorted(
        words.index(f" {number}. ") for number in range(1, 10)
    )


@pytest.mark.proves("R126", "K-06", "K-07", "K-16", "R024", "R122", "R134", "R212")
def test_who_says_what_is_one_tap_from_each_answer(edition: Edition) -> None:
    markup = page("/decide/", "en")
    for question in frequent_questions(edition):
        card = markup.split(f'id="{question.id}"')[1].split("</section>")[0]
        tap = card.split("<details")[1]
        for voice in question.disagree:
            assert voice.says in tap
            assert f"line {voice.citation.place}" in tap


@pytest.mark.proves("R079", "R213", "R039")
def test_it_says_that_cellulite_is_common_and_no_disease_and_that_nothing_stops_ageing() -> None:
    words = words_of_page(Client().get("/decide/", {"lang": "en"}))
    assert "Most women over 20 have cellulite. It is not a disease." in words
    assert "Nothing of this stops ageing." in words


@pytest.mark.proves("R041", "R093", "R132", "R133", "K-18", "K-01", "U-11")
def test_five_ways_stand_side_by_side_with_figures_sources_and_certainty() -> None:
    markup = page("/decide/compare/", "en")
    titles = re.findall(r'<h2 id="way-[^"]*">([^<]*)<', markup)
    assert titles == ["Mesotherapy", "Liposuction", "Other methods", "Diet and exercise", "Doing nothing"]
    rows = re.findall(r"<h3>([^<]*)</h3>", markup)
    assert rows == ["What it is", "What was measured", "Harms that were named", "Visits", "Days off", "Price"] * 5
    for measured in re.findall(r"<h3>What was measured</h3>(.*?)</div>", markup, re.DOTALL):
        for line in re.findall(r"<p>(.*?)</p>", measured, re.DOTALL):
            assert 'class="sources"' in line
            assert "certainty:" in line or "certainty: not rated" in line
    words = words_of_page(Client().get("/decide/compare/", {"lang": "en"}))
    assert "We rank none of them." in words
    assert "Mesotherapy is not surgery and needs no general anaesthetic. It has risks all the same" in words
    assert "Ask for the price of the whole course" in words
    assert not re.search(r"\b(best|superior|winner|recommended)\b", words)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "own arithmetic"), ("fr", "calcul propre"), ("es", "cálculo propio")]
)
def test_what_is_no_document_says_whose_word_it_is_instead_of_its_sign(language: str, said: str) -> None:
    for path in ("/decide/", "/decide/compare/", "/decide/take-along/"):
        shown = page(path, language)
        assert re.findall(r"\b[JKDVN]:[a-z][^<]{0,30}", shown) == [], path
    assert said in page("/decide/compare/", language)


def test_it_names_every_sign_that_is_an_emergency_whatever_else_is_said(edition: Edition) -> None:
    """The emergency numbers and the portal name chest pain; so do the decision aid and the consent."""
    always = {one.id for one in edition.all(Symptom).values() if least(one) is Level.EMERGENCY}
    named = [id for each in edition.all(Disclosure).values() if each.group is Group.EMERGENCY for id in each.symptoms]
    assert "chest-pain" in named
    assert sorted(named) == sorted(always)


@pytest.mark.proves(
    "K-22", "K-15", "K-19", "H-08", "R050", "R051", "R052", "R053", "R054", "R152", "R153", "R154", "R193"
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_side_effect_and_alarm_sign_is_named_drawn_and_told_what_to_do(language: str, edition: Edition) -> None:
    markup = page("/decide/side-effects/", language)
    named = [id for each in edition.all(Disclosure).values() if each.group is Group.NAMED for id in each.symptoms]
    assert len(named) == 12
    for each in edition.all(Disclosure).values():
        for id in each.symptoms:
            assert draw_symptom(id)
            assert each.group is Group.EMERGENCY or f'<li id="{id}">' in markup
    alarms = sum(len(each.symptoms) for each in edition.all(Disclosure).values() if each.group is Group.EMERGENCY)
    assert markup.split('class="alarm-signs"')[1].split("</section>")[0].count("<svg") == alarms
    assert markup.index('class="alarm-signs"') < markup.index('id="bruise"')


def test_a_lump_is_neither_called_usual_nor_a_proof() -> None:
    lump = page("/decide/side-effects/", "en").split('<li id="lump">')[1].split("</li>")[0]
    assert "It proves nothing about the treatment. Tell the clinic by the next day" in lump
    assert "Often seen" not in lump


@pytest.mark.parametrize("language", ["fr", "es"])
def test_beside_a_sentence_of_an_emergency_that_nobody_has_reviewed_stands_the_english(language: str) -> None:
    markup = page("/decide/side-effects/", language)
    for english in (
        "Call the emergency number now. Do not wait for an answer from a clinic.",
        "Call the clinic on the same day.",
        "Trouble breathing",
        "Often seen for up to 7 days. If it lasts longer, gets worse or comes with something else, call the clinic.",
    ):
        assert f'<span lang="en">{english}</span>' in markup
    assert 'class="beside"' not in page("/decide/side-effects/", "en")


TICKED = ("pregnancy", "blood-thinner", "no such point")


@pytest.mark.proves("R040", "R041", "H-23")
@pytest.mark.parametrize("language", LANGUAGES)
def test_is_it_for_me_ends_in_what_to_talk_over_and_never_in_a_yes_or_a_no(language: str, edition: Edition) -> None:
    client = Client()
    answer = client.post(f"/decide/talk/?lang={language}", {"point": TICKED})
    words = words_of_page(answer)
    assert forbidden_words(edition, answer) == []
    assert not re.search(r"\b(suitable|candidate|apte|candidat|apto|candidato)", words)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not client.cookies
    assert Session.objects.count() == 0
    assert AuditEvent.objects.count() == 0
    points = edition.all(TalkingPoint)
    assert points["pregnancy"].about["en"] in words
    assert points["cancer"].about["en"] not in words
    assert "do not stop it: that doctor will be asked" in words


def test_nothing_ticked_is_no_answer_either() -> None:
    words = words_of_page(Client().post("/decide/talk/?lang=en"))
    assert "You ticked nothing. Talk to a clinician about your illnesses" in words
    assert "This list says neither yes nor no." in words


def test_ticks_can_be_changed_and_are_still_there() -> None:
    markup = Client().post("/decide/talk/?lang=en", {"point": ["cancer"], "change": "yes"}).content.decode()
    assert re.search(r'value="cancer" id="point-cancer" checked', markup)
    assert markup.count(" checked") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_to_take_along_is_a_paper_too(language: str, edition: Edition) -> None:
    first, again = (Client().get("/decide/take-along.pdf", {"lang": language}) for _ in range(2))
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content == again.content
    read = subprocess.run(["pdftotext", "-", "-"], input=first.content, capture_output=True, check=True).stdout
    text = " ".join(read.decode().split())
    assert UNCERTAIN[language] in text
    assert "None" not in text


@pytest.mark.proves("R058")
def test_where_one_clinic_speaks_its_name_stands_on_every_page_and_whoever_asks_reads_the_same(cast: Cast) -> None:
    stranger = page("/decide/", "en")
    assert f"<small>{cast.clinic.name}</small>" in stranger
    assert page("/decide/", "en", cast.client("director")) == stranger


def test_the_address_says_the_language_and_the_browser_where_it_does_not() -> None:
    asked = Client().get("/decide/", headers={"Accept-Language": "es-MX, fr;q=0.5"})
    assert asked.headers["Content-Language"] == "es"
    assert "Accept-Language" in asked.headers["Vary"]
    assert Client().get("/decide/?lang=xx", headers={"Accept-Language": "fr"}).headers["Content-Language"] == "fr"
    assert Client().get("/decide/?lang=fr", headers={"Accept-Language": "es"}).headers["Content-Language"] == "fr"
    markup = page("/decide/compare/", "fr")
    assert all(f'href="/decide/compare/?lang={language}"' in markup for language in LANGUAGES)
