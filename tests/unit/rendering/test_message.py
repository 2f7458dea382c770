"""What leaves the house tells nobody what the person comes for: every kind of message, channel and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from nappage.assessment.channel import Channel
from nappage.assessment.dispatch import Dispatch
from nappage.engine.agent import Agent
from nappage.engine.edition import Edition
from nappage.engine.indication import Indication
from nappage.engine.technique import Technique
from nappage.engine.wording import ForbiddenWord
from nappage.engine.zone import Zone
from nappage.records.models import MessageKind
from nappage.rendering.message import letter, message_words
from nappage.rendering.naming import names
from nappage.rendering.wording import LANGUAGES
from nappage.sending.carrier import Letter
from support.letters import ADDRESS, MADRID, START, every_letter

# What would tell, in any language, beside every name of the knowledge. A shorter word is part of too many others.
TELLS = (
    "mesotherap", "mésothérap", "mesoterap", "nappage", "inject", "inyec", "needle", "aiguille", "aguja", "skin",
    "peau", "piel", "fat", "graisse", "grasa", "treat", "trait", "tratam", "session", "séance", "sesión", "clinic",
    "clínica", "patient", "pacient", "doctor", "médecin", "médic", "consent", "allerg", "alerg", "test", "cellulit",
    "celulit", "medic", "demo",
)  # fmt: skip
SHORTEST = 4


def letters(edition: Edition) -> Iterator[tuple[str, str, Letter]]:
    """Yield every letter with its kind and language."""
    yield from ((sent.kind, sent.language, sent.letter) for sent in every_letter(edition))


def written_out(edition: Edition) -> Iterator[tuple[str, str, Letter]]:
    """Yield the texts and mails, which say what a notification does not."""
    return (each for each in letters(edition) if not each[2].id.endswith("push"))


def telling(text: str, edition: Edition) -> set[str]:
    """Return the words of a text that tell something of a treatment, or that nobody may be told."""
    said = text.casefold().replace(ADDRESS, "")
    words = set(re.findall(r"[^\W\d_]+", said))
    named = {word for word in TELLS if word in said}
    for language in LANGUAGES:
        known = names(edition, language)
        for kind in (Zone, Indication, Technique, Agent):
            for id in edition.all(kind):
                parts = set(re.findall(r"[^\W\d_]+", known.get(id, id).casefold()))
                long = tuple(part for part in parts if len(part) >= SHORTEST)
                named |= {word for word in words if word.startswith(long)}
    return named | {one.id for one in edition.all(ForbiddenWord).values() if one.id.casefold() in words}


@pytest.mark.proves("H-28")
def test_no_message_tells_what_anybody_comes_for(edition: Edition) -> None:
    found = [
        (kind, language, telling(f"{one.subject} {one.text}", edition)) for kind, language, one in letters(edition)
    ]
    assert [each for each in found if each[2]] == []
    assert len(found) == len(MessageKind) * len(LANGUAGES) * len(Channel) * 2


@pytest.mark.proves("H-28")
@pytest.mark.parametrize(
    "seeded",
    ["You have a mesotherapy session", "Votre cuisse", "Sus muslos", "Your treatment", "A safe word", "Ihr Nappage"],
)
def test_a_word_that_tells_would_be_noticed(edition: Edition, seeded: str) -> None:
    assert telling(seeded, edition)


def test_every_message_has_a_subject_a_text_and_one_link_to_the_door(edition: Edition) -> None:
    for kind, language, one in written_out(edition):
        links = re.findall(r"https?://\S+", one.text)
        assert links == ([] if kind == "code" else [f"{ADDRESS}/my/"]), (kind, language)
        assert one.subject
        assert "{" not in one.subject + one.text


def test_a_text_message_fits_in_one_and_a_mail_says_how_to_stop_them(edition: Edition) -> None:
    for kind, language, one in written_out(edition):
        if one.id.endswith("sms"):
            assert len(one.text) <= 160, (kind, language, one.text)
        else:
            assert (message_words()[language]["foot"] in one.text) == (kind != "code")


def test_the_subject_tells_no_more_than_the_text(edition: Edition) -> None:
    for _kind, _language, one in written_out(edition):
        assert set(re.findall(r"\w+", one.subject.casefold())) <= set(re.findall(r"\w+", one.text.casefold()))


@pytest.mark.proves("H-28")
def test_a_notification_says_the_same_whatever_it_is_about(edition: Edition) -> None:
    said = {(language, one.subject, one.text) for _, language, one in letters(edition) if one.id.endswith("push")}
    assert len(said) == len(LANGUAGES)
    assert ("en", "You have a message", "Tap here to read it.") in said


def test_the_time_is_that_of_the_clinic_and_says_so_to_who_is_elsewhere(edition: Edition) -> None:
    said = {one.text for kind, language, one in letters(edition) if (kind, language) == ("reminder", "en")}
    assert any("Tue 24 Mar 2026, 10:30." in text for text in said)
    assert any("Tue 24 Mar 2026, 10:30 (Madrid time)." in text for text in said)


def test_every_language_says_the_same_things_with_the_same_values() -> None:
    english = message_words()["en"]
    for language in LANGUAGES:
        words = message_words()[language]
        assert set(words) == set(english)
        for name, said in words.items():
            assert sorted(re.findall(r"{\w+}", said)) == sorted(re.findall(r"{\w+}", english[name])), (language, name)


def test_a_language_that_nobody_wrote_for_is_answered_in_english(edition: Edition) -> None:
    dispatch = Dispatch(uuid4(), uuid4(), "news", Channel.SMS, "1", "pt", MADRID, MADRID, START)
    assert letter(dispatch, edition, ADDRESS).subject == "You have a message"
