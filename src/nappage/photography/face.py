"""The small square picture that tells who somebody is."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from nappage.photography.clean import CleanPhoto

SIDE = 264
_QUALITY = 82


def face_of(photo: CleanPhoto) -> bytes:
    """Return the middle of a clean photo as a small square: a face is a little above the middle of a portrait."""
    picture = Image.open(BytesIO(photo.preview), formats=("JPEG",))
    out = BytesIO()
    ImageOps.fit(picture, (SIDE, SIDE), centering=(0.5, 0.35)).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
