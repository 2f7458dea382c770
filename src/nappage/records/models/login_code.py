"""A code to log in with at the patient door: short-lived, for one use, asked for by an address that may be nobody's."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key
from nappage.records.models.user import User


class LoginCode(models.Model):
    """One code that was asked for. An address that nobody has leaves the same row, so that nothing tells them apart.

    Neither the address nor the code is kept, only a keyed digest of each. `tries` counts the wrong ones.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    asked_for = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["asked_for", "at"], name="login_code_by_address"),)
