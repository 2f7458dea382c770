"""What bears on an allergy test besides its readings, gathered from a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nappage.engine.circumstance import circumstances
from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.known import known_at
from nappage.engine.story import Channel, HealthEvent
from nappage.engine.triage import Triage
from nappage.engine.wheal import Circumstances, Taken
from nappage.values.answer import Answer
from support.stories import Told, example

FIRST = example("s1-thighs-first-session")
AT = "2026-03-03 10:30"


def around(told: Told, edition: Edition, at: str = AT) -> Circumstances:
    story = known_at(told.story, told.at(at))
    facts = gather(story, told.policy, edition, told.at(at))
    return circumstances(story, told.policy, edition, facts, Triage())


@pytest.mark.proves("H-05")
def test_a_whole_list_without_an_antihistamine_is_an_empty_one(edition: Edition) -> None:
    assert around(FIRST, edition).antihistamines == ()
    assert around(FIRST.but(medicines=()), edition).antihistamines == ()


@pytest.mark.proves("H-05")
def test_an_antihistamine_counts_from_the_first_day_it_was_taken(edition: Edition) -> None:
    last = FIRST.at("2026-02-28 08:00")
    taken = FIRST.taking("cetirizine", last_taken=last, stopped=True)
    assert around(taken, edition).antihistamines == (Taken(None, last),)
    since = FIRST.taking("cetirizine", since=date(2026, 2, 20))
    assert around(since, edition).antihistamines == (Taken(FIRST.at("2026-02-20 00:00"), None),)
    both = FIRST.but(medicines=(*FIRST.story.medicines, *since.story.medicines))
    assert around(both, edition).antihistamines == (Taken(FIRST.at("2026-02-20 00:00"), None),)


@pytest.mark.proves("H-05", "H-01")
def test_a_name_that_nobody_recognises_may_be_an_antihistamine(edition: Edition) -> None:
    assert around(FIRST.taking("the white ones"), edition).antihistamines is None


@pytest.mark.proves("H-05", "H-01")
def test_the_list_counts_only_when_it_was_said_whole_at_the_clinic_since_the_day_of_the_test(edition: Edition) -> None:
    lists = [one for one in FIRST.story.replies if one.question == "medicines"]
    others = [one for one in FIRST.story.replies if one.question != "medicines"]
    before, on_the_day, _ = sorted(lists, key=lambda one: one.at)
    assert around(FIRST.but(replies=(*others, before)), edition).antihistamines is None
    assert around(FIRST.but(replies=(*others, on_the_day)), edition).antihistamines == ()
    assert around(FIRST.but(replies=(*others, on_the_day)), edition, "2026-05-01 10:00").antihistamines == ()
    portal = replace(on_the_day, channel=Channel.PORTAL)
    assert around(FIRST.but(replies=(*others, portal)), edition).antihistamines is None
    assert around(FIRST.but(replies=tuple(others)), edition).antihistamines is None
    taken_back = FIRST.replied("medicines", "unknown", "2026-03-03 10:00")
    assert around(taken_back, edition).antihistamines is None
    assert around(FIRST.but(replies=(*others, before), tests=()), edition).antihistamines == ()


def test_a_condition_counts_while_it_lasts(edition: Edition) -> None:
    event = HealthEvent("pregnancy", FIRST.at("2026-02-19 10:00"), "patient", date(2025, 6, 1), date(2026, 3, 2))
    assert around(FIRST.but(events=(event,)), edition).conditions == frozenset()
    today = replace(event, until=date(2026, 3, 3))
    assert around(FIRST.but(events=(event, today)), edition).conditions == {"pregnancy"}
    assert around(FIRST.but(events=(replace(event, until=None),)), edition).conditions == {"pregnancy"}


def test_the_classes_of_what_is_taken_are_told(edition: Edition) -> None:
    found = around(FIRST.taking("bisoprolol", prescribed=Answer.YES), edition)
    assert {"group:beta-blocker", "C07"} <= found.taking
    closed_by = FIRST.taking("bisoprolol", prescribed=Answer.YES).seen(AT).treating.test
    assert closed_by is not None
    assert [because.fact.code for because in closed_by.because] == ["test.not-possible"]
