"""The questions of screening and what a no to each of them settles."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.engine.question import Question, question_about
from support.spec import Row, specified_by

title = "Questions of screening"
text = """
Every condition that a rule asks about is denied by exactly one question. The questions behind the six exclusions of
text 000, and the two lists they rest on, have no validity: they are asked again on the local day of each session
(decision 7).
"""


@pytest.mark.proves("K-24")
@specified_by("""
    | condition                | denied by       | asked      |
    | pregnancy                | pregnancy       | on the day |
    | pregnancy-possible       | pregnancy       | on the day |
    | stroke                   | stroke          | on the day |
    | tia                      | stroke          | on the day |
    | subarachnoid-haemorrhage | stroke          | on the day |
    | cancer                   | cancer          | on the day |
    | deep-vein-thrombosis     | clots           | on the day |
    | thrombophilia            | clots           | on the day |
    | leg-swelling-one-sided   | leg-swelling    | on the day |
    | insulin-treated-diabetes | insulin         | on the day |
    | diabetes                 | metabolism      | 180 d      |
    | breastfeeding            | breastfeeding   | 180 d      |
    | keloid                   | skin            | 180 d      |
    | infection-at-site        | infection-at-site | 1 d      |
    | febrile-infection        | infection       | 1 d        |
    | pigment-disorder         | pigment         | 30 d       |
    | recent-tan               | pigment         | 30 d       |
""")
def test_a_condition_is_denied_by_one_question(edition: Edition, row: Row) -> None:
    question = question_about(edition, row["condition"])

    assert question is not None
    assert question.id == row["denied by"]
    assert ("on the day" if question.level_a_or_b else str(question.validity)) == row["asked"]


def test_the_lists_of_medicines_and_allergies_are_confirmed_on_the_day(edition: Edition) -> None:
    on_the_day = [question.id for question in edition.all(Question).values() if question.level_a_or_b]

    assert on_the_day == ["pregnancy", "insulin", "stroke", "clots", "leg-swelling", "cancer", "medicines", "allergies"]
