"""The emergency kit as it was looked at: appended at each check."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic


class KitCheck(models.Model):
    """One check of the kit: its earliest expiry and who is trained to use it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="kit_checks")
    checked_on = models.DateField()
    expires_on = models.DateField()
    trained = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ("at", "id")
