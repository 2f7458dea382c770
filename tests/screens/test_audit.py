"""The audit trail: whom, by whom, what and when; and whether its chain is whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import transaction

from nappage.actions.audit import append_event
from nappage.records.models import AuditEvent, Person
from nappage.web.audit import presenter
from support.cast import Cast
from support.device import Device, SetClock

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(AT)
    cache.clear()
    return cast.register("Demo patient 014", AT)


def rows(device: Device, query: str = "") -> str:
    response = device.get(f"/audit/{query}")
    assert response.status_code == 200
    return str(response.content.decode().partition("<tbody>")[2])


def test_it_shows_who_looked_at_whom(cast: Cast, person: Person) -> None:
    cast.client("injector").get(f"/patients/{person.id}/emergency/")
    shown = rows(cast.client("director"), "?act=look")
    assert shown.count("<tr") == 1
    for said in ("Demo injector", "look", "Demo patient 014", "open emergency", "3 Mar 2026, 10:00:00"):
        assert said in shown


def test_it_shows_instants_by_the_clinic_s_clock_and_days_in_words(cast: Cast, person: Person) -> None:
    told = {
        "from": "2026-11-22T10:00:00+00:00",
        "to": "2026-07-20T10:00:00Z",
        "kept": {"until": "2026-12-31"},
        "backups": [["2026-03-01T23:30:00.5+00:00", "one.db"]],
        "words": "on 2026-01-02",
        "found": "2026-13-02",
        "at": "2026-11-22T25:00:00+00:00",
    }
    with transaction.atomic():
        append_event(cast.clinic.id, AT, cast.director.id, "told", None, None, told)
    shown = " ".join(re.sub("<[^>]+>", " ", rows(cast.client("director"), "?act=told")).split())
    # A database keeps no order of what was told.
    assert "from Sun 22 Nov 2026, 11:00" in shown
    assert "to Mon 20 Jul 2026, 12:00" in shown
    assert "kept until 31 Dec 2026" in shown
    assert "backups Mon 2 Mar 2026, 00:30, one.db" in shown
    assert "words on 2026-01-02" in shown
    assert "found 2026-13-02" in shown
    assert "at 2026-11-22T25:00" in shown
    assert AuditEvent.objects.get(act="told").detail == told


def test_an_auditor_reads_numbers_and_no_names(cast: Cast, person: Person) -> None:
    cast.client("injector").get(f"/patients/{person.id}/emergency/")
    auditor = cast.client("auditor")
    shown = rows(auditor, "?act=look")
    assert "Demo patient 014" not in shown
    assert str(person.id)[-12:] in shown
    assert str(person.id)[-12:] in rows(auditor, f"?person={person.id}")
    refused = auditor.get("/audit/?person=Demo")
    assert refused.status_code == 422
    assert "a patient&#x27;s number, as it stands in the list" in refused.content.decode()


def test_it_filters_by_patient_member_act_and_day(cast: Cast, person: Person, clock: SetClock) -> None:
    other = cast.register("Demo patient 041", AT)
    for patient in (person, other):
        cast.client("injector").get(f"/patients/{patient.id}/emergency/")
    clock(AT + timedelta(days=1))
    cast.client("assistant").get(f"/patients/{person.id}/emergency/")
    director = cast.client("director")
    assert rows(director, f"?act=look&person={person.id}").count("<tr") == 2
    assert rows(director, "?act=look&person=PATIENT 014").count("<tr") == 2
    assert rows(director, f"?act=look&member={cast.injector.id}").count("<tr") == 2
    assert rows(director, "?act=look&day=2026-03-04").count("<tr") == 1
    assert rows(director, f"?act=look&day=2026-03-04&member={cast.injector.id}") == ""
    assert rows(director, "?act=patient.reg").count("<tr") == 2


def test_a_day_is_the_clinic_s_day(cast: Cast, person: Person, clock: SetClock) -> None:
    clock(datetime(2026, 3, 3, 23, 30, tzinfo=UTC))
    cast.client("injector").get(f"/patients/{person.id}/emergency/")
    assert rows(cast.client("director"), "?act=look&day=2026-03-04").count("<tr") == 1


def test_it_shows_nothing_of_another_clinic(cast: Cast, stranger: Cast, person: Person) -> None:
    cast.client("injector").get(f"/patients/{person.id}/emergency/")
    assert "Demo patient 014" not in rows(stranger.client("director"))
    assert rows(stranger.client("director"), f"?person={person.id}") == ""
    foreign = stranger.client("director").get(f"/audit/?member={cast.injector.id}")
    assert foreign.status_code == 422


def test_reading_it_leaves_an_event_without_what_was_typed(cast: Cast, person: Person) -> None:
    cast.client("director").get("/audit/?person=demo patient 014&act=look")
    event = AuditEvent.objects.get(clinic=cast.clinic.id, act="read audit")
    assert (event.member, event.detail) == (cast.director.id, {"by": ["act", "person"]})


def test_it_is_read_page_by_page_and_nothing_is_shown_twice(cast: Cast, person: Person) -> None:
    with transaction.atomic():
        for _ in range(2 * presenter.ON_A_PAGE):
            append_event(cast.clinic.id, AT, cast.injector.id, "look", person.id)
    director = cast.client("director")
    first = director.get("/audit/?act=look").context
    numbers = [row.number for row in first["rows"]]
    second = director.get(f"/audit/?act=look&before={first['older']}").context
    numbers += [row.number for row in second["rows"]]
    assert len(numbers) == len(set(numbers)) == 2 * presenter.ON_A_PAGE
    assert numbers == sorted(numbers, reverse=True)
    assert second["older"] is None
    assert director.get("/audit/?before=99999999999999999999").status_code == 200


def test_it_says_that_the_chain_is_whole(cast: Cast, person: Person) -> None:
    page = cast.client("auditor").get("/audit/").content.decode()
    last = AuditEvent.objects.filter(clinic=cast.clinic.id).count()
    assert f"The chain is whole to number {last}." in page


def test_it_says_where_the_chain_is_broken(cast: Cast, person: Person) -> None:
    last = AuditEvent.objects.filter(clinic=cast.clinic.id).count()
    AuditEvent.objects.create(clinic=cast.clinic.id, number=last + 1, at=AT, act="look", digest="0" * 64)
    page = cast.client("auditor").get("/audit/").content.decode()
    assert f"The chain is broken at number {last + 1}" in page


def test_a_long_chain_is_followed_on_from_where_it_was_whole(
    cast: Cast, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "AT_ONCE", 1)
    last = AuditEvent.objects.filter(clinic=cast.clinic.id).count()
    found = [presenter.chain_of(cast.clinic.id) for _ in range(last)]
    assert [chain.whole_to for chain in found[:2]] == [1, 2]
    assert found[0].left == last - 1
    assert (found[-1].whole_to, found[-1].left, found[-1].broken_at) == (last, 0, None)
    AuditEvent.objects.create(clinic=cast.clinic.id, number=last + 1, at=AT, act="look", digest="0" * 64)
    assert presenter.chain_of(cast.clinic.id).broken_at == last + 1
    assert presenter.chain_of(cast.clinic.id, from_beginning=True).broken_at == last + 1


def test_a_kept_link_that_is_not_in_the_chain_counts_for_nothing(
    cast: Cast, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "AT_ONCE", 2)
    cache.set(f"audit-chain-{cast.clinic.id}", [3, "f" * 64])
    assert presenter.chain_of(cast.clinic.id).whole_to == 2
