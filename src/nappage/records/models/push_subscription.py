"""A push subscription: one browser in which somebody turned notifications on, as long as they are on there."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.clinic import Clinic
from nappage.records.models.person import Person
from nappage.records.models.portal_access import PortalAccess


class PushSubscription(models.Model):
    """Where notifications about a person go by one access to the portal: to the browser it was turned on in last.

    `sealed` is the address that the browser gave, sealed with the person's key; `device` knows that browser again. The
    row goes when it is turned off, and the trail says when and why.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="push_subscriptions")
    access = models.OneToOneField(PortalAccess, on_delete=models.CASCADE, related_name="push_subscription")
    device = models.CharField(max_length=64, db_index=True)
    sealed = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
