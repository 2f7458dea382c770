"""A sheet as one self-contained page: no script, nothing fetched, prints on one page where it fits."""

from __future__ import annotations

from nappage.rendering.sheet import Sheet, Tone

# What a sign before a line says to who hears the page instead of seeing it.
SIGNS = {Tone.DONE.value: "Open", Tone.HOLD.value: "Attention", Tone.ALARM.value: "Emergency"}


def page(sheet: Sheet) -> str:
    """Return the sheet as HTML. The drawing is our own SVG and goes in as it is; every other text is escaped."""
    # Here and not above: text and JSON, which need no templates, start a fifth of a second sooner without them.
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("nappage.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("outlook.html").render(
        sheet=sheet,
        drawing=Markup(sheet.drawing),
        # Whether it may start stands above what is to do, though the sheet has them the other way round.
        beside=[section for section in reversed(sheet.sections) if section.beside],
        stages=[section for section in sheet.sections if not section.beside],
        signs=SIGNS,
    )
