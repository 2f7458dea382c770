"""A told story as a chart in the database: every fact an entry, written at its own time by who is named in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.actions.entries import append
from nappage.actions.visits import book
from nappage.assessment.happening import ConsentSigned, MedicineList, TestGiven, TestRead
from nappage.assessment.look import Look, look_at
from nappage.engine.story import AllergyTest, Reading, Reply, SessionState, Story
from nappage.records.keys import new_key
from nappage.records.models import Course, Purpose, Room, Visit
from support.cast import Cast
from support.stories import Told

LENGTH = timedelta(minutes=45)
_PERSONAL = (Reply, Reading)


@dataclass(frozen=True)
class Laid:
    """A patient whose chart tells a story; `visits` are the sessions that are booked, in order."""

    cast: Cast
    told: Told
    person: UUID
    course: UUID
    visits: tuple[Visit, ...]

    def at(self, text: str) -> datetime:
        """Return the instant of a local time of the clinic: "2026-03-03 10:30"."""
        return self.told.at(text)

    def look(self, text: str) -> Look:
        """Return the look at this patient at a local time."""
        return look_at(self.cast.clinic.id, self.person, self.course, self.at(text))


def lay(cast: Cast, told: Told, name: str = "Demo patient 014", who: str = "injector", room: int = 1) -> Laid:
    """Return a patient with everything that a story tells before its sessions, and the sessions booked."""
    first = min(reply.at for reply in told.story.replies) - timedelta(days=1)
    person = cast.register(name, first, told.story.patient.born).id
    course = Course.objects.get(person=person).id
    for at, by, values in sorted(_facts(told.story), key=lambda fact: fact[0]):
        _write(cast, person, course, at, by, values)
    visits = [
        book(
            cast.actor("reception", first),
            person,
            Purpose.SESSION,
            session.start,
            session.start + LENGTH,
            room=Room.objects.filter(clinic=cast.clinic).order_by("name")[room],
            member=cast.members[who],
            course=course,
        )
        for session in told.story.sessions
        if session.state is SessionState.BOOKED
    ]
    return Laid(cast, told, person, course, tuple(visits))


def _write(cast: Cast, person: UUID, course: UUID, at: datetime, by: str, values: tuple[object, ...]) -> None:
    member = next((one for one in cast.members.values() if one.slug == by), cast.members["assistant"])
    with acting(Actor(member, at), "chart.read", person, act="told"):
        append(Actor(member, at), person, *values, course=None if isinstance(values[0], _PERSONAL) else course)


def _facts(story: Story) -> Iterator[tuple[datetime, str, tuple[object, ...]]]:
    """Yield each fact with its time and author."""
    first = min(reply.at for reply in story.replies)
    for at in sorted({reply.at for reply in story.replies}):
        yield at, "patient", tuple(reply for reply in story.replies if reply.at == at)
    yield from ((reading.at, "assistant-1", (reading,)) for reading in story.readings)
    yield first, "assistant-1", (MedicineList(story.medicines),)
    yield from ((first, "assistant-1", (allergy,)) for allergy in story.allergies)
    yield from ((event.at, "physician-1", (event,)) for event in story.events)
    yield from ((seen.at, "physician-1", (seen,)) for seen in story.cellulite)
    for formula in story.formulas:
        yield formula.signed_at or first, formula.signed_by, (formula,)
    if story.plan is not None:
        yield story.plan.signed_at or first, story.plan.signed_by, (story.plan,)
    for consent in story.consents:
        yield consent.at, "physician-1", (ConsentSigned(consent, "0" * 64, new_key(), "typed"),)
    for test in story.tests:
        yield from _test(test)
    yield from ((reading.at, reading.by, (reading,)) for reading in story.tape)
    yield from ((reason.at, reason.by, (reason,)) for reason in story.reasons)


def _test(test: AllergyTest) -> Iterator[tuple[datetime, str, tuple[object, ...]]]:
    given = TestGiven(test.id, test.components, test.at, test.second, test.control, test.volume)
    yield test.entered_at, test.by, (given,)
    for at in sorted({reading.at for reading in test.readings}):
        read = tuple(replace(reading) for reading in test.readings if reading.at == at)
        yield at, read[0].by, (TestRead(test.id, read),)
