"""The product's own settings for the tests: other keys, a quick password hasher, a database of their own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("NAPPAGE_DATA", tempfile.mkdtemp(prefix="nappage-tests-"))
os.environ["NAPPAGE_DEMO"] = "1"
os.environ["NAPPAGE_SECRET_KEY"] = "a key for tests only, never for a clinic"
os.environ["NAPPAGE_MASTER_KEY"] = "5e" * 32

from nappage.project.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False
