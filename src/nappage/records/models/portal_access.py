"""Access to the portal: who may see one person's own record from home, as themselves or for them, and until when."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from nappage.access.permissions import may
from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.person import Person
from nappage.records.models.user import User


class Relation(models.TextChoices):
    """Whether somebody opens their own record, or that of a person whom they help."""

    SELF = "self", "self"
    PROXY = "proxy", "proxy"


class PortalAccess(models.Model):
    """One account's way to one person's record. It reaches that person and nobody else, and never the clinic door.

    `name` says who a proxy is. A proxy's access ends on its day; both end at once when they are revoked.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accesses")
    relation = models.CharField(max_length=5, choices=Relation.choices)
    name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "user"], condition=Q(revoked_at__isnull=True), name="portal_access_once"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True, relation=Relation.SELF),
                name="portal_access_of_oneself_once",
            ),
            models.CheckConstraint(
                condition=Q(relation=Relation.SELF, name="")
                | Q(~Q(name=""), relation=Relation.PROXY, until__isnull=False),
                name="portal_access_of_a_proxy_has_name_and_end",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("at")), name="portal_access_ends_after_it_began"
            ),
        )

    @property
    def duty(self) -> str:
        """Return what somebody is here for, as access/permissions.py calls it."""
        return "patient" if self.relation == Relation.SELF else "proxy"

    @property
    def slug(self) -> str:
        """Return who records, as entries name them: the person, or somebody for them. The trail names which access."""
        return self.duty

    def stands(self, at: datetime) -> bool:
        """Return whether the access holds at an instant."""
        return self.revoked_at is None and self.at <= at and (self.until is None or at < self.until)

    def may(self, permission: str, at: datetime) -> bool:
        """Return whether this access includes a permission at an instant."""
        return self.stands(at) and may((self.duty,), permission)
