"""The form of the lock: who, and their PIN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.records.models import Member
from nappage.web.forms import Tiles, offer


class UnlockForm(forms.Form):
    """Who takes the tablet over. The one who was there may type the password instead."""

    member = forms.ChoiceField(label=_("Who is it?"), widget=Tiles)
    secret = forms.CharField(
        label=_("PIN"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "off", "data-secret": "", "autofocus": True}),
    )

    def __init__(self, *args: Any, members: Sequence[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {str(member.id): member for member in members}
        offer(self, "member", [(key, member.name) for key, member in self.members.items()])
        if members:
            self.fields["secret"].help_text = _("%(name)s may type the password instead.") % {"name": members[0].name}
