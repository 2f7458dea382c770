"""Scores beside the beginning: only like beside like, and a scale that compares by itself is never subtracted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.scale import Course, scales_for, score_changes
from nappage.engine.score import Score, Teller
from nappage.engine.story import Patient, Plan, Sex, Side, Site, Story
from nappage.values.answer import Answer

MADRID = ZoneInfo("Europe/Madrid")
FIRST = date(2026, 3, 3)
THEN = datetime(2026, 3, 3, 9, tzinfo=UTC)
NOW = THEN + timedelta(days=42)


def score(scale: str, value: str, at: datetime = NOW, told_by: Teller = Teller.CLINICIAN) -> Score:
    return Score(scale, Decimal(value), at, "x", told_by)


@pytest.mark.parametrize(
    ("before", "after", "course"),
    [("3", "2", Course.BETTER), ("2", "3", Course.WORSE), ("2", "2", Course.UNIMPORTANT)],
)
def test_a_score_is_put_beside_that_of_the_beginning(edition: Edition, before: str, after: str, course: Course) -> None:
    (found,) = score_changes(edition, [score("dimpling", after), score("dimpling", before, THEN)], MADRID, FIRST)
    assert found.course is course
    assert found.before is not None
    assert str(found.before.score) == before
    assert found.because.fact.code == f"score.{course.value}"


def test_the_beginning_is_the_last_score_up_to_the_day_of_session_1(edition: Edition) -> None:
    scores = [
        score("dimpling", "4", THEN - timedelta(days=20)),
        score("dimpling", "3", THEN),
        score("dimpling", "1", THEN + timedelta(days=14)),
        score("dimpling", "2"),
    ]
    (found,) = score_changes(edition, scores, MADRID, FIRST)
    assert found.before == scores[1]
    assert found.latest == scores[3]


def test_a_score_without_a_beginning_stands_alone(edition: Edition) -> None:
    (later,) = score_changes(edition, [score("dimpling", "2")], MADRID, FIRST)
    (only,) = score_changes(edition, [score("dimpling", "2")], MADRID, None)
    for found in (later, only):
        assert found.before is None
        assert found.course is Course.UNKNOWN
        assert found.because.fact.code == "score.alone"


def test_global_improvement_compares_by_itself_and_is_never_subtracted(edition: Edition) -> None:
    (found,) = score_changes(edition, [score("gais", "4", THEN), score("gais", "2")], MADRID, FIRST)
    assert found.before is None


def test_the_patient_and_the_clinician_are_two_series(edition: Edition) -> None:
    scores = [score("gais", "2"), score("gais", "4", told_by=Teller.PATIENT)]
    found = score_changes(edition, scores, MADRID, FIRST)
    assert [(one.latest.told_by, str(one.latest.score)) for one in found] == [
        (Teller.CLINICIAN, "2"),
        (Teller.PATIENT, "4"),
    ]


def test_sizes_of_two_systems_are_two_series_and_none_is_judged(edition: Edition) -> None:
    sizes = [
        replace(score("clothes-size", "40", THEN), system="EU"),
        replace(score("clothes-size", "38"), system="EU"),
        replace(score("clothes-size", "8"), system="US"),
    ]
    eu, us = score_changes(edition, sizes, MADRID, FIRST)
    assert (eu.course, eu.before) == (Course.UNKNOWN, sizes[0])
    assert us.before is None


def test_what_was_counted_is_held_against_the_error_of_counting(edition: Edition) -> None:
    def counted(value: str, at: datetime) -> Score:
        return replace(score("hair-density", value, at), method="automatic")

    (more,) = score_changes(edition, [counted("100", THEN), counted("120", NOW)], MADRID, FIRST)
    (same,) = score_changes(edition, [counted("100", THEN), counted("105", NOW)], MADRID, FIRST)
    assert (more.beyond_error, same.beyond_error) == (Answer.YES, Answer.NO)


def test_what_is_seen_on_the_day_and_what_nobody_knows_is_no_series(edition: Edition) -> None:
    assert score_changes(edition, [score("glow", "3"), score("nobody", "1")], MADRID, FIRST) == ()


def offered(edition: Edition, indication: str, *sites: Site, sex: Sex | None = None) -> set[str]:
    plan = Plan(indication, sites=sites) if indication else None
    return {scale.id for scale in scales_for(edition, Story(Patient(date(1990, 5, 14), sex), plan=plan))}


def test_scales_are_offered_by_purpose_and_region(edition: Edition) -> None:
    thighs = offered(edition, "cellulite", Site("thigh", Side.LEFT))
    assert {"dimpling", "hexsel", "gais", "satisfaction", "clothes-fit", "belt-notch"} <= thighs
    assert not {"elasticity", "glow", "stage", "mmasi", "ludwig"} & thighs
    face = offered(edition, "face-neck-rejuvenation", Site("cheek", Side.LEFT))
    assert {"elasticity", "firmness", "retraction", "gais"} <= face
    assert not {"clothes-fit", "glow"} & face
    assert {"elasticity", "retraction"} <= offered(edition, "loose-skin", Site("abdomen"))
    assert {"masi", "mmasi"} <= offered(edition, "pigment-lightening", Site("cheek", Side.LEFT))
    assert "satisfaction" in offered(edition, "")


def test_a_pattern_of_hair_loss_is_that_of_the_sex(edition: Edition) -> None:
    assert {"ludwig", "sinclair", "hair-density"} <= offered(edition, "hair-loss", sex=Sex.FEMALE)
    assert "norwood" not in offered(edition, "hair-loss", sex=Sex.FEMALE)
    assert {"ludwig", "norwood"} <= offered(edition, "hair-loss")


def test_a_score_is_the_clinicians_unless_it_says_otherwise() -> None:
    assert Score("dimpling", Decimal(1), NOW, "x").told_by is Teller.CLINICIAN
