"""The addresses of check-ins from home."""

from __future__ import annotations

from django.urls import path

from nappage.web.check_ins import views

AT = "check-ins/"
urlpatterns = [
    path(AT, views.check_ins, name="my-check-ins"),
    path(f"{AT}well/", views.well, name="my-well"),
    path(f"{AT}alarm/", views.alarm, name="my-alarm"),
    path(f"{AT}tell/", views.telling, name="my-symptoms"),
    path(f"{AT}pregnancy/", views.pregnancy, name="my-pregnancy"),
    path(f"{AT}told/<uuid:report>/", views.told, name="my-report"),
    path(f"{AT}told/<uuid:report>/photo/", views.photo, name="my-report-photo"),
]
