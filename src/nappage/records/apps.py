"""The Django application of the records."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from nappage.records.append_only import refuse_changes
from nappage.records.row_security import guard_rows


class RecordsConfig(AppConfig):
    """Records of the clinic, under the label `records`."""

    name = "nappage.records"
    label = "records"

    def ready(self) -> None:
        """Have the database refuse what it must after every migration, also for a table made or made anew by it."""
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **_: Any) -> None:
    refuse_changes(connections[using])
    guard_rows(connections[using])
