"""Tape measurements: duplicates as one value, doubtful readings, and changes that a tape can tell from none."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.change import detectable_change, tolerance
from nappage.engine.edition import Edition
from nappage.engine.landmark import Landmark
from nappage.engine.measurement import Place, doubt, measured, mixed_protocols, tape_method
from nappage.engine.policy import Policy, TapeError
from nappage.engine.story import Side
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity
from support.spec import Row, specified_by

title = "Tape measurements"
text = "Two readings make one value; a change counts only beyond what two readings of an unchanged place can differ."


def policy(*errors: TapeError) -> Policy:
    return Policy("clinic", "ES", ZoneInfo("Europe/Madrid"), None, (), tape_errors=errors)


@pytest.mark.proves("R029", "S1")
@specified_by("""
    | landmark | readings            | value   | third asked | counts as |
    | thigh    | 57.2, 56.8          | 57 cm   | no          | 2         |
    | thigh    | 56.5, 56.7          | 56.6 cm | no          | 2         |
    | arm      | 28.4, 28.6          | 28.5 cm | no          | 2         |
    | thigh    | 57.2                | 57.2 cm | no          | 1         |
    | thigh    | 57.2, 56.7          | 57 cm   | no          | 2         |
    | thigh    | 57.2, 56.6          | 56.9 cm | yes         | 2         |
    | thigh    | 57.2, 56.6, 57.0    | 57 cm   | no          | 2         |
    | thigh    | 59.0, 56.6, 56.8    | 56.8 cm | no          | 2         |
    | thigh    | 59.0, 56.6, 56.8, 57.0 | 56.9 cm | no       | 2         |
    | thigh    | 57.1, 57.2          | 57.2 cm | no          | 2         |
""")
def test_the_readings_of_a_visit_make_one_value(row: Row, edition: Edition) -> None:
    readings = [Quantity.parse(f"{one.strip()} cm") for one in row["readings"].split(",")]
    found = measured(
        tape_method(edition),
        edition.all(Landmark)[row["landmark"]],
        Place(row["landmark"], Side.LEFT, False),
        date(2026, 3, 3),
        readings,
    )
    assert str(found.value) == row["value"]
    assert ("yes" if found.third_needed else "no") == row["third asked"]
    assert str(found.counts_as) == row["counts as"]
    assert found.readings == tuple(readings)


@pytest.mark.proves("H-12", "E06")
@specified_by("""
    | landmark | last    | typed      | doubt                 | meant                    |
    | thigh    | 57.2 cm | 22.5 cm    | reading.unit-slip     | 22.5 [in_i] = 57.2 cm    |
    | thigh    | 57.2 cm | 57.2 [in_i] | reading.unit-slip    | 57.2 cm = 57.2 cm        |
    | thigh    | 57.2 cm | 22.5 [in_i] |                      |                          |
    | thigh    | 57.2 cm | 40.0 cm    | reading.far-from-last |                          |
    | thigh    | 60.0 cm | 69.0 cm    |                       |                          |
    | thigh    | 60.0 cm | 69.1 cm    | reading.far-from-last |                          |
    | thigh    | 60.0 cm | 51.0 cm    |                       |                          |
    | thigh    | 60.0 cm | 50.9 cm    | reading.far-from-last |                          |
    | thigh    |         | 22.5 cm    | reading.outside-range | 22.5 [in_i] = 57.2 cm    |
    | thigh    |         | 30.0 cm    |                       |                          |
    | thigh    |         | 29.9 cm    | reading.outside-range | 29.9 [in_i] = 75.9 cm    |
    | thigh    |         | 110.0 cm   |                       |                          |
    | thigh    |         | 110.1 cm   | reading.outside-range |                          |
    | thigh    |         | 5.0 cm     | reading.outside-range |                          |
    | thigh    | 0.0 cm  | 57.0 cm    | reading.far-from-last |                          |
""")
def test_a_reading_that_does_not_fit_is_asked_about(row: Row, edition: Edition) -> None:
    last = Quantity.parse(row["last"]) if row["last"] else None
    landmark = edition.all(Landmark)[row["landmark"]]
    place = Place(row["landmark"], Side.LEFT, False)
    found = doubt(tape_method(edition), landmark, place, Quantity.parse(row["typed"]), last)
    assert (found.because.fact.code if found else "") == row["doubt"]
    if found and row["meant"]:
        remedy = found.because.remedy
        assert f"{remedy['meant']} = {remedy['value']}" == row["meant"]
        assert found.because.fact["typed"] == Quantity.parse(row["typed"])
        assert found.because.fact["place"] == "thigh/left"


@specified_by("""
    | landmark   | own pairs | own error | readings | detectable |
    | waist      |           |           | 1, 1     | 2.2 cm     |
    | waist      |           |           | 2, 2     | 1.6 cm     |
    | waist      |           |           | 1, 2     | 1.9 cm     |
    | thigh      |           |           | 2, 2     | 1.1 cm     |
    | arm        |           |           | 2, 2     | 0.6 cm     |
    | arm        | 29        | 0.5 cm    | 2, 2     | 0.6 cm     |
    | arm        | 30        | 0.5 cm    | 2, 2     | 1 cm       |
    | saddlebag  |           |           | 2, 2     |            |
    | saddlebag  | 29        | 1 cm      | 2, 2     |            |
    | saddlebag  | 30        | 1 cm      | 2, 2     | 2 cm       |
    | nose       |           |           | 2, 2     |            |
""")
def test_the_detectable_change_comes_from_the_clinic_once_it_has_pairs_enough(row: Row, edition: Edition) -> None:
    own = (
        [TapeError(row["landmark"], Quantity.parse(row["own error"]), int(row["own pairs"]))]
        if row["own pairs"]
        else []
    )
    tape = tolerance(edition, policy(*own), row["landmark"])
    counts = [int(one) for one in row["readings"].split(",")]
    found = detectable_change(tape_method(edition), tape.error, *counts) if tape else ""
    assert str(found) == row["detectable"]


@specified_by("""
    | landmarks                   | mixed |
    | waist                       |       |
    | waist, waist                |       |
    | waist, thigh                |       |
    | waist, umbilicus            |       |
    | waist, waist-crest          | waist |
    | thigh, thigh-gluteal-fold   | thigh |
    | nose, waist                 |       |
""")
def test_two_protocols_of_one_girth_are_never_mixed_in_one_patient(row: Row, edition: Edition) -> None:
    found = mixed_protocols(edition, [one.strip() for one in row["landmarks"].split(",")])
    assert ", ".join(str(one.because.fact["girth"]) for one in found) == row["mixed"]


def test_the_day_to_day_figure_of_the_waist_is_told_beside_the_technical_error(edition: Edition) -> None:
    waist = edition.all(Landmark)["waist"]
    assert waist.day_to_day is not None
    assert waist.day_to_day.value.low == Quantity.parse("7.5 cm")
    assert waist.day_to_day.sources[0] == Citation("Nordhamn-2000")
