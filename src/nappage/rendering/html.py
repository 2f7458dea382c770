"""A sheet as one self-contained page: no script, nothing fetched, prints on one page where it fits."""

from __future__ import annotations

from nappage.rendering.page_template import page_template
from nappage.rendering.sheet import Sheet, Tone

# What a sign before a line says to who hears the page instead of seeing it.
SIGNS = {Tone.DONE.value: "Open", Tone.HOLD.value: "Attention", Tone.ALARM.value: "Emergency"}


def page(sheet: Sheet) -> str:
    """Return the sheet as HTML. The drawing is our own SVG and goes in as it is; every other text is escaped."""
    from markupsafe import Markup

    return page_template("outlook.html").render(
        sheet=sheet,
        drawing=Markup(sheet.drawing),
        # Whether it may start stands above what is to do, though the sheet has them the other way round.
        beside=[section for section in reversed(sheet.sections) if section.beside],
        stages=[section for section in sheet.sections if not section.beside],
        signs=SIGNS,
    )
