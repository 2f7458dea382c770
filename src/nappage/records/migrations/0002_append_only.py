"""Makes the database itself refuse changes to append-only tables, and other clinics' rows."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from nappage.records.append_only import refuse_changes
from nappage.records.row_security import guard_rows


def _guard(apps: Any, editor: Any) -> None:
    refuse_changes(editor.connection)
    guard_rows(editor.connection)


class Migration(migrations.Migration):
    """Triggers on both engines, row-level security on PostgreSQL."""

    dependencies = (("records", "0001_initial"),)
    operations = (migrations.RunPython(_guard, migrations.RunPython.noop),)
