"""The triage matrix: symptoms with their cells, features, escalators, urgencies and modalities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from nappage.engine.edition import Edition, Entry
from nappage.engine.predicate import Predicate
from nappage.engine.source import check_citation
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed

UNRECOGNISED = "unrecognised"


class Level(StrEnum):
    """How urgent a report is. Levels compare by urgency, and nothing in the engine ever lowers one."""

    OFTEN_SEEN = "E0"
    CONTACT = "E1"
    SAME_DAY = "E2"
    EMERGENCY = "E3"

    def raised(self) -> Level:
        """Return the next more urgent level; an emergency stays one."""
        return _RAISED[self]


_RAISED = dict(zip(Level, [*list(Level)[1:], Level.EMERGENCY], strict=True))


class Pathway(Enum):
    """What the clinic thinks of first when it answers a report; it says who prepares what, never a diagnosis."""

    LOCAL_REACTION = "local-reaction"
    INFECTION = "infection"
    VASCULAR = "vascular"
    ALLERGY = "allergy"
    ANAESTHETIC_TOXICITY = "anaesthetic-toxicity"
    FAINT = "faint"
    BLEEDING = "bleeding"
    NERVE = "nerve"
    EYE = "eye"
    AGENT_TOXICITY = "agent-toxicity"
    PIGMENT = "pigment"
    MOOD = "mood"
    PREGNANCY = "pregnancy"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the matrix: a level, and what must hold for it. What is left out is not asked.

    `after` (excluded) and `until` (included) bound the age of the symptom, `new_after` and `onset_before` the time from
    the session to its onset; all of it is elapsed time. One of `features` is enough, all of `together` are needed.
    `over`, `at_least` need a known reading; `unless_below` also holds for an unknown one. `escalators` that are part of
    the cell's own condition are not counted a second time. `within` replaces the time of the level for an answer.
    """

    level: Level
    sources: tuple[Citation, ...]
    modalities: tuple[str, ...] = ()
    after: Elapsed | None = None
    until: Elapsed | None = None
    new_after: Elapsed | None = None
    onset_before: Elapsed | None = None
    features: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    escalators: tuple[str, ...] = ()
    over: Quantity | None = None
    at_least: Quantity | None = None
    unless_below: Quantity | None = None
    pathway: Pathway | None = None
    within: Elapsed | CalendarSpan | None = None

    def asks_only_the_time(self) -> bool:
        """Return whether the age and the modality alone decide this cell."""
        conditions = (self.new_after, self.onset_before, self.over, self.at_least, self.unless_below)
        return not any((*conditions, self.features, self.together, self.escalators))


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom(Entry):
    """A row of the matrix.

    `begins_within` is how long after a session this symptom can begin because of it; absent means without end. A
    `systemic` symptom has no zone. `neutral` symptoms are never called "often seen" to a patient. A report of this
    symptom gives the feature `gives` to what else is reported within `gives_within`, and a size larger than before
    gives it the feature `growth` itself.
    """

    words: str
    cells: tuple[Cell, ...]
    names: tuple[str, ...] = ()
    pathway: Pathway = Pathway.LOCAL_REACTION
    begins_within: Elapsed | None = None
    systemic: bool = False
    neutral: bool = False
    photo: bool = False
    never_closes: bool = False
    gives: str = ""
    gives_within: Elapsed | None = None
    growth: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature(Entry):
    """What can be said about a symptom. With a `level` it is a red flag of its own, whatever the symptom.

    A `calm` feature describes and raises nothing. Any other raises a report out of "often seen" even where the row has
    no cell for it: a gap takes the next more urgent level. Beside one that it is `raised_by`, its level is one higher.
    One that only free text says (`by_text`) is not offered to be chosen. Where all symptoms of `said_by` are named, it
    is said already.
    """

    words: str
    names: tuple[str, ...] = ()
    level: Level | None = None
    pathway: Pathway | None = None
    raised_by: tuple[str, ...] = ()
    calm: bool = False
    by_text: bool = False
    said_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalator(Entry):
    """A circumstance that raises every level by one.

    That of the person follows from the facts in `when`; that of a single report is written among its features, or
    follows from a report of one of its `zones`.
    """

    words: str
    by_report: bool = False
    zones: tuple[str, ...] = ()
    when: Predicate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency(Entry):
    """What a level means for people: who answers, by when, in which words, and whether later sessions are held."""

    words: str
    whom: str
    within: Elapsed | CalendarSpan | None = None
    holds_sessions: bool = False
    alerts_clinic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionClass(Entry):
    """A way of treating that the windows tell apart; `of` and `zones` make a narrower one of another in some zones.

    `modalities` are the modalities of agents that it takes in. In a mixture it counts instead of those it `outweighs`:
    an anaesthetic added to a lytic leaves the session lytic.
    """

    words: str
    modalities: tuple[str, ...] = ()
    of: str = ""
    zones: tuple[str, ...] = ()
    outweighs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The matrix as it is asked: by the words people use."""

    symptoms: Mapping[str, Symptom]
    features: Mapping[str, Feature]
    escalators: frozenset[str]
    modalities: frozenset[str]
    in_zone: Mapping[str, frozenset[str]]

    def symptom(self, said: str) -> Symptom:
        """Return the symptom of an id, its words or a name, else the entry for what is not recognised."""
        return self.symptoms.get(_folded(said)) or self.symptoms[UNRECOGNISED]

    def of_zone(self, zone: str) -> frozenset[str]:
        """Return the escalators that follow from the zone of a report: what is on a cheek is on the face."""
        return self.in_zone.get(_folded(zone), frozenset())

    def feature(self, said: str) -> Feature:
        """Return the feature of an id, its words or a name, else the entry for what is not recognised."""
        return self.features.get(_folded(said)) or self.features[UNRECOGNISED]


def vocabulary(edition: Edition) -> Vocabulary:
    """Return the index of an edition's symptoms and features by every way to say them."""
    return Vocabulary(
        {said: entry for entry in edition.all(Symptom).values() for said in _sayings(entry)},
        {said: entry for entry in edition.all(Feature).values() for said in _sayings(entry)},
        frozenset(edition.all(Escalator)),
        frozenset(edition.all(ReactionClass)),
        _in_zone(edition.all(Escalator).values()),
    )


def _in_zone(escalators: Iterable[Escalator]) -> Mapping[str, frozenset[str]]:
    """Return the escalators that follow from a zone, by every name of it that an entry gives."""
    found: dict[str, set[str]] = {}
    for escalator in escalators:
        for zone in escalator.zones:
            found.setdefault(_folded(zone), set()).add(escalator.id)
    return {zone: frozenset(ids) for zone, ids in found.items()}


def _sayings(entry: Symptom | Feature) -> set[str]:
    return {_folded(said) for said in (entry.id, entry.words, *entry.names)}


def _folded(said: str) -> str:
    return said.strip().casefold().replace("-", " ")


def least(symptom: Symptom) -> Level:
    """Return the level that a symptom has at the least, whatever else is said with it."""
    return min(cell.level for cell in symptom.cells if cell.asks_only_the_time())


def worse_with(symptom: Symptom, level: Level) -> tuple[str, ...]:
    """Return the features of which one alone gives a symptom a level, by their ids."""
    cells = (cell for cell in symptom.cells if cell.level is level and cell.features and cell.after is None)
    return tuple(dict.fromkeys(id for cell in cells for id in cell.features))


def check_symptom(symptom: Symptom, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of a symptom: unknown words and sources, and ages that no cell covers."""
    yield from check_names(symptom, thing, edition)
    for number, cell in enumerate(symptom.cells, 1):
        for citation in cell.sources:
            yield from check_citation(citation, f"{thing}.cells[{number}].sources", edition)
        yield from _unknown(cell.features + cell.together, Feature, f"{thing}.cells[{number}]", edition)
        yield from _unknown(cell.escalators, Escalator, f"{thing}.cells[{number}]", edition)
        yield from _unknown(cell.modalities, ReactionClass, f"{thing}.cells[{number}]", edition)
    yield from _unknown(filter(None, (symptom.gives, symptom.growth)), Feature, thing, edition)
    for modality in edition.all(ReactionClass):
        if not covers_every_age(symptom, modality):
            yield Fault(
                f"{thing}.cells",
                f"a cell for every age ({modality})",
                "a gap",
                "Give the gap the next more urgent level.",
            )


_START = Elapsed(-1)  # `after` leaves its own minute out, so that the first minute of all is asked for too


def covers_every_age(symptom: Symptom, modality: str) -> bool:
    """Return whether the cells that ask only the time leave no age of a modality without a level."""
    cells = [cell for cell in symptom.cells if cell.asks_only_the_time()]
    spans = [(cell.after or _START, cell.until) for cell in cells if not cell.modalities or modality in cell.modalities]
    reached = _START
    for after, until in sorted(spans, key=lambda span: span[0]):
        if after > reached:
            return False
        if until is None:
            return True
        reached = max(reached, until)
    return False


def _unknown(ids: Iterable[str], kind: type[Entry], thing: str, edition: Edition) -> Iterator[Fault]:
    for id in ids:
        if edition.get(kind, id) is None:
            yield Fault(thing, f"the id of one {kind.__name__}", repr(id), "Add the entry, or correct the id.")


def check_names(entry: Symptom | Feature, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each name that another entry of the kind answers to: what was said must mean one thing."""
    own = _sayings(entry)
    for other, sayings in edition.derive(_every_saying)[type(entry)].items():
        shared = sayings & own
        if other != entry.id and shared:
            yield Fault(f"{thing}.names", "names of its own", ", ".join(sorted(shared)), f"{other} has it too.")


def check_feature(feature: Feature, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of a feature: a name that another one has, a symptom that nobody knows."""
    yield from check_names(feature, thing, edition)
    yield from _unknown(feature.said_by, Symptom, thing, edition)


def _every_saying(edition: Edition) -> Mapping[type[Entry], Mapping[str, set[str]]]:
    return {
        Symptom: {id: _sayings(entry) for id, entry in edition.all(Symptom).items()},
        Feature: {id: _sayings(entry) for id, entry in edition.all(Feature).items()},
    }
