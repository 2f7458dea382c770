"""What happens to passes beside being charted: copied from an earlier session, confirmed, taken over, corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, NotNow
from nappage.actions.at_visit import AtVisit, at_visit, line_of, with_lines
from nappage.actions.decisions import keep_decision
from nappage.actions.sessions import against_passes, chart_pass
from nappage.assessment.charted import Charted
from nappage.assessment.happening import KIND_OF, PassCopied, PassGiven, Started, Struck, ZoneTakenOver
from nappage.assessment.line import Line, open_lines, person_key
from nappage.engine.story import Site
from nappage.records.keys import new_key
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty


def copy_last(actor: Actor, visit: UUID) -> tuple[Entry, ...]:
    """Return the entries that hold the passes of the last session, grey: none counts until it is confirmed.

    Conflict if there is nothing to copy, or if copies already wait.
    """
    with at_visit(actor, "session.chart", visit, "copy last session") as act:
        if act.charted.started is None or act.charted.signed is not None:
            raise Conflict(_("passes are copied into a session that is under way"))
        if act.charted.grey:
            raise Conflict(_("copies are waiting to be confirmed"), tuple(line.id for line, _ in act.charted.grey))
        before = _session_before(act)
        sites = act.charted.started[1].sites
        passes = [charted for charted in as_one(before.passes) if charted.given.site in sites] if before else []
        if before is None or not passes:
            raise Conflict(_("no earlier session has passes in these zones"))
        act.trace.detail = {"copied": len(passes), "from": str(before.visit)}
        # A needle's lot is read off the box of the day: it is not copied.
        return tuple(act.record(PassCopied(replace(one, needle_lot=""), before.visit)) for one in passes)


def _session_before(act: AtVisit) -> Charted | None:
    begun = sorted((line.at, line.visit) for line, _ in act.look.chart.of(Started) if line.visit is not None)
    earlier = [Charted(act.look.chart, visit) for _, visit in begun if visit != act.visit.id]
    return next((charted for charted in reversed(earlier) if charted.passes), None)


def as_one(passes: Iterable[tuple[object, PassGiven]]) -> Iterator[PassGiven]:
    """Yield passes that differ only in their count as one: 120 single points are copied as a pass of 120."""
    counted: dict[PassGiven, int] = {}
    for _line, charted in passes:
        alike = replace(charted, given=replace(charted.given, punctures=0, by=""), note="", copied=False, confirms=None)
        counted[alike] = counted.get(alike, 0) + charted.given.punctures
    for alike, punctures in counted.items():
        yield replace(alike, given=replace(alike.given, punctures=punctures))


def confirm(actor: Actor, visit: UUID, copy: UUID, id: UUID, punctures: int | None = None, lot: str = "") -> Entry:
    """Return the pass that confirms a copy, given by the actor with a needle of a lot; the trail says it was copied."""
    entry = Entry.objects.get(pk=copy, clinic=actor.clinic, visit=visit, kind=KIND_OF[PassCopied])
    ((copied,),) = (line.values for line in open_lines([entry], person_key(entry.person_id)))
    given = replace(copied.copy.given, by=actor.slug, punctures=punctures or copied.copy.given.punctures)
    passed = replace(copied.copy, given=given, copied=True, confirms=copy, needle_lot=lot)
    return chart_pass(actor, visit, id, passed)


def drop(actor: Actor, visit: UUID, copy: UUID) -> Entry:
    """Return the entry that takes a copy off: it was not given this time."""
    with at_visit(actor, "session.chart", visit, "take copy off") as act:
        if copy not in {line.id for line, _ in act.charted.grey}:
            raise Conflict(_("this copy does not wait any more"), (copy,))
        return act.record(Struck("copied, not given this time"), strikes=copy)


def take_over(actor: Actor, visit: UUID, site: Site, seen: int) -> Entry:
    """Return the entry by which the actor goes on in a zone that somebody else began, having seen all its passes."""
    with at_visit(actor, "session.chart", visit, "take zone over") as act:
        there = act.charted.passes_in(site)
        if len(there) != seen:
            raise Conflict(_("more was charted in this zone meanwhile"), tuple(line.id for line, _ in there))
        return act.record(ZoneTakenOver(site, seen))


def correct_pass(actor: Actor, visit: UUID, entry: UUID, why: str, id: UUID, instead: PassGiven | None = None) -> Entry:
    """Return the entry that takes a pass back as entered in error, with the one in its place if there is one."""
    with at_visit(actor, "entry.strike", visit, "correct pass") as act:
        if entry not in {line.id for line, _ in act.charted.passes}:
            raise Conflict(_("this pass does not stand any more"), (entry,))
        if not why.strip():
            raise Faulty([Fault(_("Reason"), _("why it was an error, in words"), _("nothing"), _("Write it."))])
        struck = Struck(why, id if instead is not None else None)
        after = with_lines(act, *_corrected(act, entry, id, instead, struck))
        if because := tuple(against_passes(after)):
            raise NotNow(because)
        if instead is not None:
            act.record(instead, id=id, happened=_given_at(act, entry))
        keep_decision(actor, after, "correct pass", entry)
        return act.record(struck, strikes=entry)


def _given_at(act: AtVisit, entry: UUID) -> datetime:
    return next(line.at for line, _ in act.charted.passes if line.id == entry)


def _corrected(act: AtVisit, entry: UUID, id: UUID, instead: PassGiven | None, struck: Struck) -> Iterator[Line]:
    """Yield the lines that a correction adds to the chart."""
    if instead is not None:
        yield line_of(act, id, instead, _given_at(act, entry))
    yield replace(line_of(act, new_key(), struck, act.actor.at), strikes=entry)
