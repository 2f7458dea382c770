"""The paper of the measures: the same pictures, tables and words as on the page, as a PDF."""

from __future__ import annotations

import hashlib
from importlib import resources

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from nappage.rendering.paper import Paper, as_pdf
from nappage.web.consent.sealing import fonts
from nappage.web.measures.presenter import measures_page
from nappage.web.screen import Asked


def progress_pdf(asked: Asked) -> bytes:
    """Return the PDF; the same record at the same instant gives the same bytes."""
    identity, look = asked.identity, asked.look
    assert identity is not None, "a patient's paper has a patient"
    context = measures_page(asked) | {"name": identity.name, "born": identity.born, "at": asked.at, "look": look}
    page = render_to_string("measures/paper.html", context)
    fiction = _("Fictional demo clinic. No dose, limit or person here is real.") if look.policy.fictional else ""
    emergency = look.policy.emergency_number
    return as_pdf(
        Paper(
            page=page,
            style=resources.files("nappage.rendering").joinpath("templates", "progress.css").read_text("utf-8"),
            top=(fiction or look.policy.clinic, f"{_('Emergency')} {emergency}" if emergency else ""),
            bottom=f"{look.policy.clinic} · {asked.at:%Y-%m-%d}",
            page_words=(_("page"), _("of")),
            identifier=hashlib.sha256(page.encode()).hexdigest(),
            at=asked.at,
        ),
        fonts(),
    )
