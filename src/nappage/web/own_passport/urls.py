"""The addresses of one's own passport."""

from __future__ import annotations

from django.urls import path

from nappage.web.own_passport.views import own_card, own_file, own_paper, own_passport

urlpatterns = [
    path("passport/", own_passport, name="my-passport"),
    path("passport/paper/", own_paper, name="my-passport-paper"),
    path("passport/file/", own_file, name="my-passport-file"),
    path("passport/card/", own_card, name="my-emergency-card"),
]
