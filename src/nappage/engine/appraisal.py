"""When the outcome of a purpose is looked at again, by days from its first session: hair grows by months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from nappage.engine.course import given
from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.engine.policy import Policy
from nappage.engine.scale import Scale
from nappage.engine.story import Story
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal(Entry):
    """From when to when after the first session a purpose's outcome is looked at, and on which scales.

    One of the scales settles it, or a masked rating of photographs.
    """

    indication: str
    opens: CalendarSpan
    closes: CalendarSpan
    scales: tuple[str, ...]


class AppraisalState(Enum):
    """Whether an appraisal is still to come, may be made, should have been made, or was made."""

    COMING = "to-come"
    OPEN = "due"
    LATE = "late"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class DatedAppraisal:
    """An appraisal on the days of one course; `made_on` is the first day from its opening on which it was made."""

    id: str
    opens: date
    closes: date
    state: AppraisalState
    made_on: date | None
    because: Because


def appraisals(edition: Edition, story: Story, policy: Policy, at: datetime) -> tuple[DatedAppraisal, ...]:
    """Return the appraisals of a course in order of their days; none before its first session.

    They are counted from the first session given, whether or not others follow: a course that ended early is looked
    at too.
    """
    done = given(story.sessions)
    if story.plan is None or not done:
        return ()
    first = local_day(done[0].start, policy.zone)
    wanted = (entry for entry in edition.all(Appraisal).values() if entry.indication == story.plan.indication)
    dated = (_dated(entry, first, story, policy, at) for entry in wanted)
    return tuple(sorted(dated, key=lambda one: (one.opens, one.id)))


def _dated(entry: Appraisal, first: date, story: Story, policy: Policy, at: datetime) -> DatedAppraisal:
    opens, closes = entry.opens.after(first), entry.closes.after(first)
    made_on = min((day for day in _looked(entry, story, policy) if day >= opens), default=None)
    today = local_day(at, policy.zone)
    if made_on is not None:
        state = AppraisalState.MADE
    elif today < opens:
        state = AppraisalState.COMING
    else:
        state = AppraisalState.OPEN if today <= closes else AppraisalState.LATE
    fact = say("appraisal.from-first-session", first=first, opens=opens, closes=closes)
    remedy = say("appraisal.score-or-rate", scales=entry.scales)
    return DatedAppraisal(entry.id, opens, closes, state, made_on, Because(entry.id, fact, remedy, entry.sources))


def _looked(entry: Appraisal, story: Story, policy: Policy) -> Iterator[date]:
    """Yield the local days on which one of the scales was scored or photographs were rated masked."""
    yield from (local_day(score.at, policy.zone) for score in story.scores if score.scale in entry.scales)
    yield from (local_day(judged.at, policy.zone) for judged in story.assessments if judged.raters)


def check_appraisal(entry: Appraisal, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for an unknown purpose, a scale that is not of it, or no scale at all."""
    if edition.get(Indication, entry.indication) is None:
        remedy = "Write the id of a purpose."
        yield Fault(f"{thing}.indication", "the id of a purpose", repr(entry.indication), remedy)
    if not entry.scales:
        yield Fault(f"{thing}.scales", "at least one scale", "none", "Name what the outcome is looked at with.")
    for id in entry.scales:
        scale = edition.get(Scale, id)
        if scale is None or entry.indication not in scale.indications:
            yield Fault(f"{thing}.scales", "a scale of this purpose", repr(id), "Name a scale of this purpose.")
