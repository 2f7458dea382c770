"""The drawn course, by its structure: what is there, in which row, and that nothing hides something else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.rendering.course import marks
from nappage.rendering.timeline import LETTER, NARROW, WIDE, Mark, MarkKind, draw_course
from support.examples import example

ZONE = ZoneInfo("Europe/Madrid")
SVG = "{http://www.w3.org/2000/svg}"
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def drawn(*course: Mark, width: int = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(draw_course(course, ZONE, width=width))


def texts(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def sessions(count: int, kind: MarkKind = MarkKind.COMING, days: float = 14) -> list[Mark]:
    return [Mark(kind, at(days * index), str(index + 1)) for index in range(count)]


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw_course((), ZONE) == ""


def test_every_session_has_its_number_and_its_date() -> None:
    said = texts(drawn(*sessions(3)))
    assert [said[said.index(number) : said.index(number) + 2] for number in "123"] == [
        ["1", "3 Mar"],
        ["2", "17 Mar"],
        ["3", "31 Mar"],
    ]


def test_a_session_on_hold_is_dashed_and_the_others_are_not() -> None:
    picture = drawn(*sessions(2), Mark(MarkKind.HELD, at(28), "3"))
    dashes = [circle.get("stroke-dasharray") for circle in picture.iter(f"{SVG}circle")]
    assert dashes == [None, None, "3 2"]


def test_a_given_session_is_filled() -> None:
    picture = drawn(*sessions(1, MarkKind.GIVEN), Mark(MarkKind.COMING, at(14), "2"))
    given, coming = picture.iter(f"{SVG}circle")
    assert given.get("fill") != coming.get("fill")


def test_rows_are_named_and_only_those_with_something_in_them() -> None:
    picture = drawn(*sessions(3), Mark(MarkKind.FOLLOW_UP, at(7), ""), Mark(MarkKind.REPORT, at(8), ""))
    assert [name for name in ("wash-out", "aftercare", "follow-up", "reported") if name in texts(picture)] == [
        "follow-up",
        "reported",
    ]


def test_a_follow_up_long_after_the_course_does_not_stretch_it() -> None:
    near = drawn(*sessions(3))
    far = drawn(*sessions(3), Mark(MarkKind.FOLLOW_UP, at(180), ""))
    assert [c.get("cx") for c in near.iter(f"{SVG}circle")] == [c.get("cx") for c in far.iter(f"{SVG}circle")]
    assert "follow-up" not in texts(far)


def test_a_recall_months_later_stands_behind_a_break_with_its_dates() -> None:
    picture = drawn(*sessions(10), Mark(MarkKind.RECALL, at(310), "recall", at(490)))
    assert "recall" in texts(picture)
    assert "7 Jan 2027 - 6 Jul 2027" in texts(picture)
    assert len(list(picture.iter(f"{SVG}path"))) == 2


def test_now_and_checkpoint_on_one_day_stand_one_above_the_other() -> None:
    picture = drawn(*sessions(4), Mark(MarkKind.NOW, at(42), "now"), Mark(MarkKind.CHECKPOINT, at(42), "checkpoint 4"))
    labels = {text.text: float(text.get("y") or 0) for text in picture.iter(f"{SVG}text")}
    assert labels["now, 14 Apr"] != labels["checkpoint 4, 14 Apr"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("gap", [0, 0.5, 1, 3, 7, 14])
def test_labels_of_flags_never_lie_on_each_other(gap: float, width: int) -> None:
    flags = [
        Mark(MarkKind.TEST, at(-1), "test"),
        Mark(MarkKind.NOW, at(-1 + gap), "now"),
        Mark(MarkKind.CHECKPOINT, at(-1 + 2 * gap), "checkpoint 4"),
    ]
    picture = drawn(*sessions(6), *flags, width=width)
    boxes = [
        (float(text.get("y") or 0), float(text.get("x") or 0), LETTER / 2 * len(text.text or ""))
        for text in picture.iter(f"{SVG}text")
        if "," in (text.text or "")
    ]
    assert len(boxes) == 3
    for index, (y, x, half) in enumerate(boxes):
        assert half <= x <= width - half
        for other_y, other_x, other_half in boxes[index + 1 :]:
            assert y != other_y or abs(x - other_x) >= half + other_half


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("count", [2, 10, 15, 40])
def test_sessions_that_are_close_shrink_rather_than_hide_each_other(count: int, width: int) -> None:
    picture = drawn(*sessions(count, days=7), width=width)
    circles = [(float(c.get("cx") or 0), float(c.get("r") or 0)) for c in picture.iter(f"{SVG}circle")]
    assert len(circles) == count
    assert all(right - left >= radius for (left, radius), (right, _) in pairwise(circles))
    dates = [
        float(text.get("x") or 0) for text in picture.iter(f"{SVG}text") if re.fullmatch(r"\d+ \w{3}", text.text or "")
    ]
    assert all(right - left >= 46 for left, right in pairwise(dates))


def test_everything_drawn_is_also_said_in_order(edition: Edition) -> None:
    case = example("s1-thighs")
    assert case.at is not None
    found = outlook(case.story, case.policy, edition, case.at)
    picture = drawn(*marks(found, ZONE))
    said = picture.findtext(f"{SVG}desc") or ""
    assert picture.findtext(f"{SVG}title") == "The course"
    assert said.startswith("allergy test test: 2 Mar 2026 10:00; session given 1: 3 Mar 2026 10:30")
    assert "now now: 14 Apr 2026" in said


def test_a_label_in_a_lower_row_stands_off_the_line_of_the_one_above() -> None:
    picture = drawn(*sessions(4), Mark(MarkKind.TEST, at(20), "test"), Mark(MarkKind.NOW, at(21), "now"))
    line = max(float(rule.get("x1") or 0) for rule in picture.iter(f"{SVG}line") if rule.get("stroke") == "#234f86")
    now = next(text for text in picture.iter(f"{SVG}text") if text.text == "now, 24 Mar")
    assert float(now.get("x") or 0) - LETTER / 2 * len("now, 24 Mar") > line


def test_a_label_cannot_bring_markup_along() -> None:
    assert "<script>" not in draw_course([Mark(MarkKind.COMING, START, "<script>")], ZONE)


@pytest.mark.proves("S5")
def test_a_course_on_hold_is_drawn_with_every_coming_session_dashed(edition: Edition) -> None:
    case = example("s5-pregnant")
    assert case.at is not None
    kinds = [mark.kind for mark in marks(outlook(case.story, case.policy, edition, case.at), ZONE)]
    assert (kinds.count(MarkKind.GIVEN), kinds.count(MarkKind.HELD), kinds.count(MarkKind.COMING)) == (3, 7, 0)


def test_without_any_date_there_is_no_course_to_draw(edition: Edition) -> None:
    case = example("s1-thighs")
    assert case.at is not None
    unplanned = replace(case.story, plan=None, sessions=(), tests=())
    assert marks(outlook(unplanned, case.policy, edition, case.at), ZONE) == ()
