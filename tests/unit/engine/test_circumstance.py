"""What bears on an allergy test besides its readings: what was taken, and what was asked since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nappage.engine.circumstance import circumstances
from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.story import Channel, MedicineTaken
from nappage.engine.triage import Triage
from nappage.engine.wheal import Circumstances, Taken
from nappage.values.answer import Answer
from support.fictional import instant
from support.open_visit import AT, CLINIC, MADRID, TEST, answers, visit_story
from support.recorded import recorded

DAY = timedelta(days=1)


def around(edition: Edition, **changes: Any) -> Circumstances:
    told = visit_story(edition, **changes)
    return circumstances(told, CLINIC, edition, gather(told, CLINIC, edition, AT), Triage())


@pytest.mark.proves("H-05")
def test_only_what_hides_a_reaction_is_kept_from_the_local_midnight_on_which_it_began(edition: Edition) -> None:
    last = AT - 2 * DAY
    taken = (MedicineTaken("cetirizine", since=date(2026, 2, 1), last_taken=last), MedicineTaken("bisoprolol"))
    found = around(edition, medicines=taken)
    assert found.antihistamines == (Taken(instant("2026-02-01 00:00", MADRID), last),)
    assert around(edition, medicines=taken[1:]).antihistamines == ()
    assert around(edition, medicines=(MedicineTaken("cetirizine"),)).antihistamines == (Taken(None, None),)


@pytest.mark.proves("H-05")
def test_a_medicine_that_is_not_recognised_may_hide_a_reaction(edition: Edition) -> None:
    taken = (MedicineTaken("cetirizine"), MedicineTaken("grandmother's drops"))
    assert around(edition, medicines=taken).antihistamines is None


@pytest.mark.proves("H-05")
def test_the_list_has_to_be_called_whole_at_the_clinic_on_the_day_of_the_last_test_or_later(edition: Edition) -> None:
    assert around(edition, replies=()).antihistamines is None
    assert around(edition, replies=answers(edition, TEST.at)).antihistamines == ()
    assert around(edition, replies=answers(edition, TEST.at - DAY)).antihistamines is None
    assert around(edition, replies=answers(edition, channel=Channel.PORTAL)).antihistamines is None
    before = replace(TEST, id="T0", at=TEST.at - 5 * DAY)
    for tests in ((TEST, before), (before, TEST)):
        assert around(edition, tests=tests, replies=answers(edition, TEST.at - DAY)).antihistamines is None
    assert around(edition, tests=(), replies=answers(edition, TEST.at - DAY)).antihistamines == ()


@pytest.mark.parametrize("said", [Answer.NO, Answer.UNKNOWN])
def test_of_two_answers_at_one_instant_the_one_that_leaves_the_list_open_stands(edition: Edition, said: Answer) -> None:
    whole = answers(edition)
    other = tuple(replace(reply, answer=said) for reply in whole if reply.question in ("medicines", "allergies"))
    for replies in ((*whole, *other), (*other, *whole)):
        told = visit_story(edition, replies=replies)
        facts = gather(told, CLINIC, edition, AT)
        assert (facts.other_medicines, facts.other_allergies) == (Answer.UNKNOWN, Answer.UNKNOWN)
        assert around(edition, replies=replies).antihistamines is None


def test_a_condition_that_has_ended_before_the_day_is_not_present(edition: Edition) -> None:
    for until, present in (("", True), (" until 2026-03-03", True), (" until 2026-03-02", False)):
        found = around(edition, **recorded(f"urticaria since 2026-01-01{until}"))
        assert ("urticaria" in found.conditions) == present
