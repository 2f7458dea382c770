"""`nappage claims check`: the word of a flag is printed only where a claim carries it."""

from __future__ import annotations

from pathlib import Path

from unit.console.conftest import Run


def check(run: Run, folder: Path, text: str) -> str:
    (folder / "text.txt").write_text(text, "utf-8")
    result = run("claims", "check", folder / "text.txt")
    assert result.exit_code == 0
    return result.stdout


def test_an_unsafe_claim_is_named_with_its_line_and_correction(run: Run, tmp_path: Path) -> None:
    said = check(run, tmp_path, "Welcome.\nMesotherapy is completely safe and has no side effects.\n")
    assert "unsafe" in said
    assert "line 2 [unsafe" in said
    assert "what can be said: " in said


def test_a_text_without_an_unsafe_claim_never_shows_the_word(run: Run, tmp_path: Path) -> None:
    for text in ("It rained.", "It is hard to say whether mesotherapy works.", "Is mesotherapy safe?"):
        assert "unsafe" not in check(run, tmp_path, text)


def test_a_text_without_a_claim_is_not_called_honest(run: Run, tmp_path: Path) -> None:
    said = check(run, tmp_path, "It rained.")
    assert said == "No claim of the ledger was recognised. That does not mean that the text makes none.\n"


def test_a_text_that_is_not_utf_8_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes(b"caf\xe9")
    result = run("claims", "check", tmp_path / "text.txt")
    assert result.exit_code == 2
    assert "text in UTF-8" in result.stderr


def test_coverage_tells_of_each_text_which_of_its_cited_claims_were_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "003_page.txt").write_text(
        "It is hard to say whether mesotherapy works. Few studies were done.", "utf-8"
    )
    said = run("claims", "coverage", tmp_path).stdout
    assert said.startswith("003: 2 of 21 claims recognised; not recognised: ")


def test_coverage_of_a_folder_without_texts_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("claims", "coverage", tmp_path)
    assert result.exit_code == 2
    assert "no .txt file" in result.stderr
