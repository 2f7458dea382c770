"""A current SQLite in place of the system's.

The library of the system may predate the fix of a corruption race in write-ahead logs (before 3.51.3), so the packaged
one takes its name before Django imports it. Where there is no such package for a machine, the system's own is used and
the settings say so at start.
"""

from __future__ import annotations

import sys

FIXED_SINCE = (3, 51, 3)


def use_current_sqlite() -> tuple[int, ...]:
    """Return the version of the SQLite that is used from now on."""
    try:
        import pysqlite3
    except ImportError:
        import sqlite3

        return sqlite3.sqlite_version_info
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    version: tuple[int, ...] = pysqlite3.sqlite_version_info
    return version
