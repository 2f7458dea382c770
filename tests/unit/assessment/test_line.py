from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from nappage.actions.audit import broken_at
from nappage.actions.entries import record
from nappage.assessment import line
from nappage.assessment.look import look_at
from nappage.engine.story import Reply
from nappage.records.models import Entry
from nappage.values.answer import Answer
from support.cast import Cast

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)


def test_what_is_recorded_is_told_to_the_engine(cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    actor = cast.actor("assistant", AT)
    record(actor, "reply.record", person.id, Reply("pregnancy", Answer.NO, AT, "patient"))
    look = look_at(cast.clinic.id, person.id, None, AT + timedelta(minutes=1))
    assert look.story.replies[0].question == "pregnancy"
    assert len(look.outlook.gates) == 8
    assert broken_at(cast.clinic.id) is None


def test_the_database_refuses_a_change(cast: Cast) -> None:
    cast.register("Demo patient 014", AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(by="someone")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


def test_lines_that_another_thread_forgets_meanwhile_are_opened_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = cast.register("Demo patient 014", AT)
    record(cast.actor("assistant", AT), "reply.record", person.id, Reply("pregnancy", Answer.NO, AT, "patient"))
    entries = line.EntriesAsked(lambda: Entry.objects.order_by("recorded_at", "id"))
    asked_of_the_database = entries.named.rows
    first = line.lines_by_person(entries, (person.id,))

    def named_while_forgotten(*args: Any) -> Any:
        line._OPENED.clear()
        return asked_of_the_database(*args)

    monkeypatch.setattr(entries.named, "rows", named_while_forgotten)
    assert line.lines_by_person(entries, (person.id,)) == first
    assert len(first[person.id]) > 0
