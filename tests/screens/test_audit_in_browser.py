"""The audit trail in a real browser, whole and broken."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from nappage.records.models import AuditEvent
from support.browser import Visitors, axe_serious, photograph
from support.cast import Cast
from support.device import SetClock

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def test_it_is_read_filtered_and_says_how_far_the_chain_is_whole(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    clock(AT)
    person = cast.register("Demo patient 014", AT)
    for duty in ("injector", "assistant"):
        cast.client(duty).get(f"/patients/{person.id}/emergency/")
    cast.client("reception").get(f"/patients/{person.id}/")
    page = page_as("director")
    page.goto("/audit/")
    expect(page.get_by_text("The chain is whole to number")).to_be_visible()
    photograph(page, "audit")
    assert axe_serious(page) == []
    page.get_by_label("Act").fill("look")
    page.get_by_label("By").select_option("Demo assistant")
    page.get_by_role("button", name="Show").click()
    assert page.locator("tbody tr").count() == 1
    last = AuditEvent.objects.filter(clinic=cast.clinic.id).count()
    AuditEvent.objects.create(clinic=cast.clinic.id, number=last + 1, at=AT, act="look", digest="0" * 64)
    page.goto("/audit/")
    expect(page.get_by_role("alert")).to_contain_text(f"The chain is broken at number {last + 1}")
    photograph(page, "audit-broken")
    assert axe_serious(page) == []
