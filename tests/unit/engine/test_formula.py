from __future__ import annotations

import pytest

from nappage.engine.formula import Ingredient, composition, concentration, fingerprint, total_volume
from nappage.values.quantity import Quantity
from support.fictional import F1, component


def test_a_fingerprint_is_written_sorted() -> None:
    assert str(fingerprint(F1.components)) == "A 10 mg/mL + B"
    assert str(fingerprint(reversed(F1.components))) == "A 10 mg/mL + B"


@pytest.mark.proves("K-25", "R168")
def test_strengths_that_mean_the_same_are_the_same_and_others_are_not() -> None:
    percent, plain = component("A", "1 mL", "1 %"), component("A", "2 mL", "10 mg/mL")
    assert fingerprint([percent]) == fingerprint([plain])
    assert fingerprint([plain]) != fingerprint([component("A", "2 mL", "20 mg/mL")])
    assert fingerprint([plain]) != fingerprint([component("A", "2 mL")])


def test_a_fingerprint_covers_its_parts_and_not_more() -> None:
    whole, part = fingerprint(F1.components), fingerprint(F1.components[:1])
    assert whole.covers(part)
    assert whole.covers(whole)
    assert not part.covers(whole)


def test_a_strength_that_is_no_concentration_is_none() -> None:
    assert concentration(component("A", "1 mL", "5 mg")) is None
    assert concentration(component("A", "1 mL", "100 [iU]/mL")) == Quantity.parse("100 [iU]/mL")
    assert str(Ingredient("A")) == "A"


def test_a_composition_has_a_line_for_each_component() -> None:
    lines = composition(F1.components, Quantity.parse("4800 uL"))
    assert [(line.agent, str(line.volume), str(line.amount)) for line in lines] == [
        ("A", "2.88 mL", "28.8 mg"),
        ("B", "1.92 mL", "None"),
    ]
    assert str(total_volume(F1.components)) == "5 mL"


def test_a_third_is_kept_to_the_femtogram() -> None:
    thirds = tuple(component(agent, "1 mL", "1 mg/mL") for agent in "ABC")
    assert str(composition(thirds, Quantity.parse("1 mL"))[0].amount) == "0.333333333333 mg"


def test_a_mixture_without_volume_has_no_shares() -> None:
    assert composition((component("A", "0 mL", "1 %"),), Quantity.parse("1 mL")) == ()
    assert composition((), Quantity.parse("1 mL")) == ()
