"""One hash of all content: it changes with what is recorded, not with how it is sealed, looked at or stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connections
from django.db.models import Model

from nappage.actions.entries import record, strike
from nappage.actions.looking import note_look
from nappage.actions.visits import mark
from nappage.assessment import digest
from nappage.assessment.digest import CONTENT, ERASED, NOT_CONTENT, ContentDigest, content_digest
from nappage.assessment.line import person_key, seal_values
from nappage.engine.story import Allergy
from nappage.records.models import Entry, Identity, Member, PersonKey, Room, User, Visit, VisitState
from nappage.values.fault import Faulty
from support.cast import Cast
from support.course import ready_for_first_session
from support.emptying import tampered

LATER = {"Member": "delegated_by"}
NOT_WRITTEN_HERE = {"Decision", "Device", "Document", "LotUse", "PersonLink", "TrustedKey", "Waiting"}
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def changed(before: ContentDigest) -> set[str]:
    """Return the tables whose hash is another than before."""
    now = content_digest()
    found = {new.table for old, new in zip(before.tables, now.tables, strict=True) if old.digest != new.digest}
    assert (now.digest == before.digest) == (not found)
    return found


def test_every_table_is_content_or_says_why_not() -> None:
    tables = {model.__name__ for model in apps.get_app_config("records").get_models()}
    content = {model.__name__ for model in CONTENT}
    assert content | set(NOT_CONTENT) == tables
    assert content & set(NOT_CONTENT) == set()


def test_it_changes_with_what_is_recorded_and_names_where(cast: Cast) -> None:
    course = ready_for_first_session(cast, START)
    before = content_digest()
    assert changed(before) == set()
    actor = cast.actor("injector", START)
    entry = record(actor, "reply.record", course.person, Allergy("latex"))
    assert changed(before) == {"Entry"}
    between = content_digest()
    strike(actor, entry.id, "another patient's")
    assert changed(between) == {"Entry"}
    between = content_digest()
    mark(cast.actor("reception", START), Visit.objects.get(), VisitState.HERE)
    assert changed(between) == {"Visit"}


def test_looking_and_a_new_pin_change_nothing(cast: Cast) -> None:
    course = ready_for_first_session(cast, START)
    before = content_digest()
    note_look(cast.actor("injector", START), course.person, "open chart")
    cast.injector.pin = "another"
    cast.injector.save()
    assert changed(before) == set()


def test_the_same_words_sealed_anew_are_the_same_content_and_others_are_not(cast: Cast) -> None:
    person = cast.register("Demo patient 014", START)
    entry = record(cast.actor("injector", START), "reply.record", person.id, Allergy("latex"))
    before = content_digest()
    for said, tables in ((Allergy("latex"), set()), (Allergy("lidocaine"), {"Entry"})):
        with tampered():
            Entry.objects.filter(pk=entry.id).update(sealed=seal_values(person_key(person.id), entry.id, [said]))
        assert changed(before) == tables


def test_what_was_erased_is_counted_and_no_more(cast: Cast) -> None:
    person = cast.register("Demo patient 014", START)
    PersonKey.objects.filter(person=person).delete()
    Identity.objects.filter(person=person).delete()
    rows = {table.table: table.rows for table in content_digest().tables}
    assert (rows["Entry"], rows["Person"], rows["Identity"]) == (1, 1, 0)
    assert ERASED


@pytest.mark.django_db(databases=["default", "other"])
def test_the_same_content_has_the_same_hash_on_either_engine(cast: Cast, stranger: Cast) -> None:
    """The other database is SQLite: on PostgreSQL this compares the engines, on SQLite two files."""
    ready_for_first_session(cast, START)
    stranger.register("Zoë Ångström-李 🌿", START)
    kept: tuple[type[Model], ...] = (User, *CONTENT, PersonKey)
    for model in kept:
        model._base_manager.using("other").bulk_create(list(model._base_manager.all()))
    assert connections["other"].vendor == "sqlite"
    assert content_digest("other") == content_digest()
    rows = {table.table: table.rows for table in content_digest().tables}
    assert {table for table, many in rows.items() if many == 0} == NOT_WRITTEN_HERE


def test_what_a_later_version_added_counts_once_it_says_something(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the order somebody works under, and the rooms, had come later than the first form."""
    form = {name: columns - {LATER.get(name.title(), "")} for name, columns in digest.first_form().items()}
    del form["room"]
    monkeypatch.setattr(digest, "first_form", lambda: form)
    digest._later.cache_clear()
    Room.objects.all().delete()
    Member.objects.update(delegated_by=None)
    before = content_digest()
    monkeypatch.setattr(digest, "CONTENT", {model: left for model, left in CONTENT.items() if model is not Room})
    assert content_digest().digest == before.digest
    cast.assistant.delegated_by = cast.physician
    cast.assistant.save()
    assert content_digest().digest != before.digest
    digest._later.cache_clear()


def test_another_master_key_is_named(cast: Cast) -> None:
    PersonKey.objects.filter(person=cast.register("Demo patient 014", START)).update(wrapped=b"0" * 60)
    with pytest.raises(Faulty, match="NAPPAGE_MASTER_KEY: expected the key that every person's own key is kept under"):
        content_digest()
