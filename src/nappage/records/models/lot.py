"""Lots on the shelf, and in whom each of them was used."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.person import Person


class LotState(models.TextChoices):
    """In use, set aside until someone has looked, or recalled."""

    IN_USE = "in-use", "in use"
    QUARANTINED = "quarantined", "set aside"
    RECALLED = "recalled", "recalled"


class Lot(models.Model):
    """A lot of one agent. Its state is changed by an action, and each change is in the audit trail."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="lots")
    agent = models.CharField(max_length=80)
    lot = models.CharField(max_length=60)
    expires_on = models.DateField()
    opened_on = models.DateField(null=True, blank=True)
    discard_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=LotState.choices, default=LotState.IN_USE)

    class Meta:
        ordering = ("agent", "lot")
        constraints = (models.UniqueConstraint(fields=["clinic", "agent", "lot"], name="lot_once_per_agent"),)

    def __str__(self) -> str:
        return f"{self.agent} {self.lot}"


class LotUse(models.Model):
    """Who got which lot, by which entry: appended with the test or session, it answers a recall after erasure too."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="lot_uses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lot_uses")
    entry = models.UUIDField()
    agent = models.CharField(max_length=80)
    lot = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=["clinic", "agent", "lot"], name="lot_use_by_lot"),)
        constraints = (models.UniqueConstraint(fields=["entry", "agent", "lot"], name="lot_use_once_per_entry"),)
