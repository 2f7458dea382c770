"""The specification of the nine questions of text 001."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.engine.frequent_question import FrequentQuestion, frequent_questions
from support.spec import Row, specified_by

title = "Nine questions before a course"
text = """
The questions that one of the texts answers for its readers, answered from the entries that know. Each answer begins
with what is not known, and names the places that disagree.
"""


@pytest.mark.proves("R126")
@specified_by("""
    | number | question     | asked at | places that disagree                                          |
    | 1      | how-many     | 001:39   | 000:11, 001:41, 002:13, 003:31                                |
    | 2      | liposuction  | 001:44   | 000:1, 001:46, 002:9, 004:16, 004:18                          |
    | 3      | prepare      | 001:49   | 001:51, 002:17, 003:24                                        |
    | 4      | results      | 001:54   | 000:11, 001:56, 002:21, 003:35, 004:8                         |
    | 5      | how-long     | 001:59   | 000:16, 001:61, 002:11, 004:8                                 |
    | 6      | how-often    | 001:64   | 001:66, 003:31                                                |
    | 7      | side-effects | 001:69   | 000:24, 000:26, 001:71, 002:29, 002:31, 003:40, 004:11        |
    | 8      | work         | 001:74   | 000:9, 001:76, 002:25, 003:55                                 |
    | 9      | pain         | 001:79   | 000:9, 001:81, 002:17, 003:28, 003:41, 004:8                  |
""")
def test_each_of_the_nine_questions_names_where_it_was_asked_and_who_disagrees(edition: Edition, row: Row) -> None:
    question = edition.all(FrequentQuestion)[row["question"]]
    assert question.number == int(row["number"])
    assert str(question.sources[0]) == row["asked at"]
    assert ", ".join(str(voice.citation) for voice in question.disagree) == row["places that disagree"]


@pytest.mark.proves("R126")
def test_the_nine_stand_in_the_order_of_the_text(edition: Edition) -> None:
    assert [question.number for question in frequent_questions(edition)] == [1, 2, 3, 4, 5, 6, 7, 8, 9]


UNCERTAIN = {
    "how-many": "Nobody has tested",
    "liposuction": "Nobody can say that one equals the other",
    "prepare": "The sources disagree",
    "results": "It is hard to say whether it works",
    "how-long": "Nobody has followed",
    "how-often": "No trial compared",
    "side-effects": "How often each occurs is mostly not known",
    "work": "It differs from person to person",
    "pain": "Nobody can tell in advance",
}


@pytest.mark.proves("R126")
@pytest.mark.parametrize("id", list(UNCERTAIN))
def test_an_answer_begins_with_what_is_not_known(edition: Edition, id: str) -> None:
    assert edition.all(FrequentQuestion)[id].answer["en"].startswith(UNCERTAIN[id])
