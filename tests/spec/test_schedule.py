"""The dates of a course."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.minimum_interval import minimums
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.schedule import evaluate, forecast
from nappage.engine.spacing import earliest_day
from nappage.engine.story import Reason, StepAccepted
from nappage.values.span import CalendarSpan
from support.clinic_days import CLINIC, at, booked, given, plan, shown, story
from support.spec import Row, specified_by

title = "The dates of a course"
text = """
A schedule is one source's: it is picked, never averaged. Each date is counted from the last session given or booked,
on the local calendar of the clinic, at the same clock time, and moved to the next open day. Dates are proposals. An
interval below the minimum is refused unless a coded reason stands for that very date.
"""

BODY = plan("cellulite", "001-body", 10)
FACE = plan("face-neck-rejuvenation", "001-face", 5)
SKIN = plan("loose-skin", "003-adaptive", 8)
HOLIDAY_OPEN = replace(CLINIC, closed_days=(date(2026, 11, 2),), declared_open=(date(2026, 11, 2),))


def proposed(edition: Edition, told: object, policy: Policy, when: str) -> list[str]:
    return [shown(line.proposed) for line in forecast(edition, told, policy, at(when))]  # type: ignore[arg-type]


@pytest.mark.proves("S1", "K-05", "R116", "R117")
@specified_by("""
    | session | proposed              |
    | 2       | Tue 17 Mar 2026 10:30 |
    | 3       | Tue 31 Mar 2026 10:30 |
    | 4       | Tue 14 Apr 2026 10:30 |
    | 5       | Tue 28 Apr 2026 10:30 |
    | 6       | Tue 12 May 2026 10:30 |
    | 7       | Tue 26 May 2026 10:30 |
    | 8       | Tue 9 Jun 2026 10:30  |
    | 9       | Tue 23 Jun 2026 10:30 |
    | 10      | Tue 7 Jul 2026 10:30  |
""")
def test_ten_sessions_of_both_thighs_keep_the_clock_time_when_clocks_change(edition: Edition, row: Row) -> None:
    lines = forecast(edition, story(BODY, *given("2026-03-03 10:30")), CLINIC, at("2026-03-03 11:00"))
    assert len(lines) == 9
    line = next(line for line in lines if str(line.number) == row["session"])
    assert shown(line.proposed) == row["proposed"]


@pytest.mark.proves("S1")
def test_two_weeks_over_the_spring_change_of_clocks_are_335_hours_and_no_warning(edition: Edition) -> None:
    held = given("2026-03-03 10:30", "2026-03-17 10:30", "2026-03-31 10:30")
    assert held[2].start - held[1].start == timedelta(hours=335)
    judged = evaluate(edition, story(BODY, *held), CLINIC, at("2026-03-31 11:00"))
    assert [one.standing.value for one in judged] == ["valid", "valid", "valid"]
    assert judged[2].interval is not None
    assert judged[2].interval.days == 14


@pytest.mark.proves("S2", "R113", "R114")
def test_five_face_sessions_keep_the_holiday_that_the_clinic_declared_open(edition: Edition) -> None:
    told = story(FACE, *given("2026-10-05 14:50"))
    assert proposed(edition, told, HOLIDAY_OPEN, "2026-10-05 15:30") == [
        "Mon 19 Oct 2026 14:50",
        "Mon 2 Nov 2026 14:50",
        "Mon 16 Nov 2026 14:50",
        "Mon 30 Nov 2026 14:50",
    ]
    closed = replace(HOLIDAY_OPEN, declared_open=())
    assert proposed(edition, told, closed, "2026-10-05 15:30") == [
        "Mon 19 Oct 2026 14:50",
        "Tue 3 Nov 2026 14:50",
        "Mon 16 Nov 2026 14:50",
        "Mon 30 Nov 2026 14:50",
    ]


@pytest.mark.proves("S3", "R185", "R186")
@specified_by("""
    | accepted             | closed     | next                  | then                  |
    |                      |            | Thu 14 May 2026 10:00 | Thu 21 May 2026 10:00 |
    | two-weekly           |            | Thu 21 May 2026 10:00 | Thu 4 Jun 2026 10:00  |
    | two-weekly           | 2026-05-21 | Fri 22 May 2026 10:00 | Thu 4 Jun 2026 10:00  |
    | a step of no variant |            | Thu 14 May 2026 10:00 | Thu 21 May 2026 10:00 |
""")
def test_a_longer_interval_holds_only_once_a_clinician_has_accepted_it(edition: Edition, row: Row) -> None:
    told = story(SKIN, *given("2026-04-13 10:00", "2026-04-20 10:00", "2026-04-27 10:00", "2026-05-07 10:00"))
    if row["accepted"]:
        told = replace(told, steps_accepted=(StepAccepted(at("2026-05-07 10:40"), "physician", row["accepted"]),))
    policy = replace(CLINIC, closed_days=(date.fromisoformat(row["closed"]),) if row["closed"] else ())
    assert proposed(edition, told, policy, "2026-05-07 11:00")[:2] == [row["next"], row["then"]]


@pytest.mark.proves("S3")
@specified_by("""
    | closed     | next                  |
    |            | Sat 4 Jul 2026 10:00  |
    | 2026-07-04 | Mon 6 Jul 2026 10:00  |
""")
def test_a_month_after_4_june_is_the_saturday_or_the_next_open_day(edition: Edition, row: Row) -> None:
    told = story(SKIN, *given("2026-05-07 10:00", "2026-05-21 10:00", "2026-06-04 10:00"))
    steps = (
        StepAccepted(at("2026-05-07 10:40"), "physician", "two-weekly"),
        StepAccepted(at("2026-06-04 10:40"), "physician", "monthly"),
    )
    policy = replace(CLINIC, closed_days=(date.fromisoformat(row["closed"]),) if row["closed"] else ())
    assert proposed(edition, replace(told, steps_accepted=steps), policy, "2026-06-04 11:00")[0] == row["next"]


@pytest.mark.proves("S3", "H-37")
@specified_by("""
    | last given       | where     | booked           | reason for it | reads   | held back | days |
    | 2026-04-20 10:00 | here      | 2026-04-25 10:00 | no            | early   | yes       | 5    |
    | 2026-04-20 10:00 | here      | 2026-04-26 23:59 | no            | early   | yes       | 6    |
    | 2026-04-20 10:00 | here      | 2026-04-27 09:00 | no            | valid   | no        | 7    |
    | 2026-04-20 10:00 | elsewhere | 2026-04-25 10:00 | no            | early   | yes       | 5    |
    | 2026-04-20 10:00 | here      | 2026-04-25 10:00 | yes           | early   | no        | 5    |
    | 2026-04-20 10:00 | here      | 2026-04-30 10:00 | no            | valid   | no        | 10   |
    | 2026-04-20 10:00 | here      | 2026-05-01 09:00 | no            | late    | no        | 11   |
    | 2026-04-20 10:00 | elsewhere | 2026-05-01 09:00 | no            | late    | no        | 11   |
""")
def test_a_booking_is_judged_against_the_last_session_wherever_it_was_given(edition: Edition, row: Row) -> None:
    last = given(row["last given"], elsewhere=row["where"] == "elsewhere")
    reason = Reason("interval", "unavoidable-absence", "abroad from Sunday on", "physician", at("2026-04-21 09:00"))
    told = story(SKIN, *given("2026-04-13 10:00"), *last, *booked(row["booked"]))
    told = replace(told, reasons=(reason,) if row["reason for it"] == "yes" else ())
    booking = forecast(edition, told, CLINIC, at("2026-04-22 09:00"))[0].booking
    assert booking is not None
    assert booking.interval is not None
    assert booking.standing.value == row["reads"]
    assert booking.is_refused is (row["held back"] == "yes")
    assert str(booking.interval.days) == row["days"]


@pytest.mark.proves("S3", "R184")
@specified_by("""
    | plan | given so far | booked | number | reads      | most |
    | 15   | 14           | 1      | 15     | valid      |      |
    | 15   | 15           | 1      | 16     | over-limit | 15   |
    | 20   | 15           | 1      | 16     | over-limit | 15   |
    | 8    | 8            | 1      | 9      | over-limit | 8    |
""")
def test_a_visit_beyond_the_plan_or_the_fifteenth_needs_a_new_plan(edition: Edition, row: Row) -> None:
    days = [f"{date(2026, 1, 5) + timedelta(weeks=week)} 10:00" for week in range(int(row["given so far"]) + 1)]
    told = story(plan("loose-skin", "003-adaptive", int(row["plan"])), *given(*days[:-1]), *booked(days[-1]))
    (line,) = forecast(edition, told, CLINIC, at(days[-1]))
    assert line.booking is not None
    assert str(line.number) == row["number"]
    assert line.booking.standing.value == row["reads"]
    assert line.booking.is_refused is bool(row["most"])
    if row["most"]:
        assert line.because.fact["most"] == int(row["most"])
        assert line.because.remedy.code == "session.needs-new-plan"


@pytest.mark.proves("H-37")
@specified_by("""
    | agent               | of class | signed | last       | without a reason | with one   |
    | A                   | vitamin  |        | 2026-04-13 | 2026-04-20       | 2026-04-13 |
    | A                   | vitamin  | 14 d   | 2026-04-13 | 2026-04-27       | 2026-04-27 |
    | A                   | vitamin  | 5 d    | 2026-04-13 | 2026-04-20       | 2026-04-18 |
    | deoxycholic-acid    |          |        | 2026-01-31 | 2026-02-28       | 2026-02-28 |
    | deoxycholic-acid    |          |        | 2027-02-01 | 2027-03-01       | 2027-03-01 |
    | deoxycholic-acid    |          |        | 2026-03-05 | 2026-04-05       | 2026-04-05 |
    | deoxycholic-acid    |          | 14 d   | 2026-03-05 | 2026-04-05       | 2026-04-05 |
    | deoxycholic-acid    |          | 8 wk   | 2026-03-05 | 2026-04-30       | 2026-04-30 |
    | phosphatidylcholine |          |        | 2026-03-05 | 2026-04-05       | 2026-04-05 |
    | a clinic's own      | lecithin |        | 2026-03-05 | 2026-04-05       | 2026-04-05 |
    | a clinic's own      | detergent |       | 2026-03-05 | 2026-04-05       | 2026-04-05 |
""")
def test_a_product_waits_for_its_signed_interval_and_for_that_of_everything_in_it(edition: Edition, row: Row) -> None:
    span = CalendarSpan.parse(row["signed"]) if row["signed"] else None
    signed = SignedAgent(row["agent"], minimum_interval=span, agent_class=row["of class"])
    least = minimums(edition, replace(CLINIC, formulary=(signed,)), (row["agent"],))
    last = date.fromisoformat(row["last"])
    assert earliest_day(least, last).isoformat() == row["without a reason"]
    firm = (minimum.after(last) for minimum in least if not minimum.override)
    assert max(firm, default=last).isoformat() == row["with one"]
