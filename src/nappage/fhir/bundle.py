"""A passport as a Bundle of FHIR R4, its canonical bytes, and such bytes read back, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from nappage.fhir.elements import UUIDS, Resource, moment, read_moment, read_urn, urn
from nappage.fhir.findings import (
    CHANGE,
    TAPE,
    TEST,
    allergy,
    change_observation,
    kind_of,
    read_allergy,
    read_change,
    read_tape,
    read_test,
    tape_observation,
    tested_observation,
)
from nappage.fhir.papers import consent, earlier, paper, read_consent, read_document
from nappage.fhir.passport import EarlierPassport, PaperKept, Passport, Product
from nappage.fhir.people import (
    organization,
    patient,
    practitioner,
    read_organization,
    read_patient,
    read_practitioner,
)
from nappage.fhir.sessions import administration, procedure, read_administration, read_procedure

_TAG = {"system": "urn:nappage:format", "code": "passport-1"}
# What HL7 marks a record with that is about nobody.
_TEST_RECORD = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError)


class NotAPassport(ValueError):
    """Bytes that are no passport of this format; they may well be signed all the same."""


def bundle_of(passport: Passport) -> Resource:
    """Return a passport as a Bundle."""
    return {
        "resourceType": "Bundle",
        "id": str(passport.id),
        "meta": {"tag": [_TAG, _TEST_RECORD] if passport.fictional else [_TAG]},
        "identifier": {"system": UUIDS, "value": urn(passport.id)},
        "type": "collection",
        "timestamp": moment(passport.at),
        "entry": [{"fullUrl": urn(UUID(each["id"])), "resource": each} for each in _resources(passport)],
    }


def _resources(passport: Passport) -> Iterator[Resource]:
    holder, issuer = passport.holder.id, passport.issuer.id
    yield patient(passport.holder, issuer)
    yield organization(passport.issuer)
    yield from map(practitioner, passport.professionals)
    for session in passport.sessions:
        yield procedure(session, holder)
        yield from (administration(product, session.id, holder) for product in session.products)
    yield from (allergy(told, holder) for told in passport.allergies)
    yield from (tested_observation(test, holder) for test in passport.tests)
    yield from (tape_observation(read, holder) for read in passport.tape)
    yield from (change_observation(change, holder) for change in passport.changes)
    yield from (consent(given, holder, issuer) for given in passport.consents)
    yield from (paper(kept, holder, issuer) for kept in passport.papers)
    yield from (earlier(one, holder, issuer) for one in passport.earlier)


def canonical(bundle: Mapping[str, Any]) -> bytes:
    """Return the one way to write a bundle: keys in order, no blanks, UTF-8."""
    return json.dumps(bundle, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_passport(content: bytes) -> Passport:
    """Return the passport that canonical bytes say; NotAPassport if they are not what this format would write.

    What is read is written again and held against the bytes: nothing in them is passed over in silence.
    """
    try:
        passport = _read(json.loads(content, parse_float=Decimal))
        is_whole = canonical(bundle_of(passport)) == content
    except _UNREADABLE as error:
        raise NotAPassport(f"these bytes are no passport of this format: {error!r}") from None
    if not is_whole:
        raise NotAPassport("these bytes say more, or otherwise, than a passport of this format")
    return passport


def _read(bundle: Mapping[str, Any]) -> Passport:
    found: dict[str, list[Any]] = {}
    for entry in bundle["entry"]:
        resource = entry["resource"]
        found.setdefault(resource["resourceType"], []).append(resource)
    observed: dict[str, list[Any]] = {TEST.code: [], TAPE.code: [], CHANGE.code: []}
    for one in found.get("Observation", ()):
        observed[kind_of(one)].append(one)
    documents = [read_document(one) for one in found.get("DocumentReference", ())]
    return Passport(
        id=read_urn(bundle["identifier"]["value"]),
        at=read_moment(bundle["timestamp"]),
        holder=read_patient(found["Patient"][0]),
        issuer=read_organization(found["Organization"][0]),
        fictional=_TEST_RECORD in bundle["meta"]["tag"],
        professionals=tuple(map(read_practitioner, found.get("Practitioner", ()))),
        sessions=tuple(_sessions(found)),
        allergies=tuple(map(read_allergy, found.get("AllergyIntolerance", ()))),
        tests=tuple(map(read_test, observed[TEST.code])),
        tape=tuple(map(read_tape, observed[TAPE.code])),
        changes=tuple(map(read_change, observed[CHANGE.code])),
        consents=tuple(map(read_consent, found.get("Consent", ()))),
        papers=tuple(one for one in documents if isinstance(one, PaperKept)),
        earlier=tuple(one for one in documents if isinstance(one, EarlierPassport)),
    )


def _sessions(found: Mapping[str, list[Any]]) -> Iterator[Any]:
    products: dict[UUID, list[Product]] = {}
    for session, product in map(read_administration, found.get("MedicationAdministration", ())):
        products.setdefault(session, []).append(product)
    yield from (read_procedure(raw, products.get(UUID(raw["id"]), ())) for raw in found.get("Procedure", ()))
    if left := set(products) - {UUID(raw["id"]) for raw in found.get("Procedure", ())}:
        raise ValueError(f"products of a session that is not there: {left}")
