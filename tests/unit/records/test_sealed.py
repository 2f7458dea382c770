"""What is sealed opens with its own key, in its own row, unchanged; and with nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from nappage.actions.entries import record
from nappage.assessment.chart import chart_of
from nappage.assessment.line import master_key, person_key
from nappage.engine.story import Allergy
from nappage.records.keys import new_key
from nappage.records.models import Entry, PersonKey
from nappage.records.sealed import SealingKey, Unreadable
from support.cast import Cast
from support.emptying import tampered

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
ROW = new_key().bytes


def test_it_opens_with_its_key_in_its_row() -> None:
    key = SealingKey.new()
    assert key.open(key.seal("Zoë said no".encode(), ROW), ROW).decode() == "Zoë said no"


def test_the_same_words_are_never_sealed_alike() -> None:
    key = SealingKey.new()
    assert key.seal(b"no", ROW) != key.seal(b"no", ROW)


def test_it_does_not_open_in_another_row_with_another_key_or_cut() -> None:
    key = SealingKey.new()
    sealed = key.seal(b"no", ROW)
    for other, text, row in ((key, sealed, new_key().bytes), (SealingKey.new(), sealed, ROW), (key, sealed[:-1], ROW)):
        with pytest.raises(Unreadable):
            other.open(text, row)


@pytest.mark.parametrize("place", [0, 12, -1])
def test_one_changed_byte_closes_it(place: int) -> None:
    key = SealingKey.new()
    changed = bytearray(key.seal(b"no", ROW))
    changed[place] ^= 1
    with pytest.raises(Unreadable):
        key.open(bytes(changed), ROW)


def test_a_key_never_prints_itself() -> None:
    key = SealingKey(b"\x01" * 32)
    assert repr(key) == str(key) == "SealingKey(…)"


def test_an_entry_that_was_moved_to_another_row_does_not_open(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    actor = cast.actor("assistant", AT)
    penicillin = record(actor, "reply.record", person.id, Allergy("penicillin"))
    latex = record(actor, "reply.record", person.id, Allergy("latex"))
    with tampered():
        Entry.objects.filter(pk=latex.id).update(sealed=penicillin.sealed)
    with pytest.raises(Unreadable):
        chart_of(person.id, None, AT)


def test_the_key_of_one_person_opens_nothing_of_another(cast: Cast) -> None:
    one, other = cast.register("Demo patient 014", AT), cast.register("Demo patient 015", AT)
    PersonKey.objects.filter(person=other).update(wrapped=PersonKey.objects.get(person=one).wrapped)
    with pytest.raises(Unreadable):
        person_key(other.id)


def test_without_the_key_nothing_of_the_person_opens_and_the_rows_stay(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    PersonKey.objects.filter(person=person).delete()
    with pytest.raises(PersonKey.DoesNotExist):
        chart_of(person.id, None, AT)
    assert Entry.objects.filter(person=person).exists()


def test_nothing_that_was_said_stands_in_the_row(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    entry = record(cast.actor("assistant", AT), "reply.record", person.id, Allergy("penicillin"))
    with transaction.atomic():
        kept = bytes(Entry.objects.get(pk=entry.id).sealed)
    assert b"penicillin" not in kept
    assert b"penicillin" in person_key(person.id).open(kept, entry.id.bytes)
    assert master_key().secret not in kept
