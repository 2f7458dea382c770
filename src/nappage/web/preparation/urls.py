"""The address of the preparation."""

from __future__ import annotations

from django.urls import path

from nappage.web.preparation.views import preparation

urlpatterns = [path("<uuid:person>/preparation/", preparation, name="preparation")]
