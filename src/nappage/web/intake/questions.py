"""The questions as a form: one answer each, and behind a yes which condition it is, since when, and what it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.questionnaire import Asked, Questionnaire
from nappage.engine.question import Question
from nappage.engine.story import Channel, HealthEvent, Reply
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.values.typed_day import DayTyped
from nappage.web.forms import AnswerField, Tiles, fault_error
from nappage.web.typed import SaidDayField, not_after

# How the two kinds of not knowing are kept beside the one answer that the engine has for them.
HOW = {"unknown": "don't know", "declined": "prefer not to say"}
LAST_PERIOD = "pregnancy"
PATIENT = "patient"
OTHERS = (("none", gettext_lazy("None of the others")), ("unknown", gettext_lazy("Not sure about the others")))


class OpenAnswer(AnswerField):
    """A question that is asked of everybody and forced on nobody: without an answer it stays open."""

    def validate(self, value: Any) -> None:
        """Look at an answer; none is no fault."""
        if value not in self.empty_values:
            super().validate(value)


class Resumable(forms.Form):
    """A form that can be shown as it was typed before, without judging it yet."""

    use_required_attribute = False

    def __init__(self, *args: Any, resumed: bool = False, **options: Any) -> None:
        self.is_resumed = resumed
        super().__init__(*args, **options)

    def full_clean(self) -> None:
        """Judge what was typed, unless it was only taken up again."""
        if self.is_resumed:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


@dataclass(frozen=True, slots=True)
class Row:
    """One condition behind a yes: its box and its days."""

    box: str
    id: str
    condition: str
    label: str
    is_ticked: bool
    since: forms.BoundField
    until: forms.BoundField

    @property
    def since_short(self) -> str:
        return _("last period began") if self.condition == LAST_PERIOD else _("since")

    @property
    def until_short(self) -> str:
        return _("until")


class QuestionsForm(Resumable):
    """The questions that are due. What nobody answered stays open; it is never taken for a no."""

    answer_field: type[AnswerField] = OpenAnswer
    own_words: Any = gettext_lazy("In the person's own words")

    def __init__(
        self,
        asked: Iterable[Asked],
        speak: Speaker,
        *args: Any,
        prepared: Mapping[str, Reply] | None = None,
        recorded: Iterable[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.asked = {one.question.id: one for one in asked}
        self._speak = speak
        self._prepared = {id: reply for id, reply in (prepared or {}).items() if id in self.asked}
        self._recorded = frozenset(recorded)
        for id, one in self.asked.items():
            self.fields[f"q-{id}"] = self.answer_field(
                label=speak.text(one.question.text), initial=_said(self._prepared.get(id))
            )
            if self._asks_details(one.question):
                self._add_details(one.question)

    def _asks_details(self, question: Question) -> bool:
        return bool(question.covers) and self._typed(question.id) == "yes"

    def _typed(self, question: str) -> str:
        """Return the answer that stands in the form: what was typed, else what was said from home."""
        if self.is_bound:
            return str(self.data.get(self.add_prefix(f"q-{question}"), ""))
        return _said(self._prepared.get(question))

    def _add_details(self, question: Question) -> None:
        self.fields[f"c-{question.id}"] = forms.MultipleChoiceField(
            label=_("Which of these"),
            choices=[(condition, self._speak.term(condition)) for condition in question.covers],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=[condition for condition in question.covers if condition in self._recorded],
        )
        for condition in question.covers:
            name = self._speak.term(condition)
            since = _("First day of the last period") if condition == LAST_PERIOD else _("{what}: since")
            self.fields[f"since-{condition}"] = SaidDayField(label=since.format(what=name))
            self.fields[f"until-{condition}"] = SaidDayField(label=_("{what}: until, if it is over").format(what=name))
        if len(question.covers) > 1:
            self.fields[f"o-{question.id}"] = forms.ChoiceField(
                label=_("And the others of this list"), choices=OTHERS, required=False, widget=Tiles,
                initial=self._others(question),
            )  # fmt: skip
        self.fields[f"w-{question.id}"] = forms.CharField(
            label=self.own_words, required=False, max_length=400,
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )  # fmt: skip

    def _others(self, question: Question) -> str:
        reply = self._prepared.get(question.id)
        if reply is None or reply.answer is not Answer.YES:
            return ""
        return "none" if reply.denies else "unknown"

    def rows(self, question: str) -> list[Row]:
        """Return the conditions of a question that was answered with yes."""
        if f"c-{question}" not in self.fields:
            return []
        field = self[f"c-{question}"]
        return [
            Row(
                field.html_name, f"{field.auto_id}_{number}", condition, label, condition in (field.value() or []),
                self[f"since-{condition}"], self[f"until-{condition}"],
            )
            for number, (condition, label) in enumerate(field.field.choices)  # type: ignore[attr-defined]
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Look at what no field can see alone: a yes without its condition, days in the wrong order."""
        for id, one in self.asked.items():
            if self.cleaned_data.get(f"q-{id}") == "yes" and one.question.covers:
                self._check_details(one.question)
        return self.cleaned_data

    def _check_details(self, question: Question) -> None:
        ticked = self.cleaned_data.get(f"c-{question.id}") or []
        unsure = self.cleaned_data.get(f"o-{question.id}") == "unknown"
        if not ticked and not unsure and len(question.covers) > 1:
            expected, remedy = _("which of these it is"), _("Tick it, or say that it is not sure.")
            thing = str(self.fields[f"q-{question.id}"].label)
            self.add_error(f"q-{question.id}", fault_error(Fault(thing, expected, _("yes alone"), remedy)))
        for condition in question.covers:
            since, until = (self.cleaned_data.get(f"{name}-{condition}") for name in ("since", "until"))
            if since and until and until.last < since.first:
                fault = Fault(_("Until"), _("a day after it began"), f"“{until.text}”", _("Check both days."))
                self.add_error(f"until-{condition}", fault_error(fault))

    def check_days(self, today: date) -> bool:
        """Return whether no day lies ahead, after adding a fault to each that does."""
        for name, value in list(self.cleaned_data.items()):
            if name.startswith("since-") and isinstance(value, DayTyped):
                try:
                    not_after(value, today, str(self.fields[name].label))
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return not self.errors

    def replies(self, at: datetime, by: str = PATIENT, channel: Channel = Channel.CLINIC) -> tuple[Reply, ...]:
        """Return the answers given; both ways of not knowing are unknown, with the way they were said."""
        return tuple(self._replies(at, by, channel))

    def _replies(self, at: datetime, by: str, channel: Channel) -> Iterator[Reply]:
        for id, one in self.asked.items():
            said = self.cleaned_data.get(f"q-{id}")
            if said in HOW:
                yield Reply(id, Answer.UNKNOWN, at, by, channel, HOW[said])
            elif said:
                yield Reply(id, Answer(said), at, by, channel, denies=self._denied(one.question))

    def _denied(self, question: Question) -> tuple[str, ...]:
        if self.cleaned_data.get(f"o-{question.id}") != "none":
            return ()
        ticked = self._ticked(question)
        return tuple(condition for condition in question.covers if condition not in ticked)

    def _ticked(self, question: Question) -> Sequence[str]:
        """Return the conditions said yes to; a question about one condition needs no box."""
        return question.covers if len(question.covers) == 1 else self.cleaned_data.get(f"c-{question.id}") or ()

    def events(
        self, at: datetime, standing: Mapping[str, tuple[HealthEvent, ...]], by: str = PATIENT
    ) -> tuple[HealthEvent, ...]:
        """Return the conditions behind each yes, without those that stand in the chart and got no new day."""
        return tuple(self._events(at, standing, by))

    def _events(self, at: datetime, standing: Mapping[str, tuple[HealthEvent, ...]], by: str) -> Iterator[HealthEvent]:
        for id, one in self.asked.items():
            if self.cleaned_data.get(f"q-{id}") != "yes":
                continue
            words = self.cleaned_data.get(f"w-{id}", "")
            for condition in self._ticked(one.question):
                since, until = (self.cleaned_data.get(f"{name}-{condition}") for name in ("since", "until"))
                if since or until or condition not in standing:
                    yield _event(condition, at, since, until, words, by)


def answered_otherwise(found: Questionnaire, sent: Mapping[str, Any]) -> tuple[Asked, ...]:
    """Return the questions whose answer came with a form that is older than the answer that stands, and differs.

    Another tab or another person answered meanwhile. A yes brings its conditions and their days, so it always differs.
    """
    return tuple(
        one
        for one in found.asked
        if one not in found.due_again
        and one.last is not None
        and (typed := str(sent.get(f"q-{one.question.id}", "")))
        and (typed != _said(one.last) or (typed == "yes" and one.question.covers))
    )


def _said(reply: Reply | None) -> str:
    """Return an answer as the form offers it, "" for none."""
    if reply is None:
        return ""
    said = {how: code for code, how in HOW.items()}
    return said.get(reply.how, "unknown") if reply.answer is Answer.UNKNOWN else reply.answer.value


def _event(
    condition: str, at: datetime, since: DayTyped | None, until: DayTyped | None, words: str, by: str
) -> HealthEvent:
    """Return a condition; of a month or a year the day is taken that keeps a rule longest, and the words are kept."""
    said = [f"{name} {day.text}" for name, day in (("since", since), ("until", until)) if day and day.first != day.last]
    return HealthEvent(
        condition,
        at,
        by,
        since=_since(condition, since),
        until=until.last if until else None,
        note="; ".join(filter(None, (words, *said))),
    )


def _since(condition: str, since: DayTyped | None) -> date | None:
    if since is None:
        return None
    # An exposure is counted from the last period: the earliest day lists the most sessions.
    return since.first if condition == LAST_PERIOD else since.last
