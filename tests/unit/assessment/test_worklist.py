"""The worklist finds everybody who has to be asked without opening every chart, and nobody of another clinic."""

from __future__ import annotations

from datetime import datetime

from nappage.assessment import worklist as module
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.worklist import contacts_of, worklist
from nappage.engine.contact import ContactMade, Told
from nappage.engine.story import SymptomReport
from nappage.records.models import Entry, PersonKey
from support.after_session import given_session, say
from support.cast import Cast
from support.charts import Laid

SESSION = ("s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")


def candidates(laid: Laid, at: datetime) -> list[object]:
    in_force = policy_in_force(laid.cast.clinic.id, at)
    return list(module._to_ask(laid.cast.clinic.id, in_force, at, at))


def asked(laid: Laid, at: str, *ids: str) -> None:
    """Record that somebody was reached at a local time."""
    start = laid.at("2026-10-06 11:00")
    visit = Entry.objects.get(person=laid.person, kind="started").visit
    say(laid, at, ContactMade(start, ids, Told.NOTHING, laid.at(at)), visit=visit)


def test_whoever_waits_for_a_call_is_a_candidate_at_every_hour_of_four_weeks(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    asked(laid, "2026-10-06 11:50", "before-leaving")
    asked(laid, "2026-10-07 13:00", "24-hours")
    asked(laid, "2026-10-13 18:00", "72-hours", "day-7")
    for day in range(7, 31):
        for hour in (0, 9, 12, 23):
            clock = f"2026-10-{day:02} {hour:02}:30"
            at = laid.at(clock)
            is_due = any(one.is_due(at) for one in contacts_of(laid.look(clock)))
            assert not is_due or candidates(laid, at) == [laid.person], clock


def test_whoever_was_asked_everything_that_was_due_is_not_opened(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    asked(laid, "2026-10-07 13:00", "24-hours")
    assert candidates(laid, laid.at("2026-10-08 12:00")) == []


def test_another_clinic_has_its_own_worklist(cast: Cast, stranger: Cast) -> None:
    laid = given_session(cast, *SESSION)
    at = laid.at("2026-10-08 12:00")
    for home, count in ((cast, 2), (stranger, 0)):
        found = worklist(home.clinic.id, policy_in_force(home.clinic.id, at), at, at)
        assert len(found) == count


def test_whoever_was_erased_is_asked_nothing_and_the_list_opens(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    told = laid.at("2026-10-07 09:00")
    say(laid, "2026-10-07 09:00", SymptomReport("warmth", onset=told, at=told))
    at = laid.at("2026-10-08 12:00")
    in_force = policy_in_force(cast.clinic.id, at)
    assert {one.person for one in worklist(cast.clinic.id, in_force, at, at)} == {laid.person}
    PersonKey.objects.filter(person=laid.person).delete()
    assert worklist(cast.clinic.id, in_force, at, at) == ()
