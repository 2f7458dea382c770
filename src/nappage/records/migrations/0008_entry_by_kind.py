"""What the whole clinic is asked about, by kind and time, without reading every entry."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("records", "0007_trusted_key")]

    operations = [
        migrations.AddIndex("entry", models.Index(fields=["clinic", "kind", "recorded_at"], name="entry_by_kind")),
    ]
