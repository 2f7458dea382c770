"""The chain of a clinic's trail: followed to its end, and broken where something was put in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from nappage.actions.audit import UNCHECKED, append_event, broken_at, follow_chain
from nappage.records.models import AuditEvent
from support.cast import Cast

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_a_chain_is_followed_from_where_it_was_whole(cast: Cast) -> None:
    first = follow_chain(cast.clinic.id)
    with transaction.atomic():
        event = append_event(cast.clinic.id, AT, cast.injector.id, "look")
    found = follow_chain(cast.clinic.id, first)
    assert (found.whole_to, found.digest, found.broken_at) == (event.number, event.digest, None)
    assert follow_chain(cast.clinic.id, UNCHECKED, most=1).whole_to == 1


def test_an_event_put_in_from_outside_breaks_the_chain_at_its_number(cast: Cast) -> None:
    last = follow_chain(cast.clinic.id).whole_to
    AuditEvent.objects.create(clinic=cast.clinic.id, number=last + 1, at=AT, act="look", digest="0" * 64)
    found = follow_chain(cast.clinic.id)
    assert (found.whole_to, found.broken_at) == (last, last + 1)
    assert broken_at(cast.clinic.id) == last + 1


def test_an_instant_of_another_zone_is_the_same_instant_to_the_chain(cast: Cast) -> None:
    with transaction.atomic():
        append_event(cast.clinic.id, AT.astimezone(ZoneInfo("Europe/Madrid")), cast.injector.id, "look")
    assert broken_at(cast.clinic.id) is None
