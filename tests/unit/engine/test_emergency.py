"""Emergency steps and numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.emergency import (
    EmergencyNumber,
    EmergencyProtocol,
    check_protocol,
    emergency_number,
    protocols_for,
    steps_for,
)
from nappage.engine.policy import Policy
from nappage.engine.symptom import Pathway
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity, Unit
from nappage.values.span import Elapsed


def doses(edition: Edition, protocol: str, age: int | None = None, weight: str = "") -> list[str]:
    steps = steps_for(edition.all(EmergencyProtocol)[protocol], age, Quantity.parse(weight) if weight else None)
    return [str(step.dose) for step in steps if step.dose]


@pytest.mark.parametrize(
    ("age", "expected"),
    [(5, []), (6, ["0.3 mg"]), (12, ["0.3 mg"]), (13, ["0.5 mg"]), (None, ["0.5 mg", "0.3 mg"])],
)
def test_adrenaline_follows_the_age_and_an_unknown_age_shows_both(
    edition: Edition, age: int | None, expected: list[str]
) -> None:
    assert doses(edition, "anaphylaxis", age) == expected


@pytest.mark.parametrize(
    ("weight", "expected"),
    [("70 kg", ["1.5 mL/kg"]), ("70.1 kg", ["100 mL"]), ("154 [lb_av]", ["1.5 mL/kg"]), ("", ["1.5 mL/kg", "100 mL"])],
)
def test_lipid_emulsion_follows_the_weight(edition: Edition, weight: str, expected: list[str]) -> None:
    assert doses(edition, "local-anaesthetic-toxicity", weight=weight) == expected


def test_limits_and_waiting_times_are_stated(edition: Edition) -> None:
    steps = {step.act: step for entry in edition.all(EmergencyProtocol).values() for step in entry.steps}
    assert steps["repeat-adrenaline"].after == Elapsed(5)
    assert steps["lipid-maximum"].limit == Quantity.parse("12 mL/kg")
    assert steps["epinephrine"].limit == Quantity.parse("1 ug/kg")
    assert Quantity.parse("1 ug/kg").to(Unit.MG_PER_KG).amount == Decimal("0.001")


@pytest.mark.parametrize(
    ("pathway", "protocols"),
    [
        (Pathway.ALLERGY, ["anaphylaxis"]),
        (Pathway.ANAESTHETIC_TOXICITY, ["local-anaesthetic-toxicity"]),
        (Pathway.VASCULAR, ["vascular-occlusion"]),
        (Pathway.EYE, ["vascular-occlusion"]),
        (Pathway.FAINT, ["faint"]),
        (Pathway.PIGMENT, []),
    ],
)
def test_a_pathway_leads_to_its_protocol(edition: Edition, pathway: Pathway, protocols: list[str]) -> None:
    assert [entry.id for entry in protocols_for(edition, pathway)] == protocols


def policy(jurisdiction: str, number: str = "") -> Policy:
    return Policy("c", jurisdiction, ZoneInfo("Europe/Madrid"), None, (), emergency_number=number)


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("ES", "112"),
        ("FR", "112"),
        ("US", "911"),
        ("US-NY", "911"),
        ("GB", "999"),
        ("IL", "101"),
        ("AU", "000"),
        ("KR", "119"),
        ("JP", "119"),
        ("BR", "192"),
        ("XX", None),
    ],
)
def test_the_number_is_the_country_s(edition: Edition, country: str, numbers: str | None) -> None:
    assert emergency_number(edition, policy(country)) == numbers


def test_the_signed_number_comes_first_and_every_country_has_one(edition: Edition) -> None:
    assert emergency_number(edition, policy("ES", "061")) == "061"
    assert edition.all(EmergencyNumber)["GB"].numbers == ("999", "112")
    assert all(entry.numbers for entry in edition.all(EmergencyNumber).values())


def test_a_step_with_an_unknown_source_is_a_fault(edition: Edition) -> None:
    entry = edition.all(EmergencyProtocol)["faint"]
    assert list(check_protocol(entry, "it", edition)) == []
    broken = replace(entry, steps=(entry.steps[0], replace(entry.steps[1], sources=(Citation("Q9"),))))
    [fault] = check_protocol(broken, "it", edition)
    assert (fault.thing, fault.found) == ("it.steps[2].sources", "Q9")
