"""Medicines: codes, composition by parts, and the faults of a written entry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.medicine import (
    AtcCode,
    Ingredient,
    Medicine,
    MedicineGroup,
    TrailingWord,
    check_medicine,
    recognise,
)
from nappage.values.citation import Citation
from nappage.values.fault import Refused
from support.small_edition import entry, small_edition

A = Ingredient("a", AtcCode("C09CA03"))
B = Ingredient("b", AtcCode("N02BA01"), (AtcCode("B01AC06"),))
PLANT = Ingredient("plant")
UNITS = entry(TrailingWord, "units", words=("mg", "tabs"))
PER = entry(TrailingWord, "per", words=("mL",), per=True)


def test_an_atc_code_names_a_substance_and_its_classes() -> None:
    assert AtcCode.parse("C09CA03").classes == {"C", "C09", "C09C", "C09CA", "C09CA03"}


@pytest.mark.parametrize("text", ["C09", "c09ca03", "C09CA0", "C09CA031", ""])
def test_a_class_is_not_the_code_of_a_substance(text: str) -> None:
    with pytest.raises(Refused, match="an ATC code of seven characters") as refused:
        AtcCode.parse(text)
    assert refused.value.remedy == "Write the code of the substance."


def test_a_medicine_without_an_ingredient_is_refused() -> None:
    with pytest.raises(Refused, match="at least one ingredient") as refused:
        entry(Medicine, "nothing", name="nothing", ingredients=())
    assert refused.value.remedy == "Name the active substance, with its ATC code."


def test_an_ingredient_is_in_the_classes_of_all_its_codes() -> None:
    assert B.classes == {"N", "N02", "N02B", "N02BA", "N02BA01", "B", "B01", "B01A", "B01AC", "B01AC06"}
    assert PLANT.classes == frozenset()


def test_a_medicine_has_the_classes_of_its_ingredients_and_its_groups() -> None:
    both = entry(Medicine, "ab", name="AB", ingredients=(PLANT, A), groups=("one", "two"))

    assert both.classes == A.classes | {"group:one", "group:two"}


def test_parts_typed_together_become_one_medicine() -> None:
    first = entry(Medicine, "one", source="001", name="One", ingredients=(A, PLANT), groups=("g", "h"), names=("uno",))
    second = entry(Medicine, "two", source="002", name="Two", ingredients=(B, A), groups=("h", "i"))
    edition = small_edition(first, second, UNITS)

    both = recognise(edition, "uno 5 mg / Two tabs")

    assert both == replace(
        first,
        id="one+two",
        name="One/Two",
        names=(),
        ingredients=(A, PLANT, B),
        groups=("g", "h", "i"),
        sources=(Citation("001"), Citation("002")),
    )
    assert both is not None
    assert both.classes == A.classes | B.classes | {"group:g", "group:h", "group:i"}


@pytest.mark.parametrize("typed", ["one/", "/one", "one//two", "one/three", "three", "one one", "one mg two", "mg", ""])
def test_a_name_with_an_unknown_part_is_unknown(typed: str) -> None:
    edition = small_edition(
        entry(Medicine, "one", name="One", ingredients=(A,)),
        entry(Medicine, "two", name="Two", ingredients=(B,)),
        UNITS,
    )

    assert recognise(edition, typed) is None


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("one", True),
        ("one 5", True),
        ("one 5 mg", True),
        ("one 5mg tabs", True),
        ("one 5mg/mL", True),
        ("one 5 mg/2 mL", True),
        ("one 5mg/2mL", True),
        ("one mg/mL", True),
        ("one tabs 5 mg", True),
        ("one 5/160", False),
        ("one 5 mg/160 mg", False),
        ("one 5 mg/160 mg/25 mg", False),
        ("one 5 mg/", False),
        ("one 5 drops", False),
        ("one 5mg5", False),
        ("both 5/160 mg", True),
        ("both 5 mg/160 mg tabs", True),
        ("both 5/160/25 mg", False),
        ("both 5 mg", True),
    ],
)
def test_two_strengths_need_two_ingredients(typed: str, known: bool) -> None:
    edition = small_edition(
        entry(Medicine, "one", name="One", ingredients=(A,)),
        entry(Medicine, "both", name="Both", ingredients=(A, B)),
        UNITS,
        PER,
    )

    assert (recognise(edition, typed) is not None) is known


def test_the_longest_name_wins() -> None:
    edition = small_edition(
        entry(Medicine, "t", name="T", ingredients=(A,)), entry(Medicine, "t3", name="T 3", ingredients=(B,))
    )

    assert [found.id for typed in ("T 3", "T 4") if (found := recognise(edition, typed))] == ["t3", "t"]


def test_a_name_of_two_medicines_is_a_fault_of_one_of_them() -> None:
    one = entry(Medicine, "one", name="One", names=("Brand",), ingredients=(A,))
    two = entry(Medicine, "two", name="Two", names=("brånd",), ingredients=(B,))
    edition = small_edition(one, two)

    assert [str(fault) for medicine in (one, two) for fault in check_medicine(medicine, medicine.id, edition)] == [
        "one.names: expected a name that means one entry, found 'Brand', which is also two. "
        "Keep the name with one of the two."
    ]


def test_a_name_of_signs_only_and_an_unknown_group_are_faults() -> None:
    one = entry(Medicine, "one", name="One", names=("---",), ingredients=(A,), groups=("known", "unknown"))
    edition = small_edition(one, entry(MedicineGroup, "known", name="known"))

    assert [str(fault) for fault in check_medicine(one, "one", edition)] == [
        "one.names: expected a name with letters or digits, found '---'. Remove it or write it out.",
        "one.groups: expected a group of medicine_groups.toml, found 'unknown'. Add or correct the group.",
    ]


def test_every_shipped_group_has_a_member(edition: Edition) -> None:
    used = {group for medicine in edition.all(Medicine).values() for group in medicine.groups}

    assert used == set(edition.all(MedicineGroup))


def test_every_shipped_name_is_recognised_as_its_own_medicine(edition: Edition) -> None:
    wrong = [
        name
        for medicine in edition.all(Medicine).values()
        for name in (medicine.name, *medicine.names)
        if recognise(edition, f" {name.upper()} ") != medicine
    ]

    assert wrong == []


def test_one_ingredient_has_one_cardiac_answer_unless_its_route_is_named(edition: Edition) -> None:
    """An ingredient listed in C01-C09 somewhere must be there wherever it is swallowed; only other routes differ."""
    heart = frozenset({"C01", "C02", "C03", "C07", "C08", "C09"})
    elsewhere = {
        medicine.id
        for medicine in edition.all(Medicine).values()
        for ingredient in medicine.ingredients
        if ingredient.name in _cardiac(edition, heart) and heart.isdisjoint(ingredient.classes)
    }

    assert elsewhere == {"topical-minoxidil", "timolol-eye-drops", "couldina"}


def _cardiac(edition: Edition, heart: frozenset[str]) -> frozenset[str]:
    parts = (part for medicine in edition.all(Medicine).values() for part in medicine.ingredients)
    return frozenset(part.name for part in parts if not heart.isdisjoint(part.classes))
