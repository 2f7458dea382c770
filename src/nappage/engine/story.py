"""The facts of a patient and a course: values, each with when (`at`, UTC) and by whom (`by`); days are local ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from nappage.engine.landmark import Posture, Tension
from nappage.engine.pause import Pause
from nappage.engine.score import Score
from nappage.engine.suitability import SuitabilityAnswer
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity


class Sex(Enum):
    """Sex as far as it bears on a rule (pregnancy, hair); not a statement about a person."""

    FEMALE = "female"
    MALE = "male"


class Side(Enum):
    """The patient's own side. The two sides of one zone are two areas."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class Channel(Enum):
    """Where something was said or signed: what comes by the portal prepares, and the clinic confirms it."""

    CLINIC = "clinic"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Patient:
    """What does not change from visit to visit."""

    born: date
    sex: Sex | None = None
    height: Quantity | None = None
    phototype: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to one question; `how` says how an unknown was resolved, `denies` what was said no to one by one."""

    question: str
    answer: Answer
    at: datetime
    by: str
    channel: Channel = Channel.CLINIC
    how: str = ""
    denies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthEvent:
    """A condition or event of knowledge/conditions.toml: when it began and, if it is over, when it ended."""

    condition: str
    at: datetime
    by: str
    since: date | None = None
    until: date | None = None
    zone: str = ""
    note: str = ""
    entered_in_error_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MedicineTaken:
    """A medicine as it was typed. `prescribed` unknown is treated like yes wherever stopping would be the risk."""

    name: str
    prescribed: Answer = Answer.UNKNOWN
    since: date | None = None
    last_taken: datetime | None = None
    stopped: bool = False
    purpose: str = ""
    purpose_recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergen as it was typed, and whether the reaction was severe."""

    to: str
    severe: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value that is not a tape reading: weight, HbA1c, INR, blood pressure."""

    code: str
    value: Quantity
    at: datetime


@dataclass(frozen=True, slots=True)
class Site:
    """A zone of knowledge/zones.toml on one side of the body."""

    zone: str
    side: Side = Side.MIDLINE


@dataclass(frozen=True, slots=True)
class Criterion:
    """What counts as enough at a checkpoint: a change beyond the sentinel's or, by eye, what `words` say is seen."""

    checkpoint: int
    landmark: str = ""
    change: Quantity | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed for a course. Without `signed_at` it is a draft; `causes` are those found to be behind it."""

    indication: str
    variant: str = ""
    sites: tuple[Site, ...] = ()
    formula: str = ""
    sessions: int = 0
    technique: str = ""
    layer: str = ""
    queued: tuple[Site, ...] = ()
    sentinel: str = ""
    criterion: Criterion | None = None
    lifestyle: str = ""
    assessments: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    suitability: tuple[SuitabilityAnswer, ...] = ()
    signed_at: datetime | None = None
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One agent of a formula with its strength as supplied and the volume drawn up."""

    agent: str
    volume: Quantity
    strength: Quantity | None = None
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A mixture as prescribed; a change of agents or strengths is a new formula."""

    id: str
    components: tuple[Component, ...]
    signed_at: datetime | None = None
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent signed for a plan, and its withdrawal if there was one. One signed at home counts once it was taken."""

    at: datetime
    by: str
    version: str
    withdrawn_at: datetime | None = None
    channel: Channel = Channel.CLINIC
    taken_at: datetime | None = None


class TestSubstance(Enum):
    """What was put at a test site."""

    MIX = "mix"
    COMPONENT = "component"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class WhealReading:
    """A wheal on two axes in mm, flare and infiltrate, as one named person saw them at one time."""

    substance: TestSubstance
    at: datetime
    by: str
    long_axis: Quantity
    short_axis: Quantity
    flare: Answer = Answer.UNKNOWN
    infiltrate: Answer = Answer.UNKNOWN
    seen_meanwhile: str = ""


@dataclass(frozen=True, slots=True)
class AllergyTest:
    """Test injections beside a saline control, and readings; one `entered_at` later (decision 13) needs `second`."""

    id: str
    components: tuple[Component, ...]
    at: datetime
    by: str
    entered_at: datetime
    readings: tuple[WhealReading, ...] = ()
    second: str = ""
    control: bool = True
    volume: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """One technique over one site, holding a count of punctures; in point mode a pass of one puncture.

    `spacing` is from one puncture to the next.
    """

    site: Site
    technique: str
    punctures: int
    volume_per_puncture: Quantity
    depth: Quantity | None = None
    needle_length: Quantity | None = None
    angle: Quantity | None = None
    layer: str = ""
    by: str = ""
    spacing: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Cream:
    """Topical anaesthetic at the clinic: what, how much, over which area, from when to when."""

    agent: str
    mass: Quantity
    area: Quantity
    on: datetime
    off: datetime | None = None
    occluded: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Reason:
    """A named person's coded reason for going on against a rule, for the `session` that starts then or the next."""

    rule: str
    code: str
    words: str
    by: str
    at: datetime
    second: str = ""
    session: datetime | None = None


class SessionState(Enum):
    """Booked is a wish, given is a fact, not given and entered in error stay in the record."""

    BOOKED = "booked"
    GIVEN = "given"
    NOT_GIVEN = "not-given"
    ENTERED_IN_ERROR = "entered-in-error"


@dataclass(frozen=True, slots=True)
class Session:
    """One visit for treatment, booked or given. `elsewhere` marks a session that another clinic gave."""

    start: datetime
    state: SessionState = SessionState.BOOKED
    end: datetime | None = None
    formula: str = ""
    sites: tuple[Site, ...] = ()
    passes: tuple[Pass, ...] = ()
    drawn: Quantity | None = None
    wasted: Quantity | None = None
    creams: tuple[Cream, ...] = ()
    injector: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class SymptomReport:
    """A symptom as reported; an `onset` not known (None) is read the more urgent way; `words` are what was written."""

    symptom: str
    onset: datetime | None = field(default=None, kw_only=True)
    at: datetime
    zone: str = ""
    features: tuple[str, ...] = ()
    value: Quantity | None = None
    size: Quantity | None = None
    closed_at: datetime | None = None
    released_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class TapeReading:
    """One tape measurement: value and unit as typed, how the person stood or lay, how the tape was held, how high."""

    landmark: str
    value: Quantity
    at: datetime
    by: str = ""
    side: Side = Side.MIDLINE
    sentinel: bool = False
    posture: Posture | None = None
    tension: Tension | None = None
    height: Quantity | None = None


@dataclass(frozen=True, slots=True)
class CelluliteObservation:
    """Three looks at the skin, from which the stage follows; the looks are kept, not only the stage."""

    at: datetime
    pinch: Answer
    standing: Answer
    lying: Answer


class Verdict(Enum):
    """What a clinician recorded about the skin since the last assessment."""

    IMPROVED = "improved"
    BETWEEN = "between"
    NOT_IMPROVED = "not-improved"


@dataclass(frozen=True, slots=True)
class Assessment:
    """A recorded judgement of the response, with how many masked raters shared it."""

    at: datetime
    by: str
    verdict: Verdict
    raters: int = 0
    raters_agreeing: int = 0


@dataclass(frozen=True, slots=True)
class StepAccepted:
    """A named clinician accepted an offered change of interval. It is never applied without."""

    at: datetime
    by: str
    step: str


@dataclass(frozen=True, slots=True)
class SameDayOutcome:
    """What was seen right after a session (the glow of a face), kept apart from the scales of the weeks after."""

    code: str
    at: datetime
    score: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Linked records that differ about a question, "born" or "sex"; it holds until a clinician settles it (H-30)."""

    about: str
    says: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """Everything recorded about one course, in no particular order; `earlier` are the sessions of courses before it."""

    patient: Patient
    replies: tuple[Reply, ...] = ()
    events: tuple[HealthEvent, ...] = ()
    medicines: tuple[MedicineTaken, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    readings: tuple[Reading, ...] = ()
    plan: Plan | None = None
    formulas: tuple[Formula, ...] = ()
    consents: tuple[Consent, ...] = ()
    tests: tuple[AllergyTest, ...] = ()
    sessions: tuple[Session, ...] = ()
    earlier: tuple[Session, ...] = ()
    reports: tuple[SymptomReport, ...] = ()
    tape: tuple[TapeReading, ...] = ()
    cellulite: tuple[CelluliteObservation, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    steps_accepted: tuple[StepAccepted, ...] = ()
    same_day: tuple[SameDayOutcome, ...] = ()
    scores: tuple[Score, ...] = ()
    pauses: tuple[Pause, ...] = ()
    reasons: tuple[Reason, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    away_zone: ZoneInfo | None = None
