"""The paper of a signed consent: made as PDF and sealed with the clinic's key, outside any transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from nappage.actions.clinic_keys import clinic_key
from nappage.engine.edition import Edition
from nappage.records.models import Clinic
from nappage.rendering.consent import ConsentText
from nappage.rendering.consent_page import consent_paper
from nappage.rendering.consent_signature import Signed
from nappage.rendering.paper import FontFiles, as_pdf
from nappage.sealing.seal import sealed

_FONTS = Path(__file__).parents[1] / "static/vendor/fonts"


def sealed_paper(text: ConsentText, signed: Signed, edition: Edition, clinic: Clinic, at: datetime) -> bytes:
    """Return the paper with its seal; any byte that is changed later breaks it."""
    pdf = as_pdf(consent_paper(text, edition, signed), fonts())
    return sealed(pdf, clinic_key(clinic.id, at), clinic.name, at, text.title)


def fonts() -> FontFiles | None:
    """Return the files of the clinic's type, or None where the front end was not built: then the system's is taken."""
    regular, bold, italic = (
        _FONTS / f"atkinson-hyperlegible-latin-{style}.woff2" for style in ("400-normal", "700-normal", "400-italic")
    )
    is_built = all(file.exists() for file in (regular, bold, italic))
    return FontFiles(regular, bold, italic) if is_built else None
