"""The addresses of the lock."""

from __future__ import annotations

from django.urls import path

from nappage.web.lock.views import lock, log_out, unlock

urlpatterns = [
    path("lock/", lock, name="lock"),
    path("lock/unlock/", unlock, name="unlock"),
    path("log-out/", log_out, name="log-out"),
]
