"""The agenda: what is booked, what can be chosen, who waits, and the calendar that leaves the clinic."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from nappage.actions.policies import sign_policy
from nappage.actions.waiting import wait
from nappage.records.models import AuditEvent, CalendarFeed, Device, Purpose, Visit, VisitState, Waiting
from support.cast import Cast, example_terms
from support.course import WrittenCourse, ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
Clock = Callable[[datetime], None]


def planned(cast: Cast) -> WrittenCourse:
    """Return a course with a signed plan, and no test given."""
    person = cast.register("Demo patient 014", START - 12 * DAY)
    course = WrittenCourse(cast, person.id)
    course.consulted(START - 12 * DAY)
    course.planned(START - 12 * DAY + timedelta(minutes=20))
    return course


def page(cast: Cast, path: str, who: str = "reception") -> str:
    response = cast.client(who).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("view", ["day", "week", "month"])
@pytest.mark.parametrize("by", ["member", "room", "device"])
def test_it_shows_days_by_person_room_and_device(cast: Cast, clock: Clock, view: str, by: str) -> None:
    course = ready_for_first_session(cast, START)
    Visit.objects.update(device=Device.objects.create(clinic=cast.clinic, name="Injector gun"))
    clock(START)
    shown = page(cast, f"/agenda/?view={view}&by={by}&day=2026-03-03")
    if view == "month":
        assert "1 visit" in shown
        return
    assert f"/patients/{course.person}/visits/" in shown
    assert "10:30–11:15" in shown
    named = {"member": "Demo injector", "room": "Room 1", "device": "Injector gun"}[by]
    assert named in shown


def test_it_shows_one_person_alone_and_what_it_cannot_read_as_not_said(
    cast: Cast, stranger: Cast, clock: Clock
) -> None:
    ready_for_first_session(cast, START)
    clock(START)
    alone = page(cast, f"/agenda/?view=day&who={cast.physician.id}")
    assert "Demo patient 014" not in alone
    for said in ("who=x&by=y&view=z&day=9999-12-31", f"who={stranger.injector.id}", "day=tomorrow"):
        assert "Demo patient 014" in page(cast, f"/agenda/?{said}")


def test_two_who_are_booked_without_a_person_stand_side_by_side(cast: Cast, clock: Clock) -> None:
    ready_for_first_session(cast, START)
    clock(START)
    person = cast.register("Demo patient 015", START)
    for name in ("consultation", "follow-up"):
        said = {"purpose": name, "day": "2026-03-03", "clock": "12:00", "minutes": "45"}
        assert cast.client("reception").post(f"/patients/{person.id}/visits/book/", said).status_code == 302
    shown = page(cast, "/agenda/?view=day&day=2026-03-03")
    assert 'colspan="2">Not assigned' in shown
    assert "Not assigned" in page(cast, "/agenda/?day=2026-03-03")


def test_a_time_is_chosen_and_brought_to_the_form(cast: Cast, clock: Clock) -> None:
    course = planned(cast)
    clock(START)
    for view in ("week", "day"):
        shown = page(cast, f"/agenda/?view={view}&day=2026-03-04&person={course.person}&purpose=session&minutes=60")
        address = re.search(rf'href="(/patients/{course.person}/visits/book/\?[^"]*clock=10%3A00[^"]*)"', shown)
        assert address is not None
        form = page(cast, address[1].replace("&amp;", "&"))
        assert 'value="2026-03-04"' in form
        assert re.search(r'<option value="session" selected', form)


@pytest.mark.proves("H-37")
def test_a_day_too_close_to_another_session_offers_nothing_and_says_why(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    asked = f"person={course.person}&purpose=session&minutes=60&who={cast.injector.id}"
    assert "Too early after Tue 3 Mar 2026" in page(cast, f"/agenda/?{asked}&day=2026-03-04")
    assert "Too early after Tue 3 Mar 2026" in page(cast, f"/agenda/?{asked}&view=day&day=2026-03-04")
    assert "Choose Tue 17 Mar" in page(cast, f"/agenda/?{asked}&day=2026-03-16")


def test_a_visit_is_moved_by_choosing_in_the_agenda(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = course.booked(START + 14 * DAY)
    clock(START)
    shown = page(cast, f"/agenda/?move={visit.id}&day=2026-03-17")
    assert "Another time for" in shown
    assert f"/patients/{course.person}/visits/{visit.id}/move/?day=2026-03-18&amp;clock=10%3A00" in shown


def test_it_chooses_for_nobody_of_another_clinic(cast: Cast, stranger: Cast, clock: Clock) -> None:
    theirs = ready_for_first_session(stranger, START)
    visit = Visit.objects.get(person=theirs.person)
    clock(START)
    client = cast.client("reception")
    for said in (f"person={theirs.person}", f"move={visit.id}"):
        assert client.get(f"/agenda/?{said}").status_code == 404


@pytest.mark.proves("H-37")
def test_a_move_that_is_too_close_is_refused_with_a_way_to_give_a_reason(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = course.booked(START + 14 * DAY)
    clock(START)
    said = {"day": "2026-03-09", "clock": "11:00", "minutes": "45"}
    path = f"/patients/{course.person}/visits/{visit.id}/move/"
    refused = cast.client("physician").post(path, said)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Too early after Tue 3 Mar 2026: not before Tue 10 Mar 2026." in shown
    assert 'value="11:00"' in shown
    assert f"/patients/{course.person}/reasons/interval/" in shown
    assert "/reasons/interval/" not in cast.client("reception").post(path, said).content.decode()
    visit.refresh_from_db()
    assert visit.start == START + 14 * DAY


def test_a_closed_day_is_refused_until_the_director_declares_it_open(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    sign_policy(cast.actor("director", START - DAY), example_terms() | {"holidays_of": "ES-MD"})
    clock(START)
    said = {"purpose": "consultation", "day": "2026-11-02", "clock": "11:00", "minutes": "45"}
    path = f"/patients/{course.person}/visits/book/"
    refused = cast.client("reception").post(path, said)
    assert refused.status_code == 422
    assert "a day on which the clinic is open" in refused.content.decode()
    director = cast.client("director")
    assert "Monday following All Saints" in page(cast, "/agenda/?view=day&day=2026-11-02", "director")
    assert "closed" in page(cast, "/agenda/?view=month&day=2026-11-02")
    assert director.post("/agenda/open/", {"day": "2026-11-02"}).status_code == 302
    assert director.post("/agenda/open/", {"day": "someday"}).status_code == 302
    assert "declared open" in page(cast, "/agenda/?view=day&day=2026-11-02", "director")
    assert cast.client("reception").post(path, said).status_code == 302


@pytest.mark.proves("R117")
def test_a_course_is_proposed_and_booked_as_it_was_shown(cast: Cast, clock: Clock) -> None:
    course = planned(cast)
    clock(START)
    path = f"/patients/{course.person}/visits/course/"
    shown = page(cast, path)
    assert "Session 10" in shown
    assert Visit.objects.count() == 0
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
    stale = cast.client("reception").post(path, fields | {"shown": "something else"})
    assert (stale.status_code, Visit.objects.count()) == (200, 0)
    assert cast.client("reception").post(path, fields).status_code == 302
    assert Visit.objects.filter(purpose="session").count() == 10
    again = page(cast, path + "?first=2026-03-20&late=0")
    assert "Move all together" in again
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', again))
    assert cast.client("reception").post(path, fields).status_code == 302
    assert Visit.objects.count() == 11
    assert cast.client("reception").get(path + "?first=x").status_code == 422


def test_a_course_without_a_plan_says_what_to_do_first(cast: Cast, clock: Clock) -> None:
    person = cast.register("Demo patient 016", START)
    clock(START)
    answer = cast.client("reception").get(f"/patients/{person.id}/visits/course/")
    assert answer.status_code == 422
    assert "Sign a plan whose schedule names an interval" in answer.content.decode()


def test_who_did_not_come_frees_the_pair_and_who_waits_is_told_of(cast: Cast, clock: Clock) -> None:
    course = planned(cast)
    clock(START)
    client = cast.client("reception")
    for purpose, day in (("test", "2026-03-10"), ("session", "2026-03-12")):
        said = {"purpose": purpose, "day": day, "clock": "11:00", "minutes": "60"}
        assert client.post(f"/patients/{course.person}/visits/book/", said).status_code == 302
    other = cast.register("Demo patient 032", START)
    wait(cast.actor("reception", START), other.id, None, "consultation", 45, date(2026, 3, 9), date(2026, 3, 12))
    test = Visit.objects.get(purpose=Purpose.TEST)
    clock(test.start)
    answer = client.post(f"/patients/{course.person}/visits/{test.id}/mark/", {"state": "missed"}, follow=True)
    told = answer.content.decode()
    assert "went with it" in told
    assert "1 on the waiting list could come at Thu 12 Mar 2026, 11:00." in told
    assert told.count("on the waiting list could come") == 1
    assert Visit.objects.get(purpose=Purpose.SESSION).state == VisitState.CANCELLED


def test_somebody_is_put_on_the_waiting_list_and_taken_off_it(cast: Cast, clock: Clock) -> None:
    course = planned(cast)
    clock(START)
    client = cast.client("reception")
    path = f"/patients/{course.person}/visits/wait/"
    wrong = client.post(path, {"purpose": "session", "first": "2026-03-12", "last": "2026-03-10"})
    assert wrong.status_code == 422
    assert client.post(path, {"purpose": "session", "first": "2026-03-10", "last": "2026-03-12"}).status_code == 302
    wish = Waiting.objects.get()
    assert wish.minutes == 60
    assert "Demo patient 014" in page(cast, "/agenda/waiting/")
    said = {"purpose": "session", "day": "2026-03-10", "clock": "11:00", "minutes": "60"}
    booked = client.post(f"/patients/{course.person}/visits/book/", said, follow=True)
    assert "Still on the waiting list" in booked.content.decode()
    assert client.post(f"/agenda/waiting/{wish.id}/end/").status_code == 302
    assert "Nobody waits" in page(cast, "/agenda/waiting/")


def test_somebody_late_is_shortened_or_sent_to_another_day(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = Visit.objects.get(person=course.person)
    clock(START + timedelta(minutes=20))
    path = f"/patients/{course.person}/visits/{visit.id}/late/"
    assert "Came late" in page(cast, f"/patients/{course.person}/visits/")
    assert "it is 10:50 now" in page(cast, path)
    assert cast.client("reception").post(path).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.start) == (VisitState.HERE, START + timedelta(minutes=20))
    visit.start, visit.end = START, START + timedelta(minutes=45)
    visit.save()
    other = cast.register("Demo patient 015", START)
    said = {"purpose": "consultation", "day": "2026-03-03", "clock": "12:00", "minutes": "45", "room": visit.room_id}
    assert cast.client("reception").post(f"/patients/{other.id}/visits/book/", said).status_code == 302
    clock(START + timedelta(minutes=70))
    assert "Choose another day" in page(cast, path)
    assert cast.client("reception").post(path).status_code == 302
    visit.refresh_from_db()
    assert visit.start == START


@pytest.mark.proves("H-28")
def test_the_calendar_that_leaves_the_clinic_tells_times_and_nothing_else(cast: Cast, clock: Clock) -> None:
    ready_for_first_session(cast, START)
    clock(START)
    made = cast.client("injector").post("/agenda/feed/").content.decode()
    address = re.search(r"http://testserver(/calendar/[^<]+\.ics)", made)
    assert address is not None
    assert "/calendar/" not in page(cast, "/agenda/feed/", "injector")
    answer = Client().get(address[1])
    assert answer["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [str(event["SUMMARY"]) for event in events] == ["Appointment"]
    assert events[0].decoded("DTSTART") == START
    told = answer.content.decode().lower()
    for word in ("demo", "patient", "meso", "session", "madrid", "room", "test", "clinic", "injector"):
        assert word not in told
    feed = CalendarFeed.objects.get()
    assert cast.client("physician").post(f"/agenda/feed/{feed.id}/revoke/").status_code == 403
    assert cast.client("injector").post(f"/agenda/feed/{feed.id}/revoke/").status_code == 302
    assert Client().get(address[1]).status_code == 404
    assert AuditEvent.objects.filter(act__endswith="calendar feed").count() == 2


def test_several_courses_are_dated_together_as_they_were_shown(cast: Cast, clock: Clock) -> None:
    course = planned(cast)
    course.tested(START - 5 * DAY, late=START - 4 * DAY + timedelta(minutes=30))
    clock(START)
    shown = page(cast, "/agenda/together/")
    assert "Demo patient 014" in shown
    asked = f"/agenda/together/?first=2026-03-16&courses={course.course}"
    found = page(cast, asked)
    assert "Proven: no other dates" in found
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found))
    stale = cast.client("reception").post("/agenda/together/", fields | {"shown": "something else"})
    assert (stale.status_code, Visit.objects.count()) == (200, 0)
    assert cast.client("reception").post("/agenda/together/", fields).status_code == 302
    assert Visit.objects.filter(person=course.person, purpose="session").count() == 10
    assert cast.client("reception").get("/agenda/together/?first=x").status_code == 422
