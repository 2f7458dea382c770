"""The Django application of the records."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records of the clinic, under the label `records`."""

    name = "nappage.records"
    label = "records"
