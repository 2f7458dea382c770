"""The clinic's signature on a text: verified by other means than ours, and broken by any character."""

from __future__ import annotations

import base64
import json
import random
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nappage.sealing.clinic_key import ClinicKey, new_clinic_key
from nappage.sealing.signature import ALGORITHM, MOST_BYTES, Signature, read_signature, signed
from nappage.sealing.trouble import Trouble

CLINIC = "Fictional demo clinic, Madrid"
AT = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
CONTENT = json.dumps({"resourceType": "Bundle", "note": "Añadido, 0.02 mL"}).encode()


@pytest.fixture(scope="module")
def key() -> ClinicKey:
    return new_clinic_key(CLINIC, AT)


@pytest.fixture(scope="module")
def text(key: ClinicKey) -> str:
    return signed(CONTENT, key)


def part(text: str, number: int) -> bytes:
    raw = text.split(".")[number]
    return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))


def test_it_says_what_was_signed_and_by_whom(text: str, key: ClinicKey) -> None:
    found = read_signature(text)
    assert (found.is_whole, found.content, found.by, found.trouble) == (True, CONTENT, CLINIC, None)
    assert found.fingerprint == key.fingerprint


def test_whoever_reads_the_standard_can_verify_it_without_us(text: str) -> None:
    """RFC 7515 by hand: the certificate of the header, its key, the first two parts, and a deflated payload."""
    header = json.loads(part(text, 0))
    certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
    public = certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(part(text, 2), text.rpartition(".")[0].encode(), padding.PKCS1v15(), hashes.SHA256())
    assert zlib.decompress(part(text, 1), wbits=-15) == CONTENT


def test_the_same_text_and_key_give_the_same_bytes(text: str, key: ClinicKey) -> None:
    assert signed(CONTENT, key) == text


def test_no_character_of_it_can_be_changed(text: str) -> None:
    """Every place once, with another letter by lot; the last letters too, whose low bits a lenient reader drops."""
    chance = random.Random(31)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    for place, old in enumerate(text):
        new = chance.choice(letters.replace(old, ""))
        assert not read_signature(text[:place] + new + text[place + 1 :]).is_whole, place


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=6))
def test_no_bit_of_it_can_be_flipped(text: str, place: int, bit: int) -> None:
    place %= len(text)
    changed = text[:place] + chr(ord(text[place]) ^ 1 << bit) + text[place + 1 :]
    found = read_signature(changed)
    assert not found.is_whole
    assert found.content == b""
    assert found.trouble in (Trouble.CHANGED, Trouble.UNREADABLE, Trouble.NOT_SIGNED)


def forged(text: str, key: ClinicKey, **header: object) -> str:
    """Return a text with another header, signed rightly all the same."""
    said = json.loads(part(text, 0)) | header
    head = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    return f"{head}.{text.split('.')[1]}.{text.split('.')[2]}"


@pytest.mark.parametrize(
    "header",
    [{"alg": "none"}, {"alg": "HS256"}, {"zip": "GZ"}, {"crit": ["exp"]}, {"x5c": []}, {"x5c": ["AAAA"]}, {"x5c": 7}],
    ids=lambda header: str(header),
)
def test_a_header_that_asks_for_something_else_is_not_followed(
    text: str, key: ClinicKey, header: dict[str, object]
) -> None:
    assert read_signature(forged(text, key, **header)) == Signature(False, trouble=Trouble.UNREADABLE)


def test_a_stranger_who_takes_the_clinics_name_has_another_fingerprint(key: ClinicKey) -> None:
    stranger = new_clinic_key(CLINIC, AT)
    found = read_signature(signed(CONTENT, stranger))
    assert (found.is_whole, found.by) == (True, CLINIC)
    assert found.fingerprint == stranger.fingerprint != key.fingerprint


def test_the_certificate_of_another_does_not_fit(text: str, key: ClinicKey) -> None:
    stranger = new_clinic_key(CLINIC, AT)
    swapped = forged(text, key, x5c=[base64.b64encode(stranger.certificate).decode()])
    assert read_signature(swapped).trouble is Trouble.CHANGED


def test_what_unfolds_without_end_is_refused(key: ClinicKey) -> None:
    found = read_signature(signed(b"0" * (MOST_BYTES + 1), key))
    assert (found.is_whole, found.trouble, ALGORITHM) == (False, Trouble.UNREADABLE, "RS256")


@pytest.mark.parametrize(
    "nothing", ["", "a", "a.b", "a.b.c.d", "á.b.c", "....", "e30.e30.e30", "\n"], ids=lambda text: repr(text)
)
def test_what_is_no_signed_text_is_said_to_be_none(nothing: str) -> None:
    assert read_signature(nothing).trouble in (Trouble.NOT_SIGNED, Trouble.UNREADABLE)


def test_it_counts_only_while_its_certificate_did(text: str) -> None:
    found = read_signature(text)
    assert found.was_valid(AT)
    assert not found.was_valid(AT - timedelta(hours=1))
    assert not found.was_valid(AT + timedelta(days=365 * 6))
