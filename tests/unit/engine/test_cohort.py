"""Courses of one purpose taken together: who counts, and what those who were lost do to the interval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from statistics import mean, stdev

import pytest

from nappage.engine.change import Exclusion
from nappage.engine.cohort import CohortRule, Followed, Told, cohort_change, cohort_changes, net_change
from nappage.engine.edition import Edition
from nappage.engine.story import Side, Story, TapeReading
from nappage.values.quantity import Quantity, Unit
from support.clinic_days import CLINIC, at, given, plan, story

PLAN = plan("cellulite", "001-body", 10)
BEFORE_FOURTH = given("2026-03-03 10:30", "2026-03-17 10:30", "2026-03-31 10:30")


def tape(day: str, thigh: str, arm: str = "28.5", side: Side = Side.LEFT) -> tuple[TapeReading, ...]:
    when = at(f"{day} 10:00")
    return (
        TapeReading("thigh", Quantity.parse(f"{thigh} cm"), when, "n", side),
        TapeReading("arm", Quantity.parse(f"{arm} cm"), when, "n", Side.RIGHT, sentinel=True),
    )


COURSE = replace(
    story(PLAN, *BEFORE_FOURTH),
    tape=(*tape("2026-02-01", "59.0"), *tape("2026-03-03", "57.0"), *tape("2026-03-31", "52.0")),
)
CHECKED = (*COURSE.tape, *tape("2026-04-14", "56.0", "28.3"), *tape("2026-07-07", "50.0"))


def change(told: Story, edition: Edition, *left_out: Exclusion) -> str | None:
    found = net_change(edition, CLINIC, told, left_out)
    return f"{found[0]} {found[1]}" if found else None


@pytest.mark.proves("H-32")
def test_it_is_the_first_day_measured_from_the_agreed_checkpoint_on_from_the_baseline_of_session_1(
    edition: Edition,
) -> None:
    assert change(replace(COURSE, tape=CHECKED), edition) == "2026-04-14 -0.8 cm"


def test_a_person_counts_once_with_the_mean_of_their_places(edition: Edition) -> None:
    right = (*tape("2026-03-03", "57.0", side=Side.RIGHT)[:1], *tape("2026-04-14", "57.2", side=Side.RIGHT)[:1])
    assert change(replace(COURSE, tape=(*CHECKED, *right)), edition) == "2026-04-14 -0.2 cm"


def test_there_is_none_before_the_checkpoint_without_one_or_without_anything_to_compare(edition: Edition) -> None:
    assert change(COURSE, edition) is None
    assert change(replace(COURSE, tape=CHECKED, sessions=BEFORE_FOURTH[:2]), edition) is None
    assert change(replace(COURSE, tape=CHECKED, plan=replace(PLAN, criterion=None)), edition) is None
    assert change(replace(COURSE, tape=tuple(one for one in CHECKED if not one.sentinel)), edition) is None


def test_a_checkpoint_agreed_before_the_first_session_is_judged_after_it(edition: Edition) -> None:
    assert PLAN.criterion is not None
    at_first = replace(PLAN, criterion=replace(PLAN.criterion, checkpoint=1))
    assert change(replace(COURSE, plan=at_first, sessions=()), edition) is None
    assert change(replace(COURSE, plan=at_first), edition) == "2026-03-31 -5 cm"


def test_days_that_count_in_no_outcome_are_passed_over(edition: Edition) -> None:
    pregnant = Exclusion(date(2026, 4, 1), date(2026, 5, 1))
    assert change(replace(COURSE, tape=CHECKED), edition, pregnant) == "2026-07-07 -7 cm"


def test_who_is_on_the_way_counts_in_none_and_who_was_erased_in_every_purpose(edition: Edition) -> None:
    changes = [Followed("cellulite", Quantity.parse(f"{-1 - number % 3} cm")) for number in range(30)]
    others = [Followed("cellulite", None), Followed("cellulite", None, under_way=True), Followed("loose-skin", None)]
    found = cohort_changes(edition, [*changes, *others], nameless=2)
    assert {purpose: (one.measured, one.lost) for purpose, one in found.items()} == {
        "cellulite": (30, 3),
        "loose-skin": (0, 3),
    }
    assert found["cellulite"].told is Told.APART
    assert found["loose-skin"].told is Told.TOO_FEW


@pytest.mark.parametrize("scale", ["0.1", "0.2", "0.3", "0.7", "1", "10", "25"])
@pytest.mark.parametrize("count", [30, 31, 37, 40, 52])
def test_mean_and_interval_are_those_of_the_numbers_given(edition: Edition, count: int, scale: str) -> None:
    """An independent computation: the library's mean and deviation of a sample, and the interval by hand."""
    rule = edition.all(CohortRule)["cohort"]
    amounts = [Decimal(number % 7 - 2) * Decimal(scale) for number in range(count)]
    told = cohort_change(rule, [Quantity(amount, Unit.CM) for amount in amounts], 0)
    half = Decimal("1.96") * stdev(amounts) / Decimal(count).sqrt()
    step = Decimal("0.1")
    assert (told.mean, told.low, told.high) == (
        Quantity(mean(amounts).quantize(step, ROUND_HALF_UP), Unit.CM),
        Quantity((mean(amounts) - half).quantize(step, ROUND_FLOOR), Unit.CM),
        Quantity((mean(amounts) + half).quantize(step, ROUND_CEILING), Unit.CM),
    )


@pytest.mark.proves("H-32")
def test_the_more_are_lost_the_wider_it_is_until_nothing_is_told(edition: Edition) -> None:
    rule = edition.all(CohortRule)["cohort"]
    changes = [Quantity.parse(f"{-1 - number % 3} cm") for number in range(60)]
    told = [cohort_change(rule, changes, lost) for lost in (0, 10, 30, 60)]
    widths = [one.high - one.low for one in told if one.high and one.low]
    assert widths == sorted(widths)
    assert len(set(widths)) == 4
    assert {one.told for one in told} == {Told.APART}
    assert cohort_change(rule, [one + Quantity.parse("1 cm") for one in changes], 60).told is Told.NOT_APART
    assert cohort_change(rule, changes, 61).told is Told.TOO_FEW
    assert cohort_change(rule, changes[:29], 0).told is Told.TOO_FEW
