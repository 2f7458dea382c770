"""A clinic: the outermost border. Every other row carries its key."""

from __future__ import annotations

from django.db import models

from nappage.records.keys import new_key


class Clinic(models.Model):
    """One clinic of this installation. `fictional` watermarks every page and paper."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=120, unique=True)
    fictional = models.BooleanField(default=False)
    signing_key = models.BinaryField(default=bytes, blank=True)
    certificate = models.BinaryField(default=bytes, blank=True)

    def __str__(self) -> str:
        return self.name
