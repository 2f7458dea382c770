"""Files, functions and branches stay small, and no name hides what it is about."""

from __future__ import annotations

import ast
import re

from architecture.source_tree import SOURCE, functions, modules

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40
COMPLEXITY = 10
# A view asks what was typed and what was not, field by field; split in two, that reads worse than a few branches more.
COMPLEXITY_OF_A_SCREEN = 13
EMPTY_WORDS = {
    "util", "utils", "helper", "helpers", "manager", "managers", "common", "process", "processor", "info", "data",
    "misc", "base", "handler",
}  # fmt: skip
BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.Assert, ast.match_case)


def complexity(function: ast.AST) -> int:
    """Return one plus the branches of a function, as McCabe counts them, and each `and` and `or`."""
    nodes = list(ast.walk(function))
    choices = sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    return 1 + sum(isinstance(node, BRANCHES) for node in nodes) + choices


def words(name: str) -> set[str]:
    """Return the words of a module or class name in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_a_file_is_short_enough_to_read_in_one_go() -> None:
    # Migrations are written by a tool.
    written = [name for name in modules() if "/migrations/" not in name]
    lengths = {name: len((SOURCE / name).read_text(encoding="utf-8").splitlines()) for name in written}
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_a_function_fits_a_screen() -> None:
    long = [
        (name, function.name)
        for name, tree in modules().items()
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno >= LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_a_function_branches_little() -> None:
    most = {name: COMPLEXITY_OF_A_SCREEN if name.startswith("web/") else COMPLEXITY for name in modules()}
    branching = [
        (name, function.name)
        for name, tree in modules().items()
        for function in functions(tree)
        if complexity(function) > most[name]
    ]
    assert branching == []


def test_a_name_says_its_subject() -> None:
    named = {
        (name, each)
        for name, tree in modules().items()
        for each in [
            *name.removesuffix(".py").split("/"),
            *(node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)),
        ]
    }
    assert {(name, each) for name, each in named if words(each) & EMPTY_WORDS} == set()


def test_the_check_would_notice() -> None:
    assert complexity(ast.parse("def f(a, b):\n if a and b or a: return [x for x in a]")) == 5
    assert words("DataManager") == {"data", "manager"}
    assert words("date_utils") == {"date", "utils"}
    assert words("HTMLInfo") == {"html", "info"}
