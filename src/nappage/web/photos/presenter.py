"""What the screens of photos show: the sequence with what was taken of each pose, uses, and who opened a photo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from nappage.actions.photos import CONSENT
from nappage.assessment.line import Line
from nappage.assessment.photo_album import MOST_RATERS, PhotoAlbum
from nappage.assessment.photographed import PhotoTaken, PhotoUse
from nappage.engine.pose import Pose, PoseSequence, pose_sequence
from nappage.records.models import AuditEvent, Document, Member
from nappage.values.local_time import local
from nappage.web.photos.forms import BETTER, USES
from nappage.web.screen import Asked


def album_of(asked: Asked) -> PhotoAlbum:
    """Return the photo album of the patient who is asked for."""
    return PhotoAlbum(asked.look.chart)


def sequence_of(asked: Asked) -> PoseSequence | None:
    """Return the sequence of poses of the patient's plan."""
    plan = asked.look.story.plan
    return pose_sequence(asked.look.edition, plan.indication if plan else "")


def pose_of(asked: Asked, pose: str) -> Pose:
    """Return a pose of the patient's sequence; Http404 for another one."""
    sequence = sequence_of(asked)
    found = next((one for one in (sequence.poses if sequence else ()) if one.id == pose), None)
    if found is None:
        raise Http404("no such pose in the sequence of this plan")
    return found


def shown(asked: Asked, line: Line, photo: PhotoTaken) -> dict[str, Any]:
    """Return one photo as a screen shows it."""
    given = {"person": asked.person, "photo": line.id}
    return {
        "id": line.id,
        "when": local(line.at, asked.look.policy.zone),
        "by": line.by,
        "words": photo.words,
        "width": photo.width,
        "height": photo.height,
        "url": reverse("photo", kwargs=given),
        "picture": reverse("photo-picture", kwargs=given),
        "preview": reverse("photo-preview", kwargs=given),
    }


def gallery(asked: Asked) -> dict[str, Any]:
    """Return the album: each pose of the sequence with its photos, the latest first, and what belongs to no pose."""
    album, sequence = album_of(asked), sequence_of(asked)
    poses = sequence.poses if sequence else ()
    rows = [_row(asked, album, pose) for pose in poses]
    elsewhere = [
        shown(asked, line, photo)
        for line, photo in album.photos.values()
        if photo.pose not in {pose.id for pose in poses}
    ]
    return {
        "poses": rows,
        "elsewhere": elsewhere,
        "setting": sequence.setting if sequence else (),
        "uses": list(answers(album)),
        "papers": Document.objects.filter(person=asked.person, kind=CONSENT).order_by("-at")
        if asked.member.may("document.read")
        else (),
        "allowed": album.allows(PhotoUse.RECORD),
        "may_take": asked.member.may("photo.take"),
        "may_ask": asked.member.may("consent.take"),
        "may_rate": asked.member.may("photo.rate"),
        "next": next((row for row in rows if not row["today"]), None),
    }


def _row(asked: Asked, album: PhotoAlbum, pose: Pose) -> dict[str, Any]:
    photos = [shown(asked, line, photo) for line, photo in reversed(album.of_pose(pose.id))]
    today = local(asked.at, asked.look.policy.zone).date()
    return {
        "id": pose.id,
        "words": pose.words,
        "how": pose.how,
        "photos": photos,
        "today": any(one["when"].date() == today for one in photos),
        "comparable": len(photos) > 1,
    }


def answers(album: PhotoAlbum) -> Iterator[dict[str, Any]]:
    """Yield each use with the answer that stands."""
    for use, (label, help_text) in USES.items():
        known = album.consents.get(use)
        yield {
            "use": use.value,
            "label": label,
            "help": help_text,
            "asked": known is not None,
            "given": bool(known and known[1].given),
            "at": known[0].at if known else None,
            "by": known[0].by if known else "",
        }


def went_out(asked: Asked, album: PhotoAlbum, use: PhotoUse) -> list[dict[str, Any]]:
    """Return every way in which photos were used: what was taken, where it went, who rated it."""
    zone = asked.look.policy.zone
    if use is PhotoUse.RECORD:
        return [shown(asked, line, photo) | {"where": ""} for line, photo in album.photos.values()]
    if use is PhotoUse.RATING:
        return [
            {"when": local(line.at, zone), "by": line.by, "where": BETTER[rating.better]}
            for pair in album.pairs
            for line, rating in album.ratings(pair)
        ]
    return [
        {
            "when": local(line.at, zone),
            "by": line.by,
            "where": used.where,
            "url": reverse("photo", kwargs={"person": asked.person, "photo": used.photo}),
        }
        for line, used in album.uses(use)
    ]


def opened_by(asked: Asked, photo: UUID) -> list[dict[str, Any]]:
    """Return who opened a photo and when, the latest first, as the audit trail has it."""
    names = dict(Member.objects.filter(clinic=asked.actor.clinic).values_list("id", "name"))
    events = AuditEvent.objects.filter(clinic=asked.actor.clinic, act="open photo", thing=photo, detail__screen="photo")
    zone = asked.look.policy.zone
    return [
        {"when": local(event.at, zone), "name": names.get(event.member, "–") if event.member else "–"}
        for event in events.order_by("-number")[:_SHOWN]
    ]


_SHOWN = 20


def rated(album: PhotoAlbum, pose: str) -> list[dict[str, Any]]:
    """Return what raters said of the pairs of a pose, told by which photo came later, never by side."""
    return [_tally(album, id) for id, (_line, pair) in album.pairs.items() if pair.pose == pose]


def _tally(album: PhotoAlbum, id: UUID) -> dict[str, Any]:
    pair = album.pairs[id][1]
    at = {side: album.photos[photo][0].at for side, photo in (("left", pair.left), ("right", pair.right))}
    order = list(album.photos)
    later = "left" if order.index(pair.left) > order.index(pair.right) else "right"
    said = [rating.better.value for _line, rating in album.ratings(id)]
    return {
        "earlier_at": min(at.values()),
        "later_at": max(at.values()),
        "later": said.count(later),
        "earlier": said.count("right" if later == "left" else "left"),
        "alike": said.count("neither"),
        "cannot": said.count("cannot-tell"),
        "raters": len(said),
        "most": MOST_RATERS,
    }
