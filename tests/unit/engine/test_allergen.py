"""Allergens: what a recognition carries, and the faults of a written entry."""

from __future__ import annotations

from nappage.engine.allergen import Allergen, Sensitivity, check_allergen, recognise_allergen
from nappage.engine.edition import Edition
from nappage.engine.medicine import AtcCode, Ingredient, Medicine
from nappage.values.citation import Citation
from support.small_edition import entry, small_edition

CILLIN = entry(
    Medicine, "cillin", source="001", name="Cillin", ingredients=(Ingredient("Cillin acid", AtcCode("J01CA04")),)
)
PENICILLIN = entry(
    Allergen, "penicillin", source="002", name="penicillin", keys=("beta-lactam",), medicines=("J01C", "J01CA")
)
BETA_LACTAM = entry(Allergen, "beta-lactam", source="003", name="beta-lactam", names=("Cillin",))
EDITION = small_edition(CILLIN, PENICILLIN, BETA_LACTAM)


def test_a_name_may_be_an_allergen_and_a_medicine() -> None:
    assert recognise_allergen(EDITION, "cillin") == Sensitivity(
        keys=frozenset({"beta-lactam", "penicillin", "cillin-acid"}),
        entries=("beta-lactam", "penicillin", "cillin"),
        sources=(Citation("003"), Citation("002"), Citation("001")),
    )


def test_an_allergen_alone_touches_its_keys() -> None:
    assert recognise_allergen(EDITION, "Penicillin") == Sensitivity(
        frozenset({"penicillin", "beta-lactam"}), ("penicillin",), (Citation("002"),)
    )


def test_a_medicine_of_no_allergen_touches_itself() -> None:
    edition = small_edition(CILLIN)

    assert recognise_allergen(edition, "Cillin") == Sensitivity(
        frozenset({"cillin-acid"}), ("cillin",), (Citation("001"),)
    )


def test_an_unlisted_name_is_unknown() -> None:
    assert recognise_allergen(EDITION, "penicilin") is None


def test_a_shared_name_an_unknown_key_and_an_empty_class_are_faults() -> None:
    one = entry(Allergen, "one", name="Nut", keys=("two", "three"), medicines=("J01C", "J01X", "group:none"))
    two = entry(Allergen, "two", name="nut")
    edition = small_edition(CILLIN, one, two)

    assert [str(fault) for fault in check_allergen(one, "one", edition)] == [
        "one.names: expected a name that means one entry, found 'Nut', which is also two. "
        "Keep the name with one of the two.",
        "one.keys: expected the id of an allergen, found 'three'. Add the allergen, or correct the key.",
        "one.medicines: expected a class or group with medicines in it, found 'J01X'. Correct the class.",
        "one.medicines: expected a class or group with medicines in it, found 'group:none'. Correct the class.",
    ]
    assert list(check_allergen(two, "two", edition)) == []


def test_the_entries_come_in_one_order(edition: Edition) -> None:
    found = recognise_allergen(edition, "aminophylline")

    assert found is not None
    assert found.entries == ("aminophylline", "ethylenediamine", "xanthine", "aminophylline")
