"""Keys of other clinics: a director adds one after comparing its fingerprint, and withdraws it again."""

from __future__ import annotations

import re
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.records.models import TrustedKey
from nappage.sealing.certificate import read_certificate
from nappage.values.fault import Fault, Faulty


def trust_key(actor: Actor, name: str, certificate: bytes, fingerprint: str, words: str) -> TrustedKey:
    """Return a key that is trusted from now on. Faulty unless the fingerprint told is that of the certificate sent."""
    read = read_certificate(certificate)
    found = read.fingerprint(hashes.SHA256()).hex()
    if re.sub(r"[\s:]", "", fingerprint).lower() != found:
        remedy = _("Ask the other clinic, by telephone or in person, what stands on its page of keys.")
        raise Faulty([Fault(_("Fingerprint"), _("the one of the file that was sent"), fingerprint, remedy)])
    with acting(actor, "key.write", act="trust key") as trace:
        if TrustedKey.objects.filter(clinic=actor.clinic, fingerprint=found, withdrawn_at__isnull=True).exists():
            raise Conflict(_("this key is trusted already"))
        key = TrustedKey.objects.create(
            clinic_id=actor.clinic,
            name=name,
            fingerprint=found,
            content=read.public_bytes(Encoding.DER),
            words=words,
            at=actor.at,
            by=actor.slug,
        )
        trace.thing, trace.detail = key.id, {"fingerprint": found}
    return key


def withdraw_key(actor: Actor, key: UUID) -> None:
    """Trust a key no more; what was taken in while it was trusted says so still."""
    with acting(actor, "key.write", act="withdraw key") as trace:
        row = TrustedKey.objects.select_for_update().get(pk=key, clinic=actor.clinic)
        if row.withdrawn_at is not None:
            raise Conflict(_("this key was withdrawn before"))
        row.withdrawn_at, row.withdrawn_by = actor.at, actor.slug
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        trace.thing, trace.detail = row.id, {"fingerprint": row.fingerprint}
