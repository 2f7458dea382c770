"""Photographs for tests: as a camera writes them, and as somebody would who wants to hurt the reader."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageDraw

PLACE = b"Calle de la Prueba 7"
SCRIPT = b"<script>alert('photo')</script>"


def picture(width: int = 640, height: int = 480, colour: str = "#c99a7c") -> Image.Image:
    """Return a picture with a brown patch on it, so that turning it shows."""
    made = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(made).ellipse((width // 8, height // 8, width // 3, height // 3), fill="#6b3f2a")
    return made


def with_place() -> Image.Exif:
    """Return what a telephone writes beside the pixels: where it was, what it is, a comment."""
    said = Image.Exif()
    said[0x010F] = "Telephone of somebody"
    said[0x9286] = PLACE.decode()
    gps = said.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (40.0, 25.0, 0.0), "W", (3.0, 42.0, 0.0)
    return said


def jpeg(width: int = 640, height: int = 480, *, orientation: int = 0, colour: str = "#c99a7c") -> bytes:
    """Return a photo as a telephone writes it, with its place and a comment in it."""
    said, out = with_place(), BytesIO()
    if orientation:
        said[0x0112] = orientation
    picture(width, height, colour).save(out, "JPEG", exif=said, comment=PLACE, quality=85)
    return out.getvalue()


def heic(width: int, height: int) -> bytes:
    """Return a photo as an iPhone writes it, with its place in it."""
    out = BytesIO()
    pillow_heif.from_pillow(picture(width, height)).save(
        out, quality=30, exif=with_place().tobytes(), enc_params={"preset": "ultrafast"}
    )
    return out.getvalue()


def polyglot() -> bytes:
    """Return a photo that is also a page with a script and an archive, for whoever reads it so."""
    return jpeg() + b"<html><body>" + SCRIPT + b"</body></html>PK\x03\x04 an archive"


def bomb(width: int = 30_000, height: int = 30_000, rows: int = 300) -> bytes:
    """Return a PNG of a few kilobytes that says how many pixels it holds, and begins to unpack them."""
    packer = zlib.compressobj(6)
    row = bytes(1 + width * 3)
    packed = b"".join(packer.compress(row) for _row in range(rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def drawing() -> bytes:
    """Return a drawing with a script in it."""
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
