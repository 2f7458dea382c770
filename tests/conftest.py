"""The edition every test asks, read once from its sources and never from a cache; how many examples properties draw."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as profiles
from pytest_django import Settings

from nappage.engine.edition import Edition
from nappage.library.edition import read_edition
from support.cast import Cast, new_clinic

# The default draws the same examples each time, so that a change is judged by the change; the full one draws anew.
_PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much]
profiles.register_profile("default", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_PATIENT)
profiles.register_profile("full", max_examples=10_000, deadline=None, suppress_health_check=_PATIENT)
profiles.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def edition() -> Edition:
    return read_edition()


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the clinic of Madrid with its cast."""
    return new_clinic()


@pytest.fixture
def stranger(db: None) -> Cast:
    """Return another clinic of the same installation, whose people must see nothing of the first."""
    return new_clinic("Northside")


@pytest.fixture
def clock(settings: Settings) -> Callable[[datetime], None]:
    """Return a function that sets the instant of every request from now on."""

    def set_to(at: datetime) -> None:
        settings.NAPPAGE_CLOCK = lambda: at

    return set_to
