"""What a jurisdiction is known to say about an agent: dated rows that can forbid, and never by themselves allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nappage.engine.agent import Agent, AgentClass, KnownAgent, RegulatoryRow
from nappage.engine.edition import Edition, Entry
from nappage.engine.source import check_citation
from nappage.values.fault import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction(Entry):
    """A country or union by its ISO code, the union it belongs to, and its rows."""

    name: str
    part_of: str = ""
    rows: tuple[RegulatoryRow, ...] = ()


class Standing(Enum):
    """What the rows come to. Not one of the three means allowed: that is the director's dated activation."""

    FORBIDDEN = "forbidden"
    STATED = "stated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Regulation:
    """The standing of an agent for an indication in a jurisdiction, and the rows that it rests on."""

    standing: Standing
    rows: tuple[RegulatoryRow, ...]


def regulation(jurisdiction: str, agent: KnownAgent, indication: str, edition: Edition) -> Regulation:
    """Return what is known of an agent for an indication: forbidden if any row forbids it, unknown without a row."""
    rows = tuple(row for row in _rows(jurisdiction, agent, edition) if _is_about(row, agent, indication))
    if any(row.status.forbids for row in rows):
        return Regulation(Standing.FORBIDDEN, rows)
    return Regulation(Standing.STATED if rows else Standing.UNKNOWN, rows)


def _rows(id: str, agent: KnownAgent, edition: Edition) -> Iterator[RegulatoryRow]:
    if agent.listed:
        yield from (row for row in agent.listed.regulatory if row.jurisdiction in ("", id))
    place = edition.get(Jurisdiction, id)
    if place is None:
        return
    yield from place.rows
    union = edition.get(Jurisdiction, place.part_of)
    yield from union.rows if union else ()


def _is_about(row: RegulatoryRow, agent: KnownAgent, indication: str) -> bool:
    if row.indications and indication not in row.indications:
        return False
    named = row.agents or row.classes
    return not named or agent.id in row.agents or any(kind.id in row.classes for kind in agent.classes)


def check_jurisdiction(entry: Jurisdiction, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each agent, class, union or citation of a jurisdiction that does not exist."""
    if entry.part_of and edition.get(Jurisdiction, entry.part_of) is None:
        yield Fault(f"{thing}.part_of", "the id of a jurisdiction", entry.part_of, "Write the id of the union.")
    for row in entry.rows:
        for citation in row.sources:
            yield from check_citation(citation, thing, edition)
        yield from _check_named(row, thing, edition)


def _check_named(row: RegulatoryRow, thing: str, edition: Edition) -> Iterator[Fault]:
    for agent in row.agents:
        if edition.get(Agent, agent) is None:
            yield Fault(f"{thing}.rows", "the id of an agent", agent, "Write the id of an agent.")
    for kind in row.classes:
        if edition.get(AgentClass, kind) is None:
            yield Fault(f"{thing}.rows", "the id of an agent class", kind, "Write the id of a class.")


def answer_jurisdiction(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the standing of a listed agent for an indication."""
    listed = edition.all(Agent)[given["agent"]]
    classes = (edition.all(AgentClass)[listed.agent_class],)
    known = KnownAgent(listed.id, None, listed, classes)
    return regulation(about, known, str(given.get("indication", "")), edition).standing.value
