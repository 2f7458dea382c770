"""Whether what is kept can be read: every key, entry, document, seal and subscription, and which of them cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from nappage.assessment.document_kept import open_document
from nappage.assessment.line import master_key, open_lines
from nappage.assessment.reach import push_address
from nappage.records.models import AuditEvent, Document, Entry, PersonKey, PushSubscription
from nappage.records.sealed import SealingKey, Unreadable
from nappage.sealing.seal import read_seal
from nappage.values.fault import Faulty

_AT_ONCE = 500
# The kinds of paper that the clinic puts its seal on.
SEALED = frozenset({"consent"})


@dataclass
class Checkup:
    """What was looked at and what was wrong. `closed` counts what an erasure closed: nobody can read that again."""

    keys: int = 0
    entries: int = 0
    documents: int = 0
    subscriptions: int = 0
    seals: int = 0
    closed: int = 0
    troubles: list[str] = field(default_factory=list)


def checkup() -> Checkup:
    """Return what was found in the whole installation."""
    found = Checkup()
    keys = dict(_keys(found))
    for entry in Entry.objects.order_by("pk").iterator(_AT_ONCE):
        _look_at_entry(entry, keys.get(entry.person_id), found)
    own = _fingerprints()
    for document in Document.objects.order_by("pk").iterator(_AT_ONCE):
        _look_at_document(document, document.person_id in keys, own.get(document.clinic_id, frozenset()), found)
    for subscription in PushSubscription.objects.order_by("pk").iterator(_AT_ONCE):
        _look_at_subscription(subscription, found)
    return found


def _look_at_subscription(subscription: PushSubscription, found: Checkup) -> None:
    try:
        push_address(subscription)
        found.subscriptions += 1
    except (Unreadable, PersonKey.DoesNotExist) as why:
        found.troubles.append(f"push subscription {subscription.id} of person {subscription.person_id}: {why}")


def _keys(found: Checkup) -> Iterator[tuple[UUID, SealingKey]]:
    for person, wrapped in PersonKey.objects.values_list("person_id", "wrapped"):
        try:
            yield person, SealingKey(master_key().open(bytes(wrapped), person.bytes))
            found.keys += 1
        except Unreadable as why:
            found.troubles.append(f"the key of person {person}: {why}")


def _look_at_entry(entry: Entry, key: SealingKey | None, found: Checkup) -> None:
    if key is None:
        found.closed += 1
        return
    try:
        open_lines([entry], key)
        found.entries += 1
    except (Unreadable, Faulty) as why:
        found.troubles.append(f"entry {entry.id} ({entry.kind}) of person {entry.person_id}: {why}")


def _look_at_document(document: Document, has_key: bool, own: frozenset[str], found: Checkup) -> None:
    if not has_key:
        found.closed += 1
        return
    named = f"document {document.id} ({document.kind}) of person {document.person_id}"
    try:
        content = open_document(document)
        found.documents += 1
    except Unreadable as why:
        found.troubles.append(f"{named}: {why}")
        return
    if document.kind in SEALED:
        seals = [read_seal(content, fingerprint) for fingerprint in sorted(own)]
        if any(seal.is_whole for seal in seals):
            found.seals += 1
        else:
            found.troubles.append(f"{named}: its seal does not hold")


def _fingerprints() -> dict[UUID, frozenset[str]]:
    """Return the fingerprints of every key that a clinic ever sealed with: its trail names each when it was made."""
    own: dict[UUID, set[str]] = {}
    for clinic, detail in AuditEvent.objects.filter(act="make clinic key").values_list("clinic", "detail"):
        own.setdefault(clinic, set()).add(str(detail["fingerprint"]))
    return {clinic: frozenset(fingerprints) for clinic, fingerprints in own.items()}
