"""The signed part: who, how, when by which clock; nothing but strokes in a drawing; one signature under one text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.rendering.consent import ConsentText
from nappage.rendering.consent_signature import Drawing, Relation, Signed, signature
from nappage.values.fault import Refused
from support.consents import DRAWN, consent, signed

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


@pytest.fixture(scope="module")
def text(edition: Edition) -> ConsentText:
    return consent("s1-thighs", edition)


def words(text: ConsentText, edition: Edition, by: Signed | None) -> list[str]:
    return [line.words for line in signature(text, edition, by).lines]


def test_a_drawn_signature_is_told_with_name_local_time_witness_and_hash(text: ConsentText, edition: Edition) -> None:
    assert words(text, edition, signed(text)) == [
        "Signed by the patient: Demo patient 014.",
        "Signature drawn by hand",
        "Thu 19 Feb 2026, 10:44 (Europe/Madrid, UTC+01:00)",
        "Witness: Demo assistant 1.",
        f"SHA-256 of the exact text above this signature: {text.digest}",
    ]


def test_a_typed_name_without_witness_is_told_as_such(text: ConsentText, edition: Edition) -> None:
    typed = replace(signed(text, drawing=None), witness="", zone=ZoneInfo("America/St_Johns"))
    assert words(text, edition, typed)[1:3] == [
        "Name typed as signature",
        "Thu 19 Feb 2026, 06:14 (America/St_Johns, UTC-03:30)",
    ]
    role = replace(signed(text), witness_role="assistant")
    assert words(text, edition, role)[3] == "Witness: Demo assistant 1, assistant."


@pytest.mark.proves("E19")
def test_a_guardians_signature_says_that_it_opens_nothing_for_the_sake_of_looks(
    text: ConsentText, edition: Edition
) -> None:
    guardian = replace(signed(text), relation=Relation.GUARDIAN)
    assert words(text, edition, guardian)[0] == (
        "Signed by the legal guardian: Demo patient 014. "
        "A guardian's signature does not open a treatment of a minor for the sake of looks."
    )


def test_an_unsigned_text_has_a_place_for_the_signature(text: ConsentText, edition: Edition) -> None:
    assert words(text, edition, None)[:2] == ["Not signed.", "Name, date and signature"]


def test_a_signature_under_another_text_is_refused(text: ConsentText, edition: Edition) -> None:
    with pytest.raises(Refused, match="a signature under"):
        signature(text, edition, replace(signed(text), digest="0" * 64))


def test_a_signature_needs_a_name() -> None:
    with pytest.raises(Refused):
        Signed("0" * 64, "  ", datetime(2026, 2, 19, tzinfo=UTC), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("strokes", "picture"),
    [
        ("", b""),
        ("M 1,1 L 2,2", PNG),
        ("", b"GIF89a"),
        ("M 1,1 L 2", b""),
        ("M 1,1", b""),
        ('M 1,1 L 2,2"><script>', b""),
        ("M 1,1 L 2,2 url(x)", b""),
        ("M 1,1 " + "L 2,2 " * 40_000, b""),
    ],
)
def test_a_drawing_is_strokes_or_a_picture_and_nothing_else(strokes: str, picture: bytes) -> None:
    with pytest.raises(Refused):
        Drawing(strokes, picture)


def test_a_drawing_has_a_frame_round_all_its_points_and_a_picture_an_address_of_its_own() -> None:
    assert DRAWN.frame == "6 6 118 68"
    assert DRAWN.picture_url == ""
    assert Drawing(picture=PNG).picture_url == "data:image/png;base64,iVBORw0KGgoAAAAAAAAAAA=="
