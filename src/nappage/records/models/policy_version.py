"""What the director signed, version after version: the policy in the form of the case file, never changed."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic


class PolicyVersion(models.Model):
    """One signed version. Staff, lots and kit are not in it: they have rows of their own."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    words = models.TextField(blank=True)
    signed_by = models.CharField(max_length=60)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["clinic", "number"], name="policy_number_once_per_clinic"),)
