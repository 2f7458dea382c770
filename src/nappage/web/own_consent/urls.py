"""The addresses of the consent at home."""

from __future__ import annotations

from django.urls import path

from nappage.web.own_consent import signing, views

urlpatterns = [
    path("consent/", views.consent, name="my-consent"),
    path("consent/question/", views.ask, name="my-consent-question"),
    path("consent/read/", views.read, name="my-consent-read"),
    path("consent/leave/", views.leave, name="my-consent-leave"),
    path("consent/sign/", signing.sign, name="my-consent-sign"),
    path("consent/withdraw/", views.withdraw, name="my-consent-withdraw"),
    path("consent/paper/<uuid:document>/", views.paper, name="my-consent-paper"),
]
