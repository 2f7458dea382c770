"""The sessions of a chart as a passport says them: each product of a lot with its share, and where it went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from nappage.assessment.happening import Started
from nappage.assessment.look import Look
from nappage.assessment.telling import session_given
from nappage.engine.agent import Agent
from nappage.engine.edition import Edition
from nappage.engine.exposure import volume_given
from nappage.engine.formula import composition
from nappage.engine.indication import Indication
from nappage.engine.story import Component, Formula, Session, Side, Site
from nappage.engine.tally import tally
from nappage.engine.technique import Technique
from nappage.engine.zone import Zone
from nappage.fhir.passport import Named, Product, SessionDone
from nappage.values.quantity import Quantity, Unit
from nappage.values.rounding import to_nearest

# How finely a share is said beside a place; the whole dose is said exactly.
_SHOWN = Quantity.parse("0.01 mL")
_UNKNOWN = Named("not recorded")


def sessions_done(look: Look, staff: Mapping[str, UUID]) -> Iterator[SessionDone]:
    """Yield each session that was started, by start; what was struck is not told."""
    visits = dict.fromkeys(line.visit for line, _ in look.chart.of(Started) if line.visit)
    given = ((visit, session_given(look.chart, visit)) for visit in visits)
    known = [(visit, session) for visit, session in given if session is not None]
    yield from (_done(look, visit, session, staff) for visit, session in sorted(known, key=lambda one: one[1].start))


def _done(look: Look, visit: UUID, session: Session, staff: Mapping[str, UUID]) -> SessionDone:
    edition, plan = look.edition, look.story.plan
    purpose = edition.get(Indication, plan.indication) if plan else None
    total = tally(session.passes)
    return SessionDone(
        id=visit,
        start=_local(look, session.start),
        end=_local(look, session.end) if session.end else None,
        technique=_technique(edition, session),
        purpose=Named(purpose.names[0], purpose.id) if purpose else _UNKNOWN,
        places=tuple(place_named(edition, site) for site in session.sites),
        by=staff.get(session.injector),
        given=f"{total.punctures} punctures, {total.volume} in all" if session.passes else "",
        products=tuple(_products(look, visit, session)),
    )


def _local(look: Look, at: datetime) -> datetime:
    return at.astimezone(look.policy.zone).replace(microsecond=0)


def _technique(edition: Edition, session: Session) -> Named:
    ways = [edition.get(Technique, id) for id in dict.fromkeys(one.technique for one in session.passes)]
    said = ", ".join(way.name for way in ways if way)
    return Named(f"Mesotherapy session: {said}" if said else "Mesotherapy session", "mesotherapy-session")


def place_named(edition: Edition, site: Site) -> Named:
    """Return what a site is called, with its side."""
    zone = edition.get(Zone, site.zone)
    name = zone.name if zone else site.zone
    if site.side is Side.MIDLINE:
        return Named(name, site.zone)
    return Named(f"{name}, {site.side.value} side", f"{site.zone}/{site.side.value}")


def _products(look: Look, visit: UUID, session: Session) -> Iterator[Product]:
    formula = next((one for one in look.story.formulas if one.id == session.formula), None)
    at = _local(look, session.start)
    if formula is not None:
        yield from _injected(look.edition, visit, session, formula, at)
    for number, cream in enumerate(session.creams, 1):
        id, name = uuid5(visit, f"cream {number} {cream.agent}"), agent_named(look.edition, cream.agent)
        yield Product(id, name, _local(look, cream.on), dose=cream.mass, by_cream=True)


def _injected(edition: Edition, visit: UUID, session: Session, formula: Formula, at: datetime) -> Iterator[Product]:
    volume = volume_given(session)
    held = composition(formula.components, volume) if volume else ()
    for number, part in enumerate(formula.components):
        yield Product(
            id=uuid5(visit, f"{number} {part.agent} {part.lot}"),
            name=agent_named(edition, part.agent),
            at=at,
            lot=part.lot,
            strength=part.strength,
            dose=held[number].volume if held else None,
            where=_where(edition, session, formula, part),
        )


def _where(edition: Edition, session: Session, formula: Formula, part: Component) -> str:
    """Return how much of one component went into each place, as it was charted there."""
    whole = sum(one.volume.to(Unit.ML).amount for one in formula.components)
    said = []
    for site in dict.fromkeys(one.site for one in session.passes):
        volume = tally(one for one in session.passes if one.site == site).volume
        share = Quantity(volume.amount * part.volume.to(Unit.ML).amount / whole, Unit.ML) if whole else volume
        said.append(f"{place_named(edition, site).text}: {to_nearest(share, _SHOWN)}")
    return "; ".join(said) or "; ".join(place_named(edition, site).text for site in session.sites)


def agent_named(edition: Edition, id: str) -> Named:
    """Return what an agent is called; one that only the clinic's formulary knows is called by its id."""
    agent = edition.get(Agent, id)
    return Named(agent.name if agent else id, id)
