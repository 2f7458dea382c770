"""Every paper and every message, in every language: nothing on it promises, shames, comforts falsely or shows a weight.

Nothing here lists the papers: the source is searched for the places that print. A new one fails until it is asked for
in support/asked_papers.py, and is read from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

import pytest

from nappage.engine.edition import Edition
from nappage.records.models import Clinic, Identity, MessageKind
from nappage.rendering.wording import LANGUAGES
from support.asked_papers import PAPERS, Asking, asked_for, asking_of, printed_pages_of
from support.cast import new_clinic
from support.content import blocks_of, wrong_with
from support.letters import every_letter
from support.papers import Caught, places, printed_pages

Printed = Mapping[str, tuple[tuple[str, Caught], ...]]
pytestmark = pytest.mark.django_db
# What nobody may write, in each language, with the reason under which it must be found.
SEEDED = {
    "en": {
        "safe": "The treatment is safe.",
        "stop-medicine": "Stop taking your medicine a week before.",
        "stops a medicine": "Please stop warfarin three days before.",
        "good-sign": "Some swelling is a good sign.",
        "comforts about a lump": "A bump under the skin is usual and goes away.",
        "shaming": "Your problem areas will look better.",
    },
    "fr": {
        "fr-safe": "Ce traitement est sans danger.",
        "fr-stop-medicine": "Arrêtez votre traitement une semaine avant.",
        "stops a medicine": "Il faut arrêter la warfarine trois jours avant.",
        "fr-good-sign": "C’est bon signe.",
        "comforts about a lump": "Une bosse sous la peau est normale.",
        "fr-shaming": "Vos imperfections se verront moins.",
    },
    "es": {
        "es-safe": "El tratamiento es seguro.",
        "es-stop-medicine": "Deje de tomar sus pastillas.",
        "stops a medicine": "Debe dejar de tomar la warfarina: deje de usar el medicamento.",
        "es-good-sign": "Es buena señal.",
        "comforts about a lump": "Un bulto bajo la piel es normal.",
        "es-shaming": "Su piel de naranja se verá menos.",
    },
}
WEIGHTS = {"en": "Weight 62.0 kg", "fr": "Votre poids a changé.", "es": "Su peso cambió."}
SEEDS = [(language, why, said) for language, seeds in SEEDED.items() for why, said in seeds.items()]


@pytest.fixture(scope="module")
def read(once_per_module: AbstractContextManager[None]) -> tuple[Asking, Printed]:
    """Return a clinic in which everything is on record that a paper can tell, and every paper of it by language.

    Whom they are about hides their weight.
    """
    with once_per_module:
        asking = asking_of(new_clinic())
        Identity.objects.filter(clinic=asking.cast.clinic).update(hide_weight=True)
        return asking, {language: tuple(asked_for(asking, language)) for language in LANGUAGES}


@pytest.fixture
def asking(db: None, read: tuple[Asking, Printed]) -> Asking:
    return read[0]


@pytest.fixture(scope="module")
def papers(read: tuple[Asking, Printed]) -> Printed:
    return read[1]


def words_of(paper: Caught) -> list[str]:
    """Return what stands on a paper, and around every sheet of it."""
    printed = paper.paper
    return [*blocks_of(printed.page), *printed.top, printed.bottom]


# -- nothing is forgotten --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_that_prints_is_asked_for(language: str, papers: Printed) -> None:
    assert {paper.place for _name, paper in papers[language]} == places()
    assert {name for name, _paper in papers[language]} == set(PAPERS)


def test_every_page_that_a_browser_prints_is_asked_for(asking: Asking) -> None:
    assert {name for name, _page in printed_pages_of(asking)} == printed_pages()


def test_every_kind_of_message_is_read_in_every_language(edition: Edition) -> None:
    read = {(sent.kind, sent.language) for sent in every_letter(edition)}
    assert read == {(kind.value, language) for kind in MessageKind for language in LANGUAGES}


# -- what they say ---------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-03", "H-08", "H-23")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paper_says_what_may_not_be_said_nor_a_weight_that_is_hidden(
    language: str, papers: Printed, edition: Edition
) -> None:
    found = {name: wrong_with(words_of(paper), edition, hides_weight=True) for name, paper in papers[language]}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_printed_page_says_what_may_not_be_said(asking: Asking, edition: Edition) -> None:
    for name, page in printed_pages_of(asking):
        assert wrong_with(blocks_of(page), edition, hides_weight=True) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_says_what_may_not_be_said(language: str, edition: Edition) -> None:
    letters = [sent.letter for sent in every_letter(edition) if sent.language == language]
    said = [words for one in letters for words in (one.subject, one.text)]
    assert wrong_with(said, edition, hides_weight=True) == []


# -- each check can fail ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "why", "said"), SEEDS)
def test_a_seeded_sentence_is_found_on_every_paper(
    language: str, why: str, said: str, papers: Printed, edition: Edition
) -> None:
    for name, paper in papers[language]:
        page = paper.paper.page.replace("</h1>", f"</h1><p>{said}</p>", 1)
        assert any(wrong.startswith(f"{why}:") for wrong in wrong_with(blocks_of(page), edition)), name


@pytest.mark.parametrize(("language", "why", "said"), SEEDS)
def test_a_seeded_sentence_is_found_in_every_message(language: str, why: str, said: str, edition: Edition) -> None:
    for sent in (one for one in every_letter(edition) if one.language == language):
        assert any(wrong.startswith(f"{why}:") for wrong in wrong_with([f"{sent.letter.text} {said}"], edition))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_seeded_weight_is_found_only_where_it_is_hidden(language: str, papers: Printed, edition: Edition) -> None:
    for name, paper in papers[language]:
        page = paper.paper.page.replace("</h1>", f"</h1><p>{WEIGHTS[language]}</p>", 1)
        assert len(wrong_with(blocks_of(page), edition, hides_weight=True)) == 1, name
        assert wrong_with(blocks_of(page), edition) == [], name


def test_what_a_screen_hands_to_the_printer_is_what_is_read(asking: Asking, edition: Edition) -> None:
    """A clinic of a forbidden name, and somebody who hides no weight: every paper that says either is named."""
    Clinic.objects.filter(pk=asking.cast.clinic.pk).update(name="Permanent Beauty")
    Identity.objects.filter(clinic=asking.cast.clinic).update(hide_weight=False)
    asked = asked_for(asking, "en", ("aftercare sheet", "progress", "day", "complaint pack"))
    found = {name: wrong_with(words_of(paper), edition, hides_weight=True) for name, paper in asked}
    named = {name for name, wrong in found.items() if any(one.startswith("permanent:") for one in wrong)}
    assert named >= {"aftercare sheet", "day", "complaint pack"}
    weighed = {name for name, wrong in found.items() if any(one.startswith("weight:") for one in wrong)}
    assert weighed == {"progress", "complaint pack"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_not_be_stopped_may_be_said_so(language: str, edition: Edition) -> None:
    said = {
        "en": "Do not stop your medicine; we will ask your doctor. You can stop these messages.",
        "fr": "N’arrêtez jamais votre médicament de vous-même.",
        "es": "No deje de tomar su medicamento por su cuenta.",
    }[language]
    assert [one for one in wrong_with([said], edition) if one.startswith("stops a medicine")] == []
