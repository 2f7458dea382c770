"""The edition every test asks, read once from its sources and never from a cache."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.library.edition import read_edition


@pytest.fixture(scope="session")
def edition() -> Edition:
    return read_edition()
