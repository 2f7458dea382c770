"""Scales: what is scored, in which direction, and how much of a change matters to anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition, Entry
from nappage.engine.figure import check_figures
from nappage.engine.indication import Indication
from nappage.engine.objection import Objection, Weight, objection
from nappage.engine.score import Score, Teller
from nappage.engine.story import Plan, Sex, Story
from nappage.engine.zone import needs_face_rules
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.values.statement import Because, Statement, say

# The scale whose score is never typed: it follows from three looks (stage.py).
STAGE = "stage"


class Better(Enum):
    """Which way is better; `neither` for what is recorded without being judged (a hair pattern, a clothes size)."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Level:
    """A named score, in words of this project."""

    score: Decimal
    means: str


@dataclass(frozen=True, slots=True)
class ImportantChange:
    """The least change that matters, for a score before that lies between two ends where the source says so."""

    size: Decimal
    sources: tuple[Citation, ...]
    from_score: Decimal | None = None
    to_score: Decimal | None = None

    def applies(self, before: Decimal) -> bool:
        """Return whether this change is the one for a score before."""
        return (self.from_score is None or self.from_score <= before) and (
            self.to_score is None or before <= self.to_score
        )


@dataclass(frozen=True, slots=True)
class Band:
    """A severity by name, from one total to another."""

    name: str
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class MethodError:
    """The error of a way of measuring, as a share of the value in percent."""

    method: str
    percent: Decimal
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Entry):
    """How one outcome is scored. `items` counts the parts of a total; licensed wording is never held here.

    `unexpected_from` is the score that the sources do not lead anyone to expect; `told_by` are those whose judgement it
    is; `same_day` is scored right after a session and kept apart from the weeks after; `compares` says that a score
    itself compares with the beginning, so that two of them are never subtracted; `systems` are those of a size.
    """

    name: str
    better: Better
    licence: str
    indications: tuple[str, ...] = ()
    lowest: Decimal | None = None
    highest: Decimal | None = None
    whole: bool = True
    unit: str = ""
    levels: tuple[Level, ...] = ()
    items: int | None = None
    item_highest: Decimal | None = None
    bands: tuple[Band, ...] = ()
    important: tuple[ImportantChange, ...] = ()
    errors: tuple[MethodError, ...] = ()
    unexpected_from: Decimal | None = None
    told_by: tuple[Teller, ...] = (Teller.CLINICIAN,)
    sex: Sex | None = None
    same_day: bool = False
    compares: bool = False
    primary: bool = True
    systems: tuple[str, ...] = ()


EVERY_VISIT = "every visit"


def scales_for(edition: Edition, story: Story) -> tuple[Scale, ...]:
    """Return the scales that are scored in the weeks of a course, for its purpose, its region and the person's sex.

    Those of the same day are scored right after a session, the stage follows from three looks; neither is among them.
    """
    wanted, named = _wanted(edition, story.plan)
    return tuple(
        scale
        for scale in edition.all(Scale).values()
        if (wanted.intersection(scale.indications) or scale.id in named) and _is_of_weeks(scale, story.patient.sex)
    )


def _wanted(edition: Edition, plan: Plan | None) -> tuple[set[str], tuple[str, ...]]:
    """Return what a scale may be for to be asked here, and the scales that the purpose itself names."""
    if plan is None:
        return {EVERY_VISIT, "body"}, ()
    purpose = edition.get(Indication, plan.indication)
    region = "face" if needs_face_rules(edition, plan.sites) else "body"
    return {EVERY_VISIT, region, plan.indication}, purpose.secondary if purpose else ()


def _is_of_weeks(scale: Scale, sex: Sex | None) -> bool:
    of_either = scale.sex is None or sex in (None, scale.sex)
    return of_either and not scale.same_day and scale.id != STAGE


class Course(Enum):
    """How a score changed: by a change that matters, by less, or by a scale that does not say what matters."""

    BETTER = "better"
    WORSE = "worse"
    UNIMPORTANT = "less-than-matters"
    UNKNOWN = "no-agreed-change"


def in_range(scale: Scale, score: Decimal) -> bool:
    """Return whether a scale has this score; an end that no source gives is open."""
    if scale.whole and score != score.to_integral_value():
        return False
    return (scale.lowest is None or scale.lowest <= score) and (scale.highest is None or score <= scale.highest)


def score_objection(scale: Scale, score: Decimal) -> Objection | None:
    """Return what stands against a score: that the scale does not have it, or that it is not an expected one."""
    if not in_range(scale, score):
        fact = say("scale.out-of-range", scale=scale.id, score=score, lowest=scale.lowest, highest=scale.highest)
        return objection(Weight.NO_OVERRIDE, scale, fact, say("scale.correct-score"))
    if scale.unexpected_from is not None and score >= scale.unexpected_from:
        fact = say("scale.unexpected", scale=scale.id, score=score, unexpected_from=scale.unexpected_from)
        return objection(Weight.WARNING, scale, fact, say("scale.review"))
    return None


def course_of(scale: Scale, before: Decimal, after: Decimal) -> Course:
    """Return how a score changed, against the least change that matters from where it began."""
    matters = next((change for change in scale.important if change.applies(before)), None)
    if matters is None or scale.better is Better.NEITHER:
        return Course.UNKNOWN
    gained = after - before if scale.better is Better.HIGHER else before - after
    if abs(gained) < matters.size:
        return Course.UNIMPORTANT
    return Course.BETTER if gained > 0 else Course.WORSE


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The last score of a scale beside the one of the beginning, and what the scale says of the way between them.

    `beyond_error` is asked only of what was counted: whether it is more than the error of the way of counting.
    """

    scale: Scale
    latest: Score
    before: Score | None
    course: Course
    because: Because
    beyond_error: Answer | None = None


def score_changes(
    edition: Edition, scores: Iterable[Score], zone: ZoneInfo, first: date | None
) -> tuple[ScoreChange, ...]:
    """Return each scale's last score beside the last one up to the day of session 1; only like is put beside like.

    A score of another teller, size system or way of counting is another series and has a change of its own.
    """
    series: dict[tuple[str, Teller, str, str], list[Score]] = {}
    for score in sorted(scores, key=lambda one: one.at):
        series.setdefault((score.scale, score.told_by, score.system, score.method), []).append(score)
    known = edition.all(Scale)
    return tuple(
        _score_change(known[key[0]], found, zone, first)
        for key, found in series.items()
        if key[0] in known and not known[key[0]].same_day
    )


def _score_change(scale: Scale, series: Sequence[Score], zone: ZoneInfo, first: date | None) -> ScoreChange:
    latest = series[-1]
    begun = [one for one in series if first is None or local_day(one.at, zone) <= first]
    before = None if scale.compares or not begun or begun[-1] is latest else begun[-1]
    course = Course.UNKNOWN if before is None else course_of(scale, before.score, latest.score)
    error = beyond_method_error(scale, latest.method, before.score, latest.score) if before and latest.method else None
    because = Because(scale.id, _compared(scale, before, latest, course), say("score.same-way"), scale.sources)
    return ScoreChange(scale, latest, before, course, because, error)


def _compared(scale: Scale, before: Score | None, latest: Score, course: Course) -> Statement:
    if before is None:
        return say("score.alone", scale=scale.id, score=latest.score, told_by=latest.told_by)
    return say(f"score.{course.value}", scale=scale.id, before=before.score, after=latest.score, told_by=latest.told_by)


def beyond_method_error(scale: Scale, method: str, before: Decimal, after: Decimal) -> Answer:
    """Return whether a change is larger than the error of the method it was counted with; unknown without one."""
    error = next((error for error in scale.errors if error.method == method), None)
    return Answer.of(None if error is None else abs(after - before) > before * error.percent / 100)


def total(scale: Scale, scores: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum of a scale's parts, or None if a part is missing, surplus or not one of its scores."""
    if scale.items != len(scores):
        return None
    summed = Decimal(0)
    for score in scores:
        if score is None or scale.item_highest is None or not 0 <= score <= scale.item_highest:
            return None
        summed += score
    return summed


def band_of(scale: Scale, score: Decimal) -> Band | None:
    """Return the severity that a total falls in, or None."""
    return next((band for band in scale.bands if band.lowest <= score <= band.highest), None)


def check_scale(scale: Scale, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield what is wrong with a scale: ends that are crossed, a level out of range, a citation that is not there."""
    yield from check_figures(scale, thing, edition)
    if scale.lowest is not None and scale.highest is not None and scale.lowest > scale.highest:
        yield Fault(f"{thing}.lowest", f"at most {scale.highest}", str(scale.lowest), "Swap the two ends.")
    for level in scale.levels:
        if not in_range(scale, level.score):
            yield Fault(f"{thing}.levels", "a score of the scale", str(level.score), "Mend the level or the ends.")
