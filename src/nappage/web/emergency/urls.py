"""The addresses of emergencies. The worker stands below the page's own address, which is all that it may answer for."""

from __future__ import annotations

from django.urls import path

from nappage.web.emergency.views import emergency, patient_emergency, steps, worker

urlpatterns = [
    path("emergency/", emergency, name="emergency"),
    path("emergency/worker.js", worker, name="emergency-worker"),
    path("patients/<uuid:person>/emergency/", patient_emergency, name="patient-emergency"),
    path("patients/<uuid:person>/emergency/steps/", steps, name="emergency-steps"),
]
