"""The addresses of intake."""

from __future__ import annotations

from django.urls import path

from nappage.web.intake.views import details, instrument, intake, recognised, weighing

urlpatterns = [
    path("patients/<uuid:person>/intake/", intake, name="intake"),
    path("patients/<uuid:person>/intake/weighing/", weighing, name="weighing"),
    path("intake/details/<slug:question>/", details, name="intake-details"),
    path("intake/recognised/", recognised, name="recognised"),
    path("intake/items/", instrument, name="instrument"),
]
