"""A backup holds everything, of one instant; restored elsewhere it is the same, and only into what is empty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connections

from nappage.actions.acting import Conflict, Denied, acting
from nappage.actions.audit import BEGINNING, digest_of
from nappage.actions.backups import Backup, KeptFile, note_backup, write_backup
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.documents import keep_document
from nappage.actions.entries import record
from nappage.actions.messages import send_code, tell_news
from nappage.actions.restoring import check_backup, restore_rows, restored_files
from nappage.actions.undelivered import release, settle
from nappage.assessment.channel import Channel
from nappage.assessment.checkup import checkup
from nappage.assessment.digest import content_digest
from nappage.assessment.line import master_key
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.undelivered import HELD, undelivered
from nappage.engine.edition import Edition
from nappage.engine.story import Allergy
from nappage.records.backup_file import END, BackupWriter
from nappage.records.models import AuditEvent, Document, Draft, Entry, Member, Message, MessageState, PersonKey
from nappage.records.plain_rows import NOT_KEPT, kept_tables
from nappage.records.snapshot import snapshot
from nappage.rendering.consent_page import consent_paper
from nappage.rendering.paper import as_pdf
from nappage.sealing.seal import sealed
from nappage.values.fault import Faulty
from support.cast import Cast
from support.consents import consent, signed
from support.course import ready_for_first_session
from support.emptying import tampered
from support.outgoing import World, agreeing

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
LATER = START + timedelta(hours=1)
both = pytest.mark.django_db(databases=["default", "other"])


def backed_up(*files: KeptFile) -> tuple[BytesIO, Backup]:
    """Return a backup of the default database, to be read from its beginning."""
    out = BytesIO()
    made = write_backup(out, START, files)
    out.seek(0)
    return out, made


@both
def test_restored_on_the_other_database_it_is_the_same_to_the_last_byte(cast: Cast, stranger: Cast) -> None:
    ready_for_first_session(cast, START)
    stranger.register("Zoë Ångström-李 🌿", START)
    source, made = backed_up()
    checked = check_backup(source)
    assert (checked.rows, checked.content, checked.frames) == (made.rows, content_digest().digest, made.frames)
    source.seek(0)
    done = restore_rows(source, checked, START, "other")
    assert done.same
    assert done.rows == made.rows
    assert content_digest("other") == content_digest()
    for model in (PersonKey, Draft, Member, AuditEvent):
        rows = model._base_manager.order_by("pk").values_list()
        assert [*model._base_manager.using("other").order_by("pk").values_list()] == [*rows]
    digest = BEGINNING
    for event in AuditEvent.objects.using("other").filter(clinic=cast.clinic.id).order_by("number"):
        digest = digest_of(event, digest)
        assert event.digest == digest


@both
def test_it_refuses_a_database_that_holds_something(cast: Cast) -> None:
    source, _ = backed_up()
    checked = check_backup(source)
    with pytest.raises(Faulty, match=r"expected an empty one, found rows of records\.auditevent"):
        restore_rows(source, checked, START)


@both
def test_it_refuses_a_form_that_it_does_not_know(db: None) -> None:
    out = BytesIO()
    writer = BackupWriter(out, master_key(), START)
    writer.add("contents", b'{"migrations":[["records","0999_later"]]}')
    writer.add(END, b'{"frames":1,"rows":0,"content":""}')
    out.seek(0)
    with pytest.raises(Faulty, match=r"found records\.0999_later.*a later one"):
        restore_rows(out, check_backup(out), START, "other")


def test_files_come_back_piece_by_piece(db: None) -> None:
    source, made = backed_up(KeptFile("media/a", (b"one", b"two")), KeptFile("b", (b"",)))
    assert made.files == 2
    assert check_backup(source).files == ("media/a", "b")
    source.seek(0)
    assert list(restored_files(source)) == [("media/a", b"one"), ("media/a", b"two"), ("b", b"")]


def test_it_is_noted_in_the_trail_of_every_clinic(cast: Cast, stranger: Cast) -> None:
    _, made = backed_up()
    note_backup(made, START)
    for home in (cast, stranger):
        event = AuditEvent.objects.filter(clinic=home.clinic.id).latest("number")
        assert (event.act, event.detail["file"]) == ("back up", made.file)


def test_every_table_is_kept_or_made_anew_by_the_framework(db: None) -> None:
    kept = list(kept_tables(apps))
    assert len(kept) == len(set(kept))
    left = {model._meta.app_label for model in apps.get_models()} - {model._meta.app_label for model in kept}
    assert left == NOT_KEPT


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_stays_what_it_was_while_others_write(cast: Cast) -> None:
    other = connections.create_connection("default")
    try:
        with snapshot(connections["default"]):
            before = content_digest().digest
            other.cursor().execute("SELECT set_config('nappage.clinic', '*', false)" if _is_pg() else "SELECT 1")
            other.cursor().execute("UPDATE records_clinic SET name = 'renamed meanwhile'")
            assert content_digest().digest == before
        assert content_digest().digest != before
    finally:
        other.close()


def _is_pg() -> bool:
    return connections["default"].vendor == "postgresql"


def test_what_cannot_be_read_is_named(cast: Cast) -> None:
    first, second = (cast.register(f"Demo patient 01{number}", START) for number in (4, 5))
    entry = record(cast.actor("injector", START), "reply.record", first.id, Allergy("latex"))
    sound = checkup()
    assert (sound.keys, sound.entries, sound.closed, sound.troubles) == (2, 3, 0, [])
    with tampered():
        flipped = bytes(entry.sealed[:-1]) + bytes([entry.sealed[-1] ^ 1])
        Entry.objects.filter(pk=entry.id).update(sealed=flipped)
        PersonKey.objects.filter(person=second).update(wrapped=b"0" * 60)
    found = checkup()
    assert (found.keys, found.entries, found.closed) == (1, 1, 1)
    assert [words.split(":")[0] for words in found.troubles] == [
        f"the key of person {second.id}", f"entry {entry.id} (allergy) of person {first.id}",
    ]  # fmt: skip


def test_papers_and_their_seals_are_looked_at(cast: Cast, edition: Edition) -> None:
    person = cast.register("Demo patient 014", START)
    other = cast.register("Demo patient 015", START)
    actor = cast.actor("injector", START)
    text = consent("s2-face", edition)
    plain = as_pdf(consent_paper(text, edition, signed(text)))
    kept = clinic_key(cast.clinic.id, START)
    with acting(actor, "consent.take", person.id, act="demo"):
        whole = sealed(plain, kept, "Madrid", START)
        keep_document(actor, person.id, "consent", "application/pdf", whole, text_digest="", entry=person.id)
        bare = keep_document(actor, person.id, "consent", "application/pdf", plain, text_digest="", entry=person.id)
        keep_document(actor, person.id, "note", "text/plain", b"Demo", text_digest="", entry=person.id)
        broken = keep_document(actor, person.id, "note", "text/plain", b"Demo", text_digest="", entry=person.id)
        keep_document(actor, other.id, "note", "text/plain", b"Demo", text_digest="", entry=other.id)
    with tampered():
        Document.objects.filter(pk=broken.id).update(digest="0" * 64)
    PersonKey.objects.filter(person=other).delete()
    found = checkup()
    assert (found.documents, found.seals, found.closed) == (3, 1, 2)
    assert [words.split(":")[0] for words in found.troubles] == [
        f"document {document.id} ({document.kind}) of person {person.id}" for document in (bare, broken)
    ]


@both
@pytest.mark.proves("H-27", "H-36")
def test_what_was_on_its_way_is_held_until_somebody_releases_it(cast: Cast) -> None:
    """The clinic that the backup came from goes on sending: what is restored elsewhere says nothing twice by itself."""
    person = agreeing(cast, START)
    for thing in ("a paper", "another", "a third"):
        tell_news(cast.actor("reception", START), person.id, thing)
    gone, sending, _waits = Message.objects.order_by("at", "id")
    Message.objects.filter(pk=gone.pk).update(state=MessageState.SENT, ended_at=START)
    Message.objects.filter(pk=sending.pk).update(state=MessageState.SENDING, claim=uuid4(), claimed_at=START)
    send_code(cast.clinic.id, person.id, Channel.SMS, "123456", START, START + timedelta(minutes=10))
    source, _made = backed_up()
    checked = check_backup(source)
    source.seek(0)
    done = restore_rows(source, checked, LATER, "other")
    assert (done.same, done.held) == (True, 2)
    restored = Message.objects.using("other").order_by("at", "id")
    assert [(one.state, one.why) for one in restored] == [
        ("sent", ""), ("undelivered", "restored"), ("undelivered", "restored"), ("taken-back", "restored"),
    ]  # fmt: skip
    assert {(one.claim, bytes(one.secret), one.ended_at) for one in restored[1:]} == {(None, b"", LATER)}


def test_one_that_is_released_goes_out_once_and_one_that_is_not_never(cast: Cast, stranger: Cast) -> None:
    held = [held_message(cast, name) for name in ("Demo patient 014", "Demo patient 015")]
    desk, world = cast.actor("reception", LATER), World(LATER)
    assert world.round() == 0
    found = undelivered(cast.clinic.id, policy_in_force(cast.clinic.id, LATER), LATER)
    assert {one.message.id for one in found} == {one.id for one in held}
    with pytest.raises(Denied):
        release(stranger.actor("reception", LATER), held[0])
    release(desk, held[0])
    world.round()
    assert (len(world.sms.letters), Message.objects.get(pk=held[1].pk).state) == (1, "undelivered")
    with pytest.raises(Conflict):
        release(desk, held[0])
    settle(desk, held[1], "It went out before: she has it.")
    with pytest.raises(Conflict):
        release(desk, held[1])


def held_message(cast: Cast, name: str) -> Message:
    """Return a message as a restore leaves it."""
    person = agreeing(cast, START, name)
    tell_news(cast.actor("reception", START), person.id, name)
    rows = Message.objects.filter(person=person, kind="news")
    rows.update(state=MessageState.UNDELIVERED, why=HELD, ended_at=LATER)
    return rows.get()
