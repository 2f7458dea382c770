"""Whose key is known here: this installation's clinics, with every key they ever had, and those directors trust."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from nappage.records.models import AuditEvent, Clinic, TrustedKey
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.sealing.verification import KnownSigner

# The event that a clinic's key leaves when it is made (actions/clinic_keys.py): it outlives the key.
KEY_MADE = "make clinic key"


def known_signer(fingerprint: str, clinic: UUID | None = None) -> KnownSigner | None:
    """Return who signs with a certificate, or None where nobody here knows it.

    A clinic asks for itself: its installation's clinics, and the keys that its own director added. Without a clinic
    everybody's are asked, which is what the public page does.
    """
    if not fingerprint:
        return None
    with seeing(connection, EVERY_CLINIC):
        made = AuditEvent.objects.filter(act=KEY_MADE, detail__fingerprint=fingerprint).values_list("clinic", flat=True)
        own = Clinic.objects.filter(pk__in=list(made)).first()
        if own is not None:
            return KnownSigner(own.name)
        added = TrustedKey.objects.filter(fingerprint=fingerprint, withdrawn_at__isnull=True).select_related("clinic")
        first = (added.filter(clinic=clinic) if clinic else added).first()
        return KnownSigner(first.name, first.clinic.name) if first else None
