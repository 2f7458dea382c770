"""The nodules of a clinic: each place with what was seen there, since which session, and with which lots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nappage.assessment.followed import NoduleGone, NoduleSeen
from nappage.assessment.glimpse import glimpses
from nappage.assessment.happening import Started
from nappage.assessment.line import Line
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.assessment.worklist import injector_of, reports_of
from nappage.engine.story import Formula, Site, SymptomReport
from nappage.engine.triage import ReportTriage
from nappage.records.models import Entry

LUMP = "lump"


@dataclass(frozen=True, slots=True)
class Nodule:
    """One place with a nodule: every look at it in order, the triage of the last one, and when it was gone.

    `session` is the first session that reached the zone before it, `lots` are those of its mixture.
    """

    person: UUID
    site: Site
    seen: tuple[tuple[Line, NoduleSeen], ...]
    triage: ReportTriage | None
    session: datetime | None
    lots: tuple[str, ...]
    owner: str
    gone: datetime | None = None

    @property
    def last(self) -> NoduleSeen:
        return self.seen[-1][1]

    @property
    def first_seen(self) -> datetime:
        return self.seen[0][1].onset or self.seen[0][0].at


def nodules_of(look: Look) -> tuple[Nodule, ...]:
    """Return the nodules of one person by place, in the order in which they were first seen."""
    places: dict[Site, list[tuple[Line, NoduleSeen]]] = {}
    for line, seen in look.chart.of(NoduleSeen):
        places.setdefault(seen.site, []).append((line, seen))
    gone = {value.site: line.at for line, value in look.chart.of(NoduleGone)}
    triage = dict(reports_of(look))
    return tuple(_nodule(look, site, tuple(seen), gone.get(site), triage) for site, seen in places.items())


def _nodule(
    look: Look,
    site: Site,
    seen: tuple[tuple[Line, NoduleSeen], ...],
    gone: datetime | None,
    triage: dict[UUID, ReportTriage],
) -> Nodule:
    session, lots = _cause(look, site, seen[0][1].onset or seen[0][0].at)
    # What was seen again after it was gone is there again.
    is_gone = gone if gone is not None and gone >= seen[-1][0].at else None
    found = triage.get(seen[-1][1].report)
    return Nodule(look.chart.person, site, seen, found, session, lots, injector_of(look), is_gone)


def _cause(look: Look, site: Site, began: datetime) -> tuple[datetime | None, tuple[str, ...]]:
    formulas = {formula.id: formula for _, formula in look.chart.of(Formula)}
    for line, started in look.chart.of(Started):
        if line.at <= began and any(one.zone == site.zone for one in started.sites):
            formula = formulas.get(started.formula)
            lots = tuple(f"{one.agent} {one.lot}" for one in formula.components if one.lot) if formula else ()
            return line.at, lots
    return None, ()


def unplaced(look: Look) -> Iterator[tuple[UUID, SymptomReport]]:
    """Yield the reports of a lump that nobody has seen yet: told, but without a place and size of the register."""
    placed = {seen.report for _, seen in look.chart.of(NoduleSeen)}
    for line, report in look.chart.of(SymptomReport):
        if report.symptom == LUMP and report.closed_at is None and line.id not in placed:
            yield line.id, report


def nodule_register(clinic: UUID, in_force: PolicyInForce, at: datetime) -> tuple[Nodule, ...]:
    """Return every nodule of a clinic: those still there first, the most urgent and then the oldest before others."""
    rows = Entry.objects.filter(clinic=clinic, kind="nodule", recorded_at__lte=at)
    persons = list(dict.fromkeys(rows.order_by("recorded_at").values_list("person", flat=True)))
    looks = glimpses(clinic, persons, in_force, at)
    found = (nodule for person in persons for nodule in nodules_of(looks[person]))
    return tuple(sorted(found, key=_order))


def _order(nodule: Nodule) -> tuple[bool, int, datetime]:
    level = -int(nodule.triage.level.value[1:]) if nodule.triage else 0
    return nodule.gone is not None, level, nodule.first_seen


def shared_lots(nodules: tuple[Nodule, ...]) -> tuple[tuple[str, int], ...]:
    """Return the lots that more than one person with a nodule got, with how many persons, the most first (H-08)."""
    got: dict[str, set[UUID]] = {}
    for nodule in nodules:
        for lot in nodule.lots:
            got.setdefault(lot, set()).add(nodule.person)
    counted = [(lot, len(persons)) for lot, persons in got.items() if len(persons) > 1]
    return tuple(sorted(counted, key=lambda one: (-one[1], one[0])))
