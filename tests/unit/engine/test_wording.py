"""Forbidden words are found in any case and across lines; only the closed list of sentences may hold one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.wording import ApprovedSentence, ForbiddenWord, Why, answer_wording, check_approved, offences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is safe.", ["safe"]),
        ("SAFER than before", ["safe"]),
        ("Safety is unsafe, safeguarded.", []),
        ("You passed and are cleared; eligible.", ["passed", "cleared", "eligible"]),
        ("It is hard to say whether it works.", []),
        ("It is hard to say\nwhether it works, but it works.", ["works"]),
        ("not permanent", []),
        ("not  permanent, then permanent", ["permanent"]),
        ("Do not stop taking it.", []),
        ("Please stop taking it.", ["stop-medicine"]),
        ("stop\n  taking it", ["stop-medicine"]),
        ("", []),
    ],
)
@pytest.mark.proves("H-03", "R201")
def test_a_forbidden_word_is_found_outside_approved_sentences(edition: Edition, text: str, words: list[str]) -> None:
    assert [offence.word for offence in offences(edition, text)] == words


def test_an_approved_sentence_never_joins_what_stands_around_it(edition: Edition) -> None:
    assert [o.word for o in offences(edition, "stop not permanent taking")] == []


def test_an_offence_says_why_and_shows_forty_characters_around(edition: Edition) -> None:
    (offence,) = offences(edition, "a" * 50 + " ugly " + "b" * 50)
    assert (offence.word, offence.why) == ("shaming", Why.SHAMING)
    assert offence.around == "a" * 39 + " ugly " + "b" * 39


def test_the_words_around_an_offence_start_with_the_text(edition: Edition) -> None:
    (offence,) = offences(edition, "An ugly word")
    assert offence.around == "An ugly word"


def test_of_two_approved_sentences_the_longer_one_counts(edition: Edition) -> None:
    (first, *_) = edition.all(ApprovedSentence).values()
    short, long = replace(first, id="short", text="not safe"), replace(first, id="long", text="not safe, not ugly")
    both = {**edition.entries, ApprovedSentence: {"short": short, "long": long}}
    assert offences(replace(edition, entries=both, _derived={}), "It is not safe, not ugly.") == ()


def test_a_form_of_two_words_is_found_as_both(edition: Edition) -> None:
    safe = edition.all(ForbiddenWord)["safe"]
    both = {**edition.entries, ForbiddenWord: {"safe": safe, "sure": replace(safe, id="sure", why=Why.REASSURANCE)}}
    found = offences(replace(edition, entries=both, _derived={}), "It is safe.")
    assert [(offence.word, offence.why) for offence in found] == [("safe", safe.why), ("sure", Why.REASSURANCE)]


def test_nothing_is_forbidden_where_no_list_is(edition: Edition) -> None:
    bare = replace(edition, entries={}, _derived={})
    assert offences(bare, "safe, permanent, not permanent") == ()


def test_every_form_of_every_word_is_found(edition: Edition) -> None:
    for word in edition.all(ForbiddenWord).values():
        for form in word.forms:
            assert word.id in {offence.word for offence in offences(edition, f"It is {form} here")}, form


def test_every_approved_sentence_stands_alone_and_needs_its_approval(edition: Edition) -> None:
    for sentence in edition.all(ApprovedSentence).values():
        assert offences(edition, sentence.text) == ()
        assert list(check_approved(sentence, "here", edition)) == []


def test_an_idle_approval_is_a_fault(edition: Edition) -> None:
    sentence = next(iter(edition.all(ApprovedSentence).values()))
    (fault,) = check_approved(replace(sentence, text="nothing forbidden"), "here", edition)
    assert (fault.thing, fault.expected) == ("here.text", "a sentence with a forbidden word")


def test_a_case_lists_the_words_or_says_none(edition: Edition) -> None:
    assert answer_wording(edition, "safe", {"text": "safe and ugly"}) == "safe, shaming"
    assert answer_wording(edition, "safe", {"text": "calm"}) == "none"
