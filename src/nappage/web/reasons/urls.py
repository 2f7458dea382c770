"""The address of a reason."""

from __future__ import annotations

from django.urls import path

from nappage.web.reasons.views import give

urlpatterns = [path("<uuid:person>/reasons/<slug:rule>/", give, name="give-reason")]
