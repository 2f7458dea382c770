"""Reports: a symptom as it is told, a nodule as it is seen, and the closing of a report by a person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.check_ins import send_photo
from nappage.actions.photos import cleaned
from nappage.actions.reports import close_report, lift_hold, nodule_gone, report_symptoms, see_nodule
from nappage.assessment.followed import HoldLifted, ReportClosed
from nappage.assessment.nodule import LUMP
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoUse
from nappage.assessment.worklist import reports_of
from nappage.engine.symptom import UNRECOGNISED, Level, Symptom, least
from nappage.engine.task import who_answers
from nappage.records.models import Member
from nappage.rendering.naming import capital
from nappage.values.fault import Fault, Faulty
from nappage.web.after.forms import CloseForm, LiftForm, PhotoForm, TakeOnForm
from nappage.web.after.presenter import members_of, treated_sites
from nappage.web.after.presenter import report_row as shown_report
from nappage.web.after.report_forms import GoneForm, NoduleForm, ReportForm
from nappage.web.after.views import page
from nappage.web.banner import patient_context
from nappage.web.plan.typed import site_of
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import speaker


@patient_screen("report.record")
def report(asked: Asked) -> HttpResponse:
    """Choose the symptom, then record what is told of it; what is urgent is said at once."""
    look, speak = asked.look, speaker(asked)
    chosen = look.edition.get(Symptom, asked.request.POST.get("symptom") or asked.request.GET.get("symptom", ""))
    context = patient_context(asked, "after")
    if chosen is None:
        lacking = Fault(_("Symptom"), _("one of the list"), _("nothing"), _("Choose one."))
        faults = (lacking,) if asked.request.method == "POST" else ()
        context |= {"symptoms": _offered(asked), "faults": faults}
        return render(asked.request, "after/symptoms.html", context, status=422 if faults else 200)
    form = ReportForm(chosen, treated_sites(look), speak, asked.request.POST or None)
    if form.is_valid():
        onset = form.moment(look.policy.zone, asked.at)
        if not form.errors:
            (entry,) = report_symptoms(asked.actor, asked.person, asked.course, (form.report(onset, asked.at),))
            return redirect("reported", person=asked.person, report=entry.id)
    context |= {"form": form, "symptom": chosen, "words": capital(speak.text(chosen.words))}
    return render(asked.request, "after/report.html", context, status=422 if form.is_bound else 200)


def _offered(asked: Asked) -> list[dict[str, object]]:
    """Return the symptoms to choose from: those of one place first, and whatever the list does not know last."""
    speak = speaker(asked)
    rows = [one for one in asked.look.edition.all(Symptom).values() if one.id != UNRECOGNISED]
    groups = ((_("At the treated places"), False), (_("Of the whole body"), True))
    return [
        {
            "title": title,
            "rows": [
                {"id": one.id, "words": capital(speak.text(one.words)), "nodule": one.id == LUMP}
                for one in sorted(rows, key=least, reverse=True)
                if one.systemic is systemic
            ],
        }
        for title, systemic in groups
    ]


@patient_screen("chart.read")
def reported(asked: Asked, report: UUID) -> HttpResponse:
    """Show what follows from a report, and close it once somebody looked into it."""
    form = CloseForm(asked.request.POST or None)
    faults: tuple[Fault, ...] = ()
    if asked.request.method == "POST" and form.is_valid():
        try:
            close_report(asked.actor, asked.person, asked.course, report, form.cleaned_data["found"])
            return redirect("reported", person=asked.person, report=report)
        except Faulty as faulty:
            faults = faulty.faults
    return _reported(asked, report, form=form, faults=faults)


@require_POST
@patient_screen("report.close")
def hold(asked: Asked, report: UUID) -> HttpResponse:
    """Let the sessions go on that a closed report holds: a physician's decision, said apart from the closing."""
    form = LiftForm(asked.request.POST)
    if not form.is_valid():
        return _reported(asked, report, lift=form)
    try:
        lift_hold(asked.actor, asked.person, asked.course, report, form.cleaned_data["why"])
    except Faulty as faulty:
        return _reported(asked, report, lift=form, faults=faulty.faults)
    return redirect("reported", person=asked.person, report=report)


@require_POST
@patient_screen("report.record")
def photo(asked: Asked, report: UUID) -> HttpResponse:
    """Keep a photo with a report, where the patient has said yes to photos for the record."""
    form = PhotoForm(asked.request.POST, asked.request.FILES)
    if not form.is_valid():
        return _reported(asked, report, photo=form)
    try:
        send_photo(asked.actor, asked.person, asked.course, report, cleaned(form.cleaned_data["photo"].read()))
    except Faulty as faulty:
        return _reported(asked, report, photo=form, faults=faulty.faults)
    return redirect("reported", person=asked.person, report=report)


def _reported(
    asked: Asked,
    report: UUID,
    *,
    form: CloseForm | None = None,
    lift: LiftForm | None = None,
    photo: PhotoForm | None = None,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    look = asked.look
    found = {entry: one for entry, one in reports_of(look)}.get(report)
    if found is None:
        raise Http404("no such report of this patient")
    shown = shown_report(report, found, look, speaker(asked), members_of(asked))
    refused = next((one for one in (form, lift, photo) if one is not None and one.is_bound), None)
    context = patient_context(asked, "after") | {
        "report": shown,
        "form": form or CloseForm(),
        "refused": refused,
        "faults": faults,
        "lift": lift or LiftForm(),
        "holds": found.holds_sessions and not found.is_open,
        "photo": photo or PhotoForm(),
        **_photos(asked, report),
        "take_on": TakeOnForm(_members(asked), initial={"owner": shown["owner"], "report": report}),
        "closed": next(((line, value) for line, value in look.chart.of(ReportClosed) if value.report == report), None),
        "lifted": next(((line, value) for line, value in look.chart.of(HoldLifted) if value.report == report), None),
        "who": who_answers(found.level).value,
        "may_close": asked.member.may("report.close"),
        "emergency": found.level is Level.EMERGENCY,
        "names": members_of(asked),
    }
    return render(asked.request, "after/reported.html", context, status=422 if refused else 200)


def _photos(asked: Asked, report: UUID) -> dict[str, object]:
    """Return the photos that came with a report, as far as whoever asks may see them."""
    album = PhotoAlbum(asked.look.chart)
    allowed = album.allows(PhotoUse.RECORD)
    return {
        "photos": album.of_report(report) if allowed and asked.member.may("photo.read") else (),
        "may_send": allowed and asked.member.may("report.record"),
    }


def _members(asked: Asked) -> list[tuple[str, str]]:
    found = Member.objects.filter(clinic=asked.actor.clinic, active=True).order_by("name")
    return [(one.slug, one.name) for one in found if one.may("report.record")]


@patient_screen("report.record")
def nodule(asked: Asked) -> HttpResponse:
    """Record a lump as it is seen, in the register and as a report."""
    look = asked.look
    initial = {"site": asked.request.GET.get("site", "")}
    form = NoduleForm(treated_sites(look), speaker(asked), asked.request.POST or None, initial=initial)
    if form.is_valid():
        onset = form.moment(look.policy.zone, asked.at)
        if not form.errors:
            see_nodule(asked.actor, asked.person, asked.course, form.lump(onset))
            return redirect("after", person=asked.person)
    context = patient_context(asked, "after") | {"form": form}
    return render(asked.request, "after/nodule.html", context, status=422 if form.is_bound else 200)


@require_POST
@patient_screen("report.close")
def gone(asked: Asked) -> HttpResponse:
    """Record that a nodule is not there any more."""
    form = GoneForm(asked.request.POST)
    if not form.is_valid():
        lacking = Fault(_("How it was looked for"), _("a few words"), _("nothing"), _("Write it."))
        return page(asked, 422, faults=(lacking,))
    try:
        site = site_of(form.cleaned_data["site"])
    except ValueError:
        raise Http404("no such place") from None
    nodule_gone(asked.actor, asked.person, asked.course, site, form.cleaned_data["words"])
    return redirect("after", person=asked.person)
