"""What was typed and not yet recorded, so that nothing is lost: one per person, screen and who typed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.member import Member
from nappage.records.models.person import Person
from nappage.records.models.portal_access import PortalAccess


class Draft(models.Model):
    """An unfinished form, sealed with the person's key. It is no record and is deleted when the form is recorded."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True)
    access = models.ForeignKey(PortalAccess, on_delete=models.CASCADE, null=True)
    screen = models.CharField(max_length=40)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "screen", "member"], name="draft_once_per_screen_and_member"),
            models.UniqueConstraint(fields=["person", "screen", "access"], name="draft_once_per_screen_and_access"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, access__isnull=True) | Q(member__isnull=True, access__isnull=False),
                name="draft_is_of_a_member_or_of_an_access",
            ),
        )
