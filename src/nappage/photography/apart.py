"""Taking a file apart in a process of its own: whatever it does there, the server goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import BoundedSemaphore

from nappage.photography.clean import LARGEST_FILE, CleanPhoto, Trouble, Unfit

_PATIENCE = 60
# Two photos at a time take what a small server can spare; a third one waits its turn.
_TURNS = BoundedSemaphore(2)
_PROGRAM = "nappage.photography.clean"


def clean_apart(content: bytes) -> CleanPhoto:
    """Return the photo made anew from a file; Unfit where it is none, or where its reading came to a bad end."""
    if len(content) > LARGEST_FILE:
        raise Unfit(Trouble.TOO_MANY_BYTES, f"{len(content) // 1024**2} MB")
    with _TURNS:
        try:
            ran = subprocess.run(
                [sys.executable, "-m", _PROGRAM],
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE,
                env=_surroundings(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unfit(Trouble.DAMAGED, "timeout") from None
    head, _, pictures = ran.stdout.partition(b"\n")
    if ran.returncode or not head:
        raise Unfit(Trouble.DAMAGED, "crash")
    return _read(json.loads(head), pictures)


def _read(head: dict[str, str | int], pictures: bytes) -> CleanPhoto:
    if "trouble" in head:
        raise Unfit(Trouble(head["trouble"]), str(head["found"]))
    end = int(head["photo"])
    return CleanPhoto(pictures[:end], pictures[end:], int(head["width"]), int(head["height"]))


def _surroundings() -> dict[str, str]:
    """Return what the process knows of its surroundings: where the code is, and none of the server's secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
