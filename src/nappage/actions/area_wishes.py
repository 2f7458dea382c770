"""The places that somebody wishes to be treated, ranked at home; the clinic plans with them what is possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, acting
from nappage.actions.entries import append
from nappage.assessment.at_home import AreaWish
from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.story import Side, Site
from nappage.engine.zone import Zone
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty


def wish_areas(actor: Actor, person: UUID, course: UUID | None, sites: Sequence[Site], words: str, drawn: str) -> Entry:
    """Return the entry of a wish, the place that is minded most first; Faulty without a place, or with one twice."""
    faults = list(_faults(sites))
    if faults:
        raise Faulty(faults)
    helper = getattr(actor.who, "name", "")
    with acting(actor, "own.answer", person, act="wish areas") as trace:
        entry = append(actor, person, AreaWish(tuple(sites), words.strip(), drawn, helper), course=course)
        trace.thing = entry.id
    return entry


def _faults(sites: Sequence[Site]) -> Iterator[Fault]:
    zones = edition_in_use().all(Zone)
    if not sites:
        yield Fault(_("Places"), _("at least one place"), _("nothing"), _("Pick the place that you mind most."))
    for site in sites:
        zone = zones.get(site.zone)
        if zone is None or zone.lateral == (site.side is Side.MIDLINE):
            yield Fault(_("Places"), _("places of the figures"), site.zone, _("Pick it on a figure or in the list."))
    if len(set(sites)) != len(sites):
        yield Fault(_("Places"), _("each place once"), _("one place twice"), _("Take one of them away."))
