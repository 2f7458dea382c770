"""What came from home and waits for somebody of the clinic.

Nothing of it opens anything by itself: what was told is asked again at the visit, a question is answered, a consent
that was signed is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from nappage.assessment.at_home import ConsentTaken, QuestionAsked, QuestionSent, ToldAtHome
from nappage.assessment.chart import Chart
from nappage.assessment.happening import ConsentSigned, Withdrawal
from nappage.assessment.line import Line
from nappage.assessment.planned import plan_in_force
from nappage.engine.story import Channel, Reply

HELPER = "proxy"


class Came(Enum):
    """What kind of thing came from home."""

    TOLD = "told"
    QUESTION = "question"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class FromHome:
    """One thing from home that waits: by which entry, since when, and until when somebody answers if it asks that."""

    came: Came
    entry: UUID
    at: datetime
    words: str = ""
    helper: str = ""


def from_home(chart: Chart) -> tuple[FromHome, ...]:
    """Return what came from home and waits, questions first."""
    return (*open_questions(chart), *_to_take(chart), *_to_confirm(chart))


def open_questions(chart: Chart) -> tuple[FromHome, ...]:
    """Return the questions that nobody has answered, in the order they came."""
    answered = {value.sent for _, value in chart.of(QuestionAsked)}
    sent = ((line, value) for line, value in chart.of(QuestionSent) if line.id not in answered)
    return tuple(FromHome(Came.QUESTION, line.id, line.at, value.question, value.helper) for line, value in sent)


def signed_at_home(chart: Chart) -> tuple[Line, ConsentSigned] | None:
    """Return the consent signed at home that nobody has taken, or None; one that was withdrawn or is older than the
    plan waits for nobody.
    """
    signed = list(chart.of(ConsentSigned))
    if not signed:
        return None
    line, last = signed[-1]
    plan = plan_in_force(chart)
    ended = any(value.at >= last.consent.at for _, value in chart.of(Withdrawal))
    current = plan is not None and plan.signed_at is not None and last.consent.at >= plan.signed_at
    taken = any(value.consent == line.id for _, value in chart.of(ConsentTaken))
    is_waiting = last.consent.channel is Channel.PORTAL and current and not ended and not taken
    return (line, last) if is_waiting else None


def _to_take(chart: Chart) -> Iterator[FromHome]:
    found = signed_at_home(chart)
    if found is not None:
        yield FromHome(Came.CONSENT, found[0].id, found[0].at)


def _to_confirm(chart: Chart) -> Iterator[FromHome]:
    """Yield the last sending of intake, unless something was asked at the clinic since."""
    told = list(chart.of(ToldAtHome))
    if not told:
        return
    line, _ = told[-1]
    asked = (reply for _, reply in chart.of(Reply) if reply.channel is Channel.CLINIC)
    if not any(reply.at > line.at for reply in asked):
        yield FromHome(Came.TOLD, line.id, line.at, helper=helper_of(chart, line))


def helper_of(chart: Chart, line: Line) -> str:
    """Return by which name somebody signed a sending for the person, "" where it was the person."""
    named = next((value.name for other, value in chart.of(ToldAtHome) if other.id == line.id), "")
    return named if line.by == HELPER else ""
