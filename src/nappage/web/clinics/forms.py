"""What a director fills in so that the clinic stands in the public list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.policy import Listing
from nappage.engine.zone import Zone
from nappage.values.fault import Fault
from nappage.web.clinics.presenter import language_name
from nappage.web.forms import fault_error, offer

LANGUAGES = ("en", "fr", "es", "de", "it", "pt", "nl", "pl", "ro", "ru", "uk", "ar", "he", "tr", "zh-hans")
MANY = 40


class ListingForm(forms.Form):
    """The listing of one clinic. Without the first tick it is not listed, and the rest may stay empty."""

    listed = forms.BooleanField(required=False, label=_("List this clinic in public"))
    address = forms.CharField(
        required=False, max_length=300, label=_("Address"), widget=forms.Textarea(attrs={"rows": 3})
    )
    languages = forms.MultipleChoiceField(
        required=False, label=_("Languages spoken"), widget=forms.CheckboxSelectMultiple
    )
    zones = forms.MultipleChoiceField(
        required=False, label=_("Places of the body that are treated"), widget=forms.CheckboxSelectMultiple
    )
    prices = forms.CharField(
        required=False,
        max_length=4000,
        label=_("Prices, one to a line"),
        help_text=_("What for, a colon, how much: One session: 90 EUR"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        zones = edition_in_use().all(Zone).items()
        offer(self, "languages", [(code, language_name(code)) for code in LANGUAGES])
        offer(self, "zones", [(id, zone.name) for id, zone in zones])

    def clean_prices(self) -> tuple[tuple[str, str], ...]:
        """Return the prices in pairs; every line that is none is told at once."""
        lines = [line.strip() for line in self.cleaned_data["prices"].splitlines() if line.strip()]
        pairs = [tuple(part.strip() for part in line.rpartition(":")[::2]) for line in lines]
        wrong = [line for line, (item, amount) in zip(lines, pairs, strict=True) if not item or not amount]
        if wrong or len(lines) > MANY:
            found = "; ".join(wrong) or str(len(lines))
            expected = gettext("at most 40 lines such as: One session: 90 EUR")
            raise fault_error(Fault(gettext("Prices"), expected, found, gettext("Write each on a line, with a colon.")))
        return tuple((item, amount) for item, amount in pairs)

    def clean(self) -> dict[str, Any]:
        """Refuse a listing that nobody could reach or talk to."""
        given = super().clean() or self.cleaned_data
        if given.get("listed"):
            remedy = gettext("Fill it in, or take the tick away.")
            for name, thing in (("address", gettext("Address")), ("languages", gettext("Languages spoken"))):
                if not given.get(name) and name not in self.errors:
                    fault = Fault(thing, gettext("at least one"), gettext("none"), remedy)
                    self.add_error(name, fault_error(fault))
        return given

    def listing(self) -> Listing | None:
        """Return the listing, None where the clinic is not to be listed."""
        given = self.cleaned_data
        if not given["listed"]:
            return None
        return Listing(given["address"], tuple(given["languages"]), tuple(given["zones"]), given["prices"])


def initial_of(listing: Listing | None) -> dict[str, Any]:
    """Return what the form shows of a listing."""
    if listing is None:
        return {}
    return {
        "listed": True,
        "address": listing.address,
        "languages": list(listing.languages),
        "zones": list(listing.zones),
        "prices": "\n".join(f"{item}: {amount}" for item, amount in listing.prices),
    }
