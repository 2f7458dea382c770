"""The addresses of photos. None of them is public: each opens for who may see this patient's photos, and is noted."""

from __future__ import annotations

from django.urls import path

from nappage.web.photos.rating import rating, rating_side, ratings
from nappage.web.photos.taking import photo_identity, take
from nappage.web.photos.uses import give, uses, withdraw
from nappage.web.photos.views import about, compare, pair, photo, photos, preview

_OF = "patients/<uuid:person>/photos/"

urlpatterns = [
    path(_OF, photos, name="photos"),
    path(f"{_OF}uses/", uses, name="photo-uses"),
    path(f"{_OF}uses/<slug:use>/withdraw/", withdraw, name="photo-withdraw"),
    path(f"{_OF}take/<slug:pose>/", take, name="photo-take"),
    path(f"{_OF}compare/<slug:pose>/", compare, name="photo-compare"),
    path(f"{_OF}compare/<slug:pose>/pair/", pair, name="photo-pair"),
    path(f"{_OF}<uuid:photo>/", about, name="photo"),
    path(f"{_OF}<uuid:photo>/picture/", photo, name="photo-picture"),
    path(f"{_OF}<uuid:photo>/preview/", preview, name="photo-preview"),
    path(f"{_OF}<uuid:photo>/give/", give, name="photo-give"),
    path("patients/<uuid:person>/identity/photo/", photo_identity, name="identity-photo"),
    path("photo-ratings/", ratings, name="photo-ratings"),
    path("photo-ratings/<uuid:pair>/", rating, name="photo-rating"),
    path("photo-ratings/<uuid:pair>/<slug:side>/", rating_side, name="photo-rating-side"),
]
