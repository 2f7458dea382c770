"""The file of a backup: no byte of it can be changed, moved, doubled or left out without being found and named."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import pytest

from nappage.records.backup_file import END, BackupWriter, read_backup, read_head
from nappage.records.sealed import SealingKey
from nappage.values.fault import Faulty

MADE = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
MASTER = SealingKey(b"k" * 32)
FRAMES = (("contents", b"{}"), ("records.room", b'{"id":1}'), ("records.room", b'{"id":2}'), (END, b"{}"))


def written(frames: tuple[tuple[str, bytes], ...] = FRAMES) -> bytes:
    """Return the bytes of a backup with these frames."""
    out = BytesIO()
    writer = BackupWriter(out, MASTER, MADE)
    for label, content in frames:
        writer.add(label, content)
    return out.getvalue()


def fault_of(file: bytes, master: SealingKey = MASTER) -> str:
    """Return the one fault that reading a file ends with."""
    with pytest.raises(Faulty) as raised:
        list(read_backup(BytesIO(file), master))
    (fault,) = raised.value.faults
    return str(fault)


def test_what_was_written_is_read() -> None:
    found = list(read_backup(BytesIO(written()), MASTER))
    assert [(frame.label, frame.content) for frame in found] == list(FRAMES)
    assert read_head(BytesIO(written())).made_at == "2026-03-03T09:30:00+00:00"


def test_nothing_of_it_can_be_read_without_the_key() -> None:
    assert b'"id":1' not in written()
    told = fault_of(written(), SealingKey(b"o" * 32))
    assert told.startswith("NAPPAGE_MASTER_KEY: expected the master key")
    assert "2026-03-03" in told
    assert "Without that key nothing in the backup can be read." in told


def test_every_single_byte_counts() -> None:
    whole = written()
    for place in range(len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert "of the backup" in fault_of(changed), place


def test_the_place_of_a_changed_byte_is_named() -> None:
    whole = written()
    place = whole.rindex(b"records.room") + 40
    told = fault_of(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    begins, ends = (int(word) for word in told.split("bytes ")[-1].split(",")[0].split(" to "))
    assert told.startswith("frame 2 of the backup, which says it holds 'records.room'")
    assert begins <= place <= ends


def pieces() -> list[bytes]:
    """Return the head of a backup and its frames apart."""
    out = BytesIO()
    writer, cuts = BackupWriter(out, MASTER, MADE), [0, out.tell()]
    for label, content in FRAMES:
        writer.add(label, content)
        cuts.append(out.tell())
    whole = out.getvalue()
    return [whole[begin:end] for begin, end in pairwise(cuts)]


@pytest.mark.parametrize(
    ("order", "named"),
    [
        ((0, 1, 3, 2, 4), "frame 1"),
        ((0, 1, 2, 2, 3, 4), "frame 2"),
        ((0, 1, 2, 4), "frame 2"),
        ((0, 1, 2, 3), "frame 3"),
        ((0, 1, 2, 3, 4, 4), "the end of the backup"),
        ((1, 2, 3, 4), "the head of the backup"),
    ],
)
def test_frames_that_are_moved_doubled_or_missing_are_found(order: tuple[int, ...], named: str) -> None:
    parts = pieces()
    assert fault_of(b"".join(parts[number] for number in order)).startswith(named)


def test_a_frame_of_another_backup_does_not_open() -> None:
    mine, other = pieces(), pieces()
    assert fault_of(b"".join([*mine[:2], other[2], *mine[3:]])).startswith("frame 1")
