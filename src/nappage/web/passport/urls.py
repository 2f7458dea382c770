"""The addresses of passports."""

from __future__ import annotations

from django.urls import path

from nappage.web.passport.views import emergency_card, issue, passport, passport_file, passport_paper, take_in

urlpatterns = [
    path("<uuid:person>/passport/", passport, name="passport"),
    path("<uuid:person>/passport/issue/", issue, name="passport-issue"),
    path("<uuid:person>/passport/paper/", passport_paper, name="passport-paper"),
    path("<uuid:person>/passport/file/", passport_file, name="passport-file"),
    path("<uuid:person>/passport/card/", emergency_card, name="emergency-card"),
    path("<uuid:person>/passport/take-in/", take_in, name="passport-take-in"),
]
