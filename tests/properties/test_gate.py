"""What may start, over random mornings: records in any order, answers of any kind, decisions by anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.story import Channel, Story
from nappage.values.answer import Answer
from properties.naive_gate import Desk
from properties.visits import BEHIND, LEVEL_B, Visits, morning
from support.open_visit import AT, CLINIC

seeds = st.integers(0, 2**32)


def same_day_negative(story: Story, question: str) -> bool:
    """Return whether the last word on a question was a no (a yes for a list), at the clinic, since midnight."""
    midnight = AT - timedelta(hours=10, minutes=30)
    heard = [each for each in story.replies if each.question == question and each.at <= AT]
    last = [each for each in heard if all(other.at <= each.at for other in heard)]
    wanted = Answer.YES if question == "medicines" else Answer.NO
    return bool(last) and all(
        each.answer is wanted and each.channel is Channel.CLINIC and each.at >= midnight for each in last
    )


def permitted_decision(story: Story, exclusion: str) -> bool:
    injector = story.sessions[0].injector
    return exclusion in LEVEL_B and any(
        each.rule == exclusion
        and each.by == "physician"
        and len(each.words) >= 15
        and each.at <= AT
        and injector != "physician"
        for each in story.reasons
    )


@pytest.mark.proves("H-01", "K-21", "H-20")
def test_no_session_starts_without_six_negatives_of_the_day_or_a_permitted_decision(edition: Edition) -> None:
    started: set[bool] = set()

    @given(seeds)
    def check(seed: int) -> None:
        story = morning(Random(seed), edition)
        found = outlook(story, CLINIC, edition, AT)
        started.add(found.start.may_start)
        if found.start.may_start:
            for exclusion, questions in BEHIND.items():
                negative = all(same_day_negative(story, question) for question in questions)
                matched = any(each.condition == exclusion and each.until is None for each in story.events)
                assert (negative and not matched) or permitted_decision(story, exclusion), exclusion

    check()
    assert started == {True, False}


def open_gates(found: Outlook) -> set[GateName]:
    return {each.name for each in found.gates if each.state is GateState.OPEN}


def less_known(dice: Random, story: Story) -> Story:
    """Return the story with one thing fewer known: an answer taken back or left out, a record missing."""
    kind = dice.choice(["reply", "reply", "unknown", "consent", "test", "formula", "plan", "reading", "reason"])
    if kind in ("reply", "unknown") and story.replies:
        taken = dice.choice(story.replies)
        # Every answer to it goes: to take back only a later "unknown" would let an earlier "no" of the day stand again.
        replies = [each for each in story.replies if each.question != taken.question]
        if kind == "unknown":
            replies.append(replace(taken, answer=Answer.UNKNOWN))
        return replace(story, replies=tuple(replies))
    if kind == "formula":
        return replace(story, formulas=())
    if kind == "plan":
        return replace(story, plan=None)
    name = {"consent": "consents", "test": "tests", "reading": "readings"}.get(kind, "reasons")
    nothing: dict[str, Any] = {name: ()}
    return replace(story, **nothing)


@pytest.mark.proves("H-01", "E08")
@given(seeds)
def test_knowing_less_never_opens_a_gate(edition: Edition, seed: int) -> None:
    dice = Random(seed)
    story = morning(dice, edition)
    # An event that is known and one that is denied are no less known than each other: only records are taken away.
    less = less_known(dice, replace(story, events=()))
    before = outlook(replace(story, events=()), CLINIC, edition, AT)
    after = outlook(less, CLINIC, edition, AT)
    assert open_gates(after) <= open_gates(before)
    assert before.start.may_start or not after.start.may_start


@given(seeds)
def test_time_alone_never_opens_screening(edition: Edition, seed: int) -> None:
    """What is unknown now stays unknown until somebody records something, however long one waits."""
    story = morning(Random(seed), edition)
    known = tuple(each for each in story.replies if each.at <= AT)
    reasons = tuple(each for each in story.reasons if each.at <= AT)
    story = replace(story, replies=known, reasons=reasons)
    now, later = (screening(story, edition, at) for at in (AT, AT + timedelta(hours=3)))
    assert now is GateState.OPEN or later is not GateState.OPEN


def screening(story: Story, edition: Edition, at: datetime) -> GateState:
    found = outlook(story, CLINIC, edition, at)
    return next(each.state for each in found.gates if each.name is GateName.SCREENING)


@pytest.mark.proves("H-03", "H-15", "H-20", "H-22", "H-34")
def test_every_gate_stands_where_the_naive_desk_has_it(edition: Edition) -> None:
    drawn: set[tuple[str, str]] = set()
    started: set[bool] = set()

    @given(seeds)
    def compare(seed: int) -> None:
        story, clinic = Visits(Random(seed), edition).visit()
        found = outlook(story, clinic, edition, AT)
        expected = Desk(story, clinic, edition, AT).gates()
        assert {gate.name.value: (gate.state.value, gate.opens_at) for gate in found.gates} == expected
        drawn.update((gate, state) for gate, (state, _) in expected.items())
        started.add(found.start.may_start)

    compare()
    assert drawn == {(gate.value, state) for gate in GateName for state in ("open", "closed")} | {
        ("allergy-test", "opens-at")
    }
    assert started == {True, False}
