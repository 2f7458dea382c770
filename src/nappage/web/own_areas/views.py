"""Places at home: first they are picked, then put in order, then sent as a wish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.area_wishes import wish_areas
from nappage.assessment.at_home import AreaWish
from nappage.rendering.figures import DRAWN
from nappage.web.forms import FieldFault
from nappage.web.own_areas.picking import Picked
from nappage.web.own_screen import own_screen
from nappage.web.plan.areas import figures, listed
from nappage.web.screen import Asked
from nappage.web.speaking import own_speaker

UNREAD = 422


@own_screen("own.answer")
def areas(asked: Asked) -> HttpResponse:
    """Show the figures, the order of what was picked on them, and take the wish."""
    if asked.request.method != "POST":
        return _picking(asked, Picked.of(asked.look.chart.latest(AreaWish)))
    picked = Picked.sent(asked.request.POST, asked.look.edition)
    faults = [FieldFault("", fault) for fault in picked.faults()]
    if faults:
        return _picking(asked, picked, UNREAD, faults=faults)
    does, _colon, key = asked.request.POST.get("do", "").partition(":")
    if does == "pick":
        return _picking(asked, picked)
    if does == "send":
        wish_areas(asked.actor, asked.person, asked.course, picked.chosen, picked.words, DRAWN)
        messages.success(asked.request, _("Sent. It is your wish: with it your clinic plans what is possible."))
        return redirect("my-areas")
    moves = {"up": picked.moved_up, "away": picked.without}
    picked = moves[does](key) if does in moves else picked
    return _ordering(asked, picked) if picked.chosen else _picking(asked, picked)


def _picking(asked: Asked, picked: Picked, status: int = 200, **more: Any) -> HttpResponse:
    look, speak = asked.look, own_speaker(asked)
    sent = [line.at for line, _wish in look.chart.of(AreaWish)]
    context = {
        "person": asked.person,
        "picked": picked,
        "rows": picked.rows(speak),
        "figures": figures(picked.chosen, (), speak),
        "groups": listed(picked, look.edition, speak),
        "sent_at": sent[-1] if sent and asked.request.method == "GET" else None,
    }
    return render(asked.request, "own_areas/areas.html", context | more, status=status)


def _ordering(asked: Asked, picked: Picked) -> HttpResponse:
    rows = picked.rows(own_speaker(asked))
    context = {"person": asked.person, "picked": picked, "rows": rows}
    return render(asked.request, "own_areas/order.html", context)
