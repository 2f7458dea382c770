"""To whom access to the portal is given: the person, or somebody who helps them until a day."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.records.models import Relation
from nappage.values.fault import Faulty
from nappage.web.forms import fault_error

FIELDS = {_("E-mail or mobile"): "address", _("Name"): "name", _("Until"): "until"}


class InviteForm(forms.Form):
    """Who gets access, by which address they prove who they are, and a helper's name and last day."""

    relation = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=(
            (Relation.SELF.value, _("The person themselves")),
            (Relation.PROXY.value, _("Somebody who helps them, until a day")),
        ),
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("E-mail or mobile"),
        max_length=254,
        help_text=_("Codes to log in go there. Let them read it to you; whoever reads it opens the record."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    name = forms.CharField(
        label=_("Name of who helps"),
        required=False,
        max_length=200,
        help_text=_("Only for somebody who helps. They see the record, answer and report; they never sign."),
    )
    until = forms.DateField(
        label=_("Last day of who helps"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def refuse(self, faulty: Faulty) -> None:
        """Show each fault at its field."""
        fields = {str(thing): name for thing, name in FIELDS.items()}
        for fault in faulty.faults:
            self.add_error(fields.get(fault.thing), fault_error(fault))
