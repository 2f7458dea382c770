"""`nappage verify` at a desk: no account, no network, and an answer that a script can read too."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nappage.console.main import cli
from nappage.fhir.bundle import bundle_of, canonical
from nappage.sealing.certificate import as_pem
from nappage.sealing.clinic_key import ClinicKey, new_clinic_key
from nappage.sealing.frames import framed
from nappage.sealing.signature import signed
from support.passports import AT, WHOLE

INTACT, BROKEN, BAD, UNKNOWN = 0, 1, 2, 3


@pytest.fixture(scope="module")
def key() -> ClinicKey:
    return new_clinic_key(WHOLE.issuer.name, AT)


@pytest.fixture(scope="module")
def text(key: ClinicKey) -> str:
    return signed(canonical(bundle_of(WHOLE)), key)


def run(folder: Path, content: str, *options: str) -> Result:
    file = folder / "passport.jws"
    file.write_text(content, encoding="ascii")
    return CliRunner().invoke(cli, ["verify", str(file), *options])


def test_one_of_a_stranger_is_intact_and_its_signer_unknown(text: str, tmp_path: Path) -> None:
    told = run(tmp_path, text)
    assert told.exit_code == UNKNOWN
    assert "Intact: nothing in it was changed" in told.output
    assert "Signer unknown" in told.output


def test_one_whose_certificate_was_compared_is_known_by_it(text: str, key: ClinicKey, tmp_path: Path) -> None:
    certificate = tmp_path / "clinic.pem"
    certificate.write_bytes(as_pem(key.certificate))
    told = run(tmp_path, text, "--trust", str(certificate))
    assert told.exit_code == INTACT
    assert f"Signed by {WHOLE.issuer.name}" in told.output
    for said in ("Demo patient 014", "A-101", "1.44 mL", "lidocaine", "no reaction", "112"):
        assert said in told.output, said


def test_the_text_of_its_codes_in_any_order_does_as_well(text: str, tmp_path: Path) -> None:
    assert run(tmp_path, "\n".join(reversed(framed(text)))).exit_code == UNKNOWN


def test_a_changed_one_is_not_intact_and_says_nothing_of_what_is_in_it(text: str, tmp_path: Path) -> None:
    told = run(tmp_path, f"{text[:2500]}{'A' if text[2500] != 'A' else 'B'}{text[2501:]}")
    assert told.exit_code == BROKEN
    assert "Not intact" in told.output
    assert "Demo patient" not in told.output


def test_a_missing_code_is_named(text: str, tmp_path: Path) -> None:
    told = run(tmp_path, "\n".join(framed(text)[1:]))
    assert told.exit_code == BROKEN
    assert "Codes are missing: 1" in told.output


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["verify", str(tmp_path / "nothing")])
    assert told.exit_code == BAD
