"""A person of a clinic's staff: duties, dated credential, the order they work under, and the PIN of a shared tablet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nappage.access.permissions import may
from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.user import User


class Credential(models.TextChoices):
    """What a licence says someone is. A decision of level B needs a physician, whatever the duty."""

    PHYSICIAN = "physician", "physician"
    NURSE = "nurse", "nurse"
    OTHER = "other", "other"
    NONE = "none", "none"


class Member(models.Model):
    """A member of staff. `slug` names them in records, so that a record reads without a join.

    `pin_tries` counts the wrong ones since the last right one: too many, and only a full log-in opens the account.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    duties = models.JSONField(default=list)
    credential = models.CharField(max_length=12, choices=Credential.choices, default=Credential.NONE)
    licensed_from = models.DateField()
    licensed_until = models.DateField()
    delegated_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    pin = models.CharField(max_length=200, blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["clinic", "slug"], name="member_slug_once_per_clinic"),
            models.UniqueConstraint(fields=["clinic", "user"], name="member_user_once_per_clinic"),
            models.CheckConstraint(
                condition=Q(licensed_until__gte=F("licensed_from")), name="member_licence_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def may(self, permission: str) -> bool:
        """Return whether this member's duties include a permission."""
        return self.active and may(self.duties, permission)
