"""Conditions: recognition and the faults of a written entry."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.engine.health_condition import ConditionGroup, HealthCondition, check_condition, recognise_condition
from support.small_edition import entry, small_edition


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("Ictus", "stroke"),
        ("mini stroke", "tia"),
        ("DVT", "deep-vein-thrombosis"),
        ("Queloide", "keloid"),
        ("strok", ""),
    ],
)
def test_a_condition_is_recognised_exactly_or_not_at_all(edition: Edition, typed: str, id: str) -> None:
    condition = recognise_condition(edition, typed)

    assert (condition.id if condition else "") == id


def test_a_shared_name_and_an_unknown_group_are_faults() -> None:
    one = entry(HealthCondition, "one", name="Fit", group="nerves")
    two = entry(HealthCondition, "two", name="Two", names=("fit",), group="nerve")
    edition = small_edition(one, two, entry(ConditionGroup, "nerves", name="Nerves"))

    assert [str(fault) for each in (one, two) for fault in check_condition(each, each.id, edition)] == [
        "one.names: expected a name that means one entry, found 'Fit', which is also two. "
        "Keep the name with one of the two.",
        "two.group: expected a group of condition_groups.toml, found 'nerve'. Add or correct the group.",
    ]


def test_every_shipped_group_has_a_condition(edition: Edition) -> None:
    used = {condition.group for condition in edition.all(HealthCondition).values()}

    assert used == set(edition.all(ConditionGroup))
