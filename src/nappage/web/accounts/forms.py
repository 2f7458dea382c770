"""The forms of one's own account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.access.pin import LONGEST, SHORTEST, pin_faults
from nappage.records.models import Member
from nappage.values.fault import Fault
from nappage.web.forms import fault_error, offer

_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "data-secret": ""}


class PinForm(forms.Form):
    """A new PIN, typed twice, and the password: whoever finds the tablet open must not set one."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    pin = forms.CharField(
        label=_("New PIN"),
        help_text=_("%(least)s to %(most)s digits that follow no pattern.") % {"least": SHORTEST, "most": LONGEST},
        widget=forms.PasswordInput(_DIGITS),
    )
    again = forms.CharField(label=_("New PIN once more"), widget=forms.PasswordInput(_DIGITS))

    def clean_pin(self) -> str:
        """Return the PIN, if it follows no pattern."""
        pin = str(self.cleaned_data["pin"])
        for fault in pin_faults(pin):
            self.add_error("pin", fault_error(replace(fault, thing=str(self.fields["pin"].label))))
        return pin

    def clean_again(self) -> str:
        """Return the PIN typed again, if it is the same."""
        again = str(self.cleaned_data["again"])
        if again != self.data.get(self.add_prefix("pin")):
            fault = Fault(str(_("New PIN once more")), str(_("the same PIN again")), str(_("another one")), str(_AGAIN))
            raise fault_error(fault)
        return again


_AGAIN = _("Type both again.")


class ClinicForm(forms.Form):
    """At which of their clinics an account is at work now."""

    member = forms.ChoiceField(label=_("Clinic"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, members: Sequence[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {str(member.id): member for member in members}
        choices = [(key, f"{member.clinic.name} ({', '.join(member.duties)})") for key, member in self.members.items()]
        offer(self, "member", choices)
