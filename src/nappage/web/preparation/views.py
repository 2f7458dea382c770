"""The preparation for the next visit: the wash-outs with both sources where they differ, and the check-in."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.entries import record
from nappage.assessment.happening import CheckIn
from nappage.engine.instruction import Direction, Manner
from nappage.rendering.given_session import begun_session
from nappage.rendering.sections_before import direction_line, washout_lines
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.web.banner import patient_context
from nappage.web.forms import AnswerField
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import speaker

# What somebody keeps or not. What is only told beforehand asks for no answer.
KEPT = (Manner.DO, Manner.DO_NOT)


class KeptField(AnswerField):
    """Whether something that was asked beforehand was kept: under "take no aspirin" a plain yes has two readings."""

    YES_NO = (("yes", gettext_lazy("Kept")), ("no", gettext_lazy("Not kept")))


class CheckInForm(forms.Form):
    """One question for each thing that was asked before the visit, and a line for each thing that is asked now."""

    def __init__(self, directions: list[Direction], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.noted = frozenset(one.instruction for one in directions if one.manner is Manner.ASK)
        for one in directions:
            if one.manner in KEPT:
                self.fields[one.instruction] = KeptField(label=one.text["en"], required=False)
        self.fields["words"] = forms.CharField(
            label=_("What was said"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
        )
        for one in directions:
            if one.manner is Manner.ASK:
                self.fields[one.instruction] = forms.CharField(label=one.text["en"], required=False, max_length=400)

    def said(self) -> list[CheckIn]:
        """Return what was answered; what nobody answered is not recorded as anything."""
        words = self.cleaned_data["words"]
        answered = [(id, value) for id, value in self.cleaned_data.items() if id != "words" and value]
        return [
            CheckIn(id, Answer.YES, value)
            if id in self.noted
            else CheckIn(id, Answer(value) if value in ("yes", "no") else Answer.UNKNOWN, words)
            for id, value in answered
        ]


@patient_screen("chart.read")
def preparation(asked: Asked) -> HttpResponse:
    """Show what was asked before the visit, and record what was said at check-in."""
    look = asked.look
    speak = speaker(asked)
    ready = look.outlook.preparing
    directions = [*ready.directions, *ready.at_clinic]
    form = CheckInForm(directions, asked.request.POST or None)
    if asked.request.method == "POST" and form.is_valid():
        said = form.said()
        if said:
            record(asked.actor, "reply.record", asked.person, *said, course=asked.course)
            messages.success(asked.request, _("Recorded."))
        return redirect("preparation", person=asked.person)
    context = {
        "start": ready.start,
        "has_begun": begun_session(look.outlook) is not None,
        "washouts": list(washout_lines(look.outlook, speak)),
        "lists": list(_lists(directions, speak)),
        "form": form,
        "said": list(_said(asked)),
        "may_record": asked.member.may("reply.record"),
    }
    return render(
        asked.request,
        "preparation/preparation.html",
        patient_context(asked, "preparation") | context,
        status=422 if form.is_bound else 200,
    )


def _lists(directions: list[Direction], speak: Speaker) -> list[dict[str, object]]:
    """Return the do and the don't list, each line with its absolute time and sources."""
    titles = (("do", _("Do")), ("do-not", _("Do not")), ("expect", _("Expect")), ("ask", _("Asked at the clinic")))
    return [
        {
            "kind": kind,
            "title": title,
            "lines": [direction_line(one, speak) for one in directions if one.manner.value == kind],
        }
        for kind, title in titles
    ]


def _said(asked: Asked) -> list[dict[str, object]]:
    known = {one.instruction: one for one in _all(asked)}
    return [
        {"at": line.recorded_at, "by": line.by} | _shown(value, known.get(value.instruction))
        for line, value in asked.look.chart.of(CheckIn)
    ]


def _shown(value: CheckIn, one: Direction | None) -> dict[str, str]:
    """Return one thing that was said: of what is asked now only the words, for there is nothing to keep."""
    is_noted = one is not None and one.manner is Manner.ASK and value.words
    kept = "" if is_noted else {Answer.YES: _("kept"), Answer.NO: _("not kept")}.get(value.kept, _("not known"))
    said = ": ".join(filter(None, (kept, value.words)))
    return {"text": one.text["en"] if one else value.instruction, "said": said}


def _all(asked: Asked) -> list[Direction]:
    ready = asked.look.outlook.preparing
    return [*ready.directions, *ready.at_clinic]
