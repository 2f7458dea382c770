"""The matrix: every id of the register with the tests that name it, or with what stands until one does.

The tests are read as syntax trees and never run, so that asking costs no test's time and imports nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from nappage.engine.edition import Edition
from nappage.engine.requirement import Requirement, RequirementKind, register
from nappage.values.fault import Fault, Faulty


class Status(Enum):
    """Proven by a test, due in an issue, or not implemented for a stated reason."""

    PROVEN = "proven"
    NOT_YET = "not-yet"
    NOT_IMPLEMENTED = "not-implemented"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One id with its tests ("tests/spec/test_gate.py::test_it_opens"); `why` says what is missing, if anything."""

    id: str
    kind: RequirementKind
    status: Status
    tests: tuple[str, ...]
    why: str


def matrix(edition: Edition, tests_folder: Path) -> tuple[MatrixRow, ...]:
    """Return a row for every id of the register; Faulty carries every mark that names no id of it.

    A mark is `@pytest.mark.proves("R014", "K-09")` on a test, on a class of tests, or as a module's `pytestmark`.
    """
    asked = register(edition)
    tests: dict[str, list[str]] = {id: [] for id in asked}
    faults: list[Fault] = []
    for test, id in _proofs(tests_folder, faults):
        if id not in asked:
            faults.append(Fault(test, "an id of knowledge/register", repr(id), "Correct the id; ids are permanent."))
        elif test not in tests[id]:
            tests[id].append(test)
    if faults:
        raise Faulty(faults)
    return tuple(_row(requirement, tuple(tests[requirement.id])) for requirement in asked.values())


def proofs(tests_folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the ids that each test names, without asking whether the register holds them."""
    found: dict[str, tuple[str, ...]] = {}
    for test, id in _proofs(tests_folder, []):
        found[test] = (*found.get(test, ()), id)
    return found


def _row(requirement: Requirement, tests: tuple[str, ...]) -> MatrixRow:
    status, why = _standing(requirement, tests)
    return MatrixRow(requirement.id, requirement.kind, status, tests, why)


def _standing(requirement: Requirement, tests: tuple[str, ...]) -> tuple[Status, str]:
    if tests:
        issues = ", ".join(issue.named for issue in requirement.rest)
        return Status.PROVEN, f"what people see of it: {issues}" if issues else ""
    if requirement.issue:
        return Status.NOT_YET, requirement.issue.named
    return Status.NOT_IMPLEMENTED, requirement.why


def _proofs(tests_folder: Path, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """Yield each test with each id it names."""
    for path in sorted(tests_folder.rglob("test_*.py")):
        file = f"{tests_folder.name}/{path.relative_to(tests_folder).as_posix()}"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _tests_in(tree.body, file, _module_ids(tree, file, faults), faults)


def _tests_in(
    body: list[ast.stmt], place: str, inherited: tuple[str, ...], faults: list[Fault]
) -> Iterator[tuple[str, str]]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        name = f"{place}::{node.name}"
        ids = inherited + _ids(node.decorator_list, name, faults)
        if isinstance(node, ast.ClassDef):
            yield from _tests_in(node.body, name, ids, faults)
        elif node.name.startswith("test"):
            yield from ((name, id) for id in ids)
        elif ids != inherited:
            faults.append(Fault(name, "a test", "a function that never runs as one", "Name it test_..., or unmark it."))


def _module_ids(tree: ast.Module, file: str, faults: list[Fault]) -> tuple[str, ...]:
    ids: tuple[str, ...] = ()
    for node in tree.body:
        if isinstance(node, ast.Assign) and "pytestmark" in [ast.unparse(target) for target in node.targets]:
            marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            ids += _ids(marks, file, faults)
    return ids


def _ids(marks: list[ast.expr], name: str, faults: list[Fault]) -> tuple[str, ...]:
    ids = []
    for mark in marks:
        if not isinstance(mark, ast.Call) or ast.unparse(mark.func) != "pytest.mark.proves":
            continue
        for argument in mark.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                ids.append(argument.value)
            else:
                found = ast.unparse(argument)
                faults.append(Fault(name, "ids written out in quotes", found, "Write each id as a text of its own."))
    return tuple(ids)
