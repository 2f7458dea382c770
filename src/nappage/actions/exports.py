"""Exporting: one patient, or a whole clinic, in the clear and in one archive that anybody can read without us.

Rows are lines of JSON, papers and pictures are files, and a manifest holds the SHA-256 of each. What was sealed with a
person's key is opened; what an erasure closed stays closed. Keys, passwords and PINs never leave.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model, Q, QuerySet

from nappage.actions.acting import Actor, acting
from nappage.actions.audit import append_event
from nappage.assessment.line import master_key
from nappage.records.models import Clinic, Draft, Entry, LoginCode, Person, PersonKey, User
from nappage.records.person_links import links_around, pair
from nappage.records.plain_rows import kept_tables, plain_row
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.records.sealed import SealingKey
from nappage.records.snapshot import snapshot

FORMAT = "nappage export 1"
MANIFEST = "manifest.json"
ROWS_IN_A_FILE = 2000
# What stays behind: keys, codes that are over in minutes, and what was typed and not recorded.
NOT_EXPORTED = frozenset({PersonKey, LoginCode, Draft})
# Columns that open something, left out wherever they stand.
SECRETS = frozenset({"signing_key", "certificate", "pin", "pin_tries", "password", "secret"})
SEALED = "sealed"


@dataclass
class Exported:
    """An archive being written: every file in it with its SHA-256, and how many rows it holds."""

    archive: ZipFile
    at: datetime
    files: dict[str, str] = field(default_factory=dict)
    rows: int = 0

    def add(self, name: str, content: bytes) -> None:
        """Put one file into the archive."""
        info = ZipInfo(name, self.at.astimezone(UTC).timetuple()[:6])
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
        self.archive.writestr(info, content)
        self.files[name] = hashlib.sha256(content).hexdigest()

    def add_manifest(self, **about: Any) -> None:
        """Put the manifest into the archive, last."""
        said = {"format": FORMAT, "made_at": self.at.astimezone(UTC).isoformat(), **about, "rows": self.rows}
        text = json.dumps(said | {"files": dict(sorted(self.files.items()))}, indent=1, ensure_ascii=False)
        self.add(MANIFEST, text.encode())


def export_clinic(out: IO[bytes], clinic: UUID, at: datetime) -> Exported:
    """Write everything of one clinic, as it is at this instant, and note it in the clinic's trail."""
    connection = connections["default"]
    with ZipFile(out, "w") as archive:
        exported = Exported(archive, at)
        with snapshot(connection):
            name = Clinic.objects.values_list("name", flat=True).get(pk=clinic)
            keys = dict(_keys(PersonKey.objects.filter(clinic=clinic)))
            for model in exported_tables():
                _add_rows(exported, model, _of_clinic(model, clinic), keys)
        exported.add_manifest(clinic=name)
    with seeing(connection, EVERY_CLINIC), transaction.atomic():
        append_event(clinic, at, None, "export clinic", detail={"rows": exported.rows})
    return exported


def export_person(
    actor: Actor, out: IO[bytes], person: UUID, beside: Mapping[str, bytes], act: str = "export patient"
) -> Exported:
    """Write everything of one patient, and of the records held to be of the same person, with other files beside it."""
    with acting(actor, "patient.export", person, act=act) as trace, ZipFile(out, "w") as archive:
        exported = Exported(archive, actor.at)
        persons = same_person(person, actor.at)
        keys = dict(_keys(PersonKey.objects.filter(person__in=persons)))
        for name, content in beside.items():
            exported.add(name, content)
        for model in exported_tables():
            rows = _of_persons(model, actor.clinic, persons)
            if rows is not None:
                _add_rows(exported, model, rows, keys)
        exported.add_manifest(patient=sorted(map(str, persons)))
        trace.detail = {"rows": exported.rows, "files": len(exported.files)}
    return exported


def same_person(person: UUID, at: datetime) -> frozenset[UUID]:
    """Return a record and those that are held to be of the same person."""
    return frozenset({person}.union(*(pair(link) for link in links_around(person, at))))


def exported_tables() -> Iterator[type[Model]]:
    """Yield every table that an export holds, those that others point to first."""
    return (model for model in kept_tables(apps) if model._meta.app_label == "records" and model not in NOT_EXPORTED)


def _keys(rows: QuerySet[PersonKey]) -> Iterator[tuple[UUID, SealingKey]]:
    for person, wrapped in rows.values_list("person_id", "wrapped"):
        yield person, SealingKey(master_key().open(bytes(wrapped), person.bytes))


def _of_clinic(model: type[Model], clinic: UUID) -> QuerySet[Any]:
    rows = model._base_manager.order_by("pk")
    if model is Clinic:
        return rows.filter(pk=clinic)
    if model is User:
        return rows.filter(Q(memberships__clinic=clinic) | Q(accesses__clinic=clinic)).distinct()
    return rows.filter(clinic=clinic)


def _of_persons(model: type[Model], clinic: UUID, persons: Iterable[UUID]) -> QuerySet[Any] | None:
    """Return the rows of a table that are about persons, or None where it is about nobody."""
    names = {column.name for column in model._meta.concrete_fields}
    if model is Person:
        return Person.objects.filter(pk__in=persons)
    if {"kept", "merged"} <= names:
        return model._base_manager.filter(Q(kept__in=persons) | Q(merged__in=persons)).order_by("pk")
    if "person" not in names:
        return None
    return model._base_manager.filter(person__in=persons, clinic=clinic).order_by("pk")


def _add_rows(exported: Exported, model: type[Model], rows: QuerySet[Any], keys: Mapping[UUID, SealingKey]) -> None:
    lines = (_line(exported, model, row, keys) for row in rows.iterator(ROWS_IN_A_FILE))
    number = 0
    while part := list(islice(lines, ROWS_IN_A_FILE)):
        number += 1
        exported.rows += len(part)
        exported.add(f"records/{model._meta.model_name}.{number:04}.jsonl", b"".join(part))


def _line(exported: Exported, model: type[Model], row: Any, keys: Mapping[UUID, SealingKey]) -> bytes:
    plain = {name: value for name, value in plain_row(row).items() if name not in SECRETS}
    key = keys.get(row.person_id) if "person_id" in plain else None
    if SEALED in plain and key is not None:
        content = key.open(bytes(row.sealed), row.pk.bytes)
        del plain[SEALED]
        if model is Entry:
            plain["values"] = json.loads(content)
        else:
            plain["file"] = f"files/{model._meta.model_name}/{row.pk}"
            exported.add(plain["file"], content)
    if model is Person:
        plain["erased"] = row.pk not in keys
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
