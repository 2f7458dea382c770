"""All precautions against the naive chart: each random history is judged against every one of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.known import known_at
from nappage.engine.policy import Policy
from nappage.engine.precaution import Precaution, screen
from nappage.engine.story import Story
from properties.naive_screening import Chart
from properties.stories import Teller, words_of
from support.open_visit import AT

KNOWLEDGE = Path(__file__).parents[2] / "knowledge" / "precautions"
RULES = [
    row["id"] for file in sorted(KNOWLEDGE.glob("*.toml")) for row in tomllib.loads(file.read_text())["precaution"]
]
seeds = st.integers(0, 2**32)
# A birth date is always known.
NEVER_UNKNOWN = {"P04"}
POSSIBLE = {(id, answer) for id in RULES for answer in ("yes", "no", "unknown")} - {
    (id, "unknown") for id in NEVER_UNKNOWN
}
# The number of histories of the full profile; fewer than that need not draw every rule in every answer.
ENOUGH = 10_000
# How many histories about one rule alone are told at most until each of its answers was drawn.
PATIENCE = 400


def history(edition: Edition, dice: Random, rules: Iterable[Precaution]) -> tuple[Story, Policy]:
    """Return a random story, and the clinic it is told in, about some rules: the others are asked all the same."""
    teller = Teller(dice, words_of(edition, *rules), edition)
    return teller.story(), teller.clinic()


def screened(story: Story, clinic: Policy, edition: Edition) -> dict[str, str]:
    """Return the answer of every precaution by the engine; one that it is silent about answers no."""
    found = screen(edition, gather(known_at(story, AT), clinic, edition, AT))
    return dict.fromkeys(RULES, "no") | {each.precaution.id: each.answer.value for each in found}


def charted(story: Story, clinic: Policy, edition: Edition) -> dict[str, str]:
    """Return the answer of every precaution by the naive chart."""
    chart = Chart(story, clinic, edition, AT)
    return {id: chart.answer(edition.all(Precaution)[id]) for id in RULES}


@pytest.mark.proves("H-01")
def test_every_precaution_answers_as_the_naive_chart_does_in_every_history(edition: Edition) -> None:
    assert set(RULES) == set(edition.all(Precaution))
    drawn: set[tuple[str, str]] = set()

    @given(seeds)
    def compare(seed: int) -> None:
        dice = Random(seed)
        about = dice.sample(RULES, dice.choice([1, 1, 2, 3]))
        told = history(edition, dice, [edition.all(Precaution)[id] for id in about])
        expected = charted(*told, edition)
        assert screened(*told, edition) == expected
        drawn.update(expected.items())

    compare()
    assert drawn <= POSSIBLE
    assert drawn == POSSIBLE or settings().max_examples < ENOUGH


@pytest.mark.parametrize("id", RULES)
def test_every_precaution_is_drawn_in_each_answer_it_can_give(edition: Edition, id: str) -> None:
    rule = edition.all(Precaution)[id]
    possible = {answer for rule_id, answer in POSSIBLE if rule_id == id}
    drawn: set[str] = set()
    for seed in range(PATIENCE):
        told = history(edition, Random(seed), [rule])
        answer = Chart(*told, edition, AT).answer(rule)
        assert screened(*told, edition)[id] == answer
        drawn.add(answer)
        if drawn == possible:
            return
    pytest.fail(f"{id} was never drawn as {', '.join(sorted(possible - drawn))}")
