"""The nine questions: references, order, words, and what the reader refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from nappage.engine.edition import Edition
from nappage.engine.frequent_question import (
    FrequentQuestion,
    Reference,
    Voice,
    check_frequent_question,
    frequent_questions,
)
from nappage.library.kinds import KINDS
from nappage.values.citation import Citation

FORBIDDEN = re.compile(r"\b(safe|passed|cleared|eligible|works|permanent)\b", re.IGNORECASE)
APPROVED = ("It is hard to say whether it works", "not permanent", "do not stop; we will ask your doctor")


def with_question(edition: Edition, question: FrequentQuestion) -> Edition:
    questions = MappingProxyType({**edition.all(FrequentQuestion), question.id: question})
    return Edition("changed", edition.timezones, MappingProxyType({**edition.entries, FrequentQuestion: questions}))


def test_the_order_is_that_of_the_numbers_not_of_the_file(edition: Edition) -> None:
    first = replace(edition.all(FrequentQuestion)["pain"], number=0)
    assert [each.id for each in frequent_questions(with_question(edition, first))][:2] == ["pain", "how-many"]


def test_a_reference_is_written_kind_colon_id() -> None:
    reference = Reference.parse("instruction:no-hot-shower")
    assert (reference.kind, reference.id) == ("instruction", "no-hot-shower")
    assert str(reference) == "instruction:no-hot-shower"
    assert Reference.parse("nothing") == Reference("nothing", "")


@pytest.mark.proves("R126")
def test_no_answer_uses_a_forbidden_word_outside_the_approved_sentences(edition: Edition) -> None:
    for question in frequent_questions(edition):
        told = f"{question.question['en']} {question.answer['en']}"
        for sentence in APPROVED:
            told = told.replace(sentence, "")
        assert not FORBIDDEN.search(told), question.id
        assert not re.search(r"\bstop\b", told), question.id


@pytest.mark.parametrize(
    ("change", "thing", "expected"),
    [
        ({"question": {"fr": "Quoi ?"}}, "q.question", "a text in English"),
        ({"answer": {}}, "q.answer", "a text in English"),
        ({"answered_by": ()}, "q.answered_by", "at least one kind:id"),
        ({"disagree": (Voice(Citation("001", "99"), "x"),)}, "q.disagree", "a line from 1 to 81"),
        ({"number": 1}, "q.number", "a number of its own"),
    ],
)
def test_the_reader_refuses(edition: Edition, change: dict[str, object], thing: str, expected: str) -> None:
    wrong = replace(edition.all(FrequentQuestion)["pain"], **change)  # type: ignore[arg-type]  # one field of any type
    (fault,) = check_frequent_question(wrong, "q", with_question(edition, wrong))
    assert (fault.thing, fault.expected) == (thing, expected)


def test_the_fault_of_missing_english_names_the_languages_found(edition: Edition) -> None:
    pain = edition.all(FrequentQuestion)["pain"]
    (french,) = check_frequent_question(replace(pain, answer={"fr": "Oui.", "es": "Sí."}), "q", edition)
    (none,) = check_frequent_question(replace(pain, answer={}), "q", edition)
    assert (french.found, none.found) == ("fr, es", "none")


def test_a_reference_to_an_entry_that_does_not_exist_is_refused(edition: Edition) -> None:
    pain = replace(
        edition.all(FrequentQuestion)["pain"],
        answered_by=(Reference("instruction", "nothing"), Reference("instruction", "no-make-up")),
    )
    (fault,) = KINDS["frequent_question"].check(pain, "q", edition)
    assert str(fault) == (
        "q.answered_by: expected an entry of this edition, found instruction:nothing. Write an id of kind instruction."
    )


def test_a_reference_to_a_kind_that_is_not_registered_waits_for_it(edition: Edition) -> None:
    pain = replace(edition.all(FrequentQuestion)["pain"], answered_by=(Reference("rumour", "x"),))
    assert not list(KINDS["frequent_question"].check(pain, "q", edition))
