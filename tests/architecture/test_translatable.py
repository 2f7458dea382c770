"""What an act refuses is said in the language of the page: its faults and conflicts go through gettext, as screens do.

Also so that they can be collected: a text that is put together first, or is a variable, no collector of texts finds.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ACTIONS = Path(__file__).parents[2] / "src" / "nappage" / "actions"
# What only the command line calls speaks English, as the command line does.
ENGLISH = {"imports", "restoring"}
TRANSLATABLE = sorted({path.stem for path in ACTIONS.glob("*.py")} - ENGLISH)
SAID = ("Fault", "Conflict")
PARTS = ("remedy", "expected")


def untranslated(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of faults and conflicts that are written without gettext."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SAID:
            parts = node.args if ast.unparse(node.func) == "Fault" else node.args[:1]
            yield from (ast.unparse(part) for part in parts if is_bare(part))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in PARTS and is_bare(node.value):
            yield ast.unparse(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "_" and not is_plain(node.args[0]):
            yield ast.unparse(node)


def is_plain(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and isinstance(part.value, str)


def is_bare(part: ast.expr) -> bool:
    """Return whether a part is a text with letters in it; a number or a mark needs no translation."""
    if isinstance(part, ast.JoinedStr):
        return any(is_plain(piece) and any(map(str.isalpha, piece.value)) for piece in part.values)  # type: ignore[attr-defined]
    return is_plain(part) and any(map(str.isalpha, part.value))  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", TRANSLATABLE)
def test_what_an_act_refuses_can_be_translated(name: str) -> None:
    assert list(untranslated(ast.parse((ACTIONS / f"{name}.py").read_text("utf-8")))) == []


def test_the_check_would_notice() -> None:
    source = """
Fault("Visit", _("one of today"), f"{n}: {said}", f"at most {n} days")
Conflict("this was sent before", (id,))
remedy = "Write it."
_(f"{n} days")
"""
    assert set(untranslated(ast.parse(source))) == {
        "'Visit'", "f'at most {n} days'", "'this was sent before'", "'Write it.'", "_(f'{n} days')",
    }  # fmt: skip
