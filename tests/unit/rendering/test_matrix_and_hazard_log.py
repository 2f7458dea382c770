"""The matrix and the hazard log as people and programs read them."""

from __future__ import annotations

import json
from pathlib import Path

from nappage.engine.edition import Edition
from nappage.engine.requirement import Hazard, RequirementKind
from nappage.library.kinds import KINDS
from nappage.library.matrix import MatrixRow, Status, matrix
from nappage.rendering.hazard_log import hazard_log
from nappage.rendering.knowledge_index import knowledge_index
from nappage.rendering.matrix import HEADINGS, plain_rows, table_rows, totals

ROWS = (
    MatrixRow("R001", RequirementKind.STATEMENT, Status.PROVEN, ("a/test_x.py::test_y", "a/test_x.py::T::test_z"), ""),
    MatrixRow("R002", RequirementKind.STATEMENT, Status.PROVEN, ("a/test_x.py::test_y",), ""),
    MatrixRow("H-01", RequirementKind.HAZARD, Status.NOT_YET, (), "issue B"),
)


def test_a_table_row_names_one_test_and_counts_the_others() -> None:
    assert table_rows(ROWS) == (
        ("R001", "proven", "test_y (+1)", ""),
        ("R002", "proven", "test_y", ""),
        ("H-01", "not-yet", "", "issue B"),
    )
    assert len(HEADINGS) == 4


def test_json_rows_hold_the_five_keys_that_are_documented() -> None:
    assert json.loads(json.dumps(plain_rows(ROWS)))[2] == {
        "id": "H-01", "kind": "H", "status": "not-yet", "tests": [], "why": "issue B",
    }  # fmt: skip


def test_the_totals_count_every_status() -> None:
    assert totals(ROWS) == "2 proven, 1 not-yet, 0 not-implemented"


def test_the_hazard_log_shows_every_hazard_with_its_control_and_its_tests(edition: Edition) -> None:
    rows = matrix(edition, Path(__file__).parents[2])
    page = hazard_log(edition, rows)
    for hazard in edition.all(Hazard).values():
        assert f"## {hazard.id} · " in page
        assert f"- **Control:** {hazard.control}" in page
    for row in rows:
        if row.kind is RequirementKind.HAZARD:
            assert all(f"  - `{test}`" in page for test in row.tests)
    assert "- **Status:** not-yet (later)" in page


def test_the_index_counts_every_kind_and_all(edition: Edition) -> None:
    page = knowledge_index(edition, [(kind.name, kind.entry) for kind in KINDS.values()])
    assert "| hazard | 40 | 0 | 2027-11-22 |" in page
    every = sum(len(edition.all(kind.entry)) for kind in KINDS.values())
    assert f"| **all** | {every} | 0 | 2027-11-22 |" in page


def test_an_empty_kind_is_still_listed(edition: Edition) -> None:
    class Nothing(Hazard):
        pass

    assert "| nothing | 0 | 0 |  |" in knowledge_index(edition, [("nothing", Nothing)])
