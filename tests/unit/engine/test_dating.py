"""Dating: one rule proposes the dates of a course."""

from __future__ import annotations

from dataclasses import replace

from nappage.engine.dating import check_dating, dating
from nappage.engine.edition import Edition
from support.small_edition import small_edition


def test_two_rules_of_dating_are_a_fault_and_one_is_none(edition: Edition) -> None:
    rule = dating(edition)
    assert list(check_dating(rule, "datings.toml", small_edition(rule))) == []
    (fault,) = check_dating(rule, "datings.toml", small_edition(rule, replace(rule, id="another")))
    assert (fault.expected, fault.found) == ("one rule of dating", "several")
