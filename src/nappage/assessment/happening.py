"""What can be recorded about a person, by kind: the values an entry holds, beside those of the engine's story.

A session is a line of happenings (started, passes, drawn, ended, signed): each is appended the moment it is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from nappage.assessment.at_home import AT_HOME
from nappage.assessment.carried import CARRIED
from nappage.assessment.channel import REACHED
from nappage.assessment.followed import FOLLOWED
from nappage.assessment.photographed import PHOTOGRAPHED
from nappage.engine.area import AreaSize
from nappage.engine.package_price import PackagePrice
from nappage.engine.pause import Pause, Resumption
from nappage.engine.score import Score
from nappage.engine.story import (
    Allergy,
    Assessment,
    CelluliteObservation,
    Component,
    Consent,
    Cream,
    Formula,
    HealthEvent,
    MedicineTaken,
    Pass,
    Patient,
    Plan,
    Reading,
    Reason,
    Reply,
    SameDayOutcome,
    Site,
    StepAccepted,
    SymptomReport,
    TapeReading,
    WhealReading,
)
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class MedicineList:
    """All medicines as told at one time, in the order told. A later list takes its place; the earlier one is kept."""

    medicines: tuple[MedicineTaken, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A consent taken back, by whom, in which words."""

    at: datetime
    by: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TestGiven:
    """Test injections as given; `placed_at` is the claimed time, the entry's `recorded_at` says when it was written."""

    __test__ = False  # nothing for a test runner to collect
    id: str
    components: tuple[Component, ...]
    placed_at: datetime
    second: str = ""
    control: bool = True
    volume: Quantity | None = None
    mix_site: str = ""
    control_site: str = ""


@dataclass(frozen=True, slots=True)
class TestRead:
    """The readings of one test made at one time: mix (or component) and control."""

    __test__ = False
    test: str
    readings: tuple[WhealReading, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """A session's time-out was held and it began: two identifiers were said, the plan's sites confirmed aloud."""

    injector: str
    formula: str
    sites: tuple[Site, ...]
    identifiers: tuple[str, ...] = ()
    room: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class FormulaChosen:
    """Another formula was chosen for one visit, at the chair; the plan's stays what it is."""

    formula: str


@dataclass(frozen=True, slots=True)
class PassGiven:
    """One pass as charted, `needle` its gauge; `copied` from before and then confirmed, `confirms` naming the copy."""

    given: Pass
    spacing: Quantity | None = None
    needle: str = ""
    device: str = ""
    note: str = ""
    copied: bool = False
    confirms: UUID | None = None
    needle_lot: str = ""


@dataclass(frozen=True, slots=True)
class PassCopied:
    """A pass of an earlier visit as it might be given again. It counts for nothing until a pass confirms it."""

    copy: PassGiven
    visit: UUID


@dataclass(frozen=True, slots=True)
class ZoneTakenOver:
    """One operator goes on in a zone that another began, after seeing so many passes there."""

    site: Site
    passes: int


@dataclass(frozen=True, slots=True)
class CreamOn:
    """Topical anaesthetic put on: the cream without its end."""

    cream: Cream


@dataclass(frozen=True, slots=True)
class CreamOff:
    """The cream of an earlier entry wiped off."""

    on: UUID
    off: datetime


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn up and what was thrown away; the rest was given or has to be explained."""

    drawn: Quantity
    wasted: Quantity
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The session was stopped at a puncture, with one tap; why may be said later."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session went on after a stop or a reaction."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last puncture was made."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """The chart of the session was signed as complete, by whom the entry says."""

    passes: int
    punctures: int
    volume: Quantity


@dataclass(frozen=True, slots=True)
class Addendum:
    """Something added to a signed chart. It changes nothing that was signed."""

    words: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A watch of at least `minutes` after an injection, with an owner."""

    owner: str
    minutes: int
    after: str
    began: datetime


@dataclass(frozen=True, slots=True)
class ObservationEnded:
    """The end of a watch. `left_early` is recorded with its words, never hidden."""

    observation: UUID
    at: datetime
    left_early: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyStep:
    """One step of an emergency, at the time it was tapped by the clock of the device. `dose` is what the step said."""

    protocol: str
    step: str
    at: datetime
    dose: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ReactionSeen:
    """Something seen or told during a session (faint, wheal, pain): for the record of that session.

    `site` is where, with its side; None for what is at no one place.
    """

    what: str
    at: datetime
    words: str = ""
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the patient said, kept as said, or a clinician's free words, by section of the chart."""

    section: str
    words: str


@dataclass(frozen=True, slots=True)
class Struck:
    """An entry taken back as entered in error: why, and the entry that stands in its place, if there is one."""

    why: str
    replacement: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordedAgain:
    """A session that was charted on another person's line by mistake: the visit it was first recorded at, and why."""

    visit: UUID
    why: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What somebody said at check-in about one thing asked of them before the visit: kept, not kept, not known."""

    instruction: str
    kept: Answer
    words: str = ""


@dataclass(frozen=True, slots=True)
class Lifestyle:
    """Diet and activity as evaluated at intake, and what was agreed to aim at."""

    diet: str = ""
    activity: str = ""
    goal: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One item of an instrument and the answer as it was said."""

    item: str
    answer: str


@dataclass(frozen=True, slots=True)
class InstrumentAnswers:
    """What was answered to the questions that the clinic loaded, and whose questions they are. Nothing is scored."""

    instrument: str
    citation: str
    answers: tuple[ItemAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What a plan holds beside the engine's part, by the entry of the plan that it belongs to.

    `goal` is in the patient's words, `first` the day that was talked of before any is booked, `depth` the depth that
    the layer was talked over with, `sizes` how large the places are, `drawn` the edition of the figures picked on.
    """

    plan: UUID | None = None
    goal: str = ""
    price: PackagePrice | None = None
    alternatives_shown: tuple[str, ...] = ()
    depth: Quantity | None = None
    first: datetime | None = None
    drawn: str = ""
    why: str = ""
    sizes: tuple[AreaSize, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentSigned:
    """A consent as signed: the hash of the exact text, the paper that shows it, how it was signed and who explained it.

    `plan`, `policy_version` and `edition` say what the text rested on.
    """

    consent: Consent
    text_digest: str
    document: UUID
    manner: str
    explained_by: str = ""
    language: str = "en"
    plan: UUID | None = None
    policy_version: int = 0
    edition: str = ""
    witness: str = ""


KINDS: Mapping[str, type] = MappingProxyType(
    {
        "patient": Patient,
        "reply": Reply,
        "event": HealthEvent,
        "medicines": MedicineList,
        "allergy": Allergy,
        "reading": Reading,
        "plan": Plan,
        "plan-terms": PlanTerms,
        "formula": Formula,
        "consent": ConsentSigned,
        "withdrawal": Withdrawal,
        "test": TestGiven,
        "test-reading": TestRead,
        "formula-chosen": FormulaChosen,
        "started": Started,
        "pass": PassGiven,
        "pass-copied": PassCopied,
        "zone-taken-over": ZoneTakenOver,
        "cream": CreamOn,
        "cream-off": CreamOff,
        "drawn": Drawn,
        "stopped": Stopped,
        "resumed": Resumed,
        "ended": Ended,
        "signed": Signed,
        "addendum": Addendum,
        "observation": Observation,
        "observation-ended": ObservationEnded,
        "emergency-step": EmergencyStep,
        "reaction": ReactionSeen,
        "report": SymptomReport,
        "tape": TapeReading,
        "cellulite": CelluliteObservation,
        "assessment": Assessment,
        "step": StepAccepted,
        "same-day": SameDayOutcome,
        "score": Score,
        "pause": Pause,
        "resumption": Resumption,
        "reason": Reason,
        "check-in": CheckIn,
        "lifestyle": Lifestyle,
        "instrument-answers": InstrumentAnswers,
        "note": Note,
        "struck": Struck,
        "recorded-again": RecordedAgain,
        **FOLLOWED,
        **AT_HOME,
        **PHOTOGRAPHED,
        **CARRIED,
        **REACHED,
    }
)
KIND_OF: Mapping[type, str] = MappingProxyType({value: kind for kind, value in KINDS.items()})
