"""An account that logs in. What it may do is said by its membership of a clinic, never by the account."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from nappage.records.keys import new_key


class User(AbstractUser):
    """An account of this installation."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
