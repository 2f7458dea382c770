"""A patient as a pseudonym that stays, and an identity and a key that can be erased."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic


class Person(models.Model):
    """A pseudonym: all that a clinical row says about whose it is. It outlives the identity."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="persons")
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class PersonKey(models.Model):
    """The person's own key, sealed under the master key. Deleting this row makes everything sealed unreadable."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="key")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    wrapped = models.BinaryField()


class Identity(models.Model):
    """Who a pseudonym is: the one erasable table. Names are kept exactly as written, and folded for the search."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="identity")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="identities")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=400)
    born = models.DateField()
    sex = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    phone_digits = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="en")
    contact_note = models.TextField(blank=True)
    hide_weight = models.BooleanField(default=False)
    photo = models.BinaryField(default=bytes, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["clinic", "folded"], name="identity_by_folded_name"),
            models.Index(fields=["clinic", "born"], name="identity_by_birth"),
            models.Index(fields=["clinic", "phone_digits"], name="identity_by_phone"),
        )

    def __str__(self) -> str:
        return self.name


class PersonLink(models.Model):
    """Two pseudonyms held to be one person: a link that can be undone by another row, never a move of records."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_kept")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_merged")
    undone = models.BooleanField(default=False)
    words = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("merged")), name="person_link_joins_two_different_persons"
            ),
        )
