"""The album, one photo, two beside each other; and the pictures themselves, never kept by the browser."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.photo_ratings import pair_photos
from nappage.actions.photos import Opened, open_photo
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoUse
from nappage.records.models import PersonKey
from nappage.records.sealed import Unreadable
from nappage.web.banner import patient_context
from nappage.web.photos.forms import GiveForm
from nappage.web.photos.presenter import album_of, gallery, opened_by, pose_of, rated, sequence_of, shown
from nappage.web.screen import Asked, patient_screen


@patient_screen("photo.read")
def photos(asked: Asked) -> HttpResponse:
    """Show the album in the order of the sequence."""
    return render(asked.request, "photos/photos.html", patient_context(asked, "photos") | gallery(asked))


@patient_screen("photo.read")
def about(asked: Asked, photo: UUID) -> HttpResponse:
    """Show one photo with who opened it."""
    album = _holding(asked, photo)
    line, taken = album.photos[photo]
    sequence = sequence_of(asked)
    pose = next((one.words for one in (sequence.poses if sequence else ()) if one.id == taken.pose), taken.pose)
    context = {
        "photo": shown(asked, line, taken),
        "pose": pose,
        "allowed": album.allows(PhotoUse.RECORD),
        "opened": opened_by(asked, photo),
        "form": GiveForm(album),
        "may_give": asked.member.may("photo.give"),
        "may_strike": asked.member.may("entry.strike"),
    }
    return render(asked.request, "photos/photo.html", patient_context(asked, "photos") | context)


@patient_screen("photo.read")
def photo(asked: Asked, photo: UUID) -> HttpResponse:
    """Send the picture."""
    return sent(asked, _holding(asked, photo), photo)


@patient_screen("photo.read")
def preview(asked: Asked, photo: UUID) -> HttpResponse:
    """Send the small picture."""
    return sent(asked, _holding(asked, photo), photo, small=True)


def _holding(asked: Asked, photo: UUID) -> PhotoAlbum:
    album = album_of(asked)
    if photo not in album.photos:
        raise Http404("no such photo in this album")
    return album


def sent(asked: Asked, album: PhotoAlbum, photo: UUID, *, small: bool = False) -> HttpResponse:
    """Return a picture for one page: nothing between here and the screen may keep it, and its name tells nothing."""
    try:
        opened: Opened = open_photo(asked.actor, album, photo, small=small)
    except (Unreadable, PersonKey.DoesNotExist):
        raise Http404("this photo cannot be opened any more") from None
    answer = HttpResponse(opened.jpeg, content_type="image/jpeg")
    answer["Content-Disposition"] = 'inline; filename="photo.jpg"'
    answer["Cache-Control"] = "no-store, private"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@patient_screen("photo.read")
def compare(asked: Asked, pose: str) -> HttpResponse:
    """Show two photos of a pose: the first and the last unless others are chosen."""
    named, album = pose_of(asked, pose), album_of(asked)
    found = [shown(asked, line, taken) for line, taken in album.of_pose(pose)]
    by_id = {str(one["id"]): one for one in found}
    chosen = asked.request.GET
    before = by_id.get(chosen.get("before", ""), found[0] if found else None)
    after = by_id.get(chosen.get("after", ""), found[-1] if found else None)
    context = {
        "pose": named,
        "photos": found,
        "before": before,
        "after": after,
        "allowed": album.allows(PhotoUse.RECORD),
        "may_pair": asked.member.may("photo.take") and album.allows(PhotoUse.RATING) and before != after,
        "rated": rated(album, pose),
    }
    return render(asked.request, "photos/compare.html", patient_context(asked, "photos") | context)


@patient_screen("photo.take")
def pair(asked: Asked, pose: str) -> HttpResponse:
    """Put two photos together for masked rating."""
    pose_of(asked, pose)
    if asked.request.method == "POST":
        one, other = (_id(asked.request.POST.get(name, "")) for name in ("before", "after"))
        pair_photos(asked.actor, asked.person, asked.course, one, other)
        messages.success(asked.request, _("The pair waits for its raters; which photo stands left was drawn."))
    return redirect("photo-compare", person=asked.person, pose=pose)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return UUID(int=0)
