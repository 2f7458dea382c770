"""The file of a backup: a head in the clear and frames that are sealed, each bound to the head and to its place.

Every byte counts: a changed, missing, doubled or moved one is found, and the message names the frame, what it says it
holds and where it lies. docs/reference/backup-file.md describes the form, so that it can be read without this program.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nappage.records.sealed import SealingKey, Unreadable
from nappage.values.fault import Fault, Faulty

MAGIC = b"NAPPAGE BACKUP 1\n"
END = "end"
_LENGTH = 4
_ID = 16
_LONGEST_LABEL = 400
_LONGEST_FRAME = 64 * 1024 * 1024
_LONGEST_HEAD = 4096
_AGAIN = "Take another copy of the backup, or an earlier backup; nothing after this place can be trusted."


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself in the clear: its id, when it was made, and which key opens it."""

    id: str
    made_at: str
    key: str

    def line(self) -> bytes:
        """Return the head as it stands in the file."""
        said = {"id": self.id, "made_at": self.made_at, "key": self.key}
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame in the clear: its number, what it holds, and the bytes."""

    number: int
    label: str
    content: bytes

    def values(self) -> Any:
        """Return the content read as JSON."""
        return json.loads(self.content)


def name_of(master: SealingKey) -> str:
    """Return the name of a master key: it tells two keys apart and gives nothing of either away."""
    return _derived(master, b"", b"nappage key name")[:8].hex()


@dataclass
class BackupWriter:
    """Writes a backup frame by frame, and knows the SHA-256 of all that it wrote."""

    out: IO[bytes]
    master: SealingKey
    made_at: datetime
    frames: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def __post_init__(self) -> None:
        id = os.urandom(_ID)
        line = Head(id.hex(), self.made_at.astimezone(UTC).isoformat(), name_of(self.master)).line()
        head = MAGIC + line
        self._bound = hashlib.sha256(head).digest()
        self._key = SealingKey(_derived(self.master, id, b"nappage backup"))
        self._write(head + self._bound.hex().encode("ascii") + b"\n")

    def add(self, label: str, content: bytes) -> None:
        """Write one frame."""
        name = label.encode()
        sealed = self._key.seal(zlib.compress(content), _place(self._bound, self.frames, name))
        self._write(len(name).to_bytes(_LENGTH) + name + len(sealed).to_bytes(_LENGTH) + sealed)
        self.frames += 1

    def _write(self, what: bytes) -> None:
        self.digest.update(what)
        self.out.write(what)


def read_backup(source: IO[bytes], master: SealingKey) -> Iterator[Frame]:
    """Yield the frames of a backup, the last one included; Faulty names the first byte range that is not as written."""
    head, bound = _head(source)
    if head.key != name_of(master):
        raise Faulty([_another_key(head, master)])
    key = SealingKey(_derived(master, bytes.fromhex(head.id), b"nappage backup"))
    number, label = 0, ""
    while label != END:
        begins = source.tell()
        name = _taken(source, number, begins, _LONGEST_LABEL)
        sealed = _taken(source, number, begins, _LONGEST_FRAME)
        label = name.decode(errors="replace")
        try:
            yield Frame(number, label, zlib.decompress(key.open(sealed, _place(bound, number, name))))
        except Unreadable:
            place = f"bytes {begins} to {source.tell() - 1}, changed after they were written"
            raise Faulty([Fault(_named(number, label), "bytes as they were sealed", place, _AGAIN)]) from None
        number += 1
    if source.read(1):
        raise Faulty([Fault("the end of the backup", "nothing after its last frame", "more bytes", _AGAIN)])


def read_head(source: IO[bytes]) -> Head:
    """Return what a backup says of itself; it needs no key."""
    return _head(source)[0]


def _head(source: IO[bytes]) -> tuple[Head, bytes]:
    magic, line, stated = source.read(len(MAGIC)), source.readline(_LONGEST_HEAD), source.readline(_LONGEST_HEAD)
    bound = hashlib.sha256(magic + line).digest()
    if magic != MAGIC or stated != bound.hex().encode("ascii") + b"\n":
        found = f"bytes 0 to {source.tell() - 1}, which are no such head or were changed"
        raise Faulty([Fault("the head of the backup", "a file that `nappage backup` wrote", found, _AGAIN)])
    return Head(**json.loads(line)), bound


def _another_key(head: Head, master: SealingKey) -> Fault:
    return Fault(
        "NAPPAGE_MASTER_KEY",
        f"the master key {head.key}, under which this backup was made on {head.made_at[:10]}",
        f"the key {name_of(master)}",
        "Set it to the key that was kept apart from the backup. Without that key nothing in the backup can be read.",
    )


def _taken(source: IO[bytes], number: int, begins: int, longest: int) -> bytes:
    """Return the next bytes whose length stands before them."""
    length = int.from_bytes(source.read(_LENGTH))
    taken = source.read(length) if 0 < length <= longest else b""
    if not taken or len(taken) < length:
        found = f"from byte {begins} on, a length that was changed, or a file that was cut"
        raise Faulty([Fault(_named(number), "a whole frame", found, _AGAIN)])
    return taken


def _named(number: int, label: str = "") -> str:
    return f"frame {number} of the backup" + (f", which says it holds {label!r}" if label else "")


def _place(bound: bytes, number: int, name: bytes) -> bytes:
    return bound + number.to_bytes(8) + name


def _derived(master: SealingKey, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, purpose).derive(master.secret)
