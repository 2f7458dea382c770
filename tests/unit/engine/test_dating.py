"""Dating: one rule proposes the dates of a course."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from nappage.engine.dating import Dating, check_dating, dating
from nappage.engine.edition import Edition


def with_rules(edition: Edition, *ids: str) -> Edition:
    rules = MappingProxyType({id: replace(dating(edition), id=id) for id in ids})
    return replace(edition, entries=MappingProxyType({**edition.entries, Dating: rules}))


def test_two_rules_of_dating_are_a_fault_and_one_is_none(edition: Edition) -> None:
    rule = dating(edition)
    assert list(check_dating(rule, "datings.toml", with_rules(edition, "one"))) == []
    (fault,) = check_dating(rule, "datings.toml", with_rules(edition, "one", "two"))
    assert (fault.expected, fault.found) == ("one rule of dating", "several")
