"""How large the chosen places are, each in the unit that it was measured in."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from nappage.engine.area import AreaSize
from nappage.engine.story import Site
from nappage.rendering.wording import Speaker
from nappage.web.plan.areas import name_of
from nappage.web.plan.typed import Posted, as_typed
from nappage.web.typed import MeasureField


class SizesForm(forms.Form):
    """One size for each chosen place, where somebody measured it."""

    def __init__(self, sites: Iterable[Site], speak: Speaker, before: Iterable[AreaSize], data: Posted = None) -> None:
        super().__init__(data)
        self._sites = tuple(sites)
        known = {one.site: one.size for one in before}
        units = [("cm2", "cm²"), ("[sin_i]", _("sq in"))]
        for site in self._sites:
            self.fields[_name(site)] = MeasureField(
                label=_("Size: {place}").format(place=name_of(site, speak)),
                units=units,
                required=False,
                initial=as_typed(known.get(site)),
            )

    def sizes(self) -> tuple[AreaSize, ...]:
        """Return the sizes that were measured and can be read."""
        found = [(site, self.cleaned_data.get(_name(site))) for site in self._sites]
        return tuple(AreaSize(site, size) for site, size in found if size is not None)


def _name(site: Site) -> str:
    return f"size-{site.zone}-{site.side.value}"
