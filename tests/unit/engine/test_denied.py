"""A yes with its details denies what was said no to one by one, and nothing else."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.story import Reply
from nappage.values.answer import Answer
from support.open_visit import AT, CLINIC, visit_story

HEART = ("hypertension", "heart-block", "arrhythmia")


@pytest.mark.proves("H-01")
@pytest.mark.parametrize(
    ("answer", "denies", "denied"),
    [
        (Answer.YES, (), ()),
        (Answer.YES, ("heart-block",), ("heart-block",)),
        (Answer.YES, ("heart-block", "arrhythmia", "stroke"), ("heart-block", "arrhythmia")),
        (Answer.UNKNOWN, ("heart-block",), ()),
        (Answer.NO, (), HEART),
    ],
)
def test_only_what_was_said_no_to_is_denied(
    edition: Edition, answer: Answer, denies: tuple[str, ...], denied: tuple[str, ...]
) -> None:
    reply = Reply("heart", answer, AT, "patient", denies=denies)
    found = gather(visit_story(edition, replies=(reply,)), CLINIC, edition, AT).denied
    assert found.intersection(HEART) == set(denied)
    assert "stroke" not in found


def test_of_two_at_one_instant_the_one_that_denies_less_counts(edition: Edition) -> None:
    more, less = (Reply("heart", Answer.YES, AT, "patient", denies=said) for said in (("heart-block",), ()))
    for replies in ((more, less), (less, more)):
        assert not gather(visit_story(edition, replies=replies), CLINIC, edition, AT).denied
