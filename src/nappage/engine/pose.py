"""Poses: which photos are taken for an indication and how, so that only the result may differ between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.values.fault import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """One photo of a sequence: how somebody stands, from where it is taken, and what to look to."""

    id: str
    words: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseSequence(Entry):
    """The photos of some indications in the order they are taken; without an indication, of whoever has no plan."""

    indications: tuple[str, ...] = ()
    poses: tuple[Pose, ...]
    setting: tuple[str, ...]


def pose_sequence(edition: Edition, indication: str) -> PoseSequence | None:
    """Return the sequence of an indication, else the one for whoever has no plan, else None."""
    sequences = edition.all(PoseSequence).values()
    named = next((one for one in sequences if indication in one.indications), None)
    return named or next((one for one in sequences if not one.indications), None)


def check_pose_sequence(sequence: PoseSequence, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for an indication that is not there, and for a pose that is named twice."""
    for indication in sequence.indications:
        if edition.get(Indication, indication) is None:
            yield Fault(f"{thing}.indications", "an indication", indication, "Write an id of indications.toml.")
    named = [pose.id for pose in sequence.poses]
    for twice in sorted({id for id in named if named.count(id) > 1}):
        yield Fault(f"{thing}.poses", "each pose once", twice, "Give the other one its own id.")


def answer_pose_sequence(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the sequence of an indication and its poses in order: "body: front, back"."""
    sequence = pose_sequence(edition, given.get("indication", ""))
    return f"{sequence.id}: {', '.join(pose.id for pose in sequence.poses)}" if sequence else "none"
