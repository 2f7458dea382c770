"""What the check of the installation finds."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.core.management import call_command
from pytest_django import Settings

from nappage.web.checks import check_cache

IN_THE_DATABASE = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "nappage_cache_of_a_test"}
}
IN_THIS_PROCESS = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.mark.usefixtures("db")
def test_a_missing_cache_table_is_an_error_with_what_to_do(settings: Settings) -> None:
    settings.CACHES = IN_THE_DATABASE
    assert caches["default"].__class__.__name__ == "DatabaseCache"
    (error,) = check_cache()
    assert (error.id, error.hint) == (
        "nappage.E001",
        "Run `django-admin createcachetable` with this installation's settings, once, before serving.",
    )
    call_command("createcachetable")
    assert check_cache() == []


def test_a_cache_of_one_process_is_an_error_outside_the_demo(settings: Settings) -> None:
    settings.CACHES = IN_THIS_PROCESS
    settings.NAPPAGE_DEMO = True
    assert check_cache() == []
    settings.NAPPAGE_DEMO = False
    assert [error.id for error in check_cache()] == ["nappage.E002"]
    assert all(error.hint for error in check_cache())
