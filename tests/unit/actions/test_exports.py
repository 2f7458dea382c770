"""An export is whole and in the clear; imported elsewhere it is the same content, and a changed file is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connections

from nappage.actions.acting import Denied, acting
from nappage.actions.documents import keep_document
from nappage.actions.entries import record
from nappage.actions.exports import MANIFEST, export_clinic, export_person
from nappage.actions.imports import clinic_named, import_clinic, note_import
from nappage.assessment.digest import content_digest
from nappage.assessment.line import master_key
from nappage.engine.story import Allergy
from nappage.records.models import AuditEvent, Clinic, Document, Entry, Identity, Member, PersonKey, User
from nappage.records.sealed import SealingKey
from nappage.values.fault import Faulty
from support.cast import PASSWORD, Cast
from support.course import ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
both = pytest.mark.django_db(databases=["default", "other"])


def full(cast: Cast) -> None:
    """Fill a clinic: a course, a paper, somebody who was erased."""
    laid = ready_for_first_session(cast, START)
    actor = cast.actor("injector", START)
    with acting(actor, "consent.take", laid.person, act="demo"):
        keep_document(actor, laid.person, "note", "text/plain", b"Demo paper", text_digest="", entry=laid.person)
    erased = cast.register("Demo patient 020", START)
    Identity.objects.filter(person=erased).delete()
    PersonKey.objects.filter(person=erased).delete()


def exported(cast: Cast) -> BytesIO:
    """Return the export of a clinic, to be read from its beginning."""
    out = BytesIO()
    export_clinic(out, cast.clinic.id, START)
    out.seek(0)
    return out


@both
def test_imported_into_the_other_database_the_content_is_the_same(cast: Cast) -> None:
    full(cast)
    source = exported(cast)
    rows = import_clinic(source, "other")
    assert content_digest("other") == content_digest()
    assert connections["other"].vendor == "sqlite"
    with ZipFile(source) as archive:
        assert json.loads(archive.read(MANIFEST))["rows"] == rows
    document = Document.objects.using("other").get()
    wrapped = PersonKey.objects.using("other").get(person=document.person_id).wrapped
    key = SealingKey(master_key().open(bytes(wrapped), document.person_id.bytes))
    assert key.open(bytes(document.sealed), document.id.bytes) == b"Demo paper"
    assert Document.objects.get().sealed != document.sealed
    there = AuditEvent.objects.using("other").order_by("number").values_list("digest")
    assert list(there) == list(AuditEvent.objects.exclude(act="export clinic").order_by("number").values_list("digest"))


@both
def test_no_secret_leaves_and_nobody_can_log_in_afterwards(cast: Cast) -> None:
    full(cast)
    Member.objects.filter(slug="injector-1").update(pin="a PIN's hash", pin_tries=2)
    Clinic.objects.filter(pk=cast.clinic.id).update(signing_key=b"a signing key")
    source = exported(cast)
    with ZipFile(source) as archive:
        names, text = archive.namelist(), b"".join(archive.read(name) for name in archive.namelist())
    assert not any("personkey" in name for name in names)
    for secret in (b"a PIN's hash", b"signing_key", b"password", b"wrapped"):
        assert secret not in text
    import_clinic(source, "other")
    assert User.objects.get(username="injector@madrid").check_password(PASSWORD)
    assert not any(user.has_usable_password() for user in User.objects.using("other"))
    assert Member.objects.using("other").get(slug="injector-1").pin == ""


@both
def test_another_clinic_of_the_same_installation_is_not_in_it(cast: Cast, stranger: Cast) -> None:
    full(cast)
    stranger.register("Demo stranger", START)
    source = exported(cast)
    with ZipFile(source) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Demo stranger" not in text
    assert str(stranger.clinic.id).encode() not in text


def test_what_is_there_already_is_refused_with_every_reason(cast: Cast) -> None:
    source = exported(cast)
    with pytest.raises(Faulty) as raised:
        import_clinic(source)
    things = [fault.thing for fault in raised.value.faults]
    assert things == ["the clinic", *["the accounts"] * len(cast.members)]


def again(source: BytesIO, **changed: bytes | None) -> BytesIO:
    """Return an archive written anew with some files changed, or left out."""
    out = BytesIO()
    with ZipFile(source) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changed.get(name.split(".")[0].replace("/", "_"), old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"records_entry": b"{}\n"}, r"records/entry\.0001\.jsonl: expected the SHA-256"),
        ({"records_entry": None}, r"records/entry\.0001\.jsonl: expected a file that the manifest names"),
        ({"manifest": None}, r"manifest\.json: expected the list of all files"),
        ({"manifest": b'{"format": "another"}'}, "found another"),
        ({"manifest": b'{"format": "nappage export 1", "patient": []}'}, "found the export of a patient"),
    ],
)
def test_a_changed_file_is_named(cast: Cast, changed: dict[str, bytes | None], named: str) -> None:
    full(cast)
    with pytest.raises(Faulty, match=named):
        import_clinic(again(exported(cast), **changed))


def test_a_flipped_byte_is_found_wherever_it_is(cast: Cast) -> None:
    full(cast)
    whole = exported(cast).getvalue()
    with ZipFile(BytesIO(whole)) as archive:
        inside = archive.getinfo("records/entry.0001.jsonl").header_offset + 80
    for place, named in ((inside, r"records/entry\.0001\.jsonl"), (len(whole) - 20, "the export|manifest")):
        with pytest.raises(Faulty, match=named):
            import_clinic(BytesIO(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]))
    with pytest.raises(Faulty, match="an archive that can be read"):
        import_clinic(BytesIO(b"no archive"))


def test_an_import_is_noted_in_the_trail_that_came_with_it(cast: Cast) -> None:
    note_import(clinic_named(exported(cast)), START)
    acts = AuditEvent.objects.filter(clinic=cast.clinic.id).order_by("-number").values_list("act", flat=True)
    assert list(acts[:2]) == ["import clinic", "export clinic"]


def test_one_patient_with_all_that_is_of_them_and_nothing_of_others(cast: Cast, stranger: Cast) -> None:
    full(cast)
    mine = Identity.objects.get().person_id
    other = cast.register("Demo patient 099", START)
    record(cast.actor("injector", START), "reply.record", other.id, Allergy("nickel"))
    out = BytesIO()
    actor = cast.actor("director", START)
    found = export_person(actor, out, mine, {"record.txt": b"beside"})
    with ZipFile(out) as archive:
        names = archive.namelist()
        entries = [json.loads(line) for line in archive.read("records/entry.0001.jsonl").splitlines()]
        text = b"".join(archive.read(name) for name in names)
    assert {entry["person_id"] for entry in entries} == {str(mine)}
    assert len(entries) == Entry.objects.filter(person=mine).count()
    assert all("values" in entry and "sealed" not in entry for entry in entries)
    assert {"record.txt", f"files/document/{Document.objects.get().id}", MANIFEST} <= set(names)
    assert b"Demo patient 099" not in text
    assert str(other.id).encode() not in text
    assert AuditEvent.objects.latest("number").detail == {"rows": found.rows, "files": len(found.files)}
    with pytest.raises(Denied):
        export_person(cast.actor("reception", START), BytesIO(), mine, {})
    with pytest.raises(Denied):
        export_person(stranger.actor("director", START), BytesIO(), mine, {})
