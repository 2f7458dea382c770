"""The key that a clinic seals its papers with: made when the first paper is sealed, kept under the master key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nappage.actions.audit import append_event
from nappage.assessment.known_signer import KEY_MADE
from nappage.assessment.line import master_key
from nappage.records.models import Clinic
from nappage.sealing.clinic_key import ClinicKey, new_clinic_key


def clinic_key(clinic: UUID, at: datetime) -> ClinicKey:
    """Return the clinic's key, made now if there is none or its certificate has ended.

    A paper that was sealed before keeps the certificate it was sealed with, inside it.
    """
    kept = _opened(Clinic.objects.get(pk=clinic))
    if kept is not None and at <= kept.valid_until:
        return kept
    made = new_clinic_key(Clinic.objects.values_list("name", flat=True).get(pk=clinic), at)
    with transaction.atomic():
        row = Clinic.objects.select_for_update().get(pk=clinic)
        meanwhile = _opened(row)
        if meanwhile is not None and at <= meanwhile.valid_until:
            return meanwhile
        row.signing_key = master_key().seal(made.key, row.id.bytes)
        row.certificate = made.certificate
        row.save(update_fields=["signing_key", "certificate"])
        append_event(clinic, at, None, KEY_MADE, thing=clinic, detail={"fingerprint": made.fingerprint})
    return made


def _opened(row: Clinic) -> ClinicKey | None:
    if not row.signing_key:
        return None
    return ClinicKey(master_key().open(bytes(row.signing_key), row.id.bytes), bytes(row.certificate))
