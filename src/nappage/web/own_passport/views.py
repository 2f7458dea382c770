"""My passport: made when I ask for it, mine to take anywhere."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.passports import issue_passport
from nappage.assessment.carried import PassportIssued
from nappage.web.own_screen import own_screen
from nappage.web.passport.sent import as_card, as_file, as_paper, opened
from nappage.web.screen import Asked
from nappage.web.verification.presenter import shown


@own_screen("own.export")
def own_passport(asked: Asked) -> HttpResponse:
    """Show the passport issued last; make a new one when it is asked for."""
    if asked.request.method == "POST":
        issue_passport(asked.actor, asked.person)
        messages.success(asked.request, _("Your passport is ready. Save the paper, the file and the card."))
        return redirect("my-passport")
    issued = [line for line, _issued in asked.look.chart.of(PassportIssued)]
    context = {"issued": issued[-1].at.astimezone(asked.zone)} | shown(opened(asked)) if issued else {}
    return render(asked.request, "own_passport/own_passport.html", context)


@own_screen("own.export")
def own_paper(asked: Asked) -> HttpResponse:
    """Send the paper, in the language of the page."""
    return _sent(asked, as_paper)


@own_screen("own.export")
def own_file(asked: Asked) -> HttpResponse:
    """Send the signed file."""
    return _sent(asked, as_file)


@own_screen("own.export")
def own_card(asked: Asked) -> HttpResponse:
    """Send the emergency card, in the language of the page."""
    return _sent(asked, as_card)


def _sent(asked: Asked, send: Callable[[Asked], HttpResponse]) -> HttpResponse:
    is_issued = asked.look.chart.latest(PassportIssued) is not None
    return send(asked) if is_issued else redirect("my-passport")
