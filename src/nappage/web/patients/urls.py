"""The addresses of the patients."""

from __future__ import annotations

from django.urls import path

from nappage.web.patients.identities import identity, merge, register_patient, unmerge
from nappage.web.patients.views import chart, labels, patients, print_labels, strike_entry

urlpatterns = [
    path("", patients, name="patients"),
    path("register/", register_patient, name="register"),
    path("<uuid:person>/", chart, name="chart"),
    path("<uuid:person>/identity/", identity, name="identity"),
    path("<uuid:person>/identity/same-as/<uuid:other>/", merge, name="merge"),
    path("<uuid:person>/identity/not-same-as/<uuid:other>/", unmerge, name="unmerge"),
    path("<uuid:person>/labels/", labels, name="labels"),
    path("<uuid:person>/labels/print/", print_labels, name="print-labels"),
    path("<uuid:person>/entries/<uuid:entry>/strike/", strike_entry, name="strike"),
]
