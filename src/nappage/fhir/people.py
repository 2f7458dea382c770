"""Who a passport speaks of: its holder, the clinic that says it, and the staff who are named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from nappage.fhir.elements import Resource, filled, reference
from nappage.fhir.passport import Holder, Issuer, Professional

_EMERGENCY = "Emergency number of the clinic's country"


def patient(holder: Holder, issuer: UUID) -> Resource:
    """Return the holder as a Patient."""
    return filled(
        resourceType="Patient",
        id=str(holder.id),
        name=[{"text": holder.name}],
        gender=holder.sex,
        birthDate=holder.born.isoformat(),
        managingOrganization=reference(issuer),
    )


def read_patient(raw: Mapping[str, Any]) -> Holder:
    return Holder(UUID(raw["id"]), raw["name"][0]["text"], date.fromisoformat(raw["birthDate"]), raw["gender"])


def organization(issuer: Issuer) -> Resource:
    """Return the clinic as an Organization, with the emergency number of its country as a contact of its own."""
    emergency = {"purpose": {"text": _EMERGENCY}, "telecom": [{"system": "phone", "value": issuer.emergency}]}
    return filled(
        resourceType="Organization",
        id=str(issuer.id),
        name=issuer.name,
        telecom=[{"system": "phone", "value": issuer.phone}] if issuer.phone else [],
        address=[{"country": issuer.country}] if issuer.country else [],
        contact=[emergency] if issuer.emergency else [],
    )


def read_organization(raw: Mapping[str, Any]) -> Issuer:
    phone = raw["telecom"][0]["value"] if "telecom" in raw else ""
    emergency = raw["contact"][0]["telecom"][0]["value"] if "contact" in raw else ""
    country = raw["address"][0]["country"] if "address" in raw else ""
    return Issuer(UUID(raw["id"]), raw["name"], phone, emergency, country)


def practitioner(one: Professional) -> Resource:
    """Return somebody of the staff as a Practitioner."""
    credential = [{"code": {"text": one.credential}}] if one.credential else []
    return filled(
        resourceType="Practitioner", id=str(one.id), name=[{"text": one.name}], qualification=credential
    )  # fmt: skip


def read_practitioner(raw: Mapping[str, Any]) -> Professional:
    credential = raw["qualification"][0]["code"]["text"] if "qualification" in raw else ""
    return Professional(UUID(raw["id"]), raw["name"][0]["text"], credential)
