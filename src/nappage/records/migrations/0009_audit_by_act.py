"""What the director asks the trail, by act and time, without reading every event."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("records", "0008_entry_by_kind")]

    operations = [
        migrations.AddIndex("auditevent", models.Index(fields=["clinic", "act", "at"], name="audit_by_act")),
    ]
