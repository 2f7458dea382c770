"""A message on its way to a person: the outbox, and the queue from which it is sent. One row is one message."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.person import Person


class MessageKind(models.TextChoices):
    """What a message is. None of them says what somebody comes for."""

    REMINDER = "reminder", "reminder of a visit"
    APPOINTMENTS = "appointments", "the appointments have changed"
    NEWS = "news", "something to read"
    CODE = "code", "code to log in with"


class MessageState(models.TextChoices):
    """Waiting and sending are on the way; the others end it, undelivered and unclear until somebody has seen to them.

    Unclear is what was begun to be sent and never confirmed: it arrived or it did not.
    """

    WAITING = "waiting", "waiting"
    SENDING = "sending", "being sent"
    SENT = "sent", "sent"
    TAKEN_BACK = "taken-back", "taken back"
    UNDELIVERED = "undelivered", "did not arrive"
    UNCLEAR = "unclear", "not known whether it arrived"


class Message(models.Model):
    """One message. `key` says what it is about: the same thing is never told twice, whoever asks for it again.

    `due` is from when it may go, `until` until when it is worth sending, `next_at` when it is tried next. `channel` is
    the one that was asked for, `via` that of the last try, `claim` the try itself. `secret` is what only the person may
    read, sealed with their key; it goes once it is sent.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    key = models.CharField(max_length=160)
    visit = models.UUIDField(null=True)
    starts_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, blank=True)
    via = models.CharField(max_length=8, blank=True)
    refused = models.JSONField(default=list)
    secret = models.BinaryField(default=bytes, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    due = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.WAITING)
    why = models.CharField(max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    owner = models.CharField(max_length=60)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("at", "id")
        indexes = (
            models.Index(fields=["state", "next_at"], name="message_by_state"),
            models.Index(fields=["person", "at"], name="message_by_person"),
            models.Index(fields=["visit"], name="message_by_visit"),
        )
        constraints = (
            models.UniqueConstraint(fields=["clinic", "key"], name="message_key_once_per_clinic"),
            models.CheckConstraint(condition=Q(until__gt=F("due")), name="message_is_worth_sending_for_a_while"),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(claim__isnull=False, claimed_at__isnull=False),
                name="message_is_sent_by_somebody",
            ),
        )
