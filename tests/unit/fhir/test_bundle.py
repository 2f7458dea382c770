"""A passport as a bundle: valid by others' rules, and the same passport again when it is read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from nappage.fhir.bundle import NotAPassport, bundle_of, canonical, read_passport
from nappage.fhir.passport import Named, Passport
from nappage.values.quantity import Quantity, Unit
from support.passports import BARE, WHOLE

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30)
AMOUNTS = st.decimals(min_value=-500, max_value=500, places=4, allow_nan=False)
MOMENTS = st.integers(min_value=0, max_value=4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.proves("U-10")
@pytest.mark.parametrize("passport", [WHOLE, BARE], ids=["whole", "bare"])
def test_another_model_of_fhir_accepts_it(passport: Passport) -> None:
    Bundle.model_validate(json.loads(canonical(bundle_of(passport))))


def test_the_other_model_would_notice() -> None:
    """Each of these faults is one that a mapper could make; the judge has to see it."""
    for kind, part in (("Patient", "birthDate"), ("Procedure", "status"), ("Observation", "code")):
        bundle = json.loads(canonical(bundle_of(WHOLE)))
        resource = next(one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind)
        resource[part] = {"no": "such element"} if part != "status" else None
        with pytest.raises(ValueError, match=part):
            Bundle.model_validate(bundle)


@pytest.mark.proves("U-10")
@pytest.mark.parametrize("passport", [WHOLE, BARE], ids=["whole", "bare"])
def test_reading_it_gives_the_same_passport(passport: Passport) -> None:
    assert read_passport(canonical(bundle_of(passport))) == passport


@settings(max_examples=60, deadline=None)
@given(WORDS, AMOUNTS, MOMENTS, st.sampled_from([Unit.ML, Unit.CM, Unit.IU, Unit.MG_PER_ML, Unit.PERCENT]))
def test_whatever_was_typed_comes_back(words: str, amount: Decimal, at: datetime, unit: Unit) -> None:
    size = Quantity(amount, unit)
    product = replace(WHOLE.sessions[0].products[0], name=Named(words), lot=words, strength=size, where=words, at=at)
    told = replace(
        WHOLE,
        at=at,
        holder=replace(WHOLE.holder, name=words),
        sessions=(replace(WHOLE.sessions[0], products=(product,), given=words),),
        tape=(replace(WHOLE.tape[0], value=size, landmark=Named(words)),),
        changes=(replace(WHOLE.changes[0], change=size, detectable=abs(size), judged=words),),
        tests=(replace(WHOLE.tests[0], result=words, readings=(words, words)),),
    )
    assert read_passport(canonical(bundle_of(told))) == told


def test_every_resource_is_there_once_and_every_reference_leads_to_one() -> None:
    bundle = bundle_of(WHOLE)
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    text = json.dumps(bundle)
    pointed = {part.partition('"')[0] for part in text.split('"reference": "')[1:]} - {"#product"}
    assert pointed <= set(addresses)
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert kinds == {
        "Patient", "Organization", "Practitioner", "Procedure", "MedicationAdministration", "AllergyIntolerance",
        "Observation", "Consent", "DocumentReference",
    }  # fmt: skip


def test_a_record_of_the_demo_is_marked_as_one_about_nobody() -> None:
    marked = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
    assert marked in bundle_of(WHOLE)["meta"]["tag"]
    assert marked not in bundle_of(BARE)["meta"]["tag"]


def changed(**parts: object) -> bytes:
    return canonical(json.loads(canonical(bundle_of(BARE))) | parts)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"entry":[]}',
        canonical(bundle_of(BARE)) + b"\n",
        changed(total=1),
        changed(type="document"),
        changed(timestamp="2026-03-04T12:00:00"),
        canonical(bundle_of(BARE)).replace(b"1990-05-14", b"1990-5-14"),
    ],
)
def test_what_is_no_passport_of_this_form_is_refused_whole(content: bytes) -> None:
    with pytest.raises(NotAPassport):
        read_passport(content)
