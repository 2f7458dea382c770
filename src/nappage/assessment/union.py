"""One story out of the linked records of one person: what may hold is united, what would open is not (H-30).

A link may be mistaken. So the other record's conditions, allergies, medicines, reactions and sessions count here, but
none of its answers that would deny something, none of its tests in which nothing was seen, no consent and no decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from nappage.assessment.chart import Chart
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import MedicineList
from nappage.assessment.line import Line
from nappage.engine.precaution import read_only_with_a_cause
from nappage.engine.question import lists
from nappage.engine.story import (
    AllergyTest,
    Disagreement,
    Formula,
    MedicineTaken,
    Reading,
    Reply,
    Session,
    SessionState,
    Story,
    TestSubstance,
)
from nappage.values.answer import Answer

T = TypeVar("T")
Linked = tuple[datetime, Story]


def united(own: Story, linked: Iterable[Linked]) -> Story:
    """Return a story with what the linked records add to it, and where they disagree."""
    for number, (since, other) in enumerate(linked, 1):
        own = replace(
            own,
            replies=(*own.replies, *_not_denying(other.replies)),
            events=_joined(own.events, other.events),
            allergies=_joined(own.allergies, other.allergies),
            readings=(*own.readings, *_not_measured_here(own.readings, other.readings)),
            reports=_joined(own.reports, other.reports),
            tests=(*own.tests, *_seen_in(other.tests, number)),
            sessions=(*own.sessions, *_given(other.sessions, number)),
            formulas=(*own.formulas, *(_renamed(formula, number) for formula in other.formulas)),
            disagreements=(*own.disagreements, *_disagreements(own, other, since)),
        )
    return own


def _joined(own: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    return (*own, *(value for value in other if value not in own))


def _not_measured_here(own: Iterable[Reading], other: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings without which a rule would say no, where this record has none: any other one could open."""
    here = {reading.code for reading in own}
    wanted = edition_in_use().derive(read_only_with_a_cause)
    yield from (reading for reading in other if reading.code in wanted and reading.code not in here)


def _not_denying(replies: Iterable[Reply]) -> Iterator[Reply]:
    """Yield the answers that open nothing: to a question of conditions a no would, to one of a list a yes would."""
    for reply in replies:
        opens = Answer.YES if reply.question in _list_questions() else Answer.NO
        if reply.answer is not opens:
            yield replace(reply, denies=())


def _list_questions() -> frozenset[str]:
    # A whole list of medicines or allergies is said by a yes; every other question denies by a no.
    edition = edition_in_use()
    return frozenset(question.id for question in edition.derive(lists).values() if not question.covers)


def _seen_in(tests: Iterable[AllergyTest], number: int) -> Iterator[AllergyTest]:
    """Yield the tests in which something was seen: no judgement of such a one opens the gate."""
    for test in tests:
        read = [reading for reading in test.readings if reading.substance is not TestSubstance.CONTROL]
        if any(Answer.YES in (reading.flare, reading.infiltrate) for reading in read):
            yield replace(test, id=_numbered(test.id, number))


def _given(sessions: Iterable[Session], number: int) -> Iterator[Session]:
    for session in sessions:
        if session.state is SessionState.GIVEN:
            yield replace(session, elsewhere=True, formula=_numbered(session.formula, number))


def _renamed(formula: Formula, number: int) -> Formula:
    return replace(formula, id=_numbered(formula.id, number))


def _numbered(id: str, number: int) -> str:
    # Both records may call their formula F1; the other one's keeps its name with the number of its record.
    return f"{id}, linked record {number}" if id else ""


def _disagreements(own: Story, other: Story, since: datetime) -> Iterator[Disagreement]:
    for about, here, there in _said(own, other):
        if here and there and here != there:
            yield Disagreement(about, (here, there), since)
    yield from _of_replies(own.replies, other.replies, since)


def _said(own: Story, other: Story) -> Iterator[tuple[str, str, str]]:
    yield "born", own.patient.born.isoformat(), other.patient.born.isoformat()
    yield "sex", _sex(own), _sex(other)


def _sex(story: Story) -> str:
    return story.patient.sex.value if story.patient.sex else ""


def _of_replies(own: Iterable[Reply], other: Iterable[Reply], since: datetime) -> Iterator[Disagreement]:
    """Yield each question that one record answers with yes and the other with no, and nobody asked since the link."""
    here, there = _latest(own), _latest(other)
    for question in sorted(here.keys() & there.keys() - _list_questions()):
        replies = (here[question], there[question])
        answers = {reply.answer for reply in replies}
        if answers == {Answer.YES, Answer.NO} and max(reply.at for reply in replies) <= since:
            yield Disagreement(question, tuple(reply.answer.value for reply in replies), since)


def _latest(replies: Iterable[Reply]) -> dict[str, Reply]:
    return {reply.question: reply for reply in sorted(replies, key=lambda reply: reply.at)}


def medicines_told(chart: Chart) -> tuple[MedicineTaken, ...]:
    """Return the medicines of the list told last, and of each linked record's list unless it was told before that.

    A list that was told after the link was made is the list of the one person, and takes the place of both.
    """
    own = _last_list(chart)
    medicines = own[1].medicines if own else ()
    for linked in chart.linked:
        found = _last_list(linked.chart)
        if found and (own is None or own[0].recorded_at <= max(linked.since, found[0].recorded_at)):
            medicines = _joined(medicines, found[1].medicines)
    return medicines


def _last_list(chart: Chart) -> tuple[Line, MedicineList] | None:
    told = list(chart.of(MedicineList))
    return told[-1] if told else None
