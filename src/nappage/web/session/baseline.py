"""What is measured before the first puncture and cannot be made up for after it: the tape and the photographs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nappage.assessment.photographed import PhotoUse
from nappage.web.photos.presenter import album_of, sequence_of
from nappage.web.session.frame import Frame
from nappage.web.session.room_page import tape_of


def unmeasured(frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield what nobody measured yet of what has to be there before the first puncture, and where it is recorded."""
    if places := [place.words for place in tape_of(frame).places() if place.missing]:
        text = _("The tape lacks readings of today: {places}. After the first puncture none is a baseline.")
        yield {
            "text": text.format(places=", ".join(places)),
            "url": frame.address("session-room"),
            "way": _("Measure in the room"),
        }
    if poses := _poses_without_photo(frame):
        text = _("Poses without a baseline photograph: {n}. One taken later cannot replace it.")
        yield {
            "text": text.format(n=poses),
            "url": reverse("photos", kwargs={"person": frame.asked.person}),
            "way": _("Ask, and take them"),
        }


def _poses_without_photo(frame: Frame) -> int:
    """Return how many poses of the plan have no photo before the first session; none for who declined."""
    sequence, album = sequence_of(frame.asked), album_of(frame.asked)
    declined = PhotoUse.RECORD in album.consents and not album.allows(PhotoUse.RECORD)
    if sequence is None or declined or frame.look.outlook.course.given:
        return 0
    return sum(not album.of_pose(pose.id) for pose in sequence.poses)
