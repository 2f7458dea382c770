"""The clinic's seal: read back by ours and by another project's reader, and broken by any byte."""

from __future__ import annotations

import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from nappage.rendering.consent_page import consent_paper
from nappage.rendering.paper import as_pdf
from nappage.sealing.clinic_key import ClinicKey, new_clinic_key
from nappage.sealing.seal import read_seal, sealed
from support.consents import consent, signed

CLINIC = "Fictional demo clinic, Madrid"
AT = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def key() -> ClinicKey:
    return new_clinic_key(CLINIC, AT)


@pytest.fixture(scope="module")
def pdf(edition: Edition) -> bytes:
    text = consent("s2-face", edition)
    return as_pdf(consent_paper(text, edition, signed(text)))


@pytest.fixture(scope="module")
def paper(pdf: bytes, key: ClinicKey) -> bytes:
    return sealed(pdf, key, CLINIC, AT, "Consent")


def pdfsig(content: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout


def test_another_reader_finds_it_valid_over_the_total_document(paper: bytes, tmp_path: Path) -> None:
    found = pdfsig(paper, tmp_path)
    assert "Signature is Valid." in found
    assert "Total document signed" in found
    assert "Signature Type: ETSI.CAdES.detached" in found
    assert f"Signer Certificate Common Name: {CLINIC}" in found


def test_our_own_reading_names_clinic_instant_and_certificate(paper: bytes, key: ClinicKey) -> None:
    seal = read_seal(paper, key.fingerprint)
    assert (seal.is_whole, seal.by, seal.at, seal.certificate, seal.trouble) == (True, CLINIC, AT, key.fingerprint, "")


def test_the_paper_stands_unchanged_before_its_seal(pdf: bytes, paper: bytes) -> None:
    assert paper.startswith(pdf)
    assert b"/DocMDP" in paper[len(pdf) :]


def test_the_same_paper_key_and_instant_give_the_same_bytes(pdf: bytes, paper: bytes, key: ClinicKey) -> None:
    assert sealed(pdf, key, CLINIC, AT, "Consent") == paper
    assert sealed(pdf, key, CLINIC, AT + timedelta(seconds=1), "Consent") != paper


def test_a_flipped_byte_is_reported_by_another_reader(pdf: bytes, paper: bytes, tmp_path: Path) -> None:
    changed = bytearray(paper)
    changed[len(pdf) // 2] ^= 1
    assert "Signature is Valid." not in pdfsig(bytes(changed), tmp_path)


def test_any_flipped_bit_of_the_document_breaks_it(pdf: bytes, paper: bytes, key: ClinicKey) -> None:
    # The place of the signature itself is the one that no signature covers: see the next test.
    drawn = random.Random(20261002)
    gap = range(*_gap(pdf, paper))
    for place in (drawn.choice([*range(gap.start), *range(gap.stop, len(paper))]) for _ in range(40)):
        changed = bytearray(paper)
        changed[place] ^= 1 << drawn.randrange(8)
        assert not read_seal(bytes(changed), key.fingerprint).is_whole, place


def test_nothing_can_be_hidden_in_the_place_of_the_signature(pdf: bytes, paper: bytes, key: ClinicKey) -> None:
    start, stop = _gap(pdf, paper)
    hidden = bytearray(paper)
    hidden[stop - 20 : stop - 1] = b"48656c6c6f20776f726c"[:19]
    assert not read_seal(bytes(hidden), key.fingerprint).is_whole
    small = paper[:start] + paper[start:stop].lower() + paper[stop:]
    assert not read_seal(small, key.fingerprint).is_whole


def _gap(pdf: bytes, paper: bytes) -> tuple[int, int]:
    start = paper.index(b"/Contents <", len(pdf)) + len(b"/Contents ")
    return start, paper.index(b">", start) + 1


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", "The file cannot be read"),
        (b"not a paper", "The file cannot be read"),
    ],
)
def test_what_is_no_paper_is_not_whole(content: bytes, trouble: str, key: ClinicKey) -> None:
    assert read_seal(content, key.fingerprint).trouble.startswith(trouble)


def test_an_unsealed_paper_a_longer_one_and_one_sealed_by_somebody_else_are_not_whole(
    pdf: bytes, paper: bytes, key: ClinicKey
) -> None:
    assert read_seal(pdf, key.fingerprint).trouble == "0 seals instead of one"
    assert read_seal(paper + b"\n%more", key.fingerprint).trouble == "The file was changed after it was sealed"
    other = new_clinic_key(CLINIC, AT)
    forged = read_seal(sealed(pdf, other, CLINIC, AT), key.fingerprint)
    assert (forged.is_whole, forged.by) == (False, CLINIC)
    assert forged.trouble == "It was sealed with another key than the clinic's"


def test_a_key_never_shows_itself_and_tells_until_when_it_counts(key: ClinicKey) -> None:
    assert repr(key) == f"ClinicKey({key.fingerprint})"
    assert key.valid_until == AT + timedelta(days=5 * 365)
    assert new_clinic_key(CLINIC, AT, timedelta(days=1)).valid_until == AT + timedelta(days=1)
