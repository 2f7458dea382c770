"""The style sheets: compiled into one, so a class that two of them define is drawn on one screen as on another."""

from __future__ import annotations

import re
from collections import defaultdict

from architecture.source_tree import ROOT

STYLES = ROOT / "src/nappage/web/styles"
# The body of every page, and what paper changes of everything.
OF_ALL = {"page"}
PRINT = "_print.scss"
BARE = re.compile(r"\.([a-z][\w-]*)")


def defined(sheet: str) -> set[str]:
    """Return the classes that the outermost rules of a sheet define by their name alone (`.card, .notice { ... }`)."""
    heads = (line.partition("{")[0] for line in sheet.splitlines() if line.startswith("."))
    return {found[1] for head in heads for one in head.split(",") if (found := BARE.fullmatch(one.strip()))}


def test_a_class_is_defined_in_one_sheet() -> None:
    sheets: dict[str, list[str]] = defaultdict(list)
    for path in sorted(STYLES.glob("_*.scss")):
        for name in defined(path.read_text(encoding="utf-8")) if path.name != PRINT else ():
            sheets[name].append(path.name)
    assert len(sheets) > 100
    assert {name: found for name, found in sheets.items() if len(found) > 1 and name not in OF_ALL} == {}


def test_a_class_beside_another_and_one_below_another_are_told_apart() -> None:
    assert defined(".a, .b { margin: 0; .c { margin: 0; } }\n.d .e { margin: 0; }\n  .f { margin: 0; }") == {"a", "b"}
