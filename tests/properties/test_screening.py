"""Every precaution against the naive chart, over random stories in which it answers everything it can."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.holding import compiled
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


def screened(story: Story, clinic: Policy, edition: Edition) -> dict[str, str]:
    facts = gather(known_at(story, AT), clinic, edition, AT)
    return {found.precaution.id: found.answer.value for found in screen(edition, facts)}


@pytest.mark.parametrize("id", RULES)
def test_a_precaution_answers_as_the_naive_chart_does_and_gives_every_answer_it_can(edition: Edition, id: str) -> None:
    rule = edition.all(Precaution)[id]
    words, holds = words_of(rule, edition), compiled(rule.when).holds
    drawn: set[str] = set()

    @given(seeds)
    def compare(seed: int) -> None:
        teller = Teller(Random(seed), words, edition)
        story, clinic = teller.story(), teller.clinic()
        answer = holds(gather(known_at(story, AT), clinic, edition, AT)).value
        assert answer == Chart(story, clinic, edition, AT).answer(rule)
        drawn.add(answer)

    compare()
    assert drawn == {"yes", "no"} | ({"unknown"} - ({"unknown"} if id in NEVER_UNKNOWN else set()))


@pytest.mark.proves("H-01")
def test_all_of_them_are_asked_of_every_story(edition: Edition) -> None:
    assert set(RULES) == set(edition.all(Precaution))
    rules = list(edition.all(Precaution).values())
    words = words_of(edition.all(Precaution)["P12"], edition)

    @given(seeds)
    def compare(seed: int) -> None:
        teller = Teller(Random(seed), words, edition)
        story, clinic = teller.story(), teller.clinic()
        chart = Chart(story, clinic, edition, AT)
        expected = {rule.id: chart.answer(rule) for rule in rules}
        assert screened(story, clinic, edition) == {id: answer for id, answer in expected.items() if answer != "no"}

    compare()
