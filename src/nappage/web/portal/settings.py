"""What somebody sets for themselves: where they are, and who helps them for how long."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.contacts import say_away
from nappage.actions.portal_accesses import revoke
from nappage.library.timezones import zones_by_region
from nappage.records.models import PortalAccess, Relation
from nappage.web.forms import offer
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked

UNPROCESSABLE = 422


class WhereForm(forms.Form):
    """In which time zone somebody is now; nothing chosen is that of the clinic."""

    zone = forms.ChoiceField(
        label=gettext_lazy("Where are you now?"),
        required=False,
        help_text=gettext_lazy("Your times and the emergency number follow it. Choose the nearest large city."),
    )

    def __init__(self, home: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        at_home = _("Where the clinic is: {place}").format(place=home.rpartition("/")[2].replace("_", " "))
        offer(self, "zone", [("", at_home), *zones_by_region().items()])


@own_screen("own.keep")
def settings(asked: Asked) -> HttpResponse:
    """Show what can be set, and record where the person is."""
    away = asked.look.story.away_zone
    form = WhereForm(asked.look.policy.zone.key, asked.request.POST or None, initial={"zone": away.key if away else ""})
    if asked.request.method == "POST" and form.is_valid():
        say_away(asked.actor, asked.person, asked.course, form.cleaned_data["zone"], "own.keep")
        messages.success(asked.request, _("Saved. Your times are those of where you are."))
        return redirect("my-settings")
    helping = PortalAccess.objects.filter(person=asked.person, relation=Relation.PROXY)
    context = {
        "form": form,
        "person": asked.person,
        "helpers": [access for access in helping if access.stands(asked.at)],
        "may_end": asked.actor.may("own.access"),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(asked.request, "portal/settings.html", context, status=status)


@own_screen("own.access")
def end_help(asked: Asked, access: UUID) -> HttpResponse:
    """End the access of somebody who helps: they are out at once."""
    found = get_object_or_404(PortalAccess, pk=access, person=asked.person, relation=Relation.PROXY)
    if asked.request.method == "POST":
        revoke(asked.actor, found.id, "own.access")
        messages.success(asked.request, _("Ended. They open nothing of yours any more."))
        return redirect("my-settings")
    return render(asked.request, "portal/end_help.html", {"access": found, "person": asked.person})
