"""A test looks at the database from outside: its own queries see every clinic, as a command of the installation does.

A request sees its own clinic only, because the middleware says so. When it is over, the connection is the test's again.
"""

from __future__ import annotations

from typing import Any

from django.core.signals import request_finished
from django.db import connection as present
from django.db.backends.signals import connection_created

from nappage.records.row_security import EVERY_CLINIC, see_clinic


def look_from_outside() -> None:
    """Let every new connection, and each after a request, see every clinic."""
    connection_created.connect(_opened, dispatch_uid="outside")
    request_finished.connect(_over, dispatch_uid="outside")


def _opened(connection: Any, **_: Any) -> None:
    see_clinic(connection, EVERY_CLINIC)


def _over(**_: Any) -> None:
    if present.connection is not None and not present.needs_rollback and present.is_usable():
        see_clinic(present, EVERY_CLINIC)
