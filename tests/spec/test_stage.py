"""Stages of cellulite, its causes, and the body mass index."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from nappage.engine.body_mass import body_mass, low_body_mass
from nappage.engine.edition import Edition
from nappage.engine.objection import Weight
from nappage.engine.stage import contradiction, only_untreatable, stage_of
from nappage.engine.story import CelluliteObservation, Patient, Reading, Story
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.spec import Row, specified_by

title = "Cellulite stage and body mass"
text = "The looks are stored and the stage follows; a look that is missing leaves open what depends on it."

AT = datetime(2026, 2, 19, 10, tzinfo=UTC)


@pytest.mark.proves("R081", "S1")
@specified_by("""
    | pinch | standing | lying | stage | possible   |
    | no    | no       | no    | 0     | 0          |
    | yes   | no       | no    | 1     | 1          |
    | yes   | yes      | no    | 2     | 2          |
    | no    | yes      | no    | 2     | 2          |
    |       | yes      | no    | 2     | 2          |
    | yes   | yes      | yes   | 3     | 3          |
    |       |          | yes   | 3     | 3          |
    |       | yes      | yes   | 3     | 3          |
    |       | no       | no    |       | 0, 1       |
    | yes   | no       |       | 1     | 1          |
    | yes   |          | no    |       | 1, 2       |
    | yes   | yes      |       |       | 2, 3       |
    | no    |          |       |       | 0, 2, 3    |
    |       |          |       |       | 0, 1, 2, 3 |
    | yes   | no       | yes   |       |            |
""")
def test_the_stage_follows_from_three_looks(row: Row, edition: Edition) -> None:
    looks = {name: Answer(row[name] or "unknown") for name in ("pinch", "standing", "lying")}
    observation = CelluliteObservation(AT, **looks)
    found = stage_of(edition, observation)
    assert ("" if found.grade is None else str(found.grade)) == row["stage"]
    assert ", ".join(map(str, found.possible)) == row["possible"]
    assert found.observation is observation
    against = contradiction(edition, observation)
    assert (against is None) is bool(row["possible"])
    assert against is None or (against.weight is Weight.WARNING and against.because.fact.code == "stage.contradiction")


@pytest.mark.proves("R080", "R084")
@specified_by("""
    | ticked                                     | warning                |
    |                                            |                        |
    | lymph                                      | cause.only-untreatable |
    | lymph, hormones                            | cause.only-untreatable |
    | lymph, circulation                         |                        |
    | connective-tissue                          |                        |
    | fat-herniation                             |                        |
    | something else                             |                        |
""")
def test_a_course_for_causes_that_nobody_calls_treatable_is_warned_of(row: Row, edition: Edition) -> None:
    found = only_untreatable(edition, [one.strip() for one in row["ticked"].split(",")])
    assert (found.because.fact.code if found else "") == row["warning"]
    if found:
        assert found.because.remedy["treatable"] == ("circulation", "fat-herniation", "connective-tissue")
        assert found.weight is Weight.WARNING


@pytest.mark.proves("S1", "H-23")
@specified_by("""
    | height | weight  | index      | low     | objection         |
    | 168 cm | 62.0 kg | 22 kg/m2   | no      |                   |
    | 1.68 m | 62.0 kg | 22 kg/m2   | no      |                   |
    | 168 cm | 49.1 kg | 17.4 kg/m2 | yes     | body-mass.low     |
    | 170 cm | 53.4 kg | 18.5 kg/m2 | yes     | body-mass.low     |
    | 200 cm | 74.0 kg | 18.5 kg/m2 | no      |                   |
    | 168 cm |         | None       | unknown | body-mass.unknown |
    |        | 62.0 kg | None       | unknown | body-mass.unknown |
""")
def test_a_low_body_mass_is_found_on_the_exact_index(row: Row, edition: Edition) -> None:
    height = Quantity.parse(row["height"]) if row["height"] else None
    readings = (Reading("weight", Quantity.parse(row["weight"]), AT),) if row["weight"] else ()
    story = Story(Patient(date(1990, 5, 14), height=height), readings=readings)
    found = body_mass(edition, story, AT)
    assert (str(found.index), found.is_low.value) == (row["index"], row["low"])
    against = low_body_mass(edition, story, AT)
    assert (against.because.fact.code if against else "") == row["objection"]


def test_a_low_index_waits_for_a_physician_and_an_unknown_one_warns(edition: Edition) -> None:
    patient = Patient(date(1990, 5, 14), height=Quantity.parse("168 cm"))
    thin = Story(patient, readings=(Reading("weight", Quantity.parse("49.1 kg"), AT),))
    low, unknown = low_body_mass(edition, thin, AT), low_body_mass(edition, Story(patient), AT)
    assert low is not None
    assert unknown is not None
    assert (low.weight, unknown.weight) == (Weight.PHYSICIAN_DECIDES, Weight.WARNING)
    assert str(low.because.sources[0]) == "decision:19"
    assert low.because.fact["index"] == Quantity.parse("17.4 kg/m2")


def test_the_last_weight_up_to_the_instant_counts(edition: Edition) -> None:
    patient = Patient(date(1990, 5, 14), height=Quantity.parse("168 cm"))
    later, day = Reading("weight", Quantity.parse("60 kg"), AT + timedelta(days=1)), timedelta(days=1)
    story = Story(
        patient,
        readings=(
            later,
            Reading("weight", Quantity.parse("62 kg"), AT),
            Reading("weight", Quantity.parse("70 kg"), AT - day),
            Reading("inr", Quantity.parse("1 1"), AT),
        ),
    )
    assert str(body_mass(edition, story, AT).index) == "22 kg/m2"
    assert str(body_mass(edition, story, AT + day).index) == "21.3 kg/m2"
