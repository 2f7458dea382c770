"""What is agreed: goal and checkpoint in the patient's words, food and exercise, what was assessed and shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.happening import PlanTerms
from nappage.assessment.look import Look
from nappage.assessment.planned import assessed
from nappage.engine.change import detectable_change, tolerance
from nappage.engine.checkpoint import Checkpoint, shrinks
from nappage.engine.comparison import Alternative, alternatives_for
from nappage.engine.edition import Edition
from nappage.engine.indication import Indication
from nappage.engine.landmark import Landmark
from nappage.engine.measurement import tape_method
from nappage.engine.stage import CelluliteCause
from nappage.engine.story import Criterion, Plan
from nappage.engine.zone import Zone
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.web.forms import Tiles, fault_error
from nappage.web.plan.typed import MeasureField, Posted, as_typed

LONG = {"rows": 3}
LONGEST = 1000
CELLULITE = "cellulite"


def _words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=forms.Textarea(LONG), **more)


class AgreementForm(forms.Form):
    """The agreement, in words and where it can be in figures."""

    goal = _words(gettext_lazy("What the patient wants from it, in their own words"))
    checkpoint = forms.ChoiceField(label=gettext_lazy("Look together before session"), required=False)
    manner = forms.ChoiceField(
        label=gettext_lazy("What counts is"),
        required=False,
        widget=Tiles,
        choices=[("measured", gettext_lazy("Measured")), ("eye", gettext_lazy("Judged by eye"))],
    )
    landmark = forms.ChoiceField(label=gettext_lazy("Measured at"), required=False)
    direction = forms.ChoiceField(
        label=gettext_lazy("It has to become"),
        required=False,
        widget=Tiles,
        choices=[("smaller", gettext_lazy("Smaller")), ("larger", gettext_lazy("Larger"))],
    )
    change = MeasureField(label=gettext_lazy("By at least"), units=[("cm", "cm"), ("mm", "mm"), ("[in_i]", "in")])
    words = _words(
        gettext_lazy("What would count as enough, in the patient's words"),
        help_text=gettext_lazy("Unless it is reached the course ends there."),
    )
    lifestyle = _words(gettext_lazy("Food and exercise beside it: what was agreed, or that it was declined"))
    alternatives = forms.MultipleChoiceField(
        label=gettext_lazy("Shown and talked over"), required=False, widget=forms.CheckboxSelectMultiple
    )
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("Causes that were found"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The text names five and calls three of them treatable."),
    )
    why = _words(gettext_lazy("What changes in this version, and why"))

    def __init__(
        self,
        look: Look,
        indication: Indication,
        plan: Plan | None,
        terms: PlanTerms,
        speak: Speaker,
        data: Posted = None,
    ) -> None:
        super().__init__(data, initial=_initial(plan, terms))
        known = assessed(look.chart, look.edition, indication.id)
        for need in indication.needs:
            label = sentence(speak.term(need)).rstrip(".")
            self.fields[f"assessed-{need}"] = _words(label, initial=known.get(need, ""))
        self._needs = indication.needs
        self._choose(
            "checkpoint", [("", _("Choose one")), *((str(one), str(one)) for one in _checkpoints(look.edition))]
        )
        places = {landmark for site in (plan.sites if plan else ()) for landmark in _landmarks(look.edition, site.zone)}
        self._choose("landmark", [("", _("Choose one")), *_grouped(look.edition, places)])
        causes = [(cause.id, cause.name) for cause in look.edition.all(CelluliteCause).values()]
        self._choose("causes", causes if indication.id == CELLULITE else [])
        ways = alternatives_for(look.edition, indication.id)
        self._choose("alternatives", [(way.id, way.name["en"]) for way in ways])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> None:
        """Judge the criterion as a whole: a measure needs its place, amount and direction, a look needs words."""
        said = self.cleaned_data
        manner = said.get("manner")
        if not manner:
            return
        if not said.get("checkpoint"):
            self._lacks("checkpoint", _("the session before which it is judged"))
        wanted = ("landmark", "change", "direction") if manner == "measured" else ("words",)
        for name in wanted:
            if name in said and not said[name]:
                self._lacks(name, _("an answer, because of what counts"))
        if said.get("change") and not said["change"].amount > 0:
            self._lacks("change", _("an amount above nothing"), str(said["change"]))

    def _lacks(self, name: str, expected: str, found: str = "") -> None:
        fault = Fault(str(self[name].label), expected, found or _("nothing"), _("Agree on it, and fill it in."))
        self.add_error(name, fault_error(fault))

    def criterion(self) -> Criterion | None:
        """Return what was agreed to count, or None."""
        said = self.cleaned_data
        if not said.get("manner") or not said.get("checkpoint"):
            return None
        if said["manner"] == "eye":
            return Criterion(int(said["checkpoint"]), words=said["words"])
        change = said.get("change")
        if change is None or not said.get("landmark"):
            return None
        signed = -change if said["direction"] == "smaller" else change
        return Criterion(int(said["checkpoint"]), said["landmark"], signed, said["words"])

    def assessed(self) -> Mapping[str, str]:
        """Return what was assessed, by what the purpose needs."""
        said = {need: str(self.cleaned_data.get(f"assessed-{need}") or "").strip() for need in self._needs}
        return {need: words for need, words in said.items() if words}

    @property
    def needed(self) -> list[forms.BoundField]:
        """Return the fields of what has to be assessed before signing."""
        return [self[f"assessed-{need}"] for need in self._needs]


def _initial(plan: Plan | None, terms: PlanTerms) -> dict[str, Any]:
    criterion = plan.criterion if plan else None
    change = criterion.change if criterion else None
    return {
        "goal": terms.goal,
        "checkpoint": str(criterion.checkpoint) if criterion else "",
        "manner": "" if criterion is None else "eye" if change is None else "measured",
        "landmark": criterion.landmark if criterion else "",
        "direction": "" if change is None else "smaller" if shrinks(change) else "larger",
        "change": as_typed(abs(change)) if change is not None else None,
        "words": criterion.words if criterion else "",
        "lifestyle": plan.lifestyle if plan else "",
        "alternatives": list(terms.alternatives_shown),
        "causes": list(plan.causes) if plan else [],
    }


def _checkpoints(edition: Edition) -> list[int]:
    """Return the sessions before which there is something to judge."""
    return sorted(entry.session for entry in edition.all(Checkpoint).values() if entry.session > 1)


def _landmarks(edition: Edition, zone: str) -> tuple[str, ...]:
    found = edition.get(Zone, zone)
    return found.landmarks if found else ()


def _grouped(edition: Edition, near: set[str]) -> list[Any]:
    """Return the landmarks, first those of the chosen places."""
    named = [(id, landmark.name) for id, landmark in edition.all(Landmark).items()]
    here = [each for each in named if each[0] in near]
    rest = [each for each in named if each[0] not in near]
    return [(_("At the chosen places"), here), (_("Elsewhere"), rest)] if here else rest


def tape_note(look: Look, criterion: Criterion | None, speak: Speaker) -> str:
    """Return what a tape can tell at the agreed place, where that is known: a change below it proves nothing."""
    if criterion is None or criterion.change is None:
        return ""
    known = tolerance(look.edition, look.policy, criterion.landmark)
    if known is None:
        return _("No source says how far two readings at this place part when nothing has changed.")
    method = tape_method(look.edition)
    least = detectable_change(method, known.error, 2, 2)
    words = _("Two readings at each visit can tell a change from {least} on at this place.")
    below = _(" What was agreed is less: it could be reached by measuring alone.")
    return words.format(least=speak.quantity(least)) + (below if abs(criterion.change) < least else "")


def ways_shown(look: Look, indication: Indication) -> list[Alternative]:
    """Return the other ways, and doing nothing, for which something is published about a purpose."""
    return list(alternatives_for(look.edition, indication.id))
