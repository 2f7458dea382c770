"""The plan of a course: looking at it, writing it, giving a reason, signing it, its versions, and the course after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.persons import open_course
from nappage.actions.plans import draft_plan, sign_plan
from nappage.actions.reasons import give_reason
from nappage.assessment.planned import draft, latest, versions
from nappage.engine.indication import Indication
from nappage.web.banner import patient_context
from nappage.web.members import member_names
from nappage.web.plan.form_page import form_page
from nappage.web.plan.presenter import may_be_planned, plan_page, purposes
from nappage.web.plan.summary import version_history
from nappage.web.plan.writing import Writing
from nappage.web.reasons.forms import ReasonForm
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import refused_lines, speaker

UNREAD = 422


@patient_screen("chart.read")
def plan(asked: Asked) -> HttpResponse:
    """Show the plan as it stands, and what keeps a draft from being signed."""
    return _plan(asked)


def _plan(asked: Asked, status: int = 200, tried: ReasonForm | None = None, **more: Any) -> HttpResponse:
    context = patient_context(asked, "plan") | plan_page(asked, tried) | {"form": tried} | more
    return render(asked.request, "plan/plan.html", context, status=status)


@patient_screen("plan.write")
def write(asked: Asked) -> HttpResponse:
    """Write a draft: first for which purpose, then everything else on one page. Nothing typed is ever lost."""
    look, before = asked.look, latest(asked.look.chart)
    wanted = asked.request.GET.get("for") or (before.plan.indication if before else "")
    indication = look.edition.get(Indication, wanted)
    if indication is None or "purpose" in asked.request.GET or not may_be_planned(look, indication, before):
        context = patient_context(asked, "plan") | {"purposes": purposes(look), "before": before}
        return render(asked.request, "plan/purpose.html", context)
    sent = asked.request.POST if asked.request.method == "POST" else None
    writing = Writing(look, indication, before, sent)
    if sent is None or sent.get("then") in ("reckon", "fill"):
        return _form(asked, writing)
    if not writing.is_valid():
        return _form(asked, writing, UNREAD)
    draft_plan(asked.actor, asked.person, asked.course, writing.so_far(), _key(sent.get("base")))
    return redirect("plan", person=asked.person)


def _form(asked: Asked, writing: Writing, status: int = 200) -> HttpResponse:
    context = patient_context(asked, "plan") | form_page(writing)
    return render(asked.request, "plan/write.html", context, status=status)


def _key(typed: str | None) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise Conflict(_("the form names a version of the plan that does not exist")) from None


@patient_screen("reason.record")
def give(asked: Asked) -> HttpResponse:
    """Give a coded reason for what the draft does against a rule; one that does not suffice is shown again."""
    if asked.request.method != "POST":
        return redirect("plan", person=asked.person)
    rule = str(asked.request.POST.get("rule", ""))
    form = ReasonForm(rule, speaker(asked), asked.request.POST)
    if not form.is_valid():
        return _plan(asked, UNREAD, form)
    said = form.cleaned_data
    try:
        give_reason(asked.actor, asked.person, asked.course, rule, said["code"], said["words"])
    except NotNow as refused:
        form.refuse(refused)
        return _plan(asked, UNREAD, form)
    return redirect("plan", person=asked.person)


@patient_screen("plan.sign")
def sign(asked: Asked) -> HttpResponse:
    """Sign the draft that was read."""
    version = _key(asked.request.POST.get("version"))
    if asked.request.method != "POST" or asked.course is None or version is None:
        return redirect("plan", person=asked.person)
    try:
        sign_plan(asked.actor, asked.person, asked.course, version)
    except NotNow as refused:
        return _plan(asked, UNREAD, faults=refused_lines(asked, refused))
    return redirect("plan", person=asked.person)


@patient_screen("chart.read")
def history(asked: Asked) -> HttpResponse:
    """Show the versions of the plan, each with what it changed."""
    look = asked.look
    context = patient_context(asked, "plan") | {
        "versions": version_history(look, member_names(asked.actor.clinic)),
        "draft": draft(look.chart),
    }
    return render(asked.request, "plan/versions.html", context)


@patient_screen("plan.write")
def follow_on(asked: Asked) -> HttpResponse:
    """Open a course after this one: new plan, new screening, new consent, linked to the one before (R111)."""
    if asked.request.method != "POST":
        return redirect("plan", person=asked.person)
    if asked.course is None or not versions(asked.look.chart):
        raise Http404("no signed plan that another course could follow")
    open_course(asked.actor, asked.person, follows=asked.course)
    return redirect("plan-write", person=asked.person)
