"""One sitting of intake: all its forms, filled together, judged together, recorded together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from nappage.actions.intake import Told
from nappage.assessment.happening import Lifestyle, MedicineList
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import role_of
from nappage.assessment.questionnaire import Asked as AskedQuestion
from nappage.assessment.questionnaire import Questionnaire, prepared, questionnaire
from nappage.engine.facts import gather
from nappage.engine.known import known_at
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Role
from nappage.engine.story import Allergy, HealthEvent
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.web.forms import FieldFault, faults_of
from nappage.web.intake.forms import (
    AllergyRows,
    InstrumentForm,
    LooksForm,
    MeasuresForm,
    MedicineRows,
    WordsAtIntakeForm,
    medicine_typed,
)
from nappage.web.intake.judging import all_hold
from nappage.web.intake.questions import QuestionsForm
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

LOOKS_AT_SKIN_FOR = "cellulite"


class Sitting:
    """The forms of an intake, empty, as typed before, or as sent."""

    def __init__(self, asked: Asked, typed: QueryDict | None = None, *, resumed: bool = False, again: str = "") -> None:
        look, identity = asked.look, asked.identity
        assert identity is not None, "a patient's screen has a patient"
        self._asked, self._look = asked, look
        self.questionnaire = questionnaire(look)
        self._zone = look.policy.zone
        bound: dict[str, Any] = {"data": typed, "resumed": resumed}
        rows: dict[str, Any] = {"data": typed, "form_kwargs": {"resumed": resumed}}
        self.questions = QuestionsForm(
            _to_ask(self.questionnaire, again),
            speaker(asked),
            prepared=prepared(look, self.questionnaire),
            recorded=standing_events(look),
            **bound,
        )
        medicines = [medicine_typed(one, self._zone) for one in look.story.medicines]
        self.medicines = MedicineRows(prefix="med", initial=medicines, **rows)
        self.allergies = AllergyRows(prefix="all", **rows)
        self.measures = MeasuresForm(
            patient=look.story.patient,
            speak=speaker(asked),
            hide_weight=identity.hide_weight,
            needed=needed_readings(look.outlook),
            **bound,
        )
        self.looks = LooksForm(**bound) if looks_at_skin(look) else None
        self.lifestyle = look.chart.latest(Lifestyle)
        initial = {name: getattr(self.lifestyle, name, "") for name in WordsAtIntakeForm.LIVING}
        self.words = WordsAtIntakeForm(initial=initial, **bound)
        self.instrument = InstrumentForm(look.policy.instrument, **bound)

    def forms(self) -> Iterator[forms.Form]:
        """Yield every form, in the order of the page."""
        yield from (self.words, self.questions, *self.medicines.forms, *self.allergies.forms, self.measures)
        yield from (form for form in (self.looks, self.instrument) if form is not None)

    def is_valid(self) -> bool:
        """Judge every form, so that all faults are told at once."""
        today = local_day(self._look.at, self._zone)
        return all_hold(self.forms(), self.questions, self.medicines, self.allergies, today)

    def faults(self, refused: Iterable[Fault] = ()) -> list[FieldFault]:
        """Return the faults of all forms, each with the input it is about, and what the act refused."""
        return [
            *(FieldFault("", fault) for fault in refused),
            *(one for form in self.forms() for one in faults_of(form)),
        ]

    def told(self, sitting: UUID | None) -> Told:
        """Return what was told, ready to be recorded; what did not change is not recorded again."""
        at, story = self._look.at, self._look.story
        return Told(
            replies=self.questions.replies(at),
            events=self.questions.events(at, standing_events(self._look)),
            medicines=self._medicines(),
            allergies=tuple(one for one in self._allergies() if one not in story.allergies),
            readings=self.measures.readings(at),
            patient=self.measures.patient(),
            lifestyle=self.words.lifestyle(self.lifestyle, local_day(at, self._zone)),
            instrument=self.instrument.answers(),
            cellulite=self.looks.observation(at) if self.looks else None,
            notes=self.words.notes(),
            sitting=sitting,
        )

    def _medicines(self) -> MedicineList | None:
        """Return the list as it stands in the rows, or None where it says what the chart says."""
        before = self._look.story.medicines
        named = {one.name: one for one in before}
        physician = self._asked.actor.slug if role_of(self._asked.member) == Role.PHYSICIAN.value else ""
        rows = (row.taken(named, physician, self._zone, self._look.at) for row in self.medicines.forms)
        told = tuple(one for one in rows if one is not None)
        return MedicineList(told) if told != before else None

    def _allergies(self) -> Iterator[Allergy]:
        for row in self.allergies.forms:
            allergy = row.allergy()
            if allergy is not None:
                yield allergy


def _to_ask(found: Questionnaire, again: str) -> tuple[AskedQuestion, ...]:
    asked = {one.question.id for one in found.to_ask} | {again}
    return tuple(one for one in found.asked if one.question.id in asked)


def needed_readings(found: Outlook) -> tuple[str, ...]:
    """Return the codes of readings that a rule waits for and for nothing else."""
    codes = (
        str(fact["about"])
        for finding in found.findings
        if finding.answer is Answer.UNKNOWN and all(fact.code == "fact.reading-unknown" for fact in finding.facts)
        for fact in finding.facts
    )
    return tuple(dict.fromkeys(codes))


def looks_at_skin(look: Look) -> bool:
    """Return whether the three looks at the skin are asked for: the plan is for it, or there is no plan yet."""
    return look.story.plan is None or look.story.plan.indication == LOOKS_AT_SKIN_FOR


def standing_events(look: Look) -> dict[str, tuple[HealthEvent, ...]]:
    """Return the conditions that stand in the chart."""
    facts = gather(known_at(look.story, look.at), look.policy, look.edition, look.at)
    return dict(facts.events)
