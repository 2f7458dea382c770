"""A course: what one plan and its sessions belong to. A person may have one after another."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.person import Person


class Course(models.Model):
    """A course of one person. What happened in it is said by its entries."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="courses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="courses")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
