"""How it is done: technique, target layer, and the depth that the layer is talked over with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.look import Look
from nappage.engine.layer import TargetLayer
from nappage.engine.mixture import modalities
from nappage.engine.objection import Weight
from nappage.engine.story import Component, Plan
from nappage.engine.technique import Placement, Technique, objections
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.values.quantity import Quantity
from nappage.web.plan.typed import Posted, as_typed
from nappage.web.typed import MeasureField


class PlacementForm(forms.Form):
    """Technique and layer; a depth is tried out here and charted at the session."""

    technique = forms.ChoiceField(label=gettext_lazy("Technique"), required=False)
    layer = forms.ChoiceField(label=gettext_lazy("Layer aimed at"), required=False)
    depth = MeasureField(
        label=gettext_lazy("Depth, if it is talked of"),
        units=[("mm", "mm")],
        required=False,
        help_text=gettext_lazy("Held against what is published of skin and fat at the chosen places."),
    )

    def __init__(self, look: Look, before: Plan | None, depth: Quantity | None, data: Posted = None) -> None:
        initial = {
            "technique": before.technique if before else "",
            "layer": before.layer if before else "",
            "depth": as_typed(depth),
        }
        super().__init__(data, initial=initial)
        none = [("", _("Not chosen yet"))]
        self._choose("technique", none, look.edition.all(Technique))
        self._choose("layer", none, look.edition.all(TargetLayer))

    def _choose(self, name: str, none: list[tuple[str, str]], entries: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [*none, *((id, sentence(entry.name).rstrip(".")) for id, entry in entries.items())]


def warnings(
    look: Look, plan: Plan, components: tuple[Component, ...], depth: Quantity | None, speak: Speaker
) -> list[dict[str, Any]]:
    """Return what stands against technique, layer and depth at the chosen places, each sentence once (K-12)."""
    names = [kind.value for kind in modalities(components, look.policy, look.edition)]
    found = {}
    for zone in dict.fromkeys(site.zone for site in plan.sites):
        placement = Placement(zone, plan.technique, plan.layer, depth)
        for objection in objections(look.edition, look.policy, placement, names):
            firm = objection.weight is Weight.NO_OVERRIDE
            because = objection.because
            found[both(because, speak)] = {
                "text": both(because, speak),
                "rule": because.rule,
                "sources": cited(because.sources),
                "level": "hold" if firm else "information" if objection.weight is Weight.NOTE else "caution",
            }
    return list(found.values())
