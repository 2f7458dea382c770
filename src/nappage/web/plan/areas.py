"""Where it is done: places on drawn figures and in a list beside, those that wait, and the one that stays untreated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.engine.area import over_cap
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy
from nappage.engine.story import Plan, Side, Site
from nappage.engine.zone import Region, Zone
from nappage.rendering.figures import views
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.web.plan.typed import Posted, key_of, site_of

SIDES = {True: (Side.RIGHT, Side.LEFT), False: (Side.MIDLINE,)}
GROUPS = ((Region.BODY,), (Region.FACE,), (Region.NECK, Region.SCALP, Region.HAND))


class AreasForm(forms.Form):
    """The places that are treated now, those of them that wait, and the sentinel."""

    sites = forms.MultipleChoiceField(label=gettext_lazy("Places"), required=False)
    later = forms.MultipleChoiceField(label=gettext_lazy("These wait"), required=False)
    sentinel = forms.ChoiceField(
        label=gettext_lazy("Place that stays untreated"),
        required=False,
        help_text=gettext_lazy("It is measured at every visit like a treated one; what waits can be it."),
    )

    def __init__(
        self, edition: Edition, speak: Speaker, before: Plan | None, data: Posted = None, wished: Sequence[Site] = ()
    ) -> None:
        chosen = [*before.sites, *before.queued] if before else list(wished)
        initial = {
            "sites": [key_of(site) for site in chosen],
            "later": [key_of(site) for site in before.queued] if before else [],
            "sentinel": before.sentinel if before else "",
        }
        super().__init__(data, initial=initial)
        self._edition, self._speak = edition, speak
        self._first = [key_of(site) for site in chosen]
        keys = [(key_of(site), name_of(site, speak)) for site in all_sites(edition)]
        self._field("sites").choices = keys
        self._field("later").choices = keys
        self._field("sentinel").choices = self._sentinels(initial["sentinel"])

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _sentinels(self, before: Any) -> list[Any]:
        """Return the places that could stay untreated: first what waits, for that is left alone anyway (R015)."""
        names = {zone.id: sentence(self._speak.term(zone.id)).rstrip(".") for zone in self._edition.all(Zone).values()}
        if before and before not in names:
            names[before] = sentence(self._speak.term(str(before))).rstrip(".")
        treated = {site.zone for site in self.treated}
        waiting = list(dict.fromkeys(site.zone for site in self.waiting))
        rest = [zone for zone in names if zone not in treated and zone not in waiting]
        choices: list[Any] = [("", _("Choose a place"))]
        if waiting:
            choices.append((_("Waiting in the queue"), [(zone, names[zone]) for zone in waiting]))
        return [*choices, (_("Other places"), [(zone, names[zone]) for zone in rest])]

    @property
    def chosen(self) -> list[Site]:
        """Return every place that is ticked, those of the version before first, in the order they had there."""
        keys = [*self._ticked("sites"), *self._ticked("later")]
        known = {key_of(site) for site in all_sites(self._edition)}
        order = {key: place for place, key in enumerate(self._first)}
        ticked = sorted(dict.fromkeys(key for key in keys if key in known), key=lambda key: order.get(key, len(order)))
        return [site_of(key) for key in ticked]

    @property
    def waiting(self) -> tuple[Site, ...]:
        later = set(self._ticked("later"))
        return tuple(site for site in self.chosen if key_of(site) in later)

    @property
    def treated(self) -> tuple[Site, ...]:
        later = set(self._ticked("later"))
        return tuple(site for site in self.chosen if key_of(site) not in later)

    def _ticked(self, name: str) -> list[str]:
        values = self[name].value() if name in self.fields else []
        return [str(value) for value in values or []]


def all_sites(edition: Edition) -> Iterator[Site]:
    """Yield every place of the edition with each of its sides, the patient's right first."""
    for zone in edition.all(Zone).values():
        yield from (Site(zone.id, side) for side in SIDES[zone.lateral])


def name_of(site: Site, speak: Speaker) -> str:
    """Return a place with its side in words: "Right thigh"."""
    return sentence(speak.term(site.zone if site.side is Side.MIDLINE else key_of(site))).rstrip(".")


def input_id(site: Site) -> str:
    """Return the id of the box of a place."""
    return f"site-{site.zone}-{site.side.value}"


class Choosing(Protocol):
    """Something in which places are chosen: the form of a plan, or what is picked at home."""

    @property
    def chosen(self) -> Sequence[Site]: ...


def listed(form: Choosing, edition: Edition, speak: Speaker) -> list[dict[str, Any]]:
    """Return the list of places beside the figures: by part of the person, each place with a box for each side."""
    titles = (_("Body"), _("Face"), _("Neck, scalp and hands"))
    chosen = set(form.chosen)
    return [
        {
            "title": title,
            "rows": [
                {
                    "name": sentence(speak.term(zone.id)).rstrip("."),
                    "part": bool(zone.part_of),
                    "boxes": [_box(Site(zone.id, side), chosen, speak) for side in SIDES[zone.lateral]],
                }
                for zone in edition.all(Zone).values()
                if zone.region in regions
            ],
        }
        for title, regions in zip(titles, GROUPS, strict=True)
    ]


def _box(site: Site, chosen: set[Site], speak: Speaker) -> dict[str, Any]:
    short = {Side.RIGHT: _("Right"), Side.LEFT: _("Left"), Side.MIDLINE: _("Choose")}[site.side]
    return {
        "id": input_id(site),
        "value": key_of(site),
        "label": short,
        "whole": name_of(site, speak),
        "checked": site in chosen,
    }


def figures(treated: Iterable[Site], waiting: Iterable[Site], speak: Speaker) -> list[dict[str, Any]]:
    """Return the figures with what is chosen on them; each shape names the box that it ticks."""
    now, later = set(treated), set(waiting)
    shown = []
    for view in views():
        shapes = [
            {
                "key": key_of(shape.site),
                "box": input_id(shape.site),
                "clip": f"{view.name}-{shape.site.zone}-{shape.site.side.value}",
                "path": shape.path,
                "bounds": shape.bounds,
                "name": name_of(shape.site, speak),
                "state": "now" if shape.site in now else "later" if shape.site in later else "",
            }
            for shape in view.shapes
        ]
        marks = [{"text": _("R") if side is Side.RIGHT else _("L"), "x": x} for side, x in view.marks]
        shown.append({"view": view, "title": _(view.title), "shapes": shapes, "marks": marks, "said": _said(shapes)})
    return shown


def _said(shapes: list[dict[str, Any]]) -> str:
    chosen = ", ".join(shape["name"] for shape in shapes if shape["state"])
    return chosen or _("nothing chosen here")


def over(form: AreasForm, edition: Edition, policy: Policy, speak: Speaker) -> dict[str, Any] | None:
    """Return what is said of more areas than the cap, or None."""
    found = over_cap(edition, policy, form.treated)
    if found is None:
        return None
    return {"text": both(found.because, speak), "rule": found.because.rule, "sources": cited(found.because.sources)}


def later_boxes(form: AreasForm, speak: Speaker) -> list[dict[str, Any]]:
    """Return a box for each chosen place, to let it wait."""
    waiting = set(form.waiting)
    return [
        {
            "id": f"later-{site.zone}-{site.side.value}",
            "value": key_of(site),
            "label": name_of(site, speak),
            "checked": site in waiting,
        }
        for site in form.chosen
    ]
