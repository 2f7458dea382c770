"""Stages of cellulite, its causes, and the body mass index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.objection import Weight
from nappage.engine.stage import contradiction, only_untreatable, stage_of
from nappage.engine.story import CelluliteObservation, Patient, Reading, Sex
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.open_visit import AT, PLAN, gate, look
from support.spec import Row, specified_by

title = "Cellulite stage and body mass"
text = "The looks are stored and the stage follows; a look that is missing leaves open what depends on it."


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
    | height | weight  | index      | low     |
    | 168 cm | 62.0 kg | 22 kg/m2   | no      |
    | 1.68 m | 62.0 kg | 22 kg/m2   | no      |
    | 168 cm | 49.1 kg | 17.4 kg/m2 | yes     |
    | 170 cm | 53.4 kg | 18.5 kg/m2 | yes     |
    | 200 cm | 74.0 kg | 18.5 kg/m2 | no      |
    | 168 cm |         | None       | unknown |
    |        | 62.0 kg | None       | unknown |
""")
def test_a_low_body_mass_is_found_on_the_exact_index(row: Row, edition: Edition) -> None:
    """The plan is for cellulite: a low index, or one that nobody knows, waits for a physician."""
    height = Quantity.parse(row["height"]) if row["height"] else None
    readings = (Reading("weight", Quantity.parse(row["weight"]), AT),) if row["weight"] else ()
    found = look(edition, patient=Patient(date(1990, 5, 14), Sex.FEMALE, height, 2), readings=readings)
    assert str(found.measures.body_mass_index) == row["index"]
    low = [each.answer.value for each in found.findings if each.precaution.id == "low-bmi"]
    assert (low or ["no"]) == [row["low"]]
    screening = gate(found, GateName.SCREENING)
    assert (screening.state is GateState.OPEN) is (row["low"] == "no")


def test_the_last_weight_up_to_the_instant_counts(edition: Edition) -> None:
    day = timedelta(days=1)
    weights = [("60 kg", AT + day), ("62 kg", AT), ("70 kg", AT - day)]
    readings = [Reading("weight", Quantity.parse(weight), at) for weight, at in weights]
    readings.append(Reading("inr", Quantity.parse("1 1"), AT))
    for order in (readings, readings[::-1]):
        now, tomorrow = (look(edition, at=at, readings=tuple(order)).measures for at in (AT, AT + day))
        assert str(now.body_mass_index) == "22 kg/m2"
        assert str(tomorrow.body_mass_index) == "21.3 kg/m2"


@pytest.mark.proves("R084")
def test_the_outlook_says_what_stands_against_looks_and_causes(edition: Edition) -> None:
    looks = (CelluliteObservation(AT, pinch=Answer.YES, standing=Answer.NO, lying=Answer.YES),)
    plan = replace(PLAN, causes=("lymph",))
    against = look(edition, cellulite=looks, plan=plan).measures.objections
    assert {"stage.contradiction", "cause.only-untreatable"} <= {one.because.fact.code for one in against}
    treatable = look(edition, plan=replace(PLAN, causes=("lymph", "circulation"))).measures.objections
    assert not {one.because.fact.code for one in treatable} & {"stage.contradiction", "cause.only-untreatable"}
