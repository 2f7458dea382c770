"""One sitting at home: all its forms, filled together, kept together, sent together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from nappage.actions.intake import Told
from nappage.assessment.happening import Lifestyle, MedicineList
from nappage.assessment.questionnaire import prepared, questionnaire
from nappage.engine.story import Allergy, Channel, Reply
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.web.forms import FieldFault, faults_of
from nappage.web.intake.forms import medicine_typed
from nappage.web.intake.judging import all_hold
from nappage.web.intake.sitting import standing_events
from nappage.web.own_intake.forms import (
    AllergyRows,
    HomeQuestionsForm,
    HomeWordsForm,
    MedicineRows,
    SignatureForm,
    know,
)
from nappage.web.screen import Asked
from nappage.web.speaking import own_speaker


class HomeSitting:
    """The forms of an intake at home: empty, as kept before, or as sent."""

    def __init__(self, asked: Asked, typed: QueryDict | None = None, *, resumed: bool = False) -> None:
        self._asked, self._look = asked, asked.look
        self._zone = self._look.policy.zone
        self.questionnaire = questionnaire(self._look)
        self._events = standing_events(self._look)
        self._told = prepared(self._look, self.questionnaire)
        bound: dict[str, Any] = {"data": typed, "resumed": resumed}
        rows: dict[str, Any] = {"data": typed, "form_kwargs": {"resumed": resumed}}
        self.questions = HomeQuestionsForm(
            self.questionnaire.to_ask, own_speaker(asked), prepared=self._told, recorded=self._events, **bound
        )
        self._medicines = self._look.story.medicines
        initial = [medicine_typed(one, self._zone) for one in self._medicines]
        self.medicines = MedicineRows(prefix="med", initial=initial, **rows)
        know(self.medicines, self._medicines)
        self.allergies = AllergyRows(prefix="all", **rows)
        self.lifestyle = self._look.chart.latest(Lifestyle)
        known = {name: getattr(self.lifestyle, name, "") for name in ("diet", "activity")}
        self.words = HomeWordsForm(initial=known, **bound)
        self.signature = SignatureForm(**bound)

    def forms(self) -> Iterator[forms.Form]:
        """Yield every form, in the order of the page."""
        yield from (self.questions, *self.medicines.forms, *self.allergies.forms, self.words, self.signature)

    def is_valid(self) -> bool:
        """Judge every form, so that all faults are told at once."""
        today = local_day(self._look.at, self._zone)
        return all_hold(self.forms(), self.questions, self.medicines, self.allergies, today)

    def faults(self, refused: Iterable[Fault] = ()) -> list[FieldFault]:
        """Return the faults of all forms, each with the input it is about, and what the act refused."""
        found = [one for form in self.forms() for one in faults_of(form)]
        return [*(FieldFault("", fault) for fault in refused), *found]

    @property
    def name(self) -> str:
        return str(self.signature.cleaned_data["name"])

    def told(self, sitting: UUID | None) -> Told:
        """Return what was told, ready to be sent; what was said today in the same words is not recorded again."""
        at, by = self._look.at, self._asked.actor.slug
        allergies = (row.allergy() for row in self.allergies.forms)
        return Told(
            replies=tuple(one for one in self.questions.replies(at, by, Channel.PORTAL) if not self._is_said(one)),
            events=self.questions.events(at, self._events, by),
            medicines=self._listed(),
            allergies=tuple(one for one in allergies if one and one not in self._look.story.allergies),
            lifestyle=self.words.lifestyle(self.lifestyle),
            notes=self.words.notes(),
            sitting=sitting,
        )

    def _is_said(self, reply: Reply) -> bool:
        """Return whether the same was said from home today already."""
        before = self._told.get(reply.question)
        same = before is not None and (before.answer, before.how, before.denies) == (
            reply.answer, reply.how, reply.denies,
        )  # fmt: skip
        days = [local_day(one.at, self._zone) for one in (before, reply) if one]
        return same and days[0] == days[-1]

    def _listed(self) -> MedicineList | None:
        """Return the list as it stands in the rows, or None where it says what the chart says."""
        named = {one.name: one for one in self._medicines}
        rows = (row.taken(named, "", self._zone, self._look.at) for row in self.medicines.forms)
        told: tuple[Any, ...] = tuple(one for one in rows if one is not None)
        return MedicineList(told) if told != self._medicines and told else None

    @property
    def allergies_known(self) -> tuple[Allergy, ...]:
        return self._look.story.allergies
