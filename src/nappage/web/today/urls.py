"""The address of Today."""

from __future__ import annotations

from django.urls import path

from nappage.web.today.views import board

urlpatterns = [path("", board, name="today")]
