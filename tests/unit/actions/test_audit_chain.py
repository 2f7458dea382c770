"""The chain of the trail: whole as it was written, and broken where somebody with the database in hand changed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from nappage.actions.audit import append_event, broken_at, digest_of
from nappage.records.models import AuditEvent
from support.cast import Cast
from support.emptying import tampered

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)


def event_of(cast: Cast, number: int) -> AuditEvent:
    return AuditEvent.objects.get(clinic=cast.clinic.id, number=number)


@pytest.fixture
def trail(cast: Cast) -> Cast:
    """Return a clinic whose trail has seven events and more."""
    for minutes in range(7):
        append_event(cast.clinic.id, AT + timedelta(minutes=minutes), cast.injector.id, "look", detail={"screen": "é"})
    return cast


def change_words(event: AuditEvent) -> None:
    event.detail = {"screen": "another"}
    event.save()


def change_instant(event: AuditEvent) -> None:
    event.at += timedelta(seconds=1)
    event.save()


def change_who(event: AuditEvent) -> None:
    event.member = None
    event.save()


def remove(event: AuditEvent) -> None:
    event.delete()


@pytest.mark.parametrize("change", [change_words, change_instant, change_who, remove])
def test_a_change_is_found_at_its_number(trail: Cast, change: Callable[[AuditEvent], None]) -> None:
    assert broken_at(trail.clinic.id) is None
    with tampered():
        change(event_of(trail, 5))
    assert broken_at(trail.clinic.id) == 5


def test_a_change_whose_digest_was_made_to_fit_is_found_at_the_next(trail: Cast) -> None:
    event = event_of(trail, 5)
    event.act = "nothing"
    event.digest = digest_of(event, event_of(trail, 4).digest)
    with tampered():
        event.save()
    assert broken_at(trail.clinic.id) == 6


def test_two_events_that_changed_places_are_found_at_the_first(trail: Cast) -> None:
    earlier, later = event_of(trail, 4), event_of(trail, 5)
    with tampered():
        later.number = 1000
        later.save()
        earlier.number = 5
        earlier.save()
        later.number = 4
        later.save()
    assert broken_at(trail.clinic.id) == 4


def test_a_clinic_without_events_has_a_whole_trail(cast: Cast, stranger: Cast) -> None:
    with tampered():
        AuditEvent.objects.filter(clinic=stranger.clinic.id).delete()
    assert broken_at(stranger.clinic.id) is None
    assert broken_at(cast.clinic.id) is None


def test_two_who_write_at_once_leave_no_gap_and_no_fork(transactional_db: None, cast: Cast) -> None:
    """Threads with connections of their own; the trail of one clinic takes them one after the other."""
    each, start, failures = 10, Barrier(4), list[Exception]()
    before = AuditEvent.objects.filter(clinic=cast.clinic.id).count()

    def write() -> None:
        start.wait()
        try:
            for _ in range(each):
                with transaction.atomic():
                    append_event(cast.clinic.id, AT, cast.injector.id, "look")
        except Exception as failure:  # noqa: BLE001  # told to the test below
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(start.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert broken_at(cast.clinic.id) is None
    assert AuditEvent.objects.filter(clinic=cast.clinic.id).count() == before + each * start.parties
