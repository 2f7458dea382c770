"""What every screen of a session stands on: the visit, the look at it, what is charted by now, and the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from nappage.actions.acting import NotNow
from nappage.assessment.charted import Charted
from nappage.assessment.look import Look, look_at_visit
from nappage.engine.story import Site
from nappage.records.models import Purpose, Visit, VisitState
from nappage.records.standing_query import StandingQuery
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day
from nappage.web.banner import patient_context
from nappage.web.members import names_when_asked
from nappage.web.screen import Asked
from nappage.web.session.sites import words_of
from nappage.web.speaking import refused_lines


def sent(asked: Asked) -> QueryDict | None:
    """Return what a form sent, or None where its page was only opened."""
    return asked.request.POST if asked.request.method == "POST" else None


@dataclass(frozen=True)
class Frame:
    """One visit as its screens see it, at the instant of the request."""

    asked: Asked
    visit: Visit
    look: Look
    charted: Charted
    speak: Speaker

    def at(self, look: Look) -> Frame:
        """Return the frame of the same visit by another look, such as the one that an act took."""
        return replace(self, look=look, charted=Charted(look.chart, self.visit.id))

    @property
    def sites(self) -> tuple[Site, ...]:
        """Return the sites of the session: those confirmed at its start, before that those of the plan."""
        if self.charted.started is not None:
            return self.charted.started[1].sites
        plan = self.look.story.plan
        return plan.sites if plan else ()

    @property
    def named_sites(self) -> list[tuple[Site, str]]:
        return [(site, words_of(site, self.speak)) for site in self.sites]

    def faults(self, refused: NotNow | Faulty) -> tuple[Fault, ...]:
        """Return what an act refused, in four parts each."""
        return refused_lines(self.asked, refused)

    def address(self, name: str) -> str:
        """Return the address of a screen of this visit."""
        return reverse(name, kwargs={"person": self.asked.person, "visit": self.visit.id})

    def context(self, tab: str) -> dict[str, Any]:
        """Return the context that the screens of this visit share."""
        self.asked.look = self.look
        return patient_context(self.asked, "session") | {
            "visit": self.visit,
            "charted": self.charted,
            "tabs": list(self._tabs(tab)),
            "is_open": self.charted.signed is None,
            "may_chart": self.asked.member.may("session.chart"),
        }

    def _tabs(self, current: str) -> list[dict[str, Any]]:
        first = _("Time-out") if self.charted.started is None else _("Charting")
        if self.charted.signed is not None:
            first = _("Record")
        named = [(first, "session-visit"), (_("Room"), "session-room")]
        if self.charted.started is not None:
            named.append((_("Volumes and signature"), "session-closing"))
        return [{"label": label, "url": self.address(name), "current": name == current} for label, name in named]


def frame_of(asked: Asked, visit: UUID) -> Frame:
    """Return the frame of a visit of the patient; Http404 for one of somebody else, or of another purpose."""
    return frame_at(asked, _SESSIONS.first(visit, asked.person, asked.actor.clinic))


_SESSIONS = StandingQuery(
    lambda visit, person, clinic: Visit.objects.filter(
        pk=visit, person=person, clinic=clinic, purpose=Purpose.SESSION
    ).select_related("room", "member")
)


def frame_at(asked: Asked, visit: Visit | None) -> Frame:
    """Return the frame of a visit. Before the start it is judged for whoever would start it now."""
    if visit is None:
        raise Http404("no such visit of this patient")
    injector = asked.member if asked.member.may("session.start") else None
    look = look_at_visit(visit, asked.at, injector, asked.request.in_force)
    speak = Speaker(look.edition, look.policy.zone, members=names_when_asked(asked.actor.clinic))
    return Frame(asked, visit, look, Charted(look.chart, visit.id), speak)


def visit_of_today(asked: Asked) -> Visit | None:
    """Return the session's visit of the local day: the one under way, else the next to start, else the last signed."""
    zone = asked.look.policy.zone
    today = local_day(asked.at, zone)
    booked = Visit.objects.filter(person=asked.person, clinic=asked.actor.clinic, purpose=Purpose.SESSION)
    booked = booked.exclude(state__in=(VisitState.CANCELLED, VisitState.MISSED)).select_related("room", "member")
    visits = [visit for visit in booked.order_by("start") if local_day(visit.start, zone) == today]
    return min(visits, key=lambda visit: _standing(Charted(asked.look.chart, visit.id)), default=None)


def _standing(charted: Charted) -> int:
    if charted.signed is not None:
        return 2
    return 1 if charted.started is None else 0
