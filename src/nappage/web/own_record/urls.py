"""The addresses of one's own record."""

from __future__ import annotations

from django.urls import path

from nappage.web.own_record.views import ask_record, own_document, own_photo, own_record, own_trail

urlpatterns = [
    path("record/", own_record, name="my-record"),
    path("record/who-looked/", own_trail, name="my-trail"),
    path("record/papers/<uuid:document>/", own_document, name="my-document"),
    path("record/photos/<uuid:photo>/", own_photo, name="my-photo"),
    path("record/ask/", ask_record, name="my-record-ask"),
]
