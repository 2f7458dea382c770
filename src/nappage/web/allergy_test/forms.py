"""The forms of a test: what was injected where and when, and what was seen at each site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.engine.allergy_test import test_protocol
from nappage.engine.story import Component, TestSubstance, WhealReading
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.values.quantity import Quantity, Unit
from nappage.web.asking_again import AsksAgain
from nappage.web.forms import AnswerField, fault_error, offer
from nappage.web.tape import AS_TYPED
from nappage.web.typed import MeasureField, instant_of

WHOLE = "whole"
# Wider than any skin test that fits between two elbows: it catches a slip of the finger, it is no clinical limit.
WIDEST = Decimal(99)
HALF = Decimal("0.5")


class GiveForm(AsksAgain):
    """A test as given: the mix as it will be given, or one of its parts."""

    what = forms.ChoiceField(label=_("What is tested"))
    placed_at = forms.DateTimeField(
        label=_("Injected at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=_("The clinic's time. Entered late, it needs a second person; after a day, a physician."),
    )
    volume = MeasureField(label=_("Volume at each site"), units=[(Unit.ML.code, Unit.ML.code)])
    mix_site = forms.CharField(label=_("Site of the mix"), max_length=80, initial=_("left forearm"))
    control_site = forms.CharField(label=_("Site of the saline control"), max_length=80, initial=_("right forearm"))
    second = forms.ChoiceField(label=_("Second person, where it is entered late"), required=False)

    def __init__(
        self,
        components: tuple[Component, ...],
        members: Iterable[tuple[str, str]],
        speak: Speaker,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._components, self._speak = components, speak
        parts = [(one.agent, one.agent) for one in components]
        mix = (WHOLE, _("The mix: {}").format(", ".join(agent for agent, _name in parts)))
        offer(self, "what", [mix, *parts])
        offer(self, "second", [("", "–"), *members])

    def clean(self) -> None:
        """Ask about a volume that the protocol of the test does not know."""
        self.ask_again("volume", test_protocol(self._speak.edition).volume, self._speak)

    def tested(self) -> tuple[Component, ...]:
        """Return the components that were tested."""
        what = self.cleaned_data["what"]
        return tuple(one for one in self._components if what in (WHOLE, one.agent))

    def placed(self, zone: ZoneInfo) -> datetime | None:
        """Return the instant it was injected, or None after adding a fault for an hour that the clocks skip."""
        try:
            placed = self.cleaned_data["placed_at"]
            return instant_of(placed.date(), placed.time(), zone, str(_("Injected at")))
        except forms.ValidationError as never:
            self.add_error("placed_at", never)
            return None


def answer_name(site: str) -> str:
    """Return under which name it is answered whether the size of a site stands as typed."""
    return f"{site}-answer"


def _axis(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal(0),
        max_value=WIDEST,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": str(HALF), "inputmode": "decimal"}),
    )


class ReadForm(forms.Form):
    """What is seen at the two sites, in mm on two axes at right angles."""

    mix_long = _axis(_("Mix: longest axis, mm"))
    mix_short = _axis(_("Mix: across it, mm"))
    mix_flare = AnswerField(label=_("Mix: redness around it"), declined=False)
    mix_infiltrate = AnswerField(label=_("Mix: firm under the finger"), declined=False)
    control_long = _axis(_("Control: longest axis, mm"))
    control_short = _axis(_("Control: across it, mm"))
    control_flare = AnswerField(label=_("Control: redness around it"), declined=False)
    control_infiltrate = AnswerField(label=_("Control: firm under the finger"), declined=False)
    meanwhile = forms.CharField(
        label=_("What was seen meanwhile"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> None:
        """Judge the axes together: the longest is not shorter than the one across."""
        for site in ("mix", "control"):
            long, short = self.cleaned_data.get(f"{site}_long"), self.cleaned_data.get(f"{site}_short")
            if long is not None and short is not None and long < short:
                remedy = str(_("Change the two if they were mixed up."))
                fault = Fault(str(self[f"{site}_short"].label), str(_("at most the longest axis")), str(short), remedy)
                self.add_error(f"{site}_short", fault_error(fault))

    def meant(self) -> frozenset[int]:
        """Return the positions of the readings of which it was said that the size stands as typed."""
        sites = enumerate(("mix", "control"))
        return frozenset(position for position, site in sites if self.data.get(answer_name(site)) == AS_TYPED)

    def readings(self, substance: TestSubstance, at: datetime, by: str) -> tuple[WhealReading, WhealReading]:
        """Return the readings of the mix (or the part) and of the control."""
        return self._reading("mix", substance, at, by), self._reading("control", TestSubstance.CONTROL, at, by)

    def _reading(self, site: str, substance: TestSubstance, at: datetime, by: str) -> WhealReading:
        said = self.cleaned_data
        return WhealReading(
            substance=substance,
            at=at,
            by=by,
            long_axis=Quantity.parse(f"{said[f'{site}_long']} mm"),
            short_axis=Quantity.parse(f"{said[f'{site}_short']} mm"),
            flare=_answer(said[f"{site}_flare"]),
            infiltrate=_answer(said[f"{site}_infiltrate"]),
            seen_meanwhile=said["meanwhile"],
        )


def _answer(said: str) -> Answer:
    return Answer(said) if said in ("yes", "no") else Answer.UNKNOWN


class WatchForm(forms.Form):
    """The end of a watch."""

    left_early = forms.BooleanField(required=False)
    words = forms.CharField(required=False, max_length=400)
