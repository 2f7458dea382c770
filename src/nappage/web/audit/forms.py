"""The filters of the trail."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.records.models import Identity, Member
from nappage.records.name_folding import folded
from nappage.values.fault import Fault
from nappage.web.forms import among, fault_error

MOST_PERSONS = 50


class TrailForm(forms.Form):
    """Whom, by whom, what and when; each may be left out."""

    person = forms.CharField(label=gettext_lazy("Patient"), required=False, max_length=200)
    member = forms.ModelChoiceField(
        label=gettext_lazy("By"), required=False, queryset=Member.objects.none(), empty_label=gettext_lazy("anybody")
    )
    act = forms.CharField(label=gettext_lazy("Act"), required=False, max_length=60)
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: object, reader: Member) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.reader = reader
        among(self, "member", Member.objects.filter(clinic=reader.clinic_id).order_by("name"))

    def clean_person(self) -> tuple[UUID, ...]:
        """Return the patients meant: the one of that number, or those of that name for who may look names up."""
        typed = str(self.cleaned_data["person"]).strip()
        if not typed:
            return ()
        try:
            return (UUID(typed),)
        except ValueError:
            found = tuple(self._named(typed))
        if not found:
            raise fault_error(self._nobody(typed))
        return found

    def _named(self, typed: str) -> Iterable[UUID]:
        if not self.reader.may("patient.find"):
            return ()
        there = Identity.objects.filter(clinic=self.reader.clinic_id, folded__contains=folded(typed))
        return there.values_list("person", flat=True)[:MOST_PERSONS]

    def _nobody(self, typed: str) -> Fault:
        names = self.reader.may("patient.find")
        expected = (
            _("a patient's number or part of a name") if names else _("a patient's number, as it stands in the list")
        )
        return Fault(_("Patient"), expected, f"“{typed}”", _("Type it again, or leave it out."))
