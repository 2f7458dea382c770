"""What is written says with it that a screen was opened: once, before the act, and never lost with an act refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from nappage.actions.acting import Actor, Conflict, Denied, Opened, acting, note_opened
from nappage.actions.audit import broken_at
from nappage.records.models import AuditEvent
from support.cast import Cast

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


def at_a_screen(cast: Cast, duty: str = "injector") -> Actor:
    person = cast.register("Demo patient 014", AT).id
    return replace(cast.actor(duty, AT), opened=Opened(person, "write session"))


def acts_of(actor: Actor) -> list[str]:
    return list(AuditEvent.objects.filter(member=actor.who.id, at=AT).order_by("number").values_list("act", flat=True))


def person_of(actor: Actor) -> UUID:
    assert actor.opened is not None
    return actor.opened.person


def test_what_is_written_leaves_the_look_before_it_and_once(cast: Cast) -> None:
    actor = at_a_screen(cast)
    for act in ("first", "second"):
        with acting(actor, "measure.record", person_of(actor), act=act):
            pass
    note_opened(actor)
    assert acts_of(actor) == ["look", "first", "second"]
    assert AuditEvent.objects.get(act="look").detail == {"screen": "write session"}
    assert broken_at(actor.clinic) is None


def test_an_act_that_is_taken_back_leaves_the_look_all_the_same(cast: Cast) -> None:
    actor = at_a_screen(cast)
    with pytest.raises(Conflict), acting(actor, "measure.record", person_of(actor), act="lost"):
        raise Conflict("somebody else was there")
    note_opened(actor)
    assert acts_of(actor) == ["look"]


def test_an_act_within_one_that_is_taken_back_leaves_the_look_too(cast: Cast) -> None:
    actor = at_a_screen(cast)
    person = person_of(actor)
    with pytest.raises(Conflict):
        _outer_that_is_taken_back(actor, person)
    note_opened(actor)
    assert acts_of(actor) == ["look"]


def _outer_that_is_taken_back(actor: Actor, person: UUID) -> None:
    with acting(actor, "measure.record", person, act="outer"):
        with acting(actor, "measure.record", person, act="inner"):
            pass
        raise Conflict("the outer one is taken back, and the inner one with it")


def test_a_refusal_comes_after_the_look(cast: Cast) -> None:
    actor = at_a_screen(cast, "reception")
    with pytest.raises(Denied), acting(actor, "session.chart", person_of(actor)):
        pytest.fail("nobody may who may not")
    note_opened(actor)
    assert acts_of(actor) == ["look", "refused"]


def test_a_screen_where_nothing_is_written_was_opened_too(cast: Cast) -> None:
    actor = at_a_screen(cast)
    note_opened(actor)
    note_opened(actor)
    assert acts_of(actor) == ["look"]
