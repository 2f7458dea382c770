"""The local sink: a letter is a file named by its id, whole or not there, and there once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nappage.sending.carrier import Letter, Outcome
from nappage.sending.folder import FolderCarrier, letters_in

LETTER = Letter("0190-sms", "+34 600 000 014", "You have a message", "Read it here: á")


def test_a_letter_that_is_sent_again_is_there_once_and_as_it_was(tmp_path: Path) -> None:
    sink = FolderCarrier(tmp_path / "sms")
    assert [sink.send(LETTER), sink.send(replace(LETTER, text="other"))] == [Outcome.SENT] * 2
    assert list(letters_in(tmp_path / "sms")) == [LETTER]
    assert [path.name for path in (tmp_path / "sms").iterdir()] == ["0190-sms.json"]


def test_the_newest_letter_is_read_first(tmp_path: Path) -> None:
    sink = FolderCarrier(tmp_path)
    for number in range(3):
        sink.send(replace(LETTER, id=f"{number}"))
    assert [letter.id for letter in letters_in(tmp_path)] == ["2", "1", "0"]


def test_a_folder_that_cannot_be_written_is_not_reached(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    assert FolderCarrier(tmp_path / "a file" / "sms").send(LETTER) is Outcome.UNREACHABLE
    assert list(letters_in(tmp_path / "nothing")) == []
