"""The clinical specification of the comparison with other ways, and with doing nothing."""

from __future__ import annotations

import pytest

from nappage.engine.comparison import Alternative, comparison
from nappage.engine.edition import Edition
from support.spec import Row, specified_by

title = "Other ways, and doing nothing"
text = """
What is published about each way: figures with their basis and range, sessions, downtime and price. A blank cell is a
number that we did not find. A figure before and after is never set against one with a control group.
"""


@pytest.mark.proves("K-18", "R093", "R132")
@specified_by("""
    | way                              | sessions | downtime | price    | measured against            |
    | nothing                          | 0-0      | 0 d      | 0-0      | control-arm                 |
    | diet-and-exercise                |          | 0 d      |          | not-stated                  |
    | mesotherapy-non-ablative         | 8-15     | 0-1 d    | 300-800  | placebo                     |
    | deoxycholate-submental           | 2-6      | 7-14 d   | 600-1500 | placebo                     |
    | phosphatidylcholine-deoxycholate | 3-4      | 7-10 d   |          | before-after, no-treatment  |
    | liposuction                      | 1-1      | 3-21 d   | 3000-8000 | no-treatment               |
    | cryolipolysis                    | 1-3      | 0 d      | 650-1500 | before-after                |
    | radiofrequency                   | 4-10     | 0 d      | 300-800  | before-after                |
    | focused-ultrasound               | 1-1      | 0-3 d    |          | not-stated, sham            |
""")
def test_each_way_says_what_is_published_about_it(edition: Edition, row: Row) -> None:
    way = edition.all(Alternative)[row["way"]]
    assert (f"{way.sessions.low}-{way.sessions.high}" if way.sessions else "") == row["sessions"]
    assert str(way.downtime or "") == row["downtime"]
    assert (f"{way.cost.low}-{way.cost.high}" if way.cost else "") == row["price"]
    assert ", ".join(sorted({figure.basis.value for figure in way.figures})) == row["measured against"]


@pytest.mark.proves("K-18")
@specified_by("""
    | way                | harm                                                     | share  | from   | to     |
    | cryolipolysis      | fat that grows instead (paradoxical adipose hyperplasia) | 0.22 % | 0.1 %  | 0.47 % |
    | liposuction        | major complication, liposuction alone                    | 0.7 %  |        |        |
    | deoxycholate-submental | nerve injury                                         | 4 %    |        |        |
    | mesotherapy-non-ablative | infection                                          |        |        |        |
""")
def test_a_harm_that_nobody_counted_has_no_number(edition: Edition, row: Row) -> None:
    harm = next(each for each in edition.all(Alternative)[row["way"]].risks if each.harm == row["harm"])
    counted = tuple(str(each or "") for each in (harm.share, harm.low, harm.high))
    assert counted == (row["share"], row["from"], row["to"])


def test_the_table_lists_every_way_doing_nothing_first(edition: Edition) -> None:
    ways = [way.id for way in comparison(edition).alternatives]
    assert ways[0] == "nothing"
    assert len(ways) == 9
