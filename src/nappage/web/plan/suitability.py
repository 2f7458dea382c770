"""Whom a purpose is named for: the questions that the knowledge asks for it, answered while the plan is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nappage.assessment.look import Look
from nappage.engine.indication import Indication
from nappage.engine.story import Plan
from nappage.engine.suitability import Suitability, SuitabilityAnswer, asked_for
from nappage.rendering.lines import cited
from nappage.values.answer import Answer
from nappage.web.forms import AnswerField
from nappage.web.plan.typed import Posted

LONGEST = 200


class SuitabilityForm(forms.Form):
    """One answer to each question of the purpose; nothing is chosen beforehand, and nothing has to be answered."""

    def __init__(self, look: Look, indication: Indication, before: Plan | None, data: Posted = None) -> None:
        super().__init__(data)
        self._asked = asked_for(look.edition, indication.id)
        said = {one.question: one for one in (before.suitability if before else ())}
        for one in self._asked:
            self._add(one, said.get(one.id))

    def _add(self, question: Suitability, said: SuitabilityAnswer | None) -> None:
        answer = said.answer.value if said else None
        self.fields[_name(question)] = AnswerField(label=question.text, declined=False, required=False, initial=answer)
        if question.how_long:
            self.fields[_long(question)] = forms.CharField(
                label=gettext_lazy("Which, and for how long"),
                required=False,
                max_length=LONGEST,
                initial=said.how_long if said else "",
            )

    def answers(self) -> tuple[SuitabilityAnswer, ...]:
        """Return the answers that were given; a question that nobody touched has none."""
        return tuple(self._answers())

    def _answers(self) -> Iterator[SuitabilityAnswer]:
        for one in self._asked:
            answer, words = self._said(_name(one)), self._said(_long(one))
            if answer or words:
                yield SuitabilityAnswer(one.id, Answer(answer or Answer.UNKNOWN.value), words)

    def _said(self, name: str) -> str:
        if name not in self.fields:
            return ""
        said = self.cleaned_data.get(name) if self.is_bound else self.get_initial_for_field(self.fields[name], name)
        return str(said or "").strip()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return each question with its fields and where it comes from."""
        return [
            {
                "answer": self[_name(one)],
                "how_long": self[_long(one)] if one.how_long else None,
                "sources": cited(one.sources),
            }
            for one in self._asked
        ]


def _name(question: Suitability) -> str:
    return f"suits-{question.id}"


def _long(question: Suitability) -> str:
    return f"suits-{question.id}-how-long"
