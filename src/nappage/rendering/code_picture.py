"""A frame of a passport as a QR code: a picture in PNG, the same from the same frame."""

from __future__ import annotations

import base64
from io import BytesIO

# Read through a fold or a stain, and still small: a seventh of it may be unreadable.
_PIXELS = 6
_BORDER = 4


def code_picture(frame: str) -> bytes:
    """Return a code as a PNG, black on white, with the quiet zone that readers need around it."""
    # Imported here and not above: only what is printed needs it.
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.image.pil import PilImage

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=_PIXELS, border=_BORDER, image_factory=PilImage)
    code.add_data(frame, optimize=20)
    code.make(fit=True)
    out = BytesIO()
    code.make_image().save(out, format="PNG", optimize=True)
    return out.getvalue()


def code_source(frame: str) -> str:
    """Return a code as it stands in a page that fetches nothing."""
    return f"data:image/png;base64,{base64.b64encode(code_picture(frame)).decode('ascii')}"
