"""How long before a session a medicine counts, by source, and what is said to the person who takes it.

One invariant stands above the rest (H-07): a medicine that a doctor prescribed, or may have prescribed, is never
told away. The words that ask someone to leave a medicine out exist only for what is known not to be prescribed; the
check below refuses a knowledge file that says otherwise, and a medicine with both meanings gets "do not stop".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition, Entry
from nappage.engine.source import check_citation
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, Statement, say

NOT_RECOGNISED = "group:not-recognised"
_MEDICINE_CLASS = re.compile(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?|group:[a-z][a-z0-9-]*")


class WashoutKind(Enum):
    """What a matching wash-out does: asks for a reason, holds for a physician's decision, warns, or only tells."""

    PROMPT = "prompt"
    HOLD_LEVEL_B = "hold-level-B"
    WARNING = "warning"
    ADVISORY = "advisory"


class Branch(Enum):
    """Which sentence is said about the medicine itself."""

    AVOID = "avoid"
    DO_NOT_STOP = "do-not-stop"
    ASK_WHICH = "ask-which"


@dataclass(frozen=True, slots=True)
class StatedSpan:
    """How many clear days before a session one source wants."""

    source: Citation
    span: CalendarSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Washout(Entry):
    """Medicines by ATC prefix or "group:...", for which prescription answers they count, and for how long.

    `modalities` and `agents` narrow it to a planned treatment. `when_stopped` is what a medicine no longer taken
    answers where no source states a span: no, or unknown where the effect outlasts the last dose. `none_needed_by`
    are sources that want no preparation.
    """

    name: dict[str, str]
    medicines: tuple[str, ...]
    prescribed: tuple[Answer, ...]
    kind: WashoutKind
    branch: Branch
    stated: tuple[StatedSpan, ...] = ()
    none_needed_by: tuple[Citation, ...] = ()
    modalities: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    when_stopped: Answer = Answer.NO


@dataclass(frozen=True, slots=True)
class RecognisedMedicine:
    """A medicine as typed, with the classes it was recognised by; `classes` None means it was not recognised."""

    typed: str
    classes: frozenset[str] | None
    prescribed: Answer = Answer.UNKNOWN
    last_taken: datetime | None = None
    ongoing: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class PlannedTreatment:
    """What a wash-out may depend on: the modality ("" is unknown) and the agents with their classes (None likewise)."""

    modality: str = ""
    agents: frozenset[str] | None = None


NOT_PLANNED_YET = PlannedTreatment()


@dataclass(frozen=True, slots=True)
class Window:
    """The clear days of one span before a session: both ends avoided, and the last day before them."""

    source: Citation
    span: CalendarSpan
    first: date
    last: date
    last_permitted: date


@dataclass(frozen=True, slots=True)
class Position:
    """What one source says to this medicine: its window, or None if it wants none, and whether it was kept."""

    source: Citation
    window: Window | None
    matches: Answer


@dataclass(frozen=True, slots=True)
class WashoutFinding:
    """One wash-out that a medicine matches, or may match; `last_permitted` is that of the strictest source."""

    washout: str
    medicine: str
    kind: WashoutKind
    branch: Branch
    matches: Answer
    last_permitted: date | None
    positions: tuple[Position, ...]
    because: Because


def windows(washout: Washout, session_day: date) -> tuple[Window, ...]:
    """Return the clear days of every source before a session, the strictest first.

    "7 clear days" before 3 March are 24 February to 2 March, so the last permitted day is 23 February: the session
    day less eight days.
    """
    stated = [_window(each, session_day) for each in washout.stated]
    return tuple(sorted(stated, key=lambda window: window.first))


def _window(stated: StatedSpan, session_day: date) -> Window:
    first = stated.span.before(session_day)
    return Window(stated.source, stated.span, first, session_day - timedelta(1), first - timedelta(1))


def washout_findings(
    edition: Edition,
    medicines: Iterable[RecognisedMedicine],
    session_day: date,
    policy_zone: ZoneInfo,
    planned: PlannedTreatment = NOT_PLANNED_YET,
) -> tuple[WashoutFinding, ...]:
    """Return what each medicine matches, or may match, before a session on a local day of the clinic.

    A day after the session also counts as taken: a session must not look better by a later entry. A medicine that is
    not recognised gives one finding that asks which it is, because it may be of any class (decision 5).
    """
    return tuple(
        finding
        for medicine in medicines
        for finding in _findings(edition, medicine, _Taken.of(medicine, policy_zone), session_day, planned)
    )


def _findings(
    edition: Edition, medicine: RecognisedMedicine, taken: _Taken, session_day: date, planned: PlannedTreatment
) -> Iterator[WashoutFinding]:
    for washout in _concerning(edition, medicine):
        of_sources = windows(washout, session_day)
        matches = _concerns(washout, planned) & _counts(washout, medicine, taken, of_sources)
        if matches is not Answer.NO:
            yield _finding(washout, medicine, taken, of_sources, matches)


def _concerning(edition: Edition, medicine: RecognisedMedicine) -> list[Washout]:
    classes = frozenset((NOT_RECOGNISED,)) if medicine.classes is None else medicine.classes
    found = [
        washout
        for of_classes, washout in edition.derive(_by_classes)
        if medicine.prescribed in washout.prescribed and not of_classes.isdisjoint(classes)
    ]
    if any(washout.branch is Branch.DO_NOT_STOP for washout in found):
        # A tablet of clopidogrel with aspirin is both; nobody may read "leave it out" beside "do not stop".
        return [washout for washout in found if washout.branch is not Branch.AVOID]
    return found


def _by_classes(edition: Edition) -> tuple[tuple[frozenset[str], Washout], ...]:
    return tuple((frozenset(washout.medicines), washout) for washout in edition.all(Washout).values())


@dataclass(frozen=True, slots=True)
class _Taken:
    """When a medicine was last taken, as a local day, and whether it still is."""

    on: date | None
    ongoing: Answer

    @staticmethod
    def of(medicine: RecognisedMedicine, zone: ZoneInfo) -> _Taken:
        on = local_day(medicine.last_taken, zone) if medicine.last_taken else None
        return _Taken(on, medicine.ongoing)

    def within(self, window: Window) -> Answer:
        """Return whether it was taken after the last permitted day; a recorded last day settles an unknown."""
        if self.ongoing is Answer.YES:
            return Answer.YES
        return Answer.UNKNOWN if self.on is None else Answer.of(self.on > window.last_permitted)

    def still(self, when_stopped: Answer) -> Answer:
        """Return whether it counts where no source states a span."""
        return when_stopped if self.ongoing is Answer.NO else self.ongoing


def _counts(washout: Washout, medicine: RecognisedMedicine, taken: _Taken, of_sources: tuple[Window, ...]) -> Answer:
    if medicine.classes is None:
        return Answer.UNKNOWN
    return taken.within(of_sources[0]) if of_sources else taken.still(washout.when_stopped)


def _concerns(washout: Washout, planned: PlannedTreatment) -> Answer:
    modality = frozenset((planned.modality,)) if planned.modality else None
    return _meets(washout.modalities, modality) & _meets(washout.agents, planned.agents)


def _meets(wanted: tuple[str, ...], planned: frozenset[str] | None) -> Answer:
    if not wanted:
        return Answer.YES
    return Answer.UNKNOWN if planned is None else Answer.of(not planned.isdisjoint(wanted))


def _finding(
    washout: Washout, medicine: RecognisedMedicine, taken: _Taken, of_sources: tuple[Window, ...], matches: Answer
) -> WashoutFinding:
    strictest = of_sources[0] if of_sources else None
    positions = [Position(window.source, window, taken.within(window)) for window in of_sources]
    silent = [Position(source, None, Answer.NO) for source in washout.none_needed_by]
    because = Because(
        rule=f"washout:{washout.id}",
        fact=_fact(medicine, taken, strictest),
        remedy=_remedy(washout, medicine, strictest),
        sources=washout.sources,
    )
    return WashoutFinding(
        washout=washout.id,
        medicine=medicine.typed,
        kind=washout.kind,
        branch=washout.branch,
        matches=matches,
        last_permitted=strictest.last_permitted if strictest else None,
        positions=(*positions, *silent),
        because=because,
    )


def _fact(medicine: RecognisedMedicine, taken: _Taken, strictest: Window | None) -> Statement:
    if medicine.classes is None:
        return say("washout.not-recognised", medicine=medicine.typed)
    if taken.ongoing is Answer.YES:
        return say("washout.still-taken", medicine=medicine.typed)
    if taken.on is None:
        return say("washout.last-taken-unknown", medicine=medicine.typed)
    if strictest is None:
        return say("washout.taken", medicine=medicine.typed, taken=taken.on)
    return say(
        "washout.taken-within",
        medicine=medicine.typed,
        taken=taken.on,
        span=strictest.span,
        last_permitted=strictest.last_permitted,
    )


def _remedy(washout: Washout, medicine: RecognisedMedicine, strictest: Window | None) -> Statement:
    if washout.branch is Branch.AVOID and strictest is not None:
        return say("washout.avoid", medicine=medicine.typed, first=strictest.first, last=strictest.last)
    return say(f"washout.{washout.branch.value}", medicine=medicine.typed)


def check_washout(washout: Washout, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of a wash-out: a class that is none, an unknown source, words that tell a prescription away."""
    for each in washout.medicines:
        if not _MEDICINE_CLASS.fullmatch(each):
            yield Fault(f"{thing}.medicines", "an ATC prefix or group:name", repr(each), "Write B01A or group:name.")
    for citation in (*(each.source for each in washout.stated), *washout.none_needed_by):
        yield from check_citation(citation, f"{thing}.stated", edition)
    if washout.branch is Branch.AVOID and washout.prescribed != (Answer.NO,):
        expected = 'prescribed = ["no"] beside branch avoid'
        found = ", ".join(answer.value for answer in washout.prescribed)
        yield Fault(f"{thing}.prescribed", expected, found, "Nobody is told to leave out what a doctor prescribed.")
    if washout.branch is Branch.AVOID and not washout.stated:
        yield Fault(f"{thing}.stated", "a span to avoid it for", "none", "Add what a source states, or do not say it.")
