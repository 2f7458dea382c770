"""Poses: the sequence of an indication, and what is wrong with one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.indication import Indication, Outcome
from nappage.engine.pose import PoseSequence, answer_pose_sequence, check_pose_sequence, pose_sequence

EMPTY = Edition("digest", "zones", {})


def test_every_indication_that_is_judged_by_photos_has_a_sequence_of_its_own(edition: Edition) -> None:
    by_photo = [
        one for one in edition.all(Indication).values() if one.primary is Outcome.PHOTO or "photo" in one.secondary
    ]
    assert by_photo
    for indication in by_photo:
        found = pose_sequence(edition, indication.id)
        assert found is not None
        assert indication.id in found.indications


@pytest.mark.parametrize("indication", ["", "arthritis", "nothing"])
def test_whoever_has_no_plan_or_one_without_photos_has_the_place_itself(edition: Edition, indication: str) -> None:
    found = pose_sequence(edition, indication)
    assert found is not None
    assert found.id == "before-a-plan"


def test_without_any_sequence_there_is_none() -> None:
    assert pose_sequence(EMPTY, "cellulite") is None
    assert answer_pose_sequence(EMPTY, "scalp", {"indication": "hair-loss"}) == "none"


def test_a_pose_named_twice_and_an_indication_that_is_not_there_are_faults(edition: Edition) -> None:
    scalp = edition.all(PoseSequence)["scalp"]
    assert list(check_pose_sequence(scalp, "scalp", edition)) == []
    wrong = replace(scalp, indications=("hair",), poses=(*scalp.poses, scalp.poses[0]))
    found = [(fault.thing, fault.found) for fault in check_pose_sequence(wrong, "scalp", edition)]
    assert found == [("scalp.indications", "hair"), ("scalp.poses", "scalp-midline")]
