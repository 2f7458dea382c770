"""The source files as syntax trees, read once for all tests of this folder."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "nappage"


@cache
def modules() -> dict[str, ast.Module]:
    """Return the tree of every source file by its path below `src/nappage` ("engine/story.py")."""
    files = sorted(SOURCE.rglob("*.py"))
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def modules_of(*packages: str) -> dict[str, ast.Module]:
    """Return the trees of some packages ("engine", "values")."""
    return {name: tree for name, tree in modules().items() if name.partition("/")[0] in packages}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(tree: ast.AST) -> Iterator[tuple[int, str, ast.Call]]:
    """Yield every call with its line and the text of what is called ("datetime.now")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func), node


@cache
def committed_texts() -> dict[str, str]:
    """Return every text file of the repository that is not made by a tool, by its path."""
    return dict(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if not _is_made(name))
        for path in (Path(folder, name) for name in sorted(names) if not _is_made(name)):
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def _is_made(name: str) -> bool:
    return name in _MADE or name.endswith(_MADE_ENDINGS) or name.startswith(".coverage")


_MADE = {
    ".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
    ".import_linter_cache", "build", "dist", "node_modules", ".coverage", "uv.lock", "mutants",
    "vendor",
}  # fmt: skip
_MADE_ENDINGS = (".egg-info", ".mutants", ".pyc")
