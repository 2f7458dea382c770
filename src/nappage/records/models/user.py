"""An account that logs in. What it may do is said by its membership of a clinic, never by the account."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from nappage.records.keys import new_key


class User(AbstractUser):
    """An account of this installation: a member's has a user name and a password, a portal's an e-mail or telephone."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    phone = models.CharField(max_length=40, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = (
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="user_email_once"),
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="user_phone_once"),
        )
