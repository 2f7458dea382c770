"""Keys of rows: UUIDv7, so that they sort by the time they were made and shard by clinic without a counter."""

from __future__ import annotations

from uuid import UUID

import uuid6


def new_key() -> UUID:
    """Return a new UUIDv7."""
    return UUID(int=uuid6.uuid7().int)
