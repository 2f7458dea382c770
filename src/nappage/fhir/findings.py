"""What was found: allergies, allergy tests, readings of the tape, and changes with what the tape can tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nappage.fhir.elements import (
    Resource,
    coded,
    concept,
    filled,
    moment,
    quantity,
    read_concept,
    read_moment,
    read_quantity,
    read_reference,
    reference,
)
from nappage.fhir.passport import AllergyTold, ChangeJudged, Named, TapeMeasured, TestDone

_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_FROM_TEST = "A reading of an allergy test in the skin was positive."
TEST, TAPE, CHANGE = (
    Named("Allergy test in the skin", "allergy-test"),
    Named("Reading of the tape", "tape"),
    Named("Change since session 1", "change-since-session-1"),
)
_DETECTABLE = Named("Smallest change that this tape can tell from none", "detectable-change")
_BESIDE = Named("Change at the untreated place beside it", "untreated-change")


def allergy(told: AllergyTold, holder: UUID) -> Resource:
    """Return an allergy as an AllergyIntolerance: confirmed if a test of this clinic shows it, else as it was told."""
    return filled(
        resourceType="AllergyIntolerance",
        id=str(told.id),
        clinicalStatus=coded(_CLINICAL, "active"),
        verificationStatus=coded(_VERIFICATION, "confirmed" if told.from_test else "unconfirmed"),
        criticality=told.criticality,
        code={"text": told.to},
        patient=reference(holder),
        recordedDate=moment(told.at),
        note=[{"text": _FROM_TEST}] if told.from_test else [],
    )


def read_allergy(raw: Mapping[str, Any]) -> AllergyTold:
    return AllergyTold(
        UUID(raw["id"]), raw["code"]["text"], read_moment(raw["recordedDate"]), raw.get("criticality", ""),
        from_test="note" in raw,
    )  # fmt: skip


def _observation(kind: Named, id: UUID, category: str, holder: UUID, **said: Any) -> Resource:
    return filled(
        resourceType="Observation",
        id=str(id),
        status="final",
        category=[coded(_CATEGORY, category)],
        code=concept(kind),
        subject=reference(holder),
        **said,
    )


def kind_of(raw: Mapping[str, Any]) -> str:
    """Return which of the three kinds an Observation is of, by its code."""
    return read_concept(raw["code"]).code


def tested_observation(test: TestDone, holder: UUID) -> Resource:
    """Return an allergy test as an Observation whose value are the words of its result."""
    return _observation(
        TEST, test.id, "procedure", holder, effectiveDateTime=moment(test.at), valueString=test.result,
        method={"text": test.of}, note=[{"text": words} for words in test.readings],
    )  # fmt: skip


def read_test(raw: Mapping[str, Any]) -> TestDone:
    readings = tuple(note["text"] for note in raw.get("note", ()))
    at = read_moment(raw["effectiveDateTime"])
    return TestDone(UUID(raw["id"]), raw["method"]["text"], at, raw["valueString"], readings)


def tape_observation(read: TapeMeasured, holder: UUID) -> Resource:
    """Return a reading of the tape as an Observation at its landmark."""
    return _observation(
        TAPE, read.id, "exam", holder, effectiveDateTime=moment(read.at), valueQuantity=quantity(read.value),
        bodySite=concept(read.landmark), performer=[reference(read.by)] if read.by else [],
    )  # fmt: skip


def read_tape(raw: Mapping[str, Any]) -> TapeMeasured:
    return TapeMeasured(
        id=UUID(raw["id"]),
        landmark=read_concept(raw["bodySite"]),
        at=read_moment(raw["effectiveDateTime"]),
        value=read_quantity(raw["valueQuantity"]),
        by=read_reference(raw["performer"][0]) if "performer" in raw else None,
    )


def change_observation(change: ChangeJudged, holder: UUID) -> Resource:
    """Return a change as an Observation, beside it the smallest that the tape can tell; the judgement in words."""
    parts = ((_DETECTABLE, change.detectable), (_BESIDE, change.beside))
    return _observation(
        CHANGE, change.id, "exam", holder, effectiveDateTime=moment(change.at), valueQuantity=quantity(change.change),
        bodySite=concept(change.place), interpretation=[{"text": change.judged}],
        component=[{"code": concept(name), "valueQuantity": quantity(size)} for name, size in parts if size],
    )  # fmt: skip


def read_change(raw: Mapping[str, Any]) -> ChangeJudged:
    parts = {read_concept(part["code"]): read_quantity(part["valueQuantity"]) for part in raw.get("component", ())}
    return ChangeJudged(
        id=UUID(raw["id"]),
        place=read_concept(raw["bodySite"]),
        at=read_moment(raw["effectiveDateTime"]),
        change=read_quantity(raw["valueQuantity"]),
        judged=raw["interpretation"][0]["text"],
        detectable=parts.get(_DETECTABLE),
        beside=parts.get(_BESIDE),
    )
