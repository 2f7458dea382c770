"""Scales: directions, ranges, and changes that matter to anybody."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nappage.engine.edition import Edition
from nappage.engine.melasma import MelasmaLook, masi, mmasi
from nappage.engine.objection import Weight
from nappage.engine.scale import Scale, band_of, beyond_method_error, course_of, in_range, score_objection, total
from nappage.values.quantity import plain
from support.spec import Row, specified_by

title = "Scales"
text = "Each scale says its direction, its range and the change that matters; where none is agreed, none is better."


@pytest.mark.proves("R101", "R107", "R108", "R145", "R147", "R103")
@specified_by("""
    | scale        | better  | range   | right after the session |
    | skin-quality | higher  | 0 to 4  | no  |
    | dimpling     | lower   | 0 to 4  | no  |
    | glow         | higher  | 0 to 4  | yes |
    | elasticity   | higher  | 0 to 4  | no  |
    | firmness     | higher  | 0 to 4  | no  |
    | retraction   | higher  | 0 to 4  | no  |
    | smoothness   | higher  | 0 to 4  | no  |
    | clothes-size | neither |         | no  |
    | belt-notch   | neither |         | no  |
    | gais         | lower   | 1 to 5  | no  |
    | hexsel       | lower   | 0 to 15 | no  |
    | gad-7        | lower   | 0 to 21 | no  |
    | mmasi        | lower   | 0 to 24 | no  |
    | norwood      | lower   | 1 to 7  | no  |
""")
def test_a_scale_has_a_direction_and_a_range(row: Row, edition: Edition) -> None:
    scale = edition.all(Scale)[row["scale"]]
    assert scale.better.value == row["better"]
    assert (f"{scale.lowest} to {scale.highest}" if scale.lowest is not None else "") == row["range"]
    assert scale.same_day is (row["right after the session"] == "yes")
    assert scale.licence


@pytest.mark.proves("R124", "R022")
@specified_by("""
    | scale        | score | has it | objection          | weight      |
    | pain         | 0     | yes    |                    |             |
    | pain         | 6     | yes    |                    |             |
    | pain         | 7     | yes    | scale.unexpected   | warning     |
    | pain         | 10    | yes    | scale.unexpected   | warning     |
    | pain         | 11    | no     | scale.out-of-range | no-override |
    | pain         | -1    | no     | scale.out-of-range | no-override |
    | pain         | 6.5   | no     | scale.out-of-range | no-override |
    | mmasi        | 6.5   | yes    |                    |             |
    | hair-density | 400.5 | yes    |                    |             |
    | clothes-size | 38    | yes    |                    |             |
""")
def test_a_score_outside_the_scale_is_refused_and_severe_pain_is_unexpected(row: Row, edition: Edition) -> None:
    scale, score = edition.all(Scale)[row["scale"]], Decimal(row["score"])
    assert in_range(scale, score) is (row["has it"] == "yes")
    found = score_objection(scale, score)
    assert (found.because.fact.code if found else "") == row["objection"]
    assert (found.weight.value if found else "") == row["weight"]


@specified_by("""
    | scale      | before | after | course            |
    | pain       | 4      | 3     | better            |
    | pain       | 5      | 4     | less-than-matters |
    | pain       | 5      | 3     | better            |
    | pain       | 5      | 7     | worse             |
    | pain       | 8      | 5     | better            |
    | pain       | 8      | 6     | less-than-matters |
    | pain       | 0      | 5     | no-agreed-change  |
    | gais       | 4      | 3     | better            |
    | gais       | 4      | 5     | worse             |
    | gais       | 4      | 4     | less-than-matters |
    | elasticity | 1      | 2     | better            |
    | elasticity | 2      | 1     | worse             |
    | mmasi      | 10     | 1     | no-agreed-change  |
    | belt-notch | 4      | 2     | no-agreed-change  |
""")
def test_a_change_counts_when_it_is_one_that_matters(row: Row, edition: Edition) -> None:
    found = course_of(edition.all(Scale)[row["scale"]], Decimal(row["before"]), Decimal(row["after"]))
    assert found.value == row["course"]


@specified_by("""
    | method            | before | after | beyond  |
    | automatic         | 150    | 168   | no      |
    | automatic         | 150    | 168.1 | yes     |
    | automatic         | 150    | 169   | yes     |
    | automatic         | 150    | 131   | yes     |
    | corrected-by-hand | 150    | 160.5 | no      |
    | corrected-by-hand | 150    | 158   | no      |
    | hair-to-hair      | 150    | 151   | yes     |
    | by eye            | 150    | 300   | unknown |
""")
def test_hair_counts_are_held_against_the_error_of_their_method(row: Row, edition: Edition) -> None:
    density = edition.all(Scale)["hair-density"]
    found = beyond_method_error(density, row["method"], Decimal(row["before"]), Decimal(row["after"]))
    assert found.value == row["beyond"]


@specified_by("""
    | scale  | parts               | total | severity |
    | hexsel | 1, 1, 1, 1, 1       | 5     | mild     |
    | hexsel | 3, 3, 3, 3, 3       | 15    | severe   |
    | hexsel | 2, 1, 1, 1, 1       | 6     | moderate |
    | hexsel | 1, 1, 1, 1          |       |          |
    | hexsel | 1, 1, 1, 1, unknown |       |          |
    | hexsel | 4, 1, 1, 1, 1       |       |          |
    | hexsel | -1, 1, 1, 1, 1      |       |          |
    | gad-7  | 0, 0, 0, 0, 0, 0, 0 | 0     | minimal  |
    | gad-7  | 3, 3, 3, 3, 3, 3, 3 | 21    | severe   |
    | pain   | 1                   |       |          |
""")
def test_a_total_needs_every_part(row: Row, edition: Edition) -> None:
    scale = edition.all(Scale)[row["scale"]]
    parts = [None if one == "unknown" else Decimal(one) for one in row["parts"].split(", ")]
    found = total(scale, parts)
    assert (str(found) if found is not None else "") == row["total"]
    band = band_of(scale, found) if found is not None else None
    assert (band.name if band else "") == row["severity"]


@specified_by("""
    | forehead | left-cheek | right-cheek | chin   | mmasi | masi |
    | 100 4 4  | 100 4 4    | 100 4 4     | 100 4 4 | 24   | 48   |
    | 0 4 4    | 0 0 0      | 0 0 0       | 0 0 0  | 0     | 0    |
    | 9 1 2    | 0 0 0      | 0 0 0       | 0 0 0  | 0.3   | 0.9  |
    | 0 0 0    | 10 2 1     | 0 0 0       | 30 3 1 | 2.1   | 3    |
    | 0.5 1 0  | 0 0 0      | 0 0 0       | 0 0 0  | 0.3   | 0.3  |
    | 10 1 1   | 10 1 1     | 10 1 1      |        |       |      |
    | 10 1     | 10 1 1     | 10 1 1      | 10 1 1 | 2     |      |
""")
def test_the_melasma_indices_add_the_parts_of_the_face(row: Row, edition: Edition) -> None:
    looks = {}
    for region in ("forehead", "left-cheek", "right-cheek", "chin"):
        if row[region]:
            percent, darkness, *evenness = row[region].split()
            looks[region] = MelasmaLook(Decimal(percent), int(darkness), int(evenness[0]) if evenness else None)
    for index, of in (("mmasi", mmasi), ("masi", masi)):
        found = of(edition, looks)
        assert ("" if found is None else plain(found)) == row[index]


def test_a_score_that_is_not_expected_warns_and_cites_who_says_that_nobody_reports_it(edition: Edition) -> None:
    found = score_objection(edition.all(Scale)["pain"], Decimal(8))
    assert found is not None
    assert found.weight is Weight.WARNING
    assert "001:81" in [str(citation) for citation in found.because.sources]
    assert found.because.fact["unexpected_from"] == Decimal(7)


def test_the_parts_of_the_face_weigh_one_together(edition: Edition) -> None:
    full = MelasmaLook(Decimal(90), 1)
    looks = dict.fromkeys(("forehead", "left-cheek", "right-cheek", "chin"), full)
    assert mmasi(edition, looks) == Decimal(6)
