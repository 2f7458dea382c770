"""The diary: what is taken in a clinic over some days, by person, room and device, and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from nappage.engine.vacancy import Span
from nappage.records.models import Device, Member, Room, Slot, Visit, VisitState
from nappage.values.local_time import at_local, local_day

STANDING = (VisitState.BOOKED, VisitState.HERE, VisitState.LEFT)


@dataclass(frozen=True)
class Diary:
    """What is taken, by local day and then by the key of who or what is taken."""

    zone: ZoneInfo
    taken: Mapping[date, Mapping[str, tuple[Span, ...]]]

    def on(self, day: date) -> Mapping[str, tuple[Span, ...]]:
        """Return what is taken on a day, by key."""
        return self.taken.get(day, {})


def diary_of(clinic: UUID, first: date, last: date, zone: ZoneInfo, without: Iterable[UUID] = ()) -> Diary:
    """Return the diary of a clinic over days, as if the visits named in `without` were not booked."""
    visits = _between(clinic, first, last, zone).filter(slots__isnull=False).distinct().exclude(pk__in=list(without))
    taken: dict[date, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for start, end, *keys in visits.values_list("start", "end", "room", "member", "device").order_by("start"):
        for key in filter(None, keys):
            taken[local_day(start, zone)][str(key)].append((start, end))
    return Diary(zone, {day: {key: tuple(spans) for key, spans in by.items()} for day, by in taken.items()})


def visits_between(clinic: UUID, first: date, last: date, zone: ZoneInfo) -> list[Visit]:
    """Return the visits of a clinic over days that stand, in the order of time."""
    found = _between(clinic, first, last, zone).filter(state__in=STANDING)
    return list(found.select_related("room", "member", "device", "test", "session").order_by("start", "id"))


def bookable_names(clinic: UUID) -> dict[str, str]:
    """Return what everything that can be booked is called, by key."""
    return {str(one.pk): one.name for kind in (Member, Room, Device) for one in _all_of(kind, clinic)}


def _all_of(kind: type[Member] | type[Room] | type[Device], clinic: UUID) -> list[Member | Room | Device]:
    return list(kind.objects.filter(clinic=clinic))


def free_until(visit: Visit, day_ends: datetime) -> datetime:
    """Return until when nothing else takes what a visit takes, at most until the day ends."""
    keys = [key for key in (visit.room_id, visit.member_id, visit.device_id) if key is not None]
    later = Slot.objects.filter(taken__in=keys, start__gte=visit.start, start__lt=day_ends).exclude(visit=visit)
    return later.order_by("start").values_list("start", flat=True).first() or day_ends


def _between(clinic: UUID, first: date, last: date, zone: ZoneInfo) -> QuerySet[Visit]:
    begins, ends = at_local(first, time(0), zone), at_local(last + timedelta(days=1), time(0), zone)
    return Visit.objects.filter(clinic=clinic, start__gte=begins, start__lt=ends)
