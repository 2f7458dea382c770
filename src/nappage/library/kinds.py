"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.adaptation import Adaptation
from nappage.engine.agent import Agent, AgentClass, answer_agent, answer_agent_class, check_agent, check_agent_class
from nappage.engine.allergen import Allergen, check_allergen, recognise_allergen
from nappage.engine.anaesthetic_risk import AnaestheticRisk
from nappage.engine.appraisal import Appraisal, check_appraisal
from nappage.engine.area import AreaCap
from nappage.engine.body_mass import BodyMassIndex
from nappage.engine.checkpoint import Checkpoint
from nappage.engine.claim import Claim, check_claim
from nappage.engine.claim_recognition import recognise_claims
from nappage.engine.cohort import CohortRule
from nappage.engine.comparison import Alternative, check_alternative
from nappage.engine.dating import Dating, check_dating
from nappage.engine.deadline import Deadline, check_deadline
from nappage.engine.disclosure import Disclosure, answer_disclosure, check_disclosure
from nappage.engine.draw_up import PunctureVolume, Reconciliation, answer_puncture_volume, answer_reconciliation
from nappage.engine.edition import Edition, Entry
from nappage.engine.emergency import EmergencyNumber, EmergencyProtocol, check_protocol
from nappage.engine.evidence import Prior, Study, check_study
from nappage.engine.follow_up import FollowUp, check_follow_up
from nappage.engine.frequent_question import FrequentQuestion, check_frequent_question
from nappage.engine.gate import GateRule
from nappage.engine.gate import answer_case as answer_gate
from nappage.engine.geometry import Wheal
from nappage.engine.health_condition import ConditionGroup, HealthCondition, check_condition, recognise_condition
from nappage.engine.indication import Indication
from nappage.engine.instruction import Instruction, check_instruction
from nappage.engine.jurisdiction import Jurisdiction, answer_jurisdiction, check_jurisdiction
from nappage.engine.landmark import Landmark, TapeMethod, check_landmark, check_tape_method
from nappage.engine.layer import TargetLayer, check_target_layer
from nappage.engine.lexicon import Concept, Spelling, check_concept, compiled
from nappage.engine.maintenance import Maintenance
from nappage.engine.medicine import Medicine, MedicineGroup, TrailingWord, check_medicine, classes_of, recognise
from nappage.engine.melasma import MelasmaExtent, MelasmaRegion
from nappage.engine.minimum_interval import MinimumInterval
from nappage.engine.mixture import MixtureRule, answer_mixture_rule
from nappage.engine.override import Override, ReasonCode
from nappage.engine.plausible import PlausibleRange
from nappage.engine.pose import PoseSequence, answer_pose_sequence, check_pose_sequence
from nappage.engine.precaution import Precaution, check_precaution
from nappage.engine.question import Question, check_asked_once, check_question
from nappage.engine.red_flag import Denial, RedFlag, answer_red_flag, check_red_flag
from nappage.engine.reminder import QuietHours, Reminder, check_quiet_hours
from nappage.engine.requirement import Hazard, Requirement, answer_hazard, answer_requirement, check_requirement
from nappage.engine.scale import Scale, check_scale
from nappage.engine.sentence import folded
from nappage.engine.session_limit import SessionLimit
from nappage.engine.slot import Slot
from nappage.engine.source import Source
from nappage.engine.stage import CelluliteCause, Stage
from nappage.engine.suitability import Suitability
from nappage.engine.symptom import Escalator, Feature, ReactionClass, Symptom, Urgency, check_feature, check_symptom
from nappage.engine.talking_point import TalkingPoint, answer_talking_point, check_talking_point
from nappage.engine.technique import ModalityLayer, Technique, check_modality_layer, check_technique
from nappage.engine.translation import Translation, answer_translation, check_translation
from nappage.engine.variant import ScheduleVariant
from nappage.engine.washout import Washout, check_washout
from nappage.engine.wheal import TestProtocol, answer_test_protocol, check_test_protocol
from nappage.engine.wording import ApprovedSentence, ForbiddenWord, answer_wording, check_approved
from nappage.engine.zone import Zone, check_zone
from nappage.library import place_cases
from nappage.library import schedule_cases as schedule
from nappage.library.course_answers import (
    answer_alternative,
    answer_frequent_question,
    answer_instruction,
    answer_washout,
)
from nappage.library.deadline_answers import answer_deadline
from nappage.library.follow_up_answers import answer_emergency_number, answer_emergency_protocol, answer_follow_up
from nappage.library.precaution_case import answer_anaesthetic_risk, answer_precaution
from nappage.library.reminder_answers import answer_quiet_hours, answer_reminder
from nappage.library.symptom_answers import (
    answer_escalator,
    answer_feature,
    answer_reaction_class,
    answer_symptom,
    answer_urgency,
)
from nappage.values.fault import Fault

Check = Callable[[Any, str, Edition], Iterable[Fault]]
AnswerCase = Callable[[Edition, str, Mapping[str, Any]], str]


def _nothing_more(entry: Entry, thing: str, edition: Edition) -> Iterable[Fault]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its table name, its class, what must hold beyond the class, and what answers its cases.

    `check` yields the faults of one entry against the whole edition; `answer` returns, for the entry a case is about
    and what the case gives, the text that the case expects. A kind without `answer` is asked through another's cases.
    """

    name: str
    entry: type[Entry]
    check: Check = _nothing_more
    answer: AnswerCase | None = None


def _answer_source(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    return edition.all(Source)[about].tag.value


def _answer_medicine(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    medicine = edition.all(Medicine)[about]
    if "typed" in given:
        recognised = recognise(edition, given["typed"])
        return recognised.id if recognised else "unknown"
    if "class" in given:
        return "yes" if given["class"] in classes_of(medicine) else "no"
    return " + ".join(f"{part.name} {part.atc.code if part.atc else '-'}" for part in medicine.ingredients)


def _answer_allergen(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    sensitivity = recognise_allergen(edition, given["typed"])
    return ", ".join(sorted(sensitivity.keys)) if sensitivity else "unknown"


def _answer_condition(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    condition = recognise_condition(edition, given["typed"])
    return condition.id if condition else "unknown"


def _answer_question(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    question = edition.all(Question)[about]
    if "denies" in given:
        return "yes" if given["denies"] in question.covers else "no"
    return "on the day" if question.level_a_or_b else str(question.validity)


def _check_condition(condition: HealthCondition, thing: str, edition: Edition) -> Iterable[Fault]:
    yield from check_condition(condition, thing, edition)
    yield from check_asked_once(condition, thing, edition)


def _check_question(question: FrequentQuestion, thing: str, edition: Edition) -> Iterable[Fault]:
    yield from check_frequent_question(question, thing, edition)
    for reference in question.answered_by:
        kind = KINDS.get(reference.kind)
        if kind is not None and edition.get(kind.entry, reference.id) is None:
            remedy = f"Write an id of kind {reference.kind}."
            yield Fault(f"{thing}.answered_by", "an entry of this edition", str(reference), remedy)


def _answer_claim(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what a sentence does with the claim, its grade and its flag: "asserted contradicted unsafe"."""
    claim = edition.all(Claim)[about]
    hits = [hit for hit in recognise_claims(edition, given["said"]) if hit.claim is claim]
    stance = hits[0].stance.value if hits else "not recognised"
    return " ".join([stance, claim.grade.value, *([claim.flag.value] if claim.flag else [])])


def _answer_concept(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    concepts = edition.all(Concept)
    found = compiled(concepts[about], concepts).search(folded(edition, given["said"]))
    return found[0] if found else "not said"


def _answer_study(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    study = edition.all(Study)[about]
    people = [f"{study.participants} people"] if study.participants is not None else []
    return ", ".join([study.verdict.value, study.certainty.value, *people])


def _answer_prior(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    prior = edition.all(Prior)[about]
    return " ".join([prior.mean, *([f"({prior.deviation})"] if prior.deviation else []), prior.unit])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("gate", GateRule, answer=answer_gate),
        Kind("anaesthetic_risk", AnaestheticRisk, answer=answer_anaesthetic_risk),
        Kind("precaution", Precaution, check_precaution, answer_precaution),
        Kind("medicine", Medicine, check_medicine, _answer_medicine),
        Kind("medicine_group", MedicineGroup),
        Kind("trailing_word", TrailingWord),
        Kind("allergen", Allergen, check_allergen, _answer_allergen),
        Kind("health_condition", HealthCondition, _check_condition, _answer_condition),
        Kind("condition_group", ConditionGroup),
        Kind("question", Question, check_question, _answer_question),
        Kind("zone", Zone, check_zone, place_cases.answer_zone),
        Kind("area_cap", AreaCap, answer=place_cases.answer_area_cap),
        Kind("target_layer", TargetLayer, check_target_layer, place_cases.answer_target_layer),
        Kind("technique", Technique, check_technique, place_cases.answer_technique),
        Kind("modality_layer", ModalityLayer, check_modality_layer, place_cases.answer_modality_layer),
        Kind("wheal", Wheal, answer=place_cases.answer_wheal),
        Kind("slot", Slot, answer=place_cases.answer_slot),
        Kind("pose_sequence", PoseSequence, check_pose_sequence, answer_pose_sequence),
        Kind("landmark", Landmark, check_landmark, place_cases.answer_landmark),
        Kind("tape_method", TapeMethod, check_tape_method, place_cases.answer_tape_method),
        Kind("cohort", CohortRule, answer=place_cases.answer_cohort),
        Kind("stage", Stage, answer=place_cases.answer_stage),
        Kind("cellulite_cause", CelluliteCause, answer=place_cases.answer_cellulite_cause),
        Kind("scale", Scale, check_scale, place_cases.answer_scale),
        Kind("melasma_region", MelasmaRegion, answer=place_cases.answer_melasma_region),
        Kind("melasma_extent", MelasmaExtent, answer=place_cases.answer_melasma_extent),
        Kind("plausible_range", PlausibleRange, answer=place_cases.answer_plausible_range),
        Kind("body_mass_index", BodyMassIndex, answer=place_cases.answer_body_mass_index),
        Kind("indication", Indication, schedule.check_indication, schedule.answer_indication),
        Kind("suitability", Suitability, schedule.check_suitability, schedule.answer_suitability),
        Kind("variant", ScheduleVariant, schedule.check_variant, schedule.answer_variant),
        Kind("minimum_interval", MinimumInterval, schedule.check_minimum_interval, schedule.answer_minimum_interval),
        Kind("session_limit", SessionLimit, schedule.check_session_limit, schedule.answer_session_limit),
        Kind("checkpoint", Checkpoint, answer=schedule.answer_checkpoint),
        Kind("dating", Dating, check_dating, schedule.answer_dating),
        Kind("appraisal", Appraisal, check_appraisal, schedule.answer_appraisal),
        Kind("adaptation", Adaptation, schedule.check_adaptation, schedule.answer_adaptation),
        Kind("maintenance", Maintenance, answer=schedule.answer_maintenance),
        Kind("override", Override, schedule.check_override, schedule.answer_override),
        Kind("reason_code", ReasonCode, schedule.check_reason_code, schedule.answer_reason_code),
        Kind("agent_class", AgentClass, check_agent_class, answer_agent_class),
        Kind("agent", Agent, check_agent, answer_agent),
        Kind("jurisdiction", Jurisdiction, check_jurisdiction, answer_jurisdiction),
        Kind("mixture_rule", MixtureRule, answer=answer_mixture_rule),
        Kind("test_protocol", TestProtocol, check_test_protocol, answer_test_protocol),
        Kind("puncture_volume", PunctureVolume, answer=answer_puncture_volume),
        Kind("reconciliation", Reconciliation, answer=answer_reconciliation),
        Kind("symptom", Symptom, check_symptom, answer_symptom),
        Kind("feature", Feature, check_feature, answer_feature),
        Kind("red_flag", RedFlag, check_red_flag, answer_red_flag),
        Kind("denial", Denial),
        Kind("escalator", Escalator, answer=answer_escalator),
        Kind("urgency", Urgency, answer=answer_urgency),
        Kind("reaction_class", ReactionClass, answer=answer_reaction_class),
        Kind("follow-up", FollowUp, check_follow_up, answer_follow_up),
        Kind("reminder", Reminder, answer=answer_reminder),
        Kind("deadline", Deadline, check_deadline, answer_deadline),
        Kind("quiet-hours", QuietHours, check_quiet_hours, answer_quiet_hours),
        Kind("emergency-protocol", EmergencyProtocol, check_protocol, answer_emergency_protocol),
        Kind("emergency-number", EmergencyNumber, answer=answer_emergency_number),
        Kind("washout", Washout, check_washout, answer_washout),
        Kind("instruction", Instruction, check_instruction, answer_instruction),
        Kind("alternative", Alternative, check_alternative, answer_alternative),
        Kind("frequent_question", FrequentQuestion, _check_question, answer_frequent_question),
        Kind("talking_point", TalkingPoint, check_talking_point, answer_talking_point),
        Kind("claim", Claim, check_claim, _answer_claim),
        Kind("concept", Concept, check_concept, _answer_concept),
        Kind("spelling", Spelling),
        Kind("study", Study, check_study, _answer_study),
        Kind("prior", Prior, answer=_answer_prior),
        Kind("requirement", Requirement, check_requirement, answer_requirement),
        Kind("hazard", Hazard, check_requirement, answer_hazard),
        Kind("forbidden_word", ForbiddenWord, answer=answer_wording),
        Kind("approved_sentence", ApprovedSentence, check_approved),
        Kind("disclosure", Disclosure, check_disclosure, answer_disclosure),
        Kind("translation", Translation, check_translation, answer_translation),
    )
}
