"""The matrix reads marks wherever they may stand, and reports every mark that names nothing, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from nappage.engine.requirement import RequirementKind, register
from nappage.library.matrix import MatrixRow, Status, matrix, proofs
from nappage.values.fault import Faulty

MODULE = """
import pytest
pytestmark = [pytest.mark.slow, pytest.mark.proves("R001")]
other = 1

@pytest.mark.proves("R002", "R002")
@pytest.mark.parametrize("row", [1])
def test_one(row): ...

@pytest.mark.proves("K-03b")
class TestTogether:
    answer = 1
    @pytest.mark.proves("R014")
    def test_two(self): ...
    async def test_three(self): ...
    def helper(self): ...

def not_a_test(): ...
"""


def written(folder: Path, module: str) -> Path:
    tests = folder / "tests"
    (tests / "spec").mkdir(parents=True)
    (tests / "spec" / "test_it.py").write_text(module, encoding="utf-8")
    (tests / "spec" / "other.py").write_text('@pytest.mark.proves("R003")\ndef test_it(): ...', encoding="utf-8")
    return tests


def row_of(rows: tuple[MatrixRow, ...], id: str) -> MatrixRow:
    (row,) = (row for row in rows if row.id == id)
    return row


def test_marks_of_functions_classes_and_modules_count(edition: Edition, tmp_path: Path) -> None:
    rows = matrix(edition, written(tmp_path, MODULE))
    file = "tests/spec/test_it.py"
    one, two, three = f"{file}::test_one", f"{file}::TestTogether::test_two", f"{file}::TestTogether::test_three"
    assert row_of(rows, "R001").tests == (one, two, three)
    assert row_of(rows, "R002").tests == (one,)
    assert row_of(rows, "K-03b").tests == (two, three)
    assert row_of(rows, "R014").tests == (two,)
    assert row_of(rows, "R003").tests == ()


def test_a_single_mark_of_a_module_needs_no_list(edition: Edition, tmp_path: Path) -> None:
    tests = written(tmp_path, 'pytestmark = pytest.mark.proves("S1")\ndef test_one(): ...')
    assert row_of(matrix(edition, tests), "S1").status is Status.PROVEN


def test_a_row_says_what_is_proven_what_is_due_and_what_will_not_be(edition: Edition, tmp_path: Path) -> None:
    rows = matrix(edition, written(tmp_path, MODULE))
    assert [row.id for row in rows] == list(register(edition))
    proven, due, never = row_of(rows, "R014"), row_of(rows, "R127"), row_of(rows, "R141")
    assert (proven.status, proven.why) == (Status.PROVEN, "what people see of it: issue B")
    assert (row_of(rows, "R002").why, row_of(rows, "R002").kind) == ("", RequirementKind.STATEMENT)
    assert (due.status, due.why) == (Status.NOT_YET, "issue D")
    assert never.status is Status.NOT_IMPLEMENTED
    assert never.why.startswith("Precautions merge")


def test_every_mark_that_names_nothing_is_reported_at_once(edition: Edition, tmp_path: Path) -> None:
    module = (
        '@pytest.mark.proves("R999", NAME)\ndef test_one(): ...\n'
        "pytestmark = pytest.mark.proves(*ALL)\n"
        '@pytest.mark.proves("R001")\ndef helper(): ...\n'
        '@pytest.mark.proves("X1")\ndef test_two(): ...\n'
        "@pytest.mark.proves(1)\ndef test_three(): ..."
    )
    with pytest.raises(Faulty) as caught:
        matrix(edition, written(tmp_path, module))
    file = "tests/spec/test_it.py"
    assert sorted((fault.thing, fault.found) for fault in caught.value.faults) == [
        (file, "*ALL"),
        (f"{file}::helper", "a function that never runs as one"),
        (f"{file}::test_one", "'R999'"),
        (f"{file}::test_one", "NAME"),
        (f"{file}::test_three", "1"),
        (f"{file}::test_two", "'X1'"),
    ]


def test_the_ids_of_each_test_are_told_too(tmp_path: Path) -> None:
    found = proofs(written(tmp_path, MODULE))
    assert found["tests/spec/test_it.py::TestTogether::test_two"] == ("R001", "K-03b", "R014")


def test_every_mark_of_this_repository_names_an_id_of_the_register(edition: Edition) -> None:
    assert matrix(edition, Path(__file__).parents[2])
