"""Files are written by the edition's cache and by the console, and by nothing else."""

from __future__ import annotations

import ast

import pytest

from architecture.source_tree import calls, modules

MAY_WRITE = {"library/edition_cache.py": "keeps the parsed edition in the user's cache folder"}
WRITES = {
    "write_text", "write_bytes", "mkdir", "unlink", "rmdir", "touch", "rename", "makedirs", "remove", "rmtree",
    "symlink_to", "NamedTemporaryFile", "mkdtemp", "TemporaryDirectory", "system", "Popen", "check_call",
}  # fmt: skip
READ_MODES = {"r", "rb", "rt"}


def writings(tree: ast.AST) -> list[int]:
    """Return the lines that write a file, or may."""
    return [line for line, called, call in calls(tree) if _writes(called.split(".")[-1], call)]


def _writes(called: str, call: ast.Call) -> bool:
    return called in WRITES or (called == "open" and not _opens_to_read(call))


def _opens_to_read(call: ast.Call) -> bool:
    modes = [word.value for word in call.keywords if word.arg == "mode"]
    modes += call.args[1:2] if isinstance(call.func, ast.Name) else call.args[:1]
    return all(isinstance(mode, ast.Constant) and mode.value in READ_MODES for mode in modes)


@pytest.mark.parametrize("name", [name for name in modules() if not name.startswith("console/")])
def test_no_module_but_the_cache_writes(name: str) -> None:
    assert name in MAY_WRITE or writings(modules()[name]) == []


def test_a_permission_that_nobody_uses_is_withdrawn() -> None:
    assert all(writings(modules()[name]) for name in MAY_WRITE)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("open('x')", []), ("open('x', 'rb')", []), ("path.open('r')", []), ("path.open()", []),
        ("open('x', 'w')", [1]), ("open('x', mode=m)", [1]), ("path.open('ab')", [1]), ("path.write_text('')", [1]),
    ],
)  # fmt: skip
def test_the_check_would_notice(text: str, lines: list[int]) -> None:
    assert writings(ast.parse(text)) == lines
