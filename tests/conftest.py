"""The edition every test asks, read once from its sources and never from a cache; how many examples properties draw."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from nappage.engine.edition import Edition
from nappage.library.edition import read_edition

# The default draws the same examples each time, so that a change is judged by the change; the full one draws anew.
_PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("default", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_PATIENT)
settings.register_profile("full", max_examples=10_000, deadline=None, suppress_health_check=_PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def edition() -> Edition:
    return read_edition()
