"""No limit, threshold or interval stands in the engine's code: a number of two digits or more needs a reason here."""

from __future__ import annotations

import ast

from architecture.source_tree import calls, modules_of

# module: {number: why it is no clinical value}. Arithmetic of units, calendars and tables only.
ALLOWED: dict[str, dict[str, str]] = {
    "engine/allergen.py": {"4096": "typed names kept in memory"},
    "engine/formula.py": {"1E-12": "the mantissa kept of a share such as one third"},
    "engine/medicine.py": {"4096": "typed names kept in memory"},
    "engine/red_flag.py": {"4096": "pairs of words kept in memory"},
    "engine/wording.py": {"40": "characters shown around a word that was found"},
}
ANYWHERE = {
    "24": "hours of a day",
    "60": "minutes of an hour",
    "100": "per cent",
    "1000": "thousandths",
    "10": "the base of decimal numbers",
    "12": "months of a year",
}


def numbers(tree: ast.AST) -> list[str]:
    """Return the numbers of two or more digits, and every longer Decimal, that stand in code; texts are not read."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    plain = [str(node.value) for node in found if isinstance(node.value, int | float) and _is_large(node.value)]
    given = [call.args[0] for _, called, call in calls(tree) if called == "Decimal" and call.args]
    decimals = [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return plain + [text for text in decimals if len(text) > 1]


def _is_large(value: float) -> bool:
    return not isinstance(value, bool) and (isinstance(value, float) or abs(value) >= 10)


def test_the_engine_holds_no_clinical_number() -> None:
    found = [(name, number) for name, tree in modules_of("engine").items() for number in numbers(tree)]
    assert [(name, number) for name, number in found if number not in ANYWHERE | ALLOWED.get(name, {})] == []


def test_an_allowance_that_nobody_uses_is_withdrawn() -> None:
    for name, allowed in ALLOWED.items():
        assert set(allowed) <= set(numbers(modules_of("engine")[name])), name


def test_the_check_would_notice() -> None:
    tree = ast.parse("x = 15; y = Decimal('0.5'); z = 3; w = 0.5; v = 'within 72 h'; u = Decimal('1'); t = True")
    assert numbers(tree) == ["15", "0.5", "0.5"]
