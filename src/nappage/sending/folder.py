"""The local sink: letters as files in a folder, for the demo and the tests, where nothing leaves the machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from nappage.sending.carrier import Letter, Outcome


class FolderCarrier:
    """Puts each letter into a file that is named by its id: sent again, it finds itself there and stays once."""

    dedupes = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> Outcome:
        """Return sent once the file is there whole; it is written beside and then given its name in one step."""
        path = self._folder / f"{letter.id}.json"
        beside = self._folder / f"{letter.id}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as file:
                json.dump(asdict(letter), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(beside, path)
            beside.unlink()
        except OSError:
            return Outcome.UNREACHABLE
        return Outcome.SENT


def letters_in(folder: Path) -> Iterator[Letter]:
    """Yield the letters of a sink, the newest first."""
    for path in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime_ns, reverse=True):
        yield Letter(**json.loads(path.read_text(encoding="utf-8")))
