"""Papers: consents, documents that are kept at the clinic, and whole passports of other clinics."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nappage.fhir.elements import (
    UUIDS,
    Resource,
    coded,
    filled,
    moment,
    read_moment,
    read_reference,
    reference,
    urn,
)
from nappage.fhir.passport import ConsentGiven, EarlierPassport, PaperKept

_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
_TREATMENT = "Consent to treatment"
SHA256 = "urn:nappage:sha-256"
JOSE = "application/jose"


def consent(given: ConsentGiven, holder: UUID, issuer: UUID) -> Resource:
    """Return a consent; its text is in the paper that it points to."""
    return filled(
        resourceType="Consent",
        id=str(given.id),
        status="inactive" if given.is_withdrawn else "active",
        scope=coded(_SCOPE, "treatment"),
        category=[{"text": _TREATMENT}],
        patient=reference(holder),
        dateTime=moment(given.at),
        organization=[reference(issuer)],
        sourceReference=reference(given.paper) if given.paper else None,
        policyRule={"text": given.version},
    )


def read_consent(raw: Mapping[str, Any]) -> ConsentGiven:
    return ConsentGiven(
        id=UUID(raw["id"]),
        at=read_moment(raw["dateTime"]),
        version=raw["policyRule"]["text"],
        paper=read_reference(raw["sourceReference"]) if "sourceReference" in raw else None,
        is_withdrawn=raw["status"] == "inactive",
    )


def paper(kept: PaperKept, holder: UUID, issuer: UUID) -> Resource:
    """Return a paper that stays at the clinic, with the SHA-256 of its file."""
    attachment = {"contentType": kept.media_type, "title": kept.title}
    return _document(kept.id, kept.title, kept.at, holder, issuer, attachment) | {
        "identifier": [{"system": SHA256, "value": kept.digest}]
    }


def earlier(one: EarlierPassport, holder: UUID, issuer: UUID) -> Resource:
    """Return a passport of another clinic, whole: its own signature can still be verified."""
    content = base64.b64encode(one.signed.encode("ascii")).decode("ascii")
    attachment = {"contentType": JOSE, "title": one.title, "data": content}
    return _document(one.id, one.title, one.at, holder, issuer, attachment)


def _document(
    id: UUID, title: str, at: Any, holder: UUID, issuer: UUID, attachment: Mapping[str, str]
) -> Resource:  # fmt: skip
    return filled(
        resourceType="DocumentReference",
        id=str(id),
        masterIdentifier={"system": UUIDS, "value": urn(id)},
        status="current",
        type={"text": title},
        subject=reference(holder),
        date=moment(at),
        custodian=reference(issuer),
        content=[{"attachment": dict(attachment)}],
    )


def read_document(raw: Mapping[str, Any]) -> PaperKept | EarlierPassport:
    attachment, at, id = raw["content"][0]["attachment"], read_moment(raw["date"]), UUID(raw["id"])
    if "data" in attachment:
        signed = base64.b64decode(attachment["data"], validate=True).decode("ascii")
        return EarlierPassport(id, attachment["title"], at, signed)
    digest = raw["identifier"][0]["value"]
    return PaperKept(id, attachment["title"], at, attachment["contentType"], digest)
