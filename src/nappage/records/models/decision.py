"""What the engine said when someone acted on it: edition, rules and hash, so that it can be asked again."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.person import Person


class Decision(models.Model):
    """The record of one outlook that an act rested on. With the person's entries of that instant it can be replayed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    entry = models.UUIDField(null=True)
    act = models.CharField(max_length=60)
    at = models.DateTimeField()
    edition = models.CharField(max_length=64)
    timezones = models.CharField(max_length=20)
    policy_version = models.PositiveIntegerField()
    rules = models.JSONField(default=list)
    outlook = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")
