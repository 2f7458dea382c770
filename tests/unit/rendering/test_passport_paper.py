"""The paper of a passport: its codes read back by another program, its words in every language, its seal whole."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image

from nappage.engine.edition import Edition
from nappage.engine.wording import offences
from nappage.fhir.bundle import bundle_of, canonical
from nappage.fhir.passport import Passport
from nappage.rendering.code_picture import code_picture
from nappage.rendering.paper import as_pdf
from nappage.rendering.passport_paper import Nearby, card_paper, passport_paper
from nappage.rendering.passport_sheet import passport_sheet
from nappage.rendering.passport_verdict import verdict
from nappage.rendering.sheet import Tone
from nappage.rendering.wording import LANGUAGES, Speaker, catalogue, placeholders
from nappage.sealing.clinic_key import ClinicKey, new_clinic_key
from nappage.sealing.frames import framed, unframed
from nappage.sealing.seal import sealed
from nappage.sealing.signature import signed
from nappage.sealing.trouble import Trouble
from nappage.sealing.verification import KnownSigner, Verified, verified
from support.passports import AT, BARE, WHOLE

MADRID = ZoneInfo("Europe/Madrid")
CLINIC = WHOLE.issuer.name
Speak = Callable[[str], Speaker]


@pytest.fixture(scope="module")
def key() -> ClinicKey:
    return new_clinic_key(CLINIC, AT)


@pytest.fixture(scope="module")
def found(key: ClinicKey) -> Verified:
    return verified(signed(canonical(bundle_of(WHOLE)), key).encode())


@pytest.fixture(scope="module")
def speak(edition: Edition) -> Speak:
    return lambda language: Speaker(edition, MADRID, language)


@pytest.fixture(scope="module")
def paper(found: Verified, speak: Speak, key: ClinicKey) -> bytes:
    return sealed(as_pdf(passport_paper(found, speak("en"))), key, CLINIC, AT, "Treatment passport")


def pictures(pdf: bytes, folder: Path) -> list[Path]:
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", "paper.pdf", "sheet"], cwd=folder, check=True)
    return sorted(folder.glob("sheet*.png"))


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "paper.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", "paper.pdf", "-"], cwd=folder, check=True, capture_output=True)
    return told.stdout.decode()


@pytest.mark.proves("U-10")
def test_another_program_reads_the_codes_off_the_printed_sheet(paper: bytes, found: Verified, tmp_path: Path) -> None:
    """As a scanner or a telephone would: pixels in, text out, and the text is the whole signed passport."""
    scanned = [
        code.text for sheet in pictures(paper, tmp_path) for code in zxingcpp.read_barcodes(Image.open(sheet).copy())
    ]
    assert unframed("\n".join(scanned)) == found.signed
    assert verified("\n".join(reversed(scanned)).encode()).passport == WHOLE


@pytest.mark.proves("U-10")
def test_a_code_fits_its_place_however_long_the_record(key: ClinicKey) -> None:
    """Ten times the sessions are more frames, never a denser one."""
    many = replace(WHOLE, sessions=WHOLE.sessions[:1] * 20)
    frames = framed(signed(canonical(bundle_of(many)), key))
    assert max(map(len, frames)) < 2040
    side = Image.open(BytesIO(code_picture(max(frames, key=len)))).width
    assert side <= (113 + 8) * 6


def test_the_paper_holds_the_signed_passport_and_verifies_as_one_file(paper: bytes, found: Verified) -> None:
    assert verified(paper) == found
    assert found.passport == WHOLE


@pytest.mark.proves("U-10")
def test_a_flipped_byte_anywhere_in_the_paper_is_noticed(paper: bytes) -> None:
    for place in range(7, len(paper), len(paper) // 25):
        changed = paper[:place] + bytes([paper[place] ^ 4]) + paper[place + 1 :]
        assert not verified(changed).is_intact, place


def test_no_part_of_the_seal_can_be_changed_that_its_key_does_not_cover(paper: bytes, key: ClinicKey) -> None:
    """The certificate stands in a seal twice and a reader looks at one: neither copy can be changed."""
    copy, last = key.certificate.hex().upper().encode(), 0
    for _twice in range(2):
        last = paper.index(copy, last) + len(copy)
        changed = paper[: last - 40] + bytes([paper[last - 40] ^ 1]) + paper[last - 39 :]
        assert not verified(changed).is_intact


def test_a_passport_in_the_paper_of_somebody_else_is_not_intact(found: Verified, speak: Speak) -> None:
    stranger = new_clinic_key(CLINIC, AT)
    swapped = sealed(as_pdf(passport_paper(found, speak("en"))), stranger, CLINIC, AT)
    assert verified(swapped).trouble is Trouble.TWO_KEYS


def test_a_sealed_paper_without_a_passport_says_so(found: Verified, speak: Speak, key: ClinicKey) -> None:
    assert verified(sealed(as_pdf(card_paper(found, speak("en"), None)), key, CLINIC, AT)).trouble is (
        Trouble.EMPTY_PAPER
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_names_both_emergency_numbers_allergies_and_lots(
    language: str, found: Verified, speak: Speak, tmp_path: Path
) -> None:
    words = text_of(as_pdf(card_paper(found, speak(language), Nearby("Japan", "119"))), tmp_path)
    for said in ("Demo patient 014", "119", "Japan", "112", "lidocaine", "A-101", "1.44", "B-7", "Fictional demo"):
        assert said in words.replace(",44", ".44"), said


@pytest.mark.parametrize(("language", "point"), [("en", "."), ("fr", ","), ("es", ",")])
def test_one_row_writes_its_numbers_in_one_way(language: str, point: str, speak: Speak) -> None:
    session = WHOLE.sessions[0]
    where = replace(session.products[0], where="thigh, left side: 1.44 mL; thigh, right side: 1.44 mL")
    passport = replace(WHOLE, sessions=(replace(session, products=(where,)),))
    (sessions,) = (one for one in passport_sheet(passport, speak(language)).sections if one.name == "sessions")
    assert sessions.table is not None
    said = " ".join(cell for row in sessions.table.rows for cell in row)
    assert f"1{point}44 mL" in said
    assert (("," if point == "." else ".") + "44 mL") not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("passport", [WHOLE, BARE], ids=["whole", "bare"])
def test_nothing_on_it_is_left_without_words_or_says_a_forbidden_one(
    passport: Passport, language: str, speak: Speak, edition: Edition
) -> None:
    sheet = passport_sheet(passport, speak(language))
    said = [sheet.title, sheet.says, sheet.fictional, *(part for fact in sheet.facts for part in fact)]
    for section in sheet.sections:
        said += [section.title, section.empty, *(line.words for line in section.lines)]
        said += [cell for row in (section.table.rows if section.table else ()) for cell in row]
    assert [words for words in said if "[" in words or "None" in words] == []
    assert offences(edition, "\n".join(said)) == ()


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_every_sentence_of_a_passport_exists_in_every_language_with_the_same_values(language: str) -> None:
    def own(language: str) -> dict[str, frozenset[str]]:
        words = catalogue(language).items()
        return {code: placeholders(text) for code, text in words if code.startswith("passport.")}

    assert own(language) == own("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trouble", list(Trouble), ids=lambda trouble: trouble.value)
def test_whatever_is_amiss_is_said_with_what_to_do(trouble: Trouble, language: str, speak: Speak) -> None:
    (line,) = verdict(Verified(trouble, missing=(2, 5)), None, speak(language))
    assert line.tone is Tone.HOLD
    assert len(line.beneath) == 2
    assert not any("[" in words for words in (line.words, *line.beneath))


def test_a_strangers_is_intact_and_its_signer_unknown(found: Verified, speak: Speak) -> None:
    whole, signer = verdict(found, None, speak("en"))
    assert whole.words.startswith("Intact")
    assert signer.words.startswith("Signer unknown")
    assert signer.tone is Tone.HOLD
    assert any(found.fingerprint[:4] in words for words in signer.beneath)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (KnownSigner("Madrid"), "Signed by Madrid. Its key is known here."),
        (KnownSigner("Lyon", "Madrid"), "Signed by Lyon. Madrid compared this key and added it."),
    ],
    ids=["own", "trusted"],
)
def test_a_known_signer_is_named_and_how_it_is_known(
    known: KnownSigner, words: str, found: Verified, speak: Speak
) -> None:
    assert verdict(found, known, speak("en"))[1].words == words
