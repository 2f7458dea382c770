"""A demo that was stopped while it was made: nobody is to take the half of it for the whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nappage.console.demo.make import make_demo
from nappage.records.models import Clinic, Identity

NOW = datetime(2026, 11, 22, 4, 49, tzinfo=UTC)


@pytest.mark.django_db
def test_nothing_of_it_is_left_and_the_next_start_begins_anew(tmp_path: Path) -> None:
    def stop(words: str, number: int, of: int) -> None:
        if number == 3:
            assert Identity.objects.count() == 2
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(NOW, tmp_path, stop)
    assert not Identity.objects.exists()
    assert not Clinic.objects.exists()
