"""What was done: a session as a Procedure, each product of a lot in it as a MedicationAdministration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from nappage.fhir.elements import (
    Resource,
    concept,
    filled,
    moment,
    quantity,
    ratio,
    read_concept,
    read_moment,
    read_quantity,
    read_ratio,
    read_reference,
    reference,
)
from nappage.fhir.passport import Named, Product, SessionDone

_CREAM, _INJECTED = "on the skin, as a cream", "into the skin, by injection"


def procedure(session: SessionDone, holder: UUID) -> Resource:
    """Return a session as a Procedure."""
    return filled(
        resourceType="Procedure",
        id=str(session.id),
        status="completed" if session.end else "in-progress",
        code=concept(session.technique),
        subject=reference(holder),
        performedPeriod=filled(start=moment(session.start), end=moment(session.end) if session.end else ""),
        performer=[{"actor": reference(session.by)}] if session.by else [],
        reasonCode=[concept(session.purpose)],
        bodySite=[concept(place) for place in session.places],
        note=[{"text": session.given}] if session.given else [],
    )


def read_procedure(raw: Mapping[str, Any], products: Iterable[Product]) -> SessionDone:
    period = raw["performedPeriod"]
    return SessionDone(
        id=UUID(raw["id"]),
        start=read_moment(period["start"]),
        end=read_moment(period["end"]) if "end" in period else None,
        technique=read_concept(raw["code"]),
        purpose=read_concept(raw["reasonCode"][0]),
        places=tuple(read_concept(place) for place in raw.get("bodySite", ())),
        by=read_reference(raw["performer"][0]["actor"]) if "performer" in raw else None,
        given=raw["note"][0]["text"] if "note" in raw else "",
        products=tuple(products),
    )


def administration(product: Product, session: UUID, holder: UUID) -> Resource:
    """Return a product of one lot as a MedicationAdministration, the product itself with its lot inside it."""
    strength = ratio(product.strength) if product.strength else None
    medication = filled(
        resourceType="Medication",
        id="product",
        code=concept(product.name),
        ingredient=[{"itemCodeableConcept": {"text": product.name.text}, "strength": strength}] if strength else [],
        batch={"lotNumber": product.lot} if product.lot else {},
    )
    route = {"text": _CREAM if product.by_cream else _INJECTED}
    dosage = filled(text=product.where, route=route, dose=quantity(product.dose)) if product.dose else {}
    return filled(
        resourceType="MedicationAdministration",
        id=str(product.id),
        contained=[medication],
        partOf=[reference(session)],
        status="completed",
        category={"text": route["text"]},
        medicationReference={"reference": "#product"},
        subject=reference(holder),
        effectiveDateTime=moment(product.at),
        dosage=dosage,
        note=[{"text": product.where}] if product.where and not product.dose else [],
    )


def read_administration(raw: Mapping[str, Any]) -> tuple[UUID, Product]:
    """Return the session that a product was given at, and the product."""
    medication, dosage = raw["contained"][0], raw.get("dosage", {})
    name: Named = read_concept(medication["code"])
    return read_reference(raw["partOf"][0]), Product(
        id=UUID(raw["id"]),
        name=name,
        at=read_moment(raw["effectiveDateTime"]),
        lot=medication["batch"]["lotNumber"] if "batch" in medication else "",
        strength=read_ratio(medication["ingredient"][0]["strength"]) if "ingredient" in medication else None,
        dose=read_quantity(dosage["dose"]) if dosage else None,
        where=dosage.get("text", "") if dosage else raw["note"][0]["text"] if "note" in raw else "",
        by_cream=raw["category"]["text"] == _CREAM,
    )
