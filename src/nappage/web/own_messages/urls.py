"""The addresses of one's own messages."""

from __future__ import annotations

from django.urls import path

from nappage.web.own_messages.views import own_agree, own_messages, own_notifications

urlpatterns = [
    path("messages/", own_messages, name="my-messages"),
    path("messages/agree/", own_agree, name="my-messages-agree"),
    path("messages/notifications/", own_notifications, name="my-notifications"),
]
