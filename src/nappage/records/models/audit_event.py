"""The audit trail: every act, refusal and look into a chart, chained by hash so that none can be left out."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key


class AuditEvent(models.Model):
    """One event. It holds keys only and no foreign keys: it outlives whatever it speaks of.

    `digest` is the SHA-256 over the event before it and this one; `number` counts without a gap within the clinic.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    member = models.UUIDField(null=True)
    act = models.CharField(max_length=60)
    person = models.UUIDField(null=True)
    thing = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=["clinic", "person", "number"], name="audit_by_person"),
            # The director's page asks for some acts: reasons given, erasures, the last backup.
            models.Index(fields=["clinic", "act", "at"], name="audit_by_act"),
        )
        constraints = (models.UniqueConstraint(fields=["clinic", "number"], name="audit_number_once_per_clinic"),)
