"""Making a photo anew from its pixels: what else was in the file (place, time, device, scripts) does not come along.

Run as a program it reads a file from its input and writes the clean photo to its output, inside limits of memory and
time that the system holds it to: a file made to hurt its reader hurts this process and no other.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from enum import Enum
from io import BytesIO

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# Ways of the camera and the computer, nothing clinical: above them a file is no photo of a tablet or telephone.
LARGEST_FILE = 40 * 1024 * 1024
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 2560
LONGEST_SIDE_OF_PREVIEW = 480
SHORTEST_SIDE = 64
SIDE_OF_FACE = 264
_QUALITY = 90
_MEMORY = 2 * 1024**3
_SECONDS = 30
# What a camera or telephone writes. A picture of any other kind (SVG, PDF, TIFF, GIF) is not even looked into.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


class Trouble(Enum):
    """Why a file is no photo that can be kept."""

    NOT_A_PHOTO = "not-a-photo"
    TOO_MANY_BYTES = "too-many-bytes"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_SMALL = "too-small"
    DAMAGED = "damaged"


class Unfit(Exception):
    """A file that is not kept: why, and what was found."""

    def __init__(self, trouble: Trouble, found: str) -> None:
        super().__init__(f"{trouble.value}: {found}")
        self.trouble = trouble
        self.found = found


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A photo made anew: JPEG without any metadata, and a small one of it."""

    jpeg: bytes
    preview: bytes
    width: int
    height: int


def clean(content: bytes) -> CleanPhoto:
    """Return the photo made anew from the pixels of a file; Unfit where it has none that can be kept."""
    pi_heif.register_heif_opener()
    # The limits below are judged by ourselves, before a single pixel is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    picture = _opened(content)
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Unfit(Trouble.TOO_MANY_PIXELS, f"{width} x {height}")
    if min(width, height) < SHORTEST_SIDE:
        raise Unfit(Trouble.TOO_SMALL, f"{width} x {height}")
    try:
        whole = _pixels(picture, LONGEST_SIDE)
    except MemoryError:
        raise Unfit(Trouble.TOO_MANY_PIXELS, f"{width} x {height}") from None
    except Exception as error:  # noqa: BLE001  # a damaged file makes its reader stumble in any way there is
        raise Unfit(Trouble.DAMAGED, type(error).__name__) from None
    return photo_of(whole)


def photo_of(picture: Image.Image) -> CleanPhoto:
    """Return a picture as a photo is kept: whole and small."""
    small = picture.copy()
    small.thumbnail((LONGEST_SIDE_OF_PREVIEW, LONGEST_SIDE_OF_PREVIEW))
    return CleanPhoto(_jpeg(picture), _jpeg(small), picture.width, picture.height)


def face_of(photo: CleanPhoto) -> bytes:
    """Return the middle of a photo as a small square: a face is a little above the middle of a portrait."""
    small = _opened(photo.preview)
    return _jpeg(ImageOps.fit(small.convert("RGB"), (SIDE_OF_FACE, SIDE_OF_FACE), centering=(0.5, 0.35)))


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        raise Unfit(Trouble.NOT_A_PHOTO, kind_of(content)) from None
    except Exception as error:  # noqa: BLE001  # the same: a file can be wrong in any way
        raise Unfit(Trouble.DAMAGED, type(error).__name__) from None


def _pixels(picture: Image.Image, longest: int) -> Image.Image:
    """Return the pixels the right way up in plain colours, on a canvas of our own that knows nothing of the file."""
    picture.draft("RGB", (longest, longest))
    turned = ImageOps.exif_transpose(picture)
    turned.thumbnail((longest, longest), reducing_gap=3.0)
    canvas = Image.new("RGB", turned.size, "white")
    if turned.has_transparency_data:
        clear = turned.convert("RGBA")
        canvas.paste(clear, mask=clear.getchannel("A"))
    else:
        canvas.paste(_in_plain_colours(turned))
    return canvas


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Return a picture in sRGB: a telephone's wide colours would make the same skin look different on each screen."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode == "RGB":
        try:
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            plain = ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return plain or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


_KINDS = (
    (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP"), (b"GIF8", "GIF"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"), (b"MZ", "program"), (b"\x7fELF", "program"), (b"RIFF", "RIFF"), (b"#!", "script"),
)  # fmt: skip


def kind_of(content: bytes) -> str:
    """Return what a file that is no photo looks like, in one word; empty where it looks like nothing known."""
    for start, kind in _KINDS:
        if content.startswith(start):
            return kind
    beginning = content[:512].lower()
    if b"<svg" in beginning:
        return "SVG"
    if b"<html" in beginning or b"<!doctype" in beginning or b"<?xml" in beginning:
        return "HTML"
    if content[4:8] == b"ftyp":
        return content[8:12].decode("ascii", "replace")
    return ""


def _hold_to_limits() -> None:
    """Let the system end this process where a file takes more than any photo needs."""
    try:
        import resource
    except ImportError:  # a system that holds no process to limits; the parent's patience still ends
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read a file, write one line that says what came of it, and the bytes of both pictures behind it."""
    _hold_to_limits()
    try:
        made = clean(sys.stdin.buffer.read())
    except Unfit as unfit:
        sys.stdout.buffer.write(json.dumps({"trouble": unfit.trouble.value, "found": unfit.found}).encode() + b"\n")
        return
    head = {"photo": len(made.jpeg), "preview": len(made.preview), "width": made.width, "height": made.height}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made.jpeg + made.preview)


if __name__ == "__main__":
    main()
