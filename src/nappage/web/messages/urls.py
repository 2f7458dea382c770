"""The addresses of the messages: of the clinic, of one person, of one message."""

from __future__ import annotations

from django.urls import path

from nappage.web.messages.views import (
    agree,
    message,
    messages,
    outgoing,
    release_all,
    release_message,
    settle_message,
    take_on_message,
    undelivered,
)
from nappage.web.messages.views import came_back_message as came_back

ONE = "patients/<uuid:person>/messages/<uuid:message>/"
urlpatterns = [
    path("messages/", undelivered, name="undelivered"),
    path("messages/release/", release_all, name="messages-release"),
    path("outgoing/", outgoing, name="outgoing"),
    path("patients/<uuid:person>/messages/", messages, name="messages"),
    path("patients/<uuid:person>/messages/agree/", agree, name="message-agree"),
    path(ONE, message, name="message"),
    path(f"{ONE}settle/", settle_message, name="message-settle"),
    path(f"{ONE}release/", release_message, name="message-release"),
    path(f"{ONE}take-on/", take_on_message, name="message-take-on"),
    path(f"{ONE}came-back/", came_back, name="message-came-back"),
]
