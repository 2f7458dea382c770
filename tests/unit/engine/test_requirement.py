"""The register: every id once, each with what stands while no test proves it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nappage.engine.edition import Edition, Review
from nappage.engine.requirement import (
    Hazard,
    Issue,
    Likelihood,
    Requirement,
    RequirementKind,
    Says,
    Severity,
    answer_hazard,
    answer_requirement,
    check_requirement,
    register,
)
from nappage.values.citation import Citation
from nappage.values.fault import Refused

ALL_IDS = {
    *(f"R{number:03}" for number in range(1, 228)),
    *(f"K-{number:02}" for number in range(1, 28)),
    "K-03b",
    *(f"U-{number:02}" for number in range(1, 17)),
    *(f"H-{number:02}" for number in range(1, 41)),
    *(f"S{number}" for number in range(1, 6)),
    *(f"E{number:02}" for number in (1, 3, 5, 6, 8, 11, 13, 16, 18, 19, 23, 25, 29)),
}


def requirement(**changes: Any) -> Requirement:
    described: dict[str, Any] = {"id": "K-01", "statement": "Asked.", "issue": Issue.ENGINE, **_entry()}
    return Requirement(**{**described, **changes})


def hazard(**changes: Any) -> Hazard:
    described: dict[str, Any] = {
        "id": "H-01", "statement": "Harmed.", "issue": Issue.ENGINE, "harm": "harm", "cause": "cause",
        "control": "control", "severity": Severity.MAJOR, "likelihood": Likelihood.LOW, "initial": 3, "target": 2,
    }  # fmt: skip
    return Hazard(**{**described, **_entry(), **changes})


def _entry() -> dict[str, Any]:
    day = date(2026, 11, 22)
    return {"sources": (Citation("J"),), "since": day, "review": Review.UNREVIEWED, "review_due": day}


def test_every_id_is_in_the_register_and_no_other(edition: Edition) -> None:
    assert set(register(edition)) == ALL_IDS


def test_every_statement_of_a_text_cites_a_line_of_a_text(edition: Edition) -> None:
    texts = {"000", "001", "002", "003", "004"}
    for row in register(edition).values():
        if row.kind is RequirementKind.STATEMENT:
            assert {citation.source for citation in row.sources} <= texts, row.id
            assert all(citation.place.isdigit() for citation in row.sources), row.id


def test_the_rest_of_a_requirement_comes_after_its_issue(edition: Edition) -> None:
    order = list(Issue)
    for row in register(edition).values():
        assert row.issue is None or all(order.index(rest) > order.index(row.issue) for rest in row.rest), row.id


@pytest.mark.parametrize("id", ["R14", "R0144", "k-01", "K-1", "K-01c", "H-001", "S12", "E1", "X01", ""])
def test_an_id_of_another_shape_is_refused(id: str) -> None:
    with pytest.raises(Refused, match="an id such as R014"):
        requirement(id=id)


def test_either_an_issue_or_a_reason_is_given_never_both_nor_none() -> None:
    with pytest.raises(Refused, match="either an issue or a why"):
        requirement(issue=None)
    with pytest.raises(Refused, match="either an issue or a why"):
        requirement(why="Because.")


def test_what_stands_without_a_test_is_said_in_words() -> None:
    assert requirement(issue=Issue.PATIENT_DOOR).unproven == "not yet: issue D"
    assert requirement(issue=Issue.LATER).unproven == "not yet: later"
    assert requirement(issue=None, why="Nobody needs it.").unproven == "not implemented: Nobody needs it."


def test_the_kind_is_the_first_letter() -> None:
    assert requirement(id="E05").kind is RequirementKind.EDGE_CASE
    assert hazard().kind is RequirementKind.HAZARD


def test_a_sound_entry_has_no_fault(edition: Edition) -> None:
    for sound in (requirement(), hazard(), requirement(id="R001", says=Says.CLAIM), hazard(target=3)):
        assert list(check_requirement(sound, "here", edition)) == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (requirement(id="H-01"), "H ids as [[hazard]], all others as [[requirement]]"),
        (hazard(id="K-01"), "H ids as [[hazard]], all others as [[requirement]]"),
        (requirement(says=Says.CLAIM), "what a statement is, on R ids only"),
        (requirement(id="R001"), "what a statement is, on R ids only"),
        (hazard(initial=2, target=3), "a rating that the control lowers or keeps"),
    ],
)
def test_an_entry_that_does_not_fit_its_id_is_a_fault(wrong: Requirement, expected: str, edition: Edition) -> None:
    (fault,) = check_requirement(wrong, "here", edition)
    assert fault.expected == expected
    assert fault.thing.startswith("here")


def test_a_case_is_answered_with_what_stands(edition: Edition) -> None:
    assert answer_requirement(edition, "R127", {}) == "not yet: issue D"
    assert answer_hazard(edition, "H-16", {}) == "3 to 2, not yet: later"
