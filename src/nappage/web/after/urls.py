"""The addresses of what comes after a session."""

from __future__ import annotations

from django.urls import path

from nappage.web.after import adverse_event, reporting, views

AT = "<uuid:person>/after/"
urlpatterns = [
    path(AT, views.after, name="after"),
    path(f"{AT}sheet/", views.sheet, name="aftercare-sheet"),
    path(f"{AT}leaving/", views.leaving, name="leaving"),
    path(f"{AT}contact/", views.contact, name="contact"),
    path(f"{AT}take-on/", views.take_on_task, name="take-on"),
    path(f"{AT}report/", reporting.report, name="symptom-report"),
    path(f"{AT}report/<uuid:report>/", reporting.reported, name="reported"),
    path(f"{AT}report/<uuid:report>/hold/", reporting.hold, name="lift-hold"),
    path(f"{AT}report/<uuid:report>/photo/", reporting.photo, name="report-photo"),
    path(f"{AT}nodule/", reporting.nodule, name="nodule"),
    path(f"{AT}nodule/gone/", reporting.gone, name="nodule-gone"),
    path(f"{AT}adverse-event/", adverse_event.adverse_event, name="adverse-event"),
    path(f"{AT}incident/", adverse_event.incident, name="staff-incident"),
]
