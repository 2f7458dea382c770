"""The addresses of the app. The worker stands at the root: it answers for every page that cannot be fetched."""

from __future__ import annotations

from django.urls import path

from nappage.web.offline.views import manifest, offline, worker

urlpatterns = [
    path("offline/", offline, name="offline"),
    path("door-worker.js", worker, name="door-worker"),
    path("app.webmanifest", manifest, name="app-manifest"),
]
