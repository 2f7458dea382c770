"""The register of lots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from nappage.actions.allergy_tests import give_test
from nappage.actions.entries import strike
from nappage.assessment.look import look_at
from nappage.records.models import AuditEvent, Lot
from support.cast import Cast
from support.course import F1, ready_for_first_session
from support.pages import words_of_page

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
Clock = Callable[[datetime], None]


def test_it_puts_a_lot_on_the_shelf(cast: Cast, clock: Clock) -> None:
    clock(START)
    said = {"agent": "A", "lot": "A-102", "expires_on": "2027-01-31"}
    assert cast.client("assistant").post("/lots/", said).status_code == 302
    assert Lot.objects.get(lot="A-102").expires_on == date(2027, 1, 31)


def test_it_refuses_the_same_lot_twice_and_an_agent_nobody_signed(cast: Cast, clock: Clock) -> None:
    clock(START)
    client = cast.client("assistant")
    twice = client.post("/lots/", {"agent": "A", "lot": "A-101", "expires_on": "2027-01-31"})
    assert twice.status_code == 422
    assert "one that is not on the shelf yet" in twice.content.decode()
    assert client.post("/lots/", {"agent": "Z", "lot": "1", "expires_on": "2027-01-31"}).status_code == 422


@pytest.mark.proves("H-15")
def test_a_lot_that_is_recalled_closes_the_gate_at_once(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    lot = Lot.objects.get(clinic=cast.clinic, lot="B-101")
    clock(START)
    assert cast.client("injector").post(f"/lots/{lot.id}/", {"state": "recalled"}).status_code == 302
    gates = look_at(cast.clinic.id, course.person, course.course, START).outlook.gates
    assert [gate.name.value for gate in gates if gate.state.value != "open"] == ["lot"]
    assert AuditEvent.objects.get(act="change lot").detail == {"from": "in-use", "to": "recalled", "lot": "B B-101"}


@pytest.mark.proves("H-16")
def test_it_answers_who_got_a_lot_and_leaves_out_what_was_taken_back(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    physician = cast.actor("physician", START - timedelta(minutes=2))
    entry = give_test(physician, course.person, course.course, F1, physician.at, mix_site="left", control_site="right")
    lot = Lot.objects.get(clinic=cast.clinic, lot="A-101")
    clock(START)
    page = words_of_page(cast.client("director").get(f"/lots/{lot.id}/trace/"))
    assert "Demo patient 014 D. P. 0. – allergy test" in page
    strike(cast.actor("physician", START), entry.id, "given to somebody else")
    assert "Demo patient 014" not in cast.client("director").get(f"/lots/{lot.id}/trace/").content.decode()


def test_it_finds_no_lot_of_another_clinic(cast: Cast, stranger: Cast, clock: Clock) -> None:
    clock(START)
    lot = Lot.objects.get(clinic=stranger.clinic, lot="A-101")
    assert cast.client("director").get(f"/lots/{lot.id}/").status_code == 404
    assert cast.client("director").get(f"/lots/{lot.id}/trace/").status_code == 404
