"""A session as it is given at the chair: S1's first, charted through the actions. Tests change one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nappage.actions.acting import Actor
from nappage.actions.sessions import TimeOut, chart_pass, start
from nappage.actions.visits import book
from nappage.assessment.charted import Charted
from nappage.assessment.happening import PassGiven
from nappage.assessment.look import Look, look_at_visit
from nappage.engine.story import Pass, SessionState, Side, Site
from nappage.records.keys import new_key
from nappage.records.models import Entry, Purpose, Visit
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.charts import LENGTH, Laid, lay
from support.stories import Told, example

RIGHT, LEFT = Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT)
THIGHS = (RIGHT, LEFT)
SAID = TimeOut(("name", "birth-date"), THIGHS)
DAY, SECOND_DAY = "2026-03-03", "2026-03-17"


def given(
    site: Site = RIGHT, punctures: int = 120, each: str = "0.02 mL", by: str = "injector-1", **more: Any
) -> PassGiven:
    """Return a pass of S1: nappage at 3 mm into the superficial subcutis."""
    beside = {
        name: more.pop(name) for name in ("copied", "confirms", "spacing", "needle", "needle_lot") if name in more
    }
    said: dict[str, Any] = {"depth": Quantity.parse("3 mm"), "layer": "superficial-subcutis"}
    done = Pass(site, "nappage", punctures, Quantity.parse(each), by=by, **(said | more))
    return PassGiven(done, **beside)


@dataclass
class Chair:
    """One booked session of S1, and somebody at it."""

    laid: Laid
    visit: Visit
    day: str = DAY

    def actor(self, who: str = "injector", clock: str = "10:31") -> Actor:
        """Return a member of the cast at a clock time of the session's day."""
        return self.laid.cast.actor(who, self.at(clock))

    def at(self, clock: str) -> datetime:
        return self.laid.at(f"{self.day} {clock}")

    def start(self, clock: str = "10:30", who: str = "injector") -> Entry:
        """Start the session after a whole time-out."""
        said = TimeOut(SAID.identifiers, self.laid.told.plan.sites)
        return start(self.actor(who, clock), self.visit.id, said)

    def chart(self, charted: PassGiven | None = None, clock: str = "10:40", who: str = "injector") -> Entry:
        """Chart a pass under a new id."""
        return self.chart_as(new_key(), charted or given(), clock, who)

    def chart_as(self, id: UUID, charted: PassGiven, clock: str = "10:40", who: str = "injector") -> Entry:
        """Chart a pass under an id of the device."""
        return chart_pass(self.actor(who, clock), self.visit.id, id, charted)

    def look(self, clock: str = "11:00") -> Look:
        """Return the look at the visit at a clock time of the day."""
        return look_at_visit(Visit.objects.get(pk=self.visit.pk), self.at(clock))

    def charted(self, clock: str = "11:00") -> Charted:
        """Return what is charted by a clock time of the day."""
        return Charted(self.look(clock).chart, self.visit.id)

    def doses(self, clock: str = "11:00") -> dict[str, str]:
        """Return what is given of each agent, as the outlook says."""
        return {check.agent: str(check.given) for check in self.look(clock).outlook.treating.doses}


def at_the_chair(cast: Cast, told: Told | None = None, name: str = "Demo patient 014") -> Chair:
    """Return S1 on the day of its first session, which is booked and not started."""
    laid = lay(cast, told or example("s1-thighs-first-session"), name)
    return Chair(laid, laid.visits[0])


def under_way(cast: Cast, told: Told | None = None) -> Chair:
    """Return S1's first session, started at 10:30."""
    chair = at_the_chair(cast, told)
    chair.start()
    return chair


def two_weeks_later(first: Chair) -> Chair:
    """Return the second session of a patient who was asked everything again that morning; it is under way."""
    laid, at = first.laid, first.laid.at(f"{SECOND_DAY} 10:30")
    visit = book(
        laid.cast.actor("reception", at), laid.person, Purpose.SESSION, at, at + LENGTH, member=laid.cast.injector,
        course=laid.course,
    )  # fmt: skip
    second = Chair(laid, visit, SECOND_DAY)
    second.start()
    return second


def face_at_the_chair(cast: Cast) -> Chair:
    """Return S2 on the day of its first session, Mon 5 Oct 2026, which is booked for 14:50 and not started."""
    told = example("s2-face").with_session("2026-10-05 14:50", state=SessionState.BOOKED)
    laid = lay(cast, told, "Demo patient 040")
    return Chair(laid, laid.visits[0], "2026-10-05")
