"""Fields as they are typed into: a measure beside its unit."""

from __future__ import annotations

import pytest
from django import forms

from nappage.web.forms import QuantityField, Typed, faults_of


class TapeForm(forms.Form):
    waist = QuantityField(label="Waist", units=[("cm", "cm"), ("[in_i]", "in")])
    hip = QuantityField(label="Hip", units=[("cm", "cm"), ("[in_i]", "in")], required=False)


def typed(waist: str, hip: str) -> TapeForm:
    return TapeForm({"waist_0": waist, "waist_1": "cm", "hip_0": hip, "hip_1": "[in_i]"})


def test_a_unit_that_stands_there_is_nothing_typed() -> None:
    form = typed("57.2", " ")
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"waist": Typed("57.2", "cm"), "hip": None}


@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_measure_that_is_asked_for_is_not_left_to_its_unit(nothing: str) -> None:
    assert [found.fault.thing for found in faults_of(typed(nothing, "22.5"))] == ["Waist"]
