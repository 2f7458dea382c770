"""The forms about messages: by which way somebody is written to, who sees to one that did not arrive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.assessment.channel import Channel, ChannelConsent
from nappage.web.after.forms import Choices, offer


class AgreeForm(forms.Form):
    """Whether one channel may be used from now on; what was said with it may be kept."""

    channel = forms.ChoiceField(choices=[(one.value, one.value) for one in Channel], widget=forms.HiddenInput)
    given = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)

    def said(self) -> ChannelConsent:
        """Return what was said."""
        return ChannelConsent(Channel(self.cleaned_data["channel"]), self.cleaned_data["given"] == "yes")


class TakeOnForm(forms.Form):
    """Who sees to it that the person is told."""

    owner = forms.ChoiceField(label=_("Owner"))

    def __init__(self, members: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "owner", members)
