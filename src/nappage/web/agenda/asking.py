"""What the agenda is asked to show: which days, by what, whose alone, and for whom a time is being chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nappage.records.models import Device, Identity, Member, Room, Visit
from nappage.values.local_time import local_day
from nappage.values.span import add_months
from nappage.web.screen import Asked

VIEWS = (("day", _("Day")), ("week", _("Week")), ("month", _("Month")))
BY = (("member", _("person")), ("room", _("room")), ("device", _("device")))
KINDS: dict[str, type[Member] | type[Room] | type[Device]] = {"member": Member, "room": Room, "device": Device}
SHORTEST, LONGEST, USUAL = 5, 480, 45
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Choosing:
    """For whom a time is chosen: a new visit of a person, or a visit that is moved."""

    person: UUID
    name: str
    minutes: int
    purpose: str
    moved: Visit | None = None

    @property
    def query(self) -> dict[str, str]:
        """Return what an address needs to go on choosing."""
        if self.moved is not None:
            return {"move": str(self.moved.pk)}
        return {"person": str(self.person), "purpose": self.purpose, "minutes": str(self.minutes)}

    @property
    def form_url(self) -> str:
        """Return the form that a chosen time is brought to."""
        if self.moved is not None:
            return reverse("move-visit", args=[self.person, self.moved.pk])
        return reverse("book-visit", args=[self.person])


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: a day, the week or the month around it, by person, room or device, of one of them or of all."""

    kind: str
    day: date
    today: date
    by: str
    who: str
    choosing: Choosing | None

    @property
    def first(self) -> date:
        """Return the first day shown."""
        if self.kind == "week":
            # A time is chosen among days to come: the week then begins with the day asked for.
            return self.day if self.choosing else self.day - self.day.weekday() * _DAY
        first = self.day.replace(day=1)
        return first - first.weekday() * _DAY if self.kind == "month" else self.day

    @property
    def last(self) -> date:
        """Return the last day shown."""
        if self.kind == "week":
            return self.first + 6 * _DAY
        if self.kind == "month":
            end = add_months(self.day.replace(day=1), 1) - _DAY
            return end + (6 - end.weekday()) * _DAY
        return self.day

    def url(self, **changed: Any) -> str:
        """Return the address of this view with something changed."""
        said = {"view": self.kind, "day": self.day.isoformat(), "by": self.by, "who": self.who}
        said |= self.choosing.query if self.choosing else {}
        said |= {name: str(value) for name, value in changed.items()}
        return f"{reverse('agenda')}?{urlencode({name: value for name, value in said.items() if value})}"

    @property
    def before(self) -> str:
        """Return the address of the day, week or month before."""
        return self.url(day=self._step(-1).isoformat())

    @property
    def after(self) -> str:
        """Return the address of the day, week or month after."""
        return self.url(day=self._step(1).isoformat())

    def _step(self, direction: int) -> date:
        if self.kind == "month":
            return add_months(self.day.replace(day=1), direction)
        return self.day + direction * (_WEEK if self.kind == "week" else _DAY)


def view_of(asked: Asked) -> View:
    """Return what an address asks for; what is said wrong is as not said, what is not of this clinic as not there."""
    said = asked.request.GET
    today = local_day(asked.at, asked.request.in_force.policy.zone)
    by = said.get("by", "") if said.get("by", "") in KINDS else "member"
    kind = said.get("view", "") if said.get("view", "") in dict(VIEWS) else "week"
    who = _uuid(said.get("who", ""))
    if who is not None and not KINDS[by].objects.filter(pk=who, clinic=asked.actor.clinic).exists():
        who = None
    return View(kind, _day(said.get("day", "")) or today, today, by, str(who or ""), _choosing(asked))


def _choosing(asked: Asked) -> Choosing | None:
    said = asked.request.GET
    moved, person = _uuid(said.get("move", "")), _uuid(said.get("person", ""))
    if (moved or person) and not asked.member.may("visit.book"):
        return None
    visit = Visit.objects.filter(pk=moved, clinic=asked.actor.clinic).first() if moved else None
    person = visit.person_id if visit else person
    if person is None:
        if moved:
            raise Http404("no such visit in this clinic")
        return None
    identity = Identity.objects.filter(person=person, clinic=asked.actor.clinic).first()
    if identity is None:
        raise Http404("no such patient in this clinic")
    if visit is not None:
        length = (visit.end - visit.start) // timedelta(minutes=1)
        return Choosing(person, identity.name, length, visit.purpose, visit)
    typed = said.get("minutes", "")
    minutes = int(typed) if typed.isascii() and typed.isdigit() else USUAL
    return Choosing(person, identity.name, max(SHORTEST, min(minutes, LONGEST)), said.get("purpose", "consultation"))


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # A year that no calendar of the clinic reaches has no week before or after it.
    return found if date.min.year + 1 < found.year < date.max.year - 1 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
