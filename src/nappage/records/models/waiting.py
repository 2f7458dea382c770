"""The waiting list: who would come sooner than booked, or has no time yet, and on which days they could."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.course import Course
from nappage.records.models.person import Person
from nappage.records.models.visit import Purpose


class Waiting(models.Model):
    """One wish for a time: it stands until it ended, because a time was booked or nobody waits any more."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="waiting")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="waiting")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    minutes = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=["clinic", "first"], name="waiting_by_day"),)
        constraints = (models.CheckConstraint(condition=Q(last__gte=F("first")), name="waiting_ends_after_it_begins"),)
