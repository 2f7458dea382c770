"""Masked rating: pairs without a name, in an order that was drawn, for whoever knows neither photo."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.photo_ratings import rate_pair
from nappage.assessment.chart import chart_of
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import Better
from nappage.records.models import Course, Entry, PersonKey
from nappage.web.photos.forms import RatingForm
from nappage.web.photos.views import sent
from nappage.web.screen import Asked, screen

SIDES = ("left", "right")


@screen("photo.rate")
def ratings(asked: Asked) -> HttpResponse:
    """Show the pairs that wait for this rater, by number alone."""
    waiting = [pair for pair, album in _pairs(asked) if album.awaits(pair, asked.actor.slug)]
    return render(asked.request, "photos/ratings.html", {"waiting": waiting})


def _pairs(asked: Asked) -> Iterator[tuple[UUID, PhotoAlbum]]:
    """Yield every pair of the clinic with the album that it is in; who was erased has none."""
    made = Entry.objects.filter(clinic=asked.actor.clinic, kind="photo-pair").order_by("recorded_at", "id")
    albums: dict[UUID, PhotoAlbum | None] = {}
    for pair, person in made.values_list("id", "person"):
        if person not in albums:
            albums[person] = _album(asked, person)
        album = albums[person]
        if album is not None and pair in album.pairs:
            yield pair, album


def _album(asked: Asked, person: UUID) -> PhotoAlbum | None:
    try:
        return PhotoAlbum(chart_of(person, None, asked.at))
    except PersonKey.DoesNotExist:
        return None


def _found(asked: Asked, pair: UUID) -> PhotoAlbum:
    """Return the album of a pair that waits for this rater; Http404 for every other."""
    person = Entry.objects.filter(pk=pair, clinic=asked.actor.clinic, kind="photo-pair").values_list(
        "person", flat=True
    )
    found = person.first()
    album = _album(asked, found) if found else None
    if album is None or pair not in album.pairs or not album.awaits(pair, asked.actor.slug):
        raise Http404("no such pair waits for you")
    return album


@screen("photo.rate")
def rating(asked: Asked, pair: UUID) -> HttpResponse:
    """Show one pair and take what the rater says."""
    album = _found(asked, pair)
    form = RatingForm(asked.request.POST if asked.request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said, person = form.cleaned_data, album.chart.person
        course = Course.objects.filter(person=person).order_by("-opened_at").values_list("id", flat=True).first()
        rate_pair(asked.actor, person, course, pair, Better(said["better"]), said["words"])
        messages.success(asked.request, _("Your rating is kept. Which photo came first is not told here."))
        return redirect("photo-ratings")
    status = 422 if form.is_bound else 200
    return render(asked.request, "photos/rating.html", {"form": form, "pair": pair}, status=status)


@screen("photo.rate")
def rating_side(asked: Asked, pair: UUID, side: str) -> HttpResponse:
    """Send the photo of one side, for a rater whom the pair waits for."""
    album = _found(asked, pair)
    if side not in SIDES:
        raise Http404("a pair has a left and a right")
    sides = album.pairs[pair][1]
    return sent(asked, album, sides.left if side == "left" else sides.right)
