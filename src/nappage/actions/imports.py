"""Importing a clinic's export into an installation that does not have this clinic yet: all of it, or nothing.

Every person gets a new key and what was opened is sealed again under it; ids, instants and the trail stay as they were.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from django.contrib.auth.hashers import make_password
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model

from nappage.actions.audit import append_event
from nappage.actions.exports import FORMAT, MANIFEST, SEALED, SECRETS, exported_tables
from nappage.assessment.line import master_key
from nappage.records.models import Clinic, Person, PersonKey, User
from nappage.records.plain_rows import plain_value, row_of
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.records.sealed import SealingKey
from nappage.values.fault import Fault, Faulty

_AT_ONCE = 500
_AGAIN = "Take another copy of the export."


def import_clinic(source: IO[bytes], database: str = DEFAULT_DB_ALIAS) -> int:
    """Return how many rows were written. Faulty, with nothing written, if a file is not as the manifest says."""
    try:
        archive = ZipFile(source)
    except BadZipFile as error:
        raise Faulty([Fault("the export", "an archive that can be read", str(error), _AGAIN)]) from None
    with archive, seeing(connections[database], EVERY_CLINIC), transaction.atomic(using=database):
        manifest = _checked(archive)
        _refuse_what_is_there(archive, manifest, database)
        _write(archive, manifest, database)
        connections[database].check_constraints()
    return int(manifest["rows"])


def note_import(name: str, at: datetime) -> None:
    """Append to the clinic's trail, which came with it, that it was imported."""
    with seeing(connections[DEFAULT_DB_ALIAS], EVERY_CLINIC), transaction.atomic():
        append_event(Clinic.objects.values_list("id", flat=True).get(name=name), at, None, "import clinic")


def clinic_named(source: IO[bytes]) -> str:
    """Return the name of the clinic of an export that was read."""
    with ZipFile(source) as archive:
        return str(json.loads(archive.read(MANIFEST))["clinic"])


def _content(archive: ZipFile, name: str) -> bytes:
    """Return a file of an archive, empty where it is damaged: its hash then is another than the manifest's."""
    try:
        return archive.read(name)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return b""


def _checked(archive: ZipFile) -> dict[str, Any]:
    """Return the manifest of an archive that is as it says."""
    try:
        manifest: dict[str, Any] = json.loads(_content(archive, MANIFEST) if MANIFEST in archive.namelist() else b"")
    except ValueError:
        found = "none, or one that was changed"
        raise Faulty([Fault(MANIFEST, "the list of all files of an export", found, _AGAIN)]) from None
    if manifest.get("format") != FORMAT or "clinic" not in manifest:
        found = "the export of a patient" if "patient" in manifest else str(manifest.get("format"))
        raise Faulty([Fault("the export", f"a clinic's, in the form {FORMAT!r}", found, "Export the whole clinic.")])
    there, named = set(archive.namelist()) - {MANIFEST}, set(manifest["files"])
    faults = [Fault(name, "a file that the manifest names", "one file too many or too few", _AGAIN)
              for name in sorted(there ^ named)]  # fmt: skip
    for name in sorted(there & named):
        found = hashlib.sha256(_content(archive, name)).hexdigest()
        if found != manifest["files"][name]:
            faults.append(Fault(name, f"the SHA-256 {manifest['files'][name]}", found, _AGAIN))
    if faults:
        raise Faulty(faults)
    return manifest


def _refuse_what_is_there(archive: ZipFile, manifest: dict[str, Any], database: str) -> None:
    faults = []
    if Clinic.objects.using(database).filter(name=manifest["clinic"]).exists():
        remedy = "Import into an installation that does not have it."
        faults.append(Fault("the clinic", "one that is not in this installation yet", manifest["clinic"], remedy))
    names = [plain["username"] for plain in _plain(archive, manifest, User)]
    for name in User.objects.using(database).filter(username__in=names).values_list("username", flat=True):
        remedy = "Give the account that is here another user name, then import again."
        faults.append(Fault("the accounts", "user names that nobody here has", name, remedy))
    if faults:
        raise Faulty(faults)


def _write(archive: ZipFile, manifest: dict[str, Any], database: str) -> None:
    keys: dict[UUID, SealingKey] = {}
    for model in exported_tables():
        made: list[Model] = []
        for plain in _plain(archive, manifest, model):
            if model is Person and not plain.pop("erased"):
                keys[UUID(plain["id"])] = SealingKey.new()
            made.append(row_of(model, _sealed(archive, plain, keys) | _left_out(model, plain)))
        model._base_manager.using(database).bulk_create(made, batch_size=_AT_ONCE)
        if model is Person:
            _keep_keys(made, keys, database)


def _plain(archive: ZipFile, manifest: dict[str, Any], model: type[Model]) -> Iterator[dict[str, Any]]:
    begins = f"records/{model._meta.model_name}."
    for name in sorted(name for name in manifest["files"] if name.startswith(begins)):
        yield from (json.loads(line) for line in archive.read(name).splitlines())


def _sealed(archive: ZipFile, plain: dict[str, Any], keys: dict[UUID, SealingKey]) -> dict[str, Any]:
    """Return a row with what was opened sealed again; what an erasure closed is still as it was."""
    if "values" in plain:
        content = json.dumps(plain.pop("values"), ensure_ascii=False, separators=(",", ":")).encode()
    elif "file" in plain:
        content = archive.read(plain.pop("file"))
    else:
        return plain
    sealed = keys[UUID(plain["person_id"])].seal(content, UUID(plain["id"]).bytes)
    return plain | {SEALED: plain_value(sealed)}


def _left_out(model: type[Model], plain: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that an export leaves out, empty; nobody can log in until a password is set."""
    missing = {column.attname: column for column in model._meta.concrete_fields if column.attname in SECRETS}
    values = {name: plain_value(column.get_default()) for name, column in missing.items()}
    return values | {"password": make_password(None)} if model is User else values


def _keep_keys(persons: list[Any], keys: dict[UUID, SealingKey], database: str) -> None:
    rows = [
        PersonKey(
            person_id=person.pk,
            clinic_id=person.clinic_id,
            wrapped=master_key().seal(keys[person.pk].secret, person.pk.bytes),
        )
        for person in persons
        if person.pk in keys
    ]
    PersonKey._base_manager.using(database).bulk_create(rows, batch_size=_AT_ONCE)
