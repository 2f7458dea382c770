"""A later, fictional edition of the knowledge: ten days instead of seven for an anti-inflammatory, and an exclusion."""

from __future__ import annotations

import shutil
from pathlib import Path

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
EXCLUSION = """
[file]
since = 2026-03-20
review = "unreviewed"
review_due = 2027-03-20

[[precaution]]
id = "isotretinoin-recent"
title = "Isotretinoin within six months"
level = "hard"
layer = "clinic"
why = "A fictional edition of a test."
sources = ["R55"]
when = { medicine = ["D10BA"], within = "6 mo" }

[[case]]
about = "isotretinoin-recent"
given = { medicines = [{ name = "isotretinoin" }], medicines_listed = true }
expect = "yes"
"""
SEVEN_DAYS = 'span = "3 d" }, { source = "003:24", span = "7 d" }]'
CHANGES = {
    "washouts.toml": (
        (SEVEN_DAYS, f"{SEVEN_DAYS.replace('7 d', '10 d')}\nsince = 2026-03-20"),
        ("prompt, avoid; 003:24 last 2026-02-23", "prompt, avoid; 003:24 last 2026-02-20"),
    ),
    "preparation.toml": (("2026-02-24 to 2026-03-02", "2026-02-21 to 2026-03-02"),),
}


def next_edition_in(folder: Path) -> Path:
    """Return a folder with the knowledge of the later edition, its cases moved with its values."""
    later = Path(shutil.copytree(KNOWLEDGE, folder / "knowledge"))
    for name, replacements in CHANGES.items():
        text = (later / name).read_text("utf-8")
        for old, new in replacements:
            assert old in text, f"{name} no longer says {old!r}"
            text = text.replace(old, new, 1)
        (later / name).write_text(text, "utf-8")
    (later / "precautions" / "isotretinoin.toml").write_text(EXCLUSION, "utf-8")
    return later
