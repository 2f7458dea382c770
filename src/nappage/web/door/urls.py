"""The addresses of the patient door that belong to no page in particular."""

from __future__ import annotations

from django.urls import path

from nappage.web.door.views import emergency_numbers, language

urlpatterns = [
    path("emergency-numbers/", emergency_numbers, name="emergency-numbers"),
    path("language/<str:code>/", language, name="language"),
]
