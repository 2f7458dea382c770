"""A patient's visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.acting import Conflict
from nappage.actions.entries import strike
from nappage.actions.visits import Taken
from nappage.records.models import AuditEvent, Entry, Purpose, Room, Slot, Visit
from support.after_session import given_session
from support.cast import Cast
from support.course import ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
Clock = Callable[[datetime], None]


def typed(cast: Cast, **more: object) -> dict[str, object]:
    room = Room.objects.filter(clinic=cast.clinic).first()
    assert room is not None
    usual = {"purpose": "test", "day": "2026-03-10", "clock": "10:00", "minutes": "45", "room": str(room.id)}
    return {**usual, "member": str(cast.injector.id), **more}


def test_it_books_a_visit_in_the_clinics_time(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    response = cast.client("reception").post(f"/patients/{course.person}/visits/book/", typed(cast))
    assert response.status_code == 302
    visit = Visit.objects.get(purpose=Purpose.TEST)
    assert (visit.start, visit.booked_by) == (datetime(2026, 3, 10, 9, tzinfo=UTC), "reception-1")
    assert AuditEvent.objects.filter(act="visit.book", thing=visit.id).count() == 1


@pytest.mark.proves("R225")
def test_it_refuses_a_room_that_is_taken_and_keeps_what_was_typed(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    client = cast.client("reception")
    client.post(f"/patients/{course.person}/visits/book/", typed(cast))
    again = client.post(f"/patients/{course.person}/visits/book/", typed(cast, clock="10:15", member=""))
    assert again.status_code == 422
    page = again.content.decode()
    assert "a free time" in page
    assert page.count("One thing has to be mended") == 1
    assert 'value="10:15"' in page
    assert Visit.objects.filter(purpose=Purpose.TEST).count() == 1


@pytest.mark.proves("H-02")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-03-29", "The clocks go from 02:00 to 03:00 that night. Choose another time."),
        ("2026-10-25", "The clocks go from 03:00 to 02:00 that night. Choose another time."),
    ],
)
def test_it_refuses_an_hour_that_the_clocks_skip_or_show_twice(cast: Cast, clock: Clock, day: str, words: str) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    never = typed(cast, day=day, clock="02:30")
    response = cast.client("reception").post(f"/patients/{course.person}/visits/book/", never)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert "offset" not in page
    assert Visit.objects.filter(purpose=Purpose.TEST).count() == 0


def test_it_says_what_a_rule_says_against_a_time_and_what_to_do(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    early = typed(cast, purpose="session", day="2026-03-05")
    page = cast.client("reception").post(f"/patients/{course.person}/visits/book/", early).content.decode()
    assert "<span>Too early after Tue 3 Mar 2026" in page
    assert "nothing against it" not in page


def test_it_refuses_a_day_that_has_gone_and_keeps_what_was_typed(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    gone = typed(cast, purpose="consultation", day="2026-03-02", clock="10:15")
    response = cast.client("reception").post(f"/patients/{course.person}/visits/book/", gone)
    assert response.status_code == 422
    page = response.content.decode()
    assert "expected today or a day to come, found Mon 2 Mar 2026, 10:15." in page
    assert 'value="10:15"' in page
    assert not Visit.objects.filter(purpose=Purpose.CONSULTATION).exists()


def test_it_moves_a_visit_and_frees_the_time_before(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = course.booked(START + timedelta(days=14))
    clock(START)
    said = {"day": "2026-03-18", "clock": "11:00", "minutes": "45"}
    moved = cast.client("reception").post(f"/patients/{course.person}/visits/{visit.id}/move/", said)
    assert moved.status_code == 302
    visit.refresh_from_db()
    assert visit.start == datetime(2026, 3, 18, 10, tzinfo=UTC)
    course.booked(START + timedelta(days=14))


def test_it_frees_the_time_of_a_visit_that_is_cancelled(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = course.booked(START + timedelta(days=14))
    with pytest.raises(Conflict):
        course.booked(START + timedelta(days=14))
    clock(START)
    cast.client("reception").post(f"/patients/{course.person}/visits/{visit.id}/mark/", {"state": "cancelled"})
    assert Slot.objects.filter(visit=visit).count() == 0
    course.booked(START + timedelta(days=14))


def test_it_proposes_what_the_course_asks_for_and_books_nothing_by_itself(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    page = cast.client("reception").get(f"/patients/{course.person}/visits/").content.decode()
    assert "Tue 17 Mar 2026, 10:30" in page
    assert Visit.objects.filter(person=course.person).count() == 1


def test_it_finds_no_visit_of_another_patient(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    other = cast.register("Demo patient 015", START)
    visit = Visit.objects.get(person=course.person)
    response = cast.client("reception").post(f"/patients/{other.id}/visits/{visit.id}/mark/", {"state": "cancelled"})
    assert response.status_code == 404
    visit.refresh_from_db()
    assert visit.state == "booked"


def test_it_offers_that_nobody_came_from_the_start_on_and_takes_it_back(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = Visit.objects.get(person=course.person, purpose=Purpose.SESSION)
    client, address = cast.client("reception"), f"/patients/{course.person}/visits/"
    clock(START - timedelta(minutes=1))
    page = client.get(address).content.decode()
    assert 'value="here"' in page
    assert 'value="missed"' not in page
    assert client.post(f"{address}{visit.id}/mark/", {"state": "missed"}).status_code == 409
    clock(START)
    assert 'value="missed"' in client.get(address).content.decode()
    page = client.post(f"{address}{visit.id}/mark/", {"state": "missed"}, follow=True).content.decode()
    assert "Take back “did not come”" in page
    page = client.post(f"{address}{visit.id}/mark/", {"state": "booked"}, follow=True).content.decode()
    assert "Session of Tue 3 Mar 2026, 10:30 is booked as before." in page
    assert 'value="here"' in page


def test_it_says_what_became_of_a_pair_when_it_is_taken_back_that_nobody_came(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    session = Visit.objects.get(person=course.person, purpose=Purpose.SESSION)
    test = course.booked(START - timedelta(days=1), Purpose.TEST)
    Visit.objects.filter(pk=session.pk).update(test=test)
    clock(START - timedelta(days=1))
    client, address = cast.client("reception"), f"/patients/{course.person}/visits/{test.id}/mark/"
    client.post(address, {"state": "missed"})
    course.booked(START, Purpose.FOLLOW_UP)
    page = client.post(address, {"state": "booked"}, follow=True).content.decode()
    assert "Allergy test of Mon 2 Mar 2026, 10:30 is booked as before." in page
    assert "Session of Tue 3 Mar 2026, 10:30 went with it and stays cancelled" in page


def test_it_says_why_it_is_not_taken_back_that_nobody_came(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = Visit.objects.get(person=course.person, purpose=Purpose.SESSION)
    clock(START)
    client, address = cast.client("reception"), f"/patients/{course.person}/visits/{visit.id}/mark/"
    client.post(address, {"state": "missed"})
    instead = course.booked(START, Purpose.FOLLOW_UP)
    page = client.post(address, {"state": "booked"}, follow=True).content.decode()
    assert "The time of this visit is somebody else&#x27;s by now." in page
    instead.delete()
    course.booked(START + timedelta(days=2))
    page = client.post(address, {"state": "booked"}, follow=True).content.decode()
    assert "Too early after Tue 3 Mar 2026" in page
    assert Visit.objects.get(pk=visit.pk).state == "missed"


def test_it_offers_what_today_asks_of_a_visit_of_an_earlier_day(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = Visit.objects.get(person=course.person, purpose=Purpose.SESSION)
    client, address = cast.client("reception"), f"/patients/{course.person}/visits/"
    clock(START + timedelta(days=1))
    page = client.get(address).content.decode()
    assert all(f'value="{state}"' in page for state in ("left", "missed"))
    assert f"{visit.id}/move/" in page
    page = client.post(f"{address}{visit.id}/mark/", {"state": "left"}, follow=True).content.decode()
    assert "Take back “left”" in page
    client.post(f"{address}{visit.id}/mark/", {"state": "here"})
    said = {"day": "2026-03-18", "clock": "11:00", "minutes": "45"}
    assert client.post(f"{address}{visit.id}/move/", said).status_code == 302


def test_it_offers_no_cancelling_of_a_visit_whose_session_has_begun_and_refuses_it(cast: Cast, clock: Clock) -> None:
    laid = given_session(cast, "s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    clock(laid.at("2026-10-06 12:00"))
    visit = Entry.objects.get(person=laid.person, kind="started").visit
    client, address = cast.client("reception"), f"/patients/{laid.person}/visits/"
    page = client.get(address).content.decode()
    assert "<td>session given</td>" in page
    assert f"{visit}/mark/" not in page
    ended = Entry.objects.get(person=laid.person, kind="ended")
    strike(cast.actor("injector", laid.at("2026-10-06 12:00")), ended.pk, "not ended yet")
    assert "<td>session begun</td>" in client.get(address).content.decode()
    assert client.post(f"{address}{visit}/mark/", {"state": "cancelled"}).status_code == 409


def test_it_says_that_a_late_visit_was_not_shortened_because_its_time_was_taken(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_given: object) -> None:
        raise Taken("booked in that time")

    course = ready_for_first_session(cast, START)
    visit = Visit.objects.get(person=course.person, purpose=Purpose.SESSION)
    clock(START + timedelta(minutes=5))
    monkeypatch.setattr("nappage.web.visits.views.shorten", taken)
    page = cast.client("reception").post(f"/patients/{course.person}/visits/{visit.id}/late/", follow=True)
    assert "taken a moment ago" in page.content.decode()
    assert Visit.objects.get(pk=visit.pk).state == "booked"
