"""How private each recorded field is. A field that is not listed here fails a test, so none is added unthought of.

The table is by name, not by import: access and the engine stand side by side and know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType


class Privacy(Enum):
    """What a field tells to whoever sees it.

    Identity tells who it is about, clinical tells of their health, operational tells of the clinic's own running.
    """

    IDENTITY = "identity"
    CLINICAL = "clinical"
    OPERATIONAL = "operational"


def _fields(identity: str = "", clinical: str = "", operational: str = "") -> Mapping[str, Privacy]:
    def classified() -> Iterator[tuple[str, Privacy]]:
        for names, privacy in zip((identity, clinical, operational), Privacy, strict=True):
            yield from ((name, privacy) for name in names.split())

    return MappingProxyType(dict(classified()))


PRIVACY: Mapping[str, Mapping[str, Privacy]] = MappingProxyType(
    {
        # The story. Free words may name anyone, so they count as identity; a day of birth narrows down who it is.
        "Patient": _fields("born", "sex height phototype"),
        "Reply": _fields("how", "question answer at channel", "by"),
        "HealthEvent": _fields("note", "condition at since until zone entered_in_error_at", "by"),
        "MedicineTaken": _fields("purpose", "name prescribed since last_taken stopped", "purpose_recorded_by"),
        "Allergy": _fields("", "to severe"),
        "Reading": _fields("", "code value at"),
        "Site": _fields("", "zone side"),
        "Criterion": _fields("words", "checkpoint landmark change"),
        "Plan": _fields(
            "lifestyle",
            "indication variant sites formula sessions technique layer queued sentinel criterion assessments "
            "causes signed_at",
            "signed_by",
        ),
        "Component": _fields("", "agent volume strength", "lot"),
        "Formula": _fields("", "id components signed_at", "signed_by"),
        "Consent": _fields("by", "at version withdrawn_at"),
        "WhealReading": _fields("seen_meanwhile", "substance at long_axis short_axis flare infiltrate", "by"),
        "AllergyTest": _fields("", "id components at entered_at readings control volume", "by second"),
        "Pass": _fields(
            "", "site technique punctures volume_per_puncture depth needle_length angle layer spacing", "by"
        ),
        "Cream": _fields("", "agent mass area on off occluded"),
        "Reason": _fields("words", "rule code at session", "by second"),
        "Session": _fields("", "start state end formula sites passes drawn wasted creams", "injector elsewhere"),
        "SymptomReport": _fields("", "symptom onset at zone features value size"),
        "TapeReading": _fields("", "landmark value at side sentinel", "by"),
        "CelluliteObservation": _fields("", "at pinch standing lying"),
        "Assessment": _fields("", "at verdict raters raters_agreeing", "by"),
        "StepAccepted": _fields("", "at step", "by"),
        "SameDayOutcome": _fields("", "code at score"),
        "Story": _fields(
            "away_zone",
            "patient replies events medicines allergies readings plan formulas consents tests sessions reports tape "
            "cellulite assessments steps_accepted same_day reasons",
        ),
        # The policy is about a clinic; only its staff are persons, and they are named by the ids of their records.
        "Signature": _fields("by", "", "on"),
        "Activation": _fields("", "", "indication citation review_due protocol"),
        "SignedAgent": _fields(
            "",
            "",
            "agent strength session_limit window_limit window minimum_interval layers depth by_volume "
            "anaesthetic_maximum anaesthetic_maximum_by_mass cream_maximum cream_area cream_contact reduction_factors "
            "new_lot_closes_test allergy_keys excipients agent_class modality",
        ),
        "SignedMixture": _fields("", "", "agents citation"),
        "StaffMember": _fields("id", "", "role licensed_from licensed_until delegated_by"),
        "EmergencyKit": _fields("trained", "", "checked_on expires_on"),
        "Lot": _fields("", "", "agent lot expires_on state opened_on discard_on"),
        "Opening": _fields("", "", "weekday opens closes"),
        "TapeError": _fields("", "", "landmark error pairs"),
        "Policy": _fields(
            "",
            "",
            "clinic jurisdiction zone signed openings closed_days declared_open indications formulary mixtures staff "
            "kit lots tape_errors minimum_age area_cap test_validity test_required late_tolerance emergency_number "
            "phone fictional techniques agents_signed",
        ),
    }
)
