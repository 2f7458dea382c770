"""What counts as a mutant, what does not, and that a draw stays as it was."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mutation.mutants import Mutant, mutants_of, mutated, sample
from mutation.report import UNEXPLAINED, Result, page


def mutants(folder: Path, code: str) -> dict[str, str]:
    """Return the code with each mutant in it, by the text of the change."""
    path = folder / "gate.py"
    path.write_text(code, encoding="utf-8")
    return {found.key: ast.unparse(mutated(code, found)) for found in mutants_of(path)}


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("a < b", {"a <= b"}),
        ("a >= b", {"a > b"}),
        ("a is b", {"a is not b"}),
        ("a and b", {"a or b"}),
        ("not a", {"a"}),
        ("a + b", {"a - b"}),
        ("a[-1]", {"a[1]", "a[-2]", "a[-0]"}),
        ("min(a)", {"max(a)"}),
        ("[x for x in a if x]", {"[x for x in a]"}),
        ("Answer.YES", {"Answer.NO", "Answer.UNKNOWN"}),
        ("b if a else c", {"b if not a else c"}),
        ("Answer.of(a)", set()),
        ("a | None", set()),
        ("'text'", set()),
    ],
)
def test_an_expression_is_changed_in_one_place_at_a_time(tmp_path: Path, code: str, changed: set[str]) -> None:
    assert set(mutants(tmp_path, f"x = {code}").values()) == {f"x = {new}" for new in changed}


def test_a_statement_is_left_out_and_an_answer_withheld(tmp_path: Path) -> None:
    found = mutants(tmp_path, "def f(a):\n    check(a)\n    return g(a)")
    assert found == {
        "gate.f: `check(a)` removed": "def f(a):\n    pass\n    return g(a)",
        "gate.f: `return g(a)` → `return None`": "def f(a):\n    check(a)\n    return None",
    }


def test_what_no_rule_asks_is_left_alone(tmp_path: Path) -> None:
    code = (
        '@dataclass(frozen=True)\nclass A(Enum):\n    """Text."""\n    B = 1\n    x: Literal[1] = field(init=False)\n'
    )
    assert mutants(tmp_path, code + "def __repr__(self):\n    return 1 + 2") == {}


def test_a_draw_takes_of_every_module_and_an_edit_elsewhere_leaves_it_as_it_was() -> None:
    def one(module: str, number: int) -> Mutant:
        return Mutant(module, number, 0, f"{module}.f: {number}", 1, 1, False)

    gate, dose = [one("gate", number) for number in range(90)], [one("dose", number) for number in range(9)]
    drawn = sample([*gate, *dose], 11, "seed")
    assert [mutant.module for mutant in drawn] == ["dose", *["gate"] * 10]
    again = sample([*gate, one("dose", 99), *dose[1:]], 11, "seed")
    assert [mutant for mutant in again if mutant.module == "gate"] == drawn[1:]
    assert sample([*gate, *dose], 11, "other") != drawn


def test_a_survivor_counts_against_the_share_and_is_listed_with_its_reason_or_as_missing_a_test() -> None:
    ends = {"a": "killed", "b": "survived", "c": "timeout", "d": "survived"}
    text = page([Result("gate", "gate.py:1", key, end, 1) for key, end in ends.items()], {"b": "Same."}, 9, "seed")
    assert "| gate | 4 | 2 | 50% |" in text
    assert f"- b\n  Same.\n- d\n  {UNEXPLAINED}\n" in text
