"""The product's own settings for a server in a process of its own, whose clock goes on from the test's instant."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from nappage.project.settings import *  # noqa: F403

_SHIFT = timedelta(seconds=float(os.environ["NAPPAGE_TEST_SHIFT"]))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def NAPPAGE_CLOCK() -> datetime:  # type: ignore[no-redef]  # noqa: N802  # Django reads settings by names in capitals
    """Return the present instant, moved to the test's day."""
    return datetime.now(UTC) + _SHIFT
