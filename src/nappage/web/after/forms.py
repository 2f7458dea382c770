"""The forms of what comes after a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.actions.moments import moment_in_words
from nappage.assessment.followed import CheckOut, Mishap
from nappage.engine.contact import Told
from nappage.library.timezones import zones_by_region
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.web.forms import AnswerField, Tiles, fault_error
from nappage.web.typed import instant_of

Choices = Iterable[tuple[str, Any]]
NOBODY = "nobody"
SAID = ((Told.NOTHING.value, _("Nothing that troubles them")), (Told.SOMETHING.value, _("Something: report it next")))
ASKED = (*SAID, (NOBODY, _("Not asked")))
WORDS = forms.Textarea(attrs={"rows": 2})


def offer(form: forms.BaseForm, name: str, choices: Choices) -> None:
    """Let a field of a form offer these choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name
    field.choices = list(choices)


class LeavingForm(forms.Form):
    """The list that is gone through before somebody leaves, and where they will be.

    The line named `check` is asked as the call that it is.
    """

    def __init__(self, lines: Sequence[tuple[str, str]], *args: Any, check: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = [id for id, _text in lines]
        self._check = check
        for id, text in lines:
            if id == check:
                self.fields[id] = forms.ChoiceField(label=text, required=False, widget=Tiles, choices=ASKED)
            else:
                self.fields[id] = AnswerField(label=text, required=False, unknown=False)
        here = [("", _("Here, in the clinic's time"))]
        self.fields["zone"] = forms.ChoiceField(
            label=_("In the next days they will be in"),
            required=False,
            choices=[*here, *zones_by_region().items()],
            help_text=_("Somebody who travels gets every time of the sheet by that clock too."),
        )
        self.fields["words"] = forms.CharField(
            label=_("What was said"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
        )

    @property
    def first_line(self) -> str:
        """Return the field that the list begins with, empty for an empty list."""
        return next(iter(self._lines), "")

    def lines(self) -> list[CheckOut]:
        """Return the lines that were answered; what nobody answered is not recorded as anything."""
        told = self.cleaned_data
        return [CheckOut(id, self._done(id), told["words"]) for id in self._lines if told[id]]

    def told(self) -> Told | None:
        """Return what was said to the check, None where it was not asked or is not on the list."""
        said = self.cleaned_data.get(self._check)
        return Told(said) if said and said != NOBODY else None

    def _done(self, id: str) -> Answer:
        said = self.cleaned_data[id]
        return Answer.of(said != NOBODY) if id == self._check else Answer(said)


class ContactForm(forms.Form):
    """What became of a call or a check."""

    day = forms.DateField(widget=forms.HiddenInput)
    told = forms.ChoiceField(
        label=_("What was said"),
        widget=Tiles,
        choices=(*SAID, (NOBODY, _("Nobody was reached"))),
    )
    words = forms.CharField(label=_("In their words"), required=False, max_length=400, widget=WORDS)

    def said(self) -> Told | None:
        """Return what was said, None where nobody was reached."""
        told = self.cleaned_data["told"]
        return None if told == NOBODY else Told(told)


class TakeOnForm(forms.Form):
    """Who owns a contact or a report from now on."""

    owner = forms.ChoiceField(label=_("Owner"))
    day = forms.DateField(widget=forms.HiddenInput, required=False)
    report = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, members: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", members)


class MomentForm(forms.Form):
    """A day and a clock time that may both be left open."""

    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    clock = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def moment(self, zone: ZoneInfo, at: datetime) -> datetime | None:
        """Return the instant typed, None for nothing; a day without a time is read as its beginning (the longer)."""
        told = self.cleaned_data
        if told["day"] is None:
            if told["clock"] is not None:
                self._refuse("day", _("a day beside the time"), _("nothing"), _("Type the day."))
            return None
        clock = told["clock"] or datetime.min.time()
        try:
            found = instant_of(told["day"], clock, zone, str(_("Time")))
        except forms.ValidationError as never:
            self.add_error("clock", never)
            return None
        if found > at:
            self._refuse("day", _("a time that has been"), moment_in_words(found, zone), _("Correct it."))
            return None
        return found

    def _refuse(self, name: str, expected: Any, found: Any, remedy: Any) -> None:
        fault = Fault(str(self.fields[name].label), str(expected), str(found), str(remedy))
        self.add_error(name, fault_error(fault))


class CloseForm(forms.Form):
    """What was found when somebody looked into a report."""

    found = forms.CharField(
        label=_("What was found, and what was agreed"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class LiftForm(forms.Form):
    """Why sessions may go on that an emergency holds."""

    why = forms.CharField(
        label=_("Why the sessions may go on"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class PhotoForm(forms.Form):
    """A photo of what was reported."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(
            {"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif", "capture": "environment"}
        ),
    )


class AdverseEventForm(forms.Form):
    """What whoever signs adds to the record."""

    narrative = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 6}), max_length=6000)
    serious = forms.MultipleChoiceField(
        label=_("Serious because of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (said, said)
            for said in ("death", "danger to life", "hospital", "lasting harm", "medically important", "a birth defect")
        ],
    )
    outcome = forms.ChoiceField(
        label=_("Outcome by now"),
        widget=Tiles,
        choices=[(said, said) for said in ("recovered", "recovering", "not recovered", "with lasting harm", "unknown")],
    )


class IncidentForm(MomentForm):
    """What happened to somebody of the staff."""

    what = forms.ChoiceField(
        label=_("What"),
        widget=Tiles,
        choices=[
            (Mishap.NEEDLE_STICK.value, _("Needle stick")),
            (Mishap.SPLASH.value, _("Splash")),
            (Mishap.FAINT.value, _("Faint")),
            (Mishap.OTHER.value, _("Other")),
        ],
    )
    member = forms.ChoiceField(label=_("To whom"))
    words = forms.CharField(label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    done = forms.CharField(label=_("What was done at once"), required=False, max_length=1000, widget=WORDS)
    told = forms.CharField(label=_("Who was told"), required=False, max_length=200)
    field_order = ("what", "member", "day", "clock", "words", "done", "told")

    def __init__(self, members: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "member", members)
        self.fields["day"].required = self.fields["clock"].required = True
