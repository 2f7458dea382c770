"""How private each recorded field is. A field that is not listed here fails a test, so none is added unthought of.

PRIVACY is about the values that are recorded, whoever holds them; ROWS is about the columns of the database. Both are
by name, not by import: access stands below what it speaks of.
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
        "Reply": _fields("how", "question answer at channel denies", "by"),
        "HealthEvent": _fields("note", "condition at since until zone entered_in_error_at", "by"),
        "MedicineTaken": _fields("purpose", "name prescribed since last_taken stopped", "purpose_recorded_by"),
        "Allergy": _fields("", "to severe"),
        "Reading": _fields("", "code value at"),
        "Site": _fields("", "zone side"),
        "Criterion": _fields("words", "checkpoint landmark change"),
        "Plan": _fields(
            "lifestyle",
            "indication variant sites formula sessions technique layer queued sentinel criterion assessments "
            "causes suitability signed_at",
            "signed_by",
        ),
        "SuitabilityAnswer": _fields("how_long", "question answer"),
        "Component": _fields("", "agent volume strength", "lot"),
        "Formula": _fields("", "id components signed_at", "signed_by"),
        "Consent": _fields("by", "at version withdrawn_at channel taken_at"),
        "WhealReading": _fields("seen_meanwhile", "substance at long_axis short_axis flare infiltrate", "by"),
        "AllergyTest": _fields("", "id components at entered_at readings control volume", "by second"),
        "Pass": _fields(
            "", "site technique punctures volume_per_puncture depth needle_length angle layer spacing", "by"
        ),
        "Cream": _fields("", "agent mass area on off occluded"),
        "Reason": _fields("words", "rule code at session", "by second"),
        "Session": _fields("", "start state end formula sites passes drawn wasted creams", "injector elsewhere"),
        "SymptomReport": _fields("words", "symptom onset at zone features value size closed_at released_at"),
        "TapeReading": _fields("", "landmark value at side sentinel posture tension height", "by"),
        "CelluliteObservation": _fields("", "at pinch standing lying"),
        "Assessment": _fields("", "at verdict raters raters_agreeing", "by"),
        "StepAccepted": _fields("", "at step", "by"),
        "SameDayOutcome": _fields("", "code at score"),
        "Score": _fields("", "scale score at told_by system method parts", "by"),
        "Pause": _fields("words", "why at until ended_at", "by"),
        "Resumption": _fields("words", "pause at", "by"),
        "Disagreement": _fields("says", "about at"),
        "Story": _fields(
            "away_zone",
            "patient replies events medicines allergies readings plan formulas consents tests sessions earlier reports "
            "tape cellulite assessments steps_accepted same_day scores pauses reasons disagreements",
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
        "Instrument": _fields("", "", "name citation items"),
        "Listing": _fields("", "", "address languages zones prices"),
        "TapeError": _fields("", "", "landmark error pairs"),
        "Policy": _fields(
            "",
            "",
            "clinic jurisdiction zone signed openings closed_days declared_open holidays_of indications formulary "
            "mixtures staff kit lots tape_errors minimum_age area_cap test_validity test_required late_tolerance "
            "emergency_number phone fictional instrument listing techniques agents_signed",
        ),
        # What else an entry can hold (assessment/happening.py). Free words may name anyone.
        "MedicineList": _fields("", "medicines"),
        "Withdrawal": _fields("by words", "at"),
        "TestGiven": _fields("", "id components placed_at control volume mix_site control_site", "second"),
        "TestRead": _fields("", "test readings"),
        "Started": _fields("identifiers", "formula sites", "injector room device"),
        "FormulaChosen": _fields("", "formula"),
        "PassGiven": _fields("note", "given spacing needle needle_lot copied", "device confirms"),
        "PassCopied": _fields("", "copy", "visit"),
        "ZoneTakenOver": _fields("", "site", "passes"),
        "CreamOn": _fields("", "cream"),
        "CreamOff": _fields("", "on off"),
        "Drawn": _fields("note", "drawn wasted"),
        "Stopped": _fields("words"),
        "Resumed": _fields("words"),
        "Ended": _fields("", "at"),
        "Signed": _fields("", "passes punctures volume"),
        "Addendum": _fields("words"),
        "Observation": _fields("", "minutes after began", "owner"),
        "ObservationEnded": _fields("words", "observation at left_early"),
        "EmergencyStep": _fields("", "protocol step at dose"),
        "ReactionSeen": _fields("words", "what at site"),
        "Note": _fields("words", "section"),
        "CheckIn": _fields("words", "instruction kept"),
        "Struck": _fields("why", "", "replacement"),
        "RecordedAgain": _fields("why", "", "visit"),
        "Lifestyle": _fields("diet activity goal", "on"),
        "ItemAnswer": _fields("answer", "item"),
        "InstrumentAnswers": _fields("", "instrument answers", "citation"),
        "PlanTerms": _fields("goal why", "alternatives_shown depth first sizes", "plan price drawn"),
        "AreaSize": _fields("", "site size"),
        "QuestionAsked": _fields("question answer", "", "sent"),
        # After a session (assessment/followed.py). Where somebody travels narrows down who it is.
        "Away": _fields("zone"),
        "CheckOut": _fields("words", "instruction done"),
        "ContactMade": _fields("words", "session follow_ups told at", "by"),
        "ContactTried": _fields("words", "day"),
        "TakenOn": _fields("", "day", "owner report"),
        "ReportClosed": _fields("found", "", "report"),
        "HoldLifted": _fields("words", "", "report"),
        "NoduleSeen": _fields("words", "site size tender red warm draining onset", "report"),
        "NoduleGone": _fields("words", "site"),
        "StaffIncident": _fields("words done told", "what at", "member"),
        "AdverseEventReported": _fields("", "", "document text_digest edition"),
        # What comes from home (assessment/at_home.py).
        "ToldAtHome": _fields("name", "language", "entries"),
        "AreaWish": _fields("words helper", "sites", "drawn"),
        "QuestionSent": _fields("question helper"),
        "ConsentLeft": _fields("helper", "language", "text_digest"),
        "ConsentTaken": _fields("", "", "consent explained_by"),
        # Photos (assessment/photographed.py).
        "PhotoConsent": _fields("words", "use given paper manner", "explained_by"),
        "PhotoTaken": _fields("words", "pose", "document preview width height report"),
        "PhotoUsed": _fields("where", "use", "photo"),
        "PhotoPair": _fields("", "pose", "left right"),
        "PairRating": _fields("words", "better", "pair"),
        # What a person carries (assessment/carried.py). A passport says who its holder is.
        "RecordAsked": _fields("words", "", "wanted"),
        "PassportIssued": _fields("", "", "document digest"),
        "PassportTakenIn": _fields("signed", "", "signer fingerprint is_known issued_at digest"),
        # By which ways somebody wants to be written to (assessment/channel.py).
        "ChannelConsent": _fields("words", "", "channel given"),
        "ConsentSigned": _fields(
            "witness",
            "consent language",
            "text_digest document manner explained_by plan policy_version edition",
        ),
    }
)

# A key is operational: without the identity, which can be erased, it is nobody's. So is who of the staff did something.
# What is sealed counts as what is inside.
ROWS: Mapping[str, Mapping[str, Privacy]] = MappingProxyType(
    {
        "AuditEvent": _fields("", "", "id clinic number at member act person thing detail digest"),
        "CalendarFeed": _fields("", "", "id clinic member digest at by revoked_at revoked_by"),
        "Clinic": _fields("", "", "id name fictional signing_key certificate"),
        "Course": _fields("", "", "id clinic person opened_at opened_by follows"),
        "Decision": _fields("", "rules", "id clinic person entry act at edition timezones policy_version outlook"),
        "Device": _fields("", "", "id clinic name"),
        "Document": _fields("", "sealed", "id clinic person entry kind media_type text_digest digest at by"),
        "Draft": _fields("", "sealed", "id clinic person member access screen at"),
        "Entry": _fields("", "kind sealed", "id clinic person course visit at recorded_at by strikes"),
        "Identity": _fields(
            "name folded born sex phone phone_digits email language contact_note photo", "hide_weight", "person clinic"
        ),
        "KitCheck": _fields("", "", "id clinic checked_on expires_on trained at by"),
        "LoginCode": _fields("", "", "id user asked_for digest at until tries used"),
        "Lot": _fields("", "", "id clinic agent lot expires_on opened_on discard_on state"),
        "LotUse": _fields("", "agent", "id clinic person entry lot at"),
        "Member": _fields(
            "name",
            "",
            "id clinic user slug duties credential licensed_from licensed_until delegated_by pin pin_tries active",
        ),
        "Message": _fields(
            "",
            "",
            "id clinic person kind key visit starts_at channel via refused secret at by due until state why tries "
            "next_at claim claimed_at ended_at owner settled_at settled_by",
        ),
        "Person": _fields("", "", "id clinic registered_at"),
        "PersonKey": _fields("", "", "person clinic wrapped"),
        "PersonLink": _fields("", "", "id clinic kept merged undone words at by"),
        "PolicyVersion": _fields("", "", "id clinic number terms words signed_by signed_at"),
        "PortalAccess": _fields("name", "", "id clinic person user relation at by until revoked_at revoked_by"),
        "PushSubscription": _fields("sealed", "", "id clinic person access device at by"),
        "Room": _fields("", "", "id clinic name"),
        "Slot": _fields("", "", "id clinic visit taken start"),
        "TrustedKey": _fields("", "", "id clinic name fingerprint content words at by withdrawn_at withdrawn_by"),
        "User": _fields(
            "username first_name last_name email phone",
            "",
            "id password last_login is_superuser is_staff is_active date_joined groups user_permissions",
        ),
        "Visit": _fields(
            "", "purpose", "id clinic person course state room member device test start end booked_at booked_by"
        ),
        "Waiting": _fields("", "purpose", "id clinic person course minutes first last at by ended_at ended_by"),
    }
)
