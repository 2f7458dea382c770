"""One of everything that an address can name, in one clinic: for tests that walk all addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from nappage.assessment.happening import Observation
from nappage.engine.story import Reply
from nappage.records.models import Lot, Person, Visit
from nappage.values.answer import Answer
from support.addresses import Address
from support.cast import Cast
from support.course import WrittenCourse, ready_for_first_session

_ARGUMENT = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
_NOTHING = UUID(int=7)
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """A clinic with a patient before the first session, and what belongs to them."""

    cast: Cast
    course: WrittenCourse
    watch: UUID
    other: Person

    @property
    def visit(self) -> Visit:
        """Return the visit of the first session."""
        return Visit.objects.get(person=self.course.person)

    @property
    def lot(self) -> Lot:
        """Return a lot on this clinic's shelf."""
        return Lot.objects.get(clinic=self.cast.clinic, lot="A-101")


def world_of(cast: Cast, start: datetime = START) -> World:
    """Return one of everything in a clinic, around a first session at some time: a watch, something not known."""
    course = ready_for_first_session(cast, start)
    began = start - timedelta(minutes=10)
    watch = course.say("injector", began, Observation("assistant-1", 30, "test", began), person=True)
    course.say("assistant", began, Reply("clots", Answer.UNKNOWN, began, "patient"), person=True)
    return World(cast, course, watch, cast.register("Demo patient 015", start - timedelta(days=12)))


# What stands for each argument of an address. A new argument fails a test until it has its sample here.
OBJECTS: Mapping[str, Callable[[World], object]] = {
    "person": lambda world: world.course.person,
    "visit": lambda world: world.visit.id,
    "watch": lambda world: world.watch,
    "entry": lambda world: world.watch,
    "other": lambda world: world.other.id,
    "member": lambda world: world.cast.injector.id,
    "lot": lambda world: world.lot.id,
}
WORDS: Mapping[str, object] = {
    "pk": 7, "test": "test-1", "section": "openings", "number": 0, "question": "clots", "rule": "clots",
    "give-reason rule": "interval",
}  # fmt: skip
# What belongs to the clinic, not to the person that the path begins with.
SHARED = {"other", "lot", "member"}


def path_of(address: Address, world: World, other: World | None = None, of_other: Collection[str] = ()) -> str:
    """Return the path to a world's own things; those named in `of_other` are the other world's."""

    def value(found: re.Match[str]) -> str:
        name = found["name"]
        whose = other if other is not None and name in of_other else world
        return str(OBJECTS[name](whose) if name in OBJECTS else WORDS.get(f"{address.name} {name}", WORDS.get(name)))

    return _ARGUMENT.sub(value, address.path)


def path_to_nothing(address: Address) -> str:
    """Return a path that is written right and names nothing that is there."""
    return _ARGUMENT.sub(lambda found: str(WORDS.get(found["name"], _NOTHING)), address.path)
