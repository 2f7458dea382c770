"""The addresses of the checkpoint and of what is decided there."""

from __future__ import annotations

from django.urls import path

from nappage.web.checkpoint import views

AT = "<uuid:person>/checkpoint/"
urlpatterns = [
    path(AT, views.checkpoint, name="checkpoint"),
    path(f"{AT}response/", views.response, name="checkpoint-response"),
    path(f"{AT}interval/<slug:step>/", views.interval, name="checkpoint-interval"),
    path(f"{AT}pause/", views.pause, name="checkpoint-pause"),
    path(f"{AT}pause/<uuid:entry>/resume/", views.resume, name="checkpoint-resume"),
    path(f"{AT}follow-on/", views.further, name="checkpoint-follow-on"),
]
