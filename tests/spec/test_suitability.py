"""Whom the sources name a purpose for, and what the answers leave to be said."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from nappage.engine.edition import Edition
from nappage.engine.session_limit import size_note
from nappage.engine.signing import signing
from nappage.engine.suitability import SuitabilityAnswer, asked_for, suitability_notes
from nappage.values.answer import Answer
from support.open_visit import AT, CLINIC, PLAN, visit_story
from support.spec import Row, specified_by

title = "Whom a purpose is for"
text = """
Where a source names whom it finds something best for, that is asked when the plan is written. An answer that is missing
or does not fit is said beside the plan, with its source; it closes nothing. Questions of one aspect are alternatives:
one answer that fits is enough.
"""


def answered(row: Row, *names: str) -> tuple[SuitabilityAnswer, ...]:
    said = {name: row[name.replace("-", " ")] for name in names}
    return tuple(SuitabilityAnswer(id, Answer(answer)) for id, answer in said.items() if answer)


@pytest.mark.proves("R040", "R042")
@specified_by("""
    | fat in places | stayed after diet and exercise | too small for surgery | open                                       | does not fit                   |
    |               |                                |                       | fat-in-places stayed-after-diet-and-exercise too-small-for-surgery |        |
    | yes           | yes                            | yes                   |                                            |                                |
    | yes           | yes                            | no                    |                                            |                                |
    | yes           | yes                            | unknown               | too-small-for-surgery                      |                                |
    | yes           | unknown                        | no                    | stayed-after-diet-and-exercise             |                                |
    | yes           | no                             | no                    |                                            | stayed-after-diet-and-exercise |
    | no            | no                             | no                    |                                            | fat-in-places stayed-after-diet-and-exercise |
    | no            | yes                            |                       | too-small-for-surgery                      | fat-in-places                  |
""")  # noqa: E501  # one row, one line
def test_a_deposit_of_fat_is_asked_whether_it_is_local_and_stayed(edition: Edition, row: Row) -> None:
    names = ("fat-in-places", "stayed-after-diet-and-exercise", "too-small-for-surgery")
    assert said(edition, "localised-fat", answered(row, *names)) == (row["open"], row["does not fit"])


@pytest.mark.proves("R106")
@specified_by("""
    | skin sags | skin of poor quality | open                           | does not fit                   |
    |           |                      | skin-sags skin-of-poor-quality |                                |
    | yes       |                      |                                |                                |
    |           | yes                  |                                |                                |
    | no        | yes                  |                                |                                |
    | no        | unknown              | skin-of-poor-quality           |                                |
    | no        | no                   |                                | skin-sags skin-of-poor-quality |
""")
def test_a_face_or_neck_is_asked_whether_its_skin_sags_or_is_of_poor_quality(edition: Edition, row: Row) -> None:
    answers = answered(row, "skin-sags", "skin-of-poor-quality")
    assert said(edition, "face-neck-rejuvenation", answers) == (row["open"], row["does not fit"])


def said(edition: Edition, indication: str, answers: tuple[SuitabilityAnswer, ...]) -> tuple[str, ...]:
    notes = {one.fact.code: one for one in suitability_notes(edition, indication, answers)}
    assert all(one.sources for one in notes.values())
    codes = ("suitability.open", "suitability.does-not-fit")
    return tuple(
        " ".join(cast("tuple[str, ...]", notes[code].fact["asked"])) if code in notes else "" for code in codes
    )


@pytest.mark.proves("R040", "R106")
def test_each_question_says_which_line_names_it_and_other_purposes_ask_nothing(edition: Edition) -> None:
    asked = {id: [str(one.sources[0]) for one in asked_for(edition, id)] for id in ("localised-fat", "cellulite")}
    assert asked == {"localised-fat": ["000:19"] * 3, "cellulite": []}
    assert [str(one.sources[0]) for one in asked_for(edition, "face-neck-rejuvenation")] == ["001:56", "001:56"]


@pytest.mark.proves("R040")
def test_no_answer_keeps_a_plan_from_being_signed(edition: Edition) -> None:
    against = tuple(SuitabilityAnswer(one.id, Answer.NO) for one in asked_for(edition, "localised-fat"))
    plans = [replace(PLAN, indication="localised-fat", suitability=answers) for answers in ((), against)]
    found = [signing(visit_story(edition, plan=plan), CLINIC, edition, "physician", AT) for plan in plans]
    assert found[0].refusals == found[1].refusals
    assert found[0].contested == found[1].contested
    assert [one.fact.code for one in found[1].notes if one.rule == "suitability"] == ["suitability.does-not-fit"]


@pytest.mark.proves("R088")
def test_beside_the_count_stands_that_size_bears_on_it_and_that_no_source_gives_a_figure(edition: Edition) -> None:
    note = size_note(edition)
    assert (note.fact.code, note.fact.values, note.remedy.values) == ("plan.size-gives-no-number", (), ())
    assert [str(source) for source in note.sources] == ["001:41"]
