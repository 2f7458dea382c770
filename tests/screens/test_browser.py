"""The rig itself: a real browser, somebody logged in, the clock of the test, and what a page complains of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connections

from nappage.records.models import AuditEvent, Clinic
from support.browser import Visitors, axe_serious, photograph
from support.cast import Cast

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)


def test_somebody_is_logged_in_at_the_instant_of_the_clock(
    page_as: Visitors, cast: Cast, clock: Callable[[datetime], None]
) -> None:
    clock(AT)
    person = cast.register("Demo patient 014", AT)
    page = page_as("injector")
    answer = page.goto(f"/patients/{person.id}/")
    assert answer is not None
    assert answer.status == 200
    assert "Demo patient 014" in page.content()
    event = AuditEvent.objects.filter(clinic=cast.clinic.id, act="look").get()
    assert (event.at, event.person, event.member) == (AT, person.id, cast.injector.id)


def test_nobody_is_sent_to_log_in(page_as: Visitors) -> None:
    page = page_as()
    page.goto("/")
    assert "/accounts/login/" in page.url


def test_the_test_before_left_nothing(transactional_db: None) -> None:
    assert Clinic.objects.count() == AuditEvent.objects.count() == 0


def test_a_page_is_photographed_at_both_sizes_where_pictures_are_asked_for(
    page_as: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_as("director")
    page.goto("/")
    monkeypatch.delenv("NAPPAGE_PICTURES", raising=False)
    assert photograph(page, "rig") == []
    monkeypatch.setenv("NAPPAGE_PICTURES", "1")
    pictures = photograph(page, "rig")
    assert [picture.stat().st_size > 1000 for picture in pictures] == [True, True]


def test_axe_finds_what_is_wrong(page_as: Visitors) -> None:
    page = page_as()
    page.set_content("<html lang=en><title>t</title><main><h1>t</h1><img src='data:,'><input></main></html>")
    assert [found.split()[0] for found in axe_serious(page)] == ["image-alt", "label"]


@pytest.mark.parametrize("script", ["throw new Error('no')", "console.error('no')"])
def test_a_complaint_of_a_page_is_heard(page_as: Visitors, script: str) -> None:
    page = page_as("director")
    page.goto("/")
    with page.expect_event("console" if script.startswith("console") else "pageerror"):
        page.evaluate(f"setTimeout(() => {{ {script} }})")
    assert page_as.complaints
    page_as.complaints.clear()


def test_a_refused_inline_style_is_heard(page_as: Visitors) -> None:
    page = page_as("director")
    page.goto("/")
    with page.expect_event("console"):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert any("Content Security Policy" in complaint for complaint in page_as.complaints)
    page_as.complaints.clear()


def test_the_threads_of_the_server_have_connections_of_their_own(transactional_db: None) -> None:
    assert not getattr(connections["default"], "is_in_memory_db", lambda: False)()
