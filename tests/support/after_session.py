"""A session as given, written in a few entries: the ground of what comes after it."""

from __future__ import annotations

from uuid import UUID

from nappage.actions.acting import acting
from nappage.actions.entries import append
from nappage.assessment.happening import Ended, PassGiven, Started
from nappage.engine.story import Pass, SessionState
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.charts import Laid, lay
from support.stories import example


def given_session(
    cast: Cast, name: str, start: str, end: str, patient: str = "Demo patient 014", who: str = "injector", room: int = 1
) -> Laid:
    """Return an example whose session at a local time was given by the injector and ended; nothing is reported yet."""
    told = example(name).with_session(start, state=SessionState.BOOKED).but(reports=())
    laid = lay(cast, told, patient, who, room)
    visit = next(visit for visit in laid.visits if visit.start == laid.at(start))
    sites = told.plan.sites
    say(laid, start, Started("injector-1", told.plan.formula, sites, ("name", "birth-date")), visit=visit.id)
    for site in sites:
        done = Pass(site, "nappage", 120, Quantity.parse("0.02 mL"), Quantity.parse("3 mm"), by="injector-1")
        say(laid, start, PassGiven(done), visit=visit.id)
    say(laid, end, Ended(laid.at(end)), visit=visit.id)
    return laid


def say(laid: Laid, at: str, *values: object, visit: UUID | None = None, duty: str = "injector") -> UUID:
    """Append one entry of the course at a local time and return its id."""
    actor = laid.cast.actor(duty, laid.at(at))
    with acting(actor, "chart.read", laid.person, act="written by a test"):
        return append(actor, laid.person, *values, course=laid.course, visit=visit).id
