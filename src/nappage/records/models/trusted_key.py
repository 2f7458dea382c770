"""The key of another clinic that a director has come to trust: its certificate, and how it was compared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic


class TrustedKey(models.Model):
    """One certificate by its SHA-256. `words` say how the fingerprint was compared; withdrawn, it stays on record."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="trusted_keys")
    name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    content = models.BinaryField()
    words = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["clinic", "fingerprint"], condition=Q(withdrawn_at__isnull=True), name="key_trusted_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
