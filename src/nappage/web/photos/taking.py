"""Taking a photo: of a pose, over the last one of that pose; and the one that tells who somebody is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.identity_photos import keep_identity_photo
from nappage.actions.photos import cleaned, take_photo
from nappage.assessment.photographed import PhotoUse
from nappage.values.fault import Faulty
from nappage.web.banner import patient_context
from nappage.web.forms import fault_error
from nappage.web.photos.forms import FaceForm, PhotoForm
from nappage.web.photos.presenter import album_of, gallery, pose_of, sequence_of, shown
from nappage.web.screen import Asked, patient_screen

UNREAD = 422


@patient_screen("photo.take")
def take(asked: Asked, pose: str) -> HttpResponse:
    """Take a photo of a pose; the next pose of the sequence follows by itself."""
    named, album = pose_of(asked, pose), album_of(asked)
    if not album.allows(PhotoUse.RECORD):
        messages.info(asked.request, _("Ask first whether photos may be taken for the record."))
        return redirect("photo-uses" if asked.member.may("consent.take") else "photos", person=asked.person)
    form = PhotoForm(*_sent(asked))
    if form.is_bound and form.is_valid() and _taken(asked, form, pose):
        return _onward(asked, pose)
    sequence = sequence_of(asked)
    last = next((shown(asked, line, taken) for line, taken in reversed(album.of_pose(pose))), None)
    poses = sequence.poses if sequence else ()
    context = {
        "form": form,
        "pose": named,
        "number": poses.index(named) + 1,
        "count": len(poses),
        "setting": sequence.setting if sequence else (),
        "last": last,
        "cancel": "photos",
    }
    status = UNREAD if form.is_bound else 200
    return render(asked.request, "photos/take.html", patient_context(asked, "photos") | context, status=status)


def _sent(asked: Asked) -> tuple[Any, ...]:
    return (asked.request.POST, asked.request.FILES) if asked.request.method == "POST" else ()


def _taken(asked: Asked, form: PhotoForm, pose: str) -> bool:
    said = form.cleaned_data
    try:
        take_photo(asked.actor, asked.person, asked.course, pose, said["photo"].read(), said["words"])
    except Faulty as faulty:
        return _refused(form, faulty)
    return True


def _refused(form: forms.Form, faulty: Faulty) -> bool:
    for fault in faulty.faults:
        form.add_error("photo", fault_error(fault))
    return False


def _onward(asked: Asked, pose: str) -> HttpResponse:
    """Go on to the next pose that has no photo of this day, else back to the album."""
    del asked.look
    rows = gallery(asked)["poses"]
    names = [row["id"] for row in rows]
    later = rows[names.index(pose) + 1 :]
    following = next((row["id"] for row in later if not row["today"]), None)
    messages.success(asked.request, _("The photo is kept, sealed and without its place."))
    if following:
        return redirect("photo-take", person=asked.person, pose=following)
    return redirect("photos", person=asked.person)


@patient_screen("identity.photograph")
def photo_identity(asked: Asked) -> HttpResponse:
    """Take the photo that tells who somebody is."""
    form = FaceForm(*_sent(asked))
    if form.is_bound and form.is_valid():
        try:
            made = cleaned(form.cleaned_data["photo"].read())
            keep_identity_photo(asked.actor, asked.person, asked.course, made, agreed=form.cleaned_data["agreed"])
        except Faulty as faulty:
            _refused(form, faulty)
        else:
            messages.success(asked.request, _("The photo is kept. It stands with the name from now on."))
            return redirect("identity", person=asked.person)
    status = UNREAD if form.is_bound else 200
    context = patient_context(asked, "identity") | {"form": form}
    return render(asked.request, "photos/identity.html", context, status=status)
