"""The elements that resources are made of: references, concepts, quantities, instants, each written and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from nappage.fhir.passport import Named
from nappage.values.quantity import Quantity, Unit

Resource = dict[str, Any]
UCUM = "http://unitsofmeasure.org"
KNOWLEDGE = "urn:nappage:knowledge"
UUIDS = "urn:ietf:rfc:3986"
_URN = "urn:uuid:"


def urn(id: UUID) -> str:
    """Return the address of a resource inside a bundle."""
    return f"{_URN}{id}"


def read_urn(address: str) -> UUID:
    """Return the id in such an address; ValueError for any other."""
    if not address.startswith(_URN):
        raise ValueError(f"not an address of this bundle: {address}")
    return UUID(address.removeprefix(_URN))


def reference(id: UUID) -> Resource:
    """Return a reference to another resource of the bundle."""
    return {"reference": urn(id)}


def read_reference(raw: Mapping[str, Any]) -> UUID:
    return read_urn(raw["reference"])


def concept(named: Named) -> Resource:
    """Return a concept: its words, and the id of this program's knowledge where there is one."""
    if not named.code:
        return {"text": named.text}
    return {"coding": [{"system": KNOWLEDGE, "code": named.code}], "text": named.text}


def read_concept(raw: Mapping[str, Any]) -> Named:
    coding = raw.get("coding", [{}])[0]
    return Named(raw["text"], coding.get("code", ""))


def coded(system: str, code: str) -> Resource:
    """Return a concept of a code system of HL7."""
    return {"coding": [{"system": system, "code": code}]}


def quantity(value: Quantity) -> Resource:
    """Return a quantity with its UCUM code."""
    code = value.unit.code
    return {"value": number(value.amount), "unit": code, "system": UCUM, "code": code}


def read_quantity(raw: Mapping[str, Any]) -> Quantity:
    return Quantity(Decimal(str(raw["value"])), Unit.of(raw["code"]))


def number(amount: Decimal) -> int | float:
    """Return a decimal as JSON writes numbers: the shortest digits that say it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def ratio(strength: Quantity) -> Resource:
    """Return a strength as the ratio that it is: mg to mL."""
    above, _, below = strength.unit.code.partition("/")
    return {"numerator": _part(number(strength.amount), above), "denominator": _part(1, below or "1")}


def read_ratio(raw: Mapping[str, Any]) -> Quantity:
    above, below = raw["numerator"], raw["denominator"]["code"]
    code = above["code"] if below == "1" else f"{above['code']}/{below}"
    return Quantity(Decimal(str(above["value"])), Unit.of(code))


def _part(value: int | float, code: str) -> Resource:
    return {"value": value, "unit": code, "system": UCUM, "code": code}


def moment(at: datetime) -> str:
    """Return an instant as FHIR writes it, with the offset of the clinic's zone."""
    return at.isoformat(timespec="seconds")


def read_moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a time without an offset: {text}")
    return at


def filled(**given: Any) -> Resource:
    """Return a resource without the parts that say nothing; FHIR has no empty ones."""
    return {name: value for name, value in given.items() if value not in (None, "", [], {})}
