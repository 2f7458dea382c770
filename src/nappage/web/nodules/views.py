"""The register of nodules: those still there first, and the lots that several people with one had in common."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nappage.actions.looking import note_reading
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.nodule import nodule_register, shared_lots
from nappage.records.models import Identity
from nappage.rendering.wording import Speaker
from nappage.web.after.presenter import members_of, nodule_row
from nappage.web.screen import Asked, screen


@screen("chart.read")
def nodules(asked: Asked) -> HttpResponse:
    """Show every nodule of the clinic."""
    note_reading(asked.actor, "nodules", ())
    in_force = asked.request.in_force
    found = nodule_register(asked.actor.clinic, in_force, asked.at)
    speak, members = Speaker(edition_in_use(), in_force.policy.zone), members_of(asked)
    names = dict(Identity.objects.filter(person__in={one.person for one in found}).values_list("person", "name"))
    rows = [
        nodule_row(one, speak, members, in_force.policy.zone) | {"name": names.get(one.person, "")} for one in found
    ]
    return render(asked.request, "nodules/nodules.html", {"rows": rows, "lots": shared_lots(found)})
