"""The product's own settings for the tests: other keys, a quick password hasher, a database of their own.

The database is a file, not memory: a live server has threads of its own, and on one shared connection they would stand
in the middle of each other's transactions. NAPPAGE_TEST_DATABASE=postgresql takes a cluster made for this run instead.
"""

from __future__ import annotations

import os

from support.postgres import cluster_address
from support.run_folder import run_folder

os.environ["NAPPAGE_DATA"] = str(run_folder())
os.environ["NAPPAGE_DEMO"] = "1"
os.environ["NAPPAGE_SECRET_KEY"] = "a key for tests only, never for a clinic"
os.environ["NAPPAGE_MASTER_KEY"] = "5e" * 32
os.environ["NAPPAGE_DATABASE"] = cluster_address() if os.environ.get("NAPPAGE_TEST_DATABASE") == "postgresql" else ""

from nappage.project.settings import *  # noqa: F403
from nappage.project.settings import DATABASES

if not os.environ["NAPPAGE_DATABASE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(run_folder() / "test.sqlite3")}
    # What is lost when the power goes in the middle of a test is lost with the test.
    _OPTIONS: dict[str, object] = DATABASES["default"]["OPTIONS"]  # type: ignore[assignment]
    _OPTIONS["init_command"] = str(_OPTIONS["init_command"]).replace("synchronous=FULL", "synchronous=OFF")
# A second one, always SQLite: what is said to be equal on both engines is compared with it.
DATABASES["other"] = {"ENGINE": "django.db.backends.sqlite3", "TEST": {"NAME": str(run_folder() / "other.sqlite3")}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
