"""The forms about who a person is: registering, correcting, linking, and taking an entry back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from nappage.actions.moments import day_in_words
from nappage.actions.persons import LONGEST_NAME
from nappage.engine.story import Sex
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.web.asking_again import AsksAgain, range_of
from nappage.web.forms import DatePartsField, Tiles, fault_error
from nappage.web.typed import MeasureField

SEXES = ((Sex.FEMALE.value, _("Female")), (Sex.MALE.value, _("Male")))
PHOTOTYPES = (
    ("", "–"),
    ("1", _("I: always burns, never tans")),
    ("2", _("II: usually burns, tans little")),
    ("3", _("III: sometimes burns, tans evenly")),
    ("4", _("IV: rarely burns, tans well")),
    ("5", _("V: very rarely burns, brown skin")),
    ("6", _("VI: never burns, dark skin")),
)
LENGTHS = (("cm", "cm"), ("[in_i]", "in"))


class IdentityForm(forms.Form):
    """Who a person is. The name is kept exactly as it is written, whatever its script or length."""

    name = forms.CharField(
        label=_("Name"),
        strip=False,
        max_length=LONGEST_NAME,
        help_text=_("Exactly as the person writes it: one name or several, in any script."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )
    born = DatePartsField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex, as far as a rule asks for it"), choices=SEXES, required=False, widget=Tiles)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language of letters and papers"), choices=settings.LANGUAGES)

    def clean_name(self) -> str:
        """Return the name untouched; one of blanks alone is none."""
        name = str(self.cleaned_data["name"])
        if not name.strip():
            raise fault_error(Fault(str(_("Name")), str(_("a name")), str(_("blanks")), str(_("Write the name."))))
        return name

    def clean_born(self) -> date:
        """Return the birth date; one far from any life is a slip of the finger."""
        born: date = self.cleaned_data["born"]
        if born.year < EARLIEST:
            expected, remedy = _("a year from {year} on").format(year=EARLIEST), _("Type all four figures of the year.")
            raise fault_error(Fault(str(_("Date of birth")), expected, day_in_words(born), str(remedy)))
        return born

    @property
    def sex_chosen(self) -> Sex | None:
        """Return the sex, None where nothing was chosen."""
        return Sex(self.cleaned_data["sex"]) if self.cleaned_data["sex"] else None


EARLIEST = 1900


class RegisterForm(AsksAgain, IdentityForm):
    """A new patient; height and phototype may wait for the intake."""

    height = MeasureField(label=_("Height"), units=LENGTHS, required=False)
    phototype = forms.ChoiceField(label=_("How the skin takes the sun"), choices=PHOTOTYPES, required=False)
    another = forms.BooleanField(label=_("This is another person"), required=False)

    def __init__(self, *args: Any, speak: Speaker, **options: Any) -> None:
        super().__init__(*args, **options)
        self._speak = speak
        self.asks_whether_another = False

    def clean(self) -> None:
        """Ask about a height that may be another unit's."""
        self.ask_again("height", range_of(self._speak.edition, "height"), self._speak)

    def visible_fields(self) -> list[forms.BoundField]:
        """Return the fields shown; the question whether it is another person only when somebody is alike."""
        return [field for field in super().visible_fields() if field.name != "another" or self.asks_whether_another]

    @property
    def phototype_chosen(self) -> int | None:
        """Return the phototype, None where nothing was chosen."""
        return int(self.cleaned_data["phototype"]) if self.cleaned_data["phototype"] else None


class CorrectForm(IdentityForm):
    """A correction; who reads charts also says whether weight is hidden."""

    contact_note = forms.CharField(
        label=_("Note for whoever calls"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    hide_weight = forms.BooleanField(
        label=_("Show no weight on any page of this person"),
        required=False,
        help_text=_("Weight is then recorded and read on a page of its own."),
    )

    def __init__(self, *args: Any, reads_chart: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not reads_chart:
            del self.fields["hide_weight"]


class WordsForm(forms.Form):
    """A few words that say why, kept with the act."""

    LEAST = 15
    words = forms.CharField(
        max_length=400,
        validators=[MinLengthValidator(LEAST)],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, label: str, hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label, self.fields["words"].help_text = label, hint
