"""The forms of a session: what was said at the time-out, a pass, a cream, volumes, reactions, reasons, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.actions.sessions import TimeOut
from nappage.assessment.happening import Drawn, PassGiven
from nappage.engine.edition import Edition
from nappage.engine.layer import TargetLayer
from nappage.engine.story import Component, Cream, Pass, Site
from nappage.engine.technique import Technique
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity, Unit
from nappage.web.forms import AnswerField, Tiles
from nappage.web.session.amounts import AmountField
from nappage.web.session.sites import key_of

Choices = Iterable[tuple[str, Any]]
# A tablet may have been without a network for a day; more than that is no pass of this session.
LONGEST_WAIT = timedelta(days=1)
LONGEST_LOT = 60


# Of a list that names what was seen, given or meant, nothing is chosen until somebody chooses.
NOT_CHOSEN = ("", "–")


def offer(form: forms.BaseForm, name: str, choices: Choices) -> None:
    """Let a field of a form offer these choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name
    field.choices = list(choices)


# The patient says them; a photo is held beside the face. Only what is recorded can be compared.
IDENTIFIERS = (
    ("name", _("Name")),
    ("birth-date", _("Birth date")),
    ("phone", _("Telephone")),
    ("photo", _("Photo")),
)


class TimeOutForm(forms.Form):
    """Who is here, said by the patient, and each site of the plan, said aloud."""

    identifiers = forms.MultipleChoiceField(
        label=_("Who this is, by"),
        help_text=_("Two at least: ask, and compare with what is recorded. Do not read it out."),
        choices=IDENTIFIERS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sites = forms.MultipleChoiceField(
        label=_("Confirmed aloud with the patient"), widget=forms.CheckboxSelectMultiple, required=False
    )
    device = forms.CharField(label=_("Device"), help_text=_("Injector's serial number"), max_length=60, required=False)

    def __init__(
        self, sites: Sequence[tuple[Site, str]], unrecorded: frozenset[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._sites = {key_of(site): site for site, _words in sites}
        offer(self, "sites", [(key_of(site), words) for site, words in sites])
        offer(self, "identifiers", [(code, words) for code, words in IDENTIFIERS if code not in unrecorded])

    def said(self) -> TimeOut:
        """Return what was said."""
        told = self.cleaned_data
        return TimeOut(tuple(told["identifiers"]), tuple(self._sites[key] for key in told["sites"]), told["device"])


class PassForm(forms.Form):
    """One pass over a zone, as typed at the chair. `id` is the device's, `ago` how many seconds ago it was given."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    ago = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    site = forms.ChoiceField(label=_("Zone"), widget=Tiles)
    technique = forms.ChoiceField(label=_("Technique"))
    spacing = AmountField(Unit.MM, label=_("Spacing"), required=False)
    volume = AmountField(Unit.ML, label=_("Per puncture"))
    depth = AmountField(Unit.MM, label=_("Depth"), required=False)
    needle = forms.CharField(label=_("Gauge"), max_length=20, required=False)
    needle_length = AmountField(Unit.MM, label=_("Length"), required=False)
    needle_lot = forms.CharField(label=_("Needle lot"), max_length=LONGEST_LOT, required=False)
    layer = forms.ChoiceField(label=_("Target layer"), required=False)
    angle = AmountField(Unit.DEGREE, "°", label=_("Angle"), required=False)
    device = forms.CharField(label=_("Device"), max_length=60, required=False)
    operator = forms.ChoiceField(label=_("Operator"))
    note = forms.CharField(label=_("Note"), max_length=400, required=False)
    punctures = forms.IntegerField(
        label=_("Punctures"), min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def __init__(
        self, sites: Sequence[tuple[Site, str]], operators: Choices, edition: Edition, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._sites = {key_of(site): site for site, _words in sites}
        offer(self, "site", [(key_of(site), words) for site, words in sites])
        offer(self, "technique", [(one.id, one.name) for one in edition.all(Technique).values()])
        offer(self, "layer", [("", "–"), *((one.id, one.name) for one in edition.all(TargetLayer).values())])
        offer(self, "operator", operators)

    def given(self) -> PassGiven:
        """Return the pass."""
        told = self.cleaned_data
        done = Pass(
            site=self._sites[told["site"]],
            technique=told["technique"],
            punctures=told["punctures"],
            volume_per_puncture=told["volume"],
            depth=told["depth"],
            needle_length=told["needle_length"],
            angle=told["angle"],
            layer=told["layer"],
            by=told["operator"],
        )
        return PassGiven(
            done, told["spacing"], told["needle"], told["device"], told["note"], needle_lot=told["needle_lot"]
        )

    @property
    def waited(self) -> timedelta:
        """Return how long ago the pass was given."""
        return min(timedelta(seconds=self.cleaned_data["ago"] or 0), LONGEST_WAIT)


class CreamForm(forms.Form):
    """A numbing cream as it is put on now."""

    agent = forms.ChoiceField(label=_("Cream"))
    mass = AmountField(Unit.G, label=_("Grams"))
    area = AmountField(Unit.CM2, "cm²", label=_("Area"))
    occluded = AnswerField(label=_("Covered with film"), unknown=False)

    def __init__(self, creams: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agent", list(creams))

    def cream(self, at: Any) -> Cream:
        """Return the cream, put on at an instant."""
        told = self.cleaned_data
        return Cream(told["agent"], told["mass"], told["area"], at, occluded=Answer(told["occluded"]))


class VolumesForm(forms.Form):
    """What was drawn up and what was thrown away."""

    drawn = AmountField(Unit.ML, label=_("Drawn up"))
    wasted = AmountField(Unit.ML, label=_("Wasted, with dead space"))
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def volumes(self) -> Drawn:
        """Return the volumes."""
        return Drawn(self.cleaned_data["drawn"], self.cleaned_data["wasted"], self.cleaned_data["note"])


class SignForm(forms.Form):
    """What the device shows when the chart is signed."""

    passes = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    punctures = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    volume = forms.CharField(widget=forms.HiddenInput, max_length=20)
    seen = forms.BooleanField(label=_("I looked at every pass: this is what was given."))


class ScoreForm(forms.Form):
    """A score of the same day, on the scale's own steps."""

    score = forms.TypedChoiceField(coerce=int, widget=Tiles)

    def __init__(self, scores: Choices, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "score", scores)
        self.fields["score"].label = label


class ReactionForm(forms.Form):
    """What was seen or told during the session, or what happened to the staff."""

    what = forms.ChoiceField(label=_("What was seen"))
    site = forms.ChoiceField(label=_("Where"), required=False)
    words = forms.CharField(label=_("In words"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, what: Choices, sites: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "what", [NOT_CHOSEN, *what])
        offer(self, "site", [("", _("Not at one place")), *sites])


class ReasonForm(forms.Form):
    """A coded reason with its words, for one rule."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=60)
    code = forms.ChoiceField(label=_("Reason"))
    words = forms.CharField(label=_("In words"), max_length=400, widget=forms.Textarea({"rows": 2}))

    def __init__(self, codes: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "code", [NOT_CHOSEN, *codes])


class WordsForm(forms.Form):
    """Something that is said in words, once."""

    words = forms.CharField(label=_("In words"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class MoveForm(forms.Form):
    """Onto whose chart a session belongs, and why it stood on another one."""

    onto = forms.ChoiceField(label=_("The right person"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea({"rows": 2}))

    def __init__(self, persons: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "onto", list(persons))

    @property
    def person(self) -> UUID:
        return UUID(self.cleaned_data["onto"])


class AgentForm(forms.Form):
    """One more agent for the mixture of this visit, at the strength that the director signed."""

    agent = forms.ChoiceField(label=_("Agent"))
    volume = AmountField(Unit.ML, label=_("Volume"))
    lot = forms.CharField(label=_("Lot"), max_length=60)

    def __init__(self, agents: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agent", [NOT_CHOSEN, *agents])

    def component(self, strength: Quantity | None) -> Component:
        """Return the component."""
        told = self.cleaned_data
        return Component(told["agent"], told["volume"], strength, told["lot"])
