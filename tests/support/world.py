"""One of everything that an address can name, in one clinic: for tests that walk all addresses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from nappage.actions.acting import acting
from nappage.actions.calendar_feeds import make_feed
from nappage.actions.documents import keep_document
from nappage.actions.entries import append
from nappage.actions.messages import tell_news
from nappage.actions.waiting import wait
from nappage.assessment.happening import CreamOn, Observation, PassCopied
from nappage.engine.pause import Pause, PauseReason
from nappage.engine.story import Cream, Reply, SymptomReport
from nappage.records.models import CalendarFeed, Document, Lot, Message, Person
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.addresses import Address
from support.albums import Album, album_by
from support.cast import Cast
from support.charts import lay
from support.sessions import Chair, given
from support.stories import example

START = datetime(2026, 3, 3, 9, 45, tzinfo=UTC)
_ARGUMENT = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
_NOTHING = UUID(int=7)


@dataclass(frozen=True)
class World:
    """A clinic with a patient in the midst of the first session, and what belongs to them."""

    cast: Cast
    chair: Chair
    charted: UUID
    cream: UUID
    copy: UUID
    watch: UUID
    report: UUID
    document: Document
    album: Album
    other: Person
    pause: UUID
    wish: UUID
    feed: UUID
    message: UUID
    access: UUID

    @property
    def person(self) -> UUID:
        return self.chair.laid.person

    @property
    def lot(self) -> Lot:
        """Return a lot on this clinic's shelf."""
        return Lot.objects.get(clinic=self.cast.clinic, lot="A-101")


def world_of(cast: Cast, *, who: str = "injector", room: int = 1) -> World:
    """Return one of everything in a clinic: somebody treats in a room, and something about the patient is not known."""
    laid = lay(cast, example("s1-thighs-first-session"), who=who, room=room)
    chair = Chair(laid, laid.visits[0])
    chair.start(who=who)
    pass_given = given(by=f"{who}-1")
    cream = Cream("L-cream", Quantity.parse("1 g"), Quantity.parse("50 cm2"), chair.at("10:35"))
    watch = Observation("assistant-1", 30, "test", chair.at("10:35"))
    unknown = Reply("clots", Answer.UNKNOWN, chair.at("10:41"), "patient")
    charted = chair.chart(pass_given, who=who).id
    _say(chair, unknown)
    return World(
        cast,
        chair,
        charted=charted,
        cream=_say(chair, CreamOn(cream), at_visit=True),
        copy=_say(chair, PassCopied(pass_given, chair.visit.id), at_visit=True),
        watch=_say(chair, watch),
        report=_say(chair, SymptomReport("bruise", onset=chair.at("10:41"), at=chair.at("10:41"), zone="thigh")),
        document=_paper(chair),
        album=album_by(chair.actor("assistant", "10:42"), laid.person),
        pause=_say(chair, Pause(PauseReason.TRAVEL, chair.at("10:42"), "physician-1"), of_course=True),
        other=cast.register("Demo patient 015", laid.at("2026-02-19 09:00")),
        wish=wait(chair.actor(who, "10:42"), laid.person, None, "consultation", 45, START.date(), START.date()).id,
        feed=_feed(chair, who),
        message=_message(chair),
        access=cast.access(laid.person).id,
    )


def _say(chair: Chair, value: object, *, at_visit: bool = False, of_course: bool = False) -> UUID:
    actor, person = chair.actor("physician", "10:42"), chair.laid.person
    with acting(actor, "chart.read", person, act="written by a test"):
        course, visit = (chair.laid.course, chair.visit.id) if at_visit else (None, None)
        course = chair.laid.course if of_course else course
        return append(actor, person, value, course=course, visit=visit).id


def _feed(chair: Chair, who: str) -> UUID:
    make_feed(chair.actor(who, "10:42"))
    return CalendarFeed.objects.latest("at", "id").id


def _message(chair: Chair) -> UUID:
    actor = chair.actor("physician", "10:42")
    tell_news(actor, chair.laid.person, f"a paper of {chair.visit.id}")
    return Message.objects.get(key=f"news a paper of {chair.visit.id}").id


def _paper(chair: Chair) -> Document:
    actor, person, content = chair.actor("physician", "10:42"), chair.laid.person, b"%PDF-1.7 a paper"
    with acting(actor, "consent.take", person, act="written by a test"):
        digest = hashlib.sha256(content).hexdigest()
        return keep_document(
            actor, person, "consent", "application/pdf", content, text_digest=digest, entry=chair.visit.id
        )


# What stands for each argument of an address. A new argument fails a test until it has its sample here; where one
# address means something else by it, the sample is named with the address.
OBJECTS: Mapping[str, Callable[[World], object]] = {
    "person": lambda world: world.person,
    "visit": lambda world: world.chair.visit.id,
    "entry": lambda world: world.charted,
    "checkpoint-resume entry": lambda world: world.pause,
    "confirm-decision entry": lambda world: world.watch,
    "cream": lambda world: world.cream,
    "copy": lambda world: world.copy,
    "report": lambda world: world.report,
    "watch": lambda world: world.watch,
    "photo": lambda world: world.album.later,
    "pair": lambda world: world.album.pair,
    "document": lambda world: world.document.id,
    "other": lambda world: world.other.id,
    "member": lambda world: world.cast.injector.id,
    "lot": lambda world: world.lot.id,
    "wish": lambda world: world.wish,
    "feed": lambda world: world.feed,
    "message": lambda world: world.message,
    "access": lambda world: world.access,
}
WORDS: Mapping[str, object] = {
    "pk": 7, "test": "test-1", "section": "openings", "number": 0, "question": "clots", "rule": "clots",
    "give-reason rule": "interval", "scale": "glow", "step": "monthly", "pose": "front", "use": "record",
    "side": "left",
}  # fmt: skip
# What belongs to the clinic, not to the person that the path begins with.
SHARED = {"other", "lot", "member"}


def path_of(address: Address, world: World, other: World | None = None, of_other: Collection[str] = ()) -> str:
    """Return the path to a world's own things; those named in `of_other` are the other world's, or nobody's."""

    def value(found: re.Match[str]) -> str:
        name = found["name"]
        if name in of_other and other is None:
            return str(_NOTHING)
        sample = OBJECTS.get(f"{address.name} {name}", OBJECTS.get(name))
        if sample is None:
            return str(WORDS.get(f"{address.name} {name}", WORDS.get(name)))
        return str(sample(other if other is not None and name in of_other else world))

    return _ARGUMENT.sub(value, address.path)


def path_to_nothing(address: Address) -> str:
    """Return a path that is written right and names nothing that is there."""
    return _ARGUMENT.sub(lambda found: str(WORDS.get(found["name"], _NOTHING)), address.path)
