"""Giving a reason: the form that any screen shows beside a warning is sent here, and leads back where it came from."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nappage.actions.acting import NotNow
from nappage.actions.reasons import give_reason
from nappage.engine.checkpoint import RULE, Continuation
from nappage.engine.gate import GateName
from nappage.engine.override import Override
from nappage.engine.start import Notice
from nappage.web.banner import patient_context
from nappage.web.reasons.forms import ReasonForm
from nappage.web.reasons.presenter import notices
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import speaker
from nappage.web.ways import path_of

DECIDED_ELSEWHERE = (GateName.SCREENING.value,)


@patient_screen("reason.record")
def give(asked: Asked, rule: str) -> HttpResponse:
    """Show what a rule warns of, and record why it is gone against."""
    if asked.look.edition.get(Override, rule) is None or rule in DECIDED_ELSEWHERE:
        raise Http404("no reason sets this rule aside")
    sent = asked.request.method == "POST"
    form = ReasonForm(rule, speaker(asked), asked.request.POST if sent else None)
    back = path_of(asked.request, asked.request.POST.get("next", "") or asked.request.GET.get("next", ""))
    back = back if back != "/" else reverse("chart", kwargs={"person": asked.person})
    if sent and form.is_valid():
        said = form.cleaned_data
        try:
            give_reason(asked.actor, asked.person, asked.course, rule, said["code"], said["words"])
        except NotNow as refused:
            form.refuse(refused)
        else:
            messages.success(asked.request, _("Recorded. It is kept with your name and counted."))
            return redirect(back)
    standing = [one for one in (*asked.look.outlook.start.notices, *_checkpoint(asked)) if one.override == rule]
    context = {"form": form, "notices": [one | {"form": None} for one in notices(asked, standing)], "next": back}
    status = 422 if sent else 200
    return render(asked.request, "reasons/give.html", patient_context(asked, "session") | context, status=status)


def _checkpoint(asked: Asked) -> Iterator[Notice]:
    """Yield the checkpoint that holds the course: it is no warning of the session, and a reason sets it aside too."""
    due = asked.look.outlook.course.checkpoint
    if due is not None and due.continuation is not Continuation.GO_ON:
        yield Notice(due.because, needs_reason=True, override=RULE)
