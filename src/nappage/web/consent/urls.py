"""The addresses of the consent."""

from __future__ import annotations

from django.urls import path

from nappage.web.consent.views import answer, ask, consent, read, take, withdraw

urlpatterns = [
    path("<uuid:person>/consent/", consent, name="consent"),
    path("<uuid:person>/consent/question/", ask, name="consent-question"),
    path("<uuid:person>/consent/sign/", read, name="consent-sign"),
    path("<uuid:person>/consent/question/<uuid:sent>/", answer, name="consent-answer"),
    path("<uuid:person>/consent/take/", take, name="consent-take"),
    path("<uuid:person>/consent/withdraw/", withdraw, name="consent-withdraw"),
]
