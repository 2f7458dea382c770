"""A paper that was made and signed: its bytes sealed with the person's key, its hash in the open."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.person import Person


class Document(models.Model):
    """One document. `text_digest` is the SHA-256 of the exact text that was agreed to, `digest` that of the file."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    entry = models.UUIDField(null=True)
    kind = models.CharField(max_length=30)
    media_type = models.CharField(max_length=60)
    text_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ("at", "id")
