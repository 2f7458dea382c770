"""Small drawings of what may be seen after a session, our own: a patch of skin, a cut through it, a face, a figure.

Nothing in them is red: that colour is kept for alarms. A drawing is no picture of anybody and says nothing that the
words beside it do not say, so it is hidden from those who hear the page.
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def draw_symptom(symptom: str) -> str:
    """Return the drawing of a symptom as SVG; "" for one that nobody has drawn."""
    file = resources.files("nappage.rendering").joinpath("drawings", f"{symptom}.svg")
    return file.read_text(encoding="utf-8") if file.is_file() else ""
