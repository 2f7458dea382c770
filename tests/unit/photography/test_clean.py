"""What comes in as a photo is made anew from its pixels, or refused; its reader survives both."""

from __future__ import annotations

import subprocess
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from nappage.photography import apart
from nappage.photography.apart import clean_apart
from nappage.photography.clean import LARGEST_FILE, LONGEST_SIDE, CleanPhoto, Trouble, Unfit, clean, kind_of
from support.photographs import PLACE, SCRIPT, bomb, drawing, heic, jpeg, picture, polyglot


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["JPEG"])


def bears_nothing(made: CleanPhoto) -> bool:
    """Return whether neither picture says anything but its pixels."""
    pictures = [opened(content) for content in (made.jpeg, made.preview)]
    silent = all(set(one.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} for one in pictures)
    empty = all(not dict(one.getexif()) for one in pictures)
    return silent and empty and PLACE not in made.jpeg + made.preview and b"Exif" not in made.jpeg + made.preview


@pytest.mark.proves("H-29")
def test_a_photo_of_a_telephone_loses_its_place_and_keeps_its_pixels() -> None:
    sent = jpeg()
    assert PLACE in sent
    assert opened(sent).getexif().get_ifd(0x8825)
    made = clean(sent)
    assert bears_nothing(made)
    assert (made.width, made.height) == opened(made.jpeg).size == (640, 480)
    red, green, blue = opened(made.jpeg).getpixel((600, 400))  # type: ignore[misc]
    assert abs(red - 0xC9) < 6
    assert abs(green - 0x9A) < 6
    assert abs(blue - 0x7C) < 6


def test_a_40_megapixel_heic_with_its_place_is_stored_clean() -> None:
    sent = heic(7712, 5240)
    made = clean_apart(sent)
    assert bears_nothing(made)
    assert max(made.width, made.height) == LONGEST_SIDE
    assert opened(made.jpeg).size == (made.width, made.height)


def test_a_photo_taken_sideways_is_the_right_way_up() -> None:
    made = clean(jpeg(640, 480, orientation=6))
    assert (made.width, made.height) == (480, 640)


def test_what_is_behind_or_inside_a_photo_besides_its_pixels_is_gone() -> None:
    sent = polyglot()
    assert SCRIPT in sent
    made = clean_apart(sent)
    assert SCRIPT not in made.jpeg + made.preview
    assert b"PK\x03\x04" not in made.jpeg + made.preview
    assert bears_nothing(made)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA"])
def test_a_png_of_any_colours_becomes_a_plain_photo(mode: str) -> None:
    out = BytesIO()
    picture().convert("RGBA" if mode == "RGBA" else mode).save(out, "PNG", pnginfo=None)
    assert opened(clean(out.getvalue()).jpeg).mode == "RGB"


def test_what_shines_through_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(clean(out.getvalue()).jpeg).getpixel((50, 50)) == (255, 255, 255)


def test_a_colour_profile_that_is_nonsense_does_not_matter() -> None:
    out = BytesIO()
    picture().save(out, "JPEG", icc_profile=b"no profile at all")
    assert bears_nothing(clean(out.getvalue()))


@pytest.mark.parametrize(
    ("content", "trouble", "found"),
    [
        (bomb(), Trouble.TOO_MANY_PIXELS, "30000 x 30000"),
        (bomb(40, 40), Trouble.TOO_SMALL, "40 x 40"),
        (drawing(), Trouble.NOT_A_PHOTO, "SVG"),
        (b"<!DOCTYPE html><title>x</title>" + SCRIPT, Trouble.NOT_A_PHOTO, "HTML"),
        (b"%PDF-1.7 a paper", Trouble.NOT_A_PHOTO, "PDF"),
        (b"GIF89a" + bytes(50), Trouble.NOT_A_PHOTO, "GIF"),
        (b"\0\0\0\x18ftypmp42" + bytes(50), Trouble.NOT_A_PHOTO, "mp42"),
        (b"", Trouble.NOT_A_PHOTO, ""),
        (jpeg()[:2000], Trouble.DAMAGED, "OSError"),
        (bytes(LARGEST_FILE + 1), Trouble.TOO_MANY_BYTES, "40 MB"),
    ],
    ids=["bomb", "speck", "svg", "html", "pdf", "gif", "film", "nothing", "cut off", "too long"],
)
def test_what_is_no_photo_is_refused_and_said_why(content: bytes, trouble: Trouble, found: str) -> None:
    with pytest.raises(Unfit) as refused:
        clean_apart(content)
    assert (refused.value.trouble, refused.value.found) == (trouble, found)


def test_a_bomb_that_keeps_to_the_limit_of_pixels_is_unpacked_within_the_limit_of_memory() -> None:
    sent = bomb(7000, 7000, rows=7000)
    assert len(sent) < 500_000
    made = clean_apart(sent)
    assert (made.width, made.height) == (LONGEST_SIDE, LONGEST_SIDE)


def test_a_reader_that_dies_or_never_ends_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "nappage.no_such_program")
    with pytest.raises(Unfit) as refused:
        clean_apart(jpeg())
    assert refused.value.found == "crash"

    def never(*_given: Any, **_named: Any) -> SimpleNamespace:
        raise subprocess.TimeoutExpired("clean", 60)

    monkeypatch.setattr("nappage.photography.apart.subprocess.run", never)
    with pytest.raises(Unfit) as late:
        clean_apart(jpeg())
    assert late.value.found == "timeout"


def test_the_reader_knows_none_of_the_server_s_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAPPAGE_MASTER_KEY", "secret")
    assert "NAPPAGE_MASTER_KEY" not in apart._surroundings()


@pytest.mark.parametrize(
    ("content", "kind"), [(b"MZ...", "program"), (b"PK\x03\x04", "ZIP"), (b"#!/bin/sh", "script"), (b"hello", "")]
)
def test_what_a_file_looks_like_is_told_from_its_beginning(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind
