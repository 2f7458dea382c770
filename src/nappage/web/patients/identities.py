"""Who a person is: registering, correcting, and linking two records that are of one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nappage.actions.links import link, undo_link
from nappage.actions.looking import note_look
from nappage.actions.moments import day_in_words
from nappage.actions.persons import Particulars, correct_identity, register
from nappage.assessment.edition_in_use import edition_in_use
from nappage.records.models import Identity
from nappage.records.person_links import links_around, pair
from nappage.records.person_search import Likeness, likenesses
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault, Faulty
from nappage.web.banner import patient_context
from nappage.web.forms import fault_error
from nappage.web.patients.comparing import compared
from nappage.web.patients.forms import CorrectForm, IdentityForm, RegisterForm, WordsForm
from nappage.web.patients.search import short_number
from nappage.web.screen import Asked, patient_screen, screen

FIELD_OF = {"name": "name", "birth date": "born"}


@screen("patient.register")
def register_patient(asked: Asked) -> HttpResponse:
    """Register a patient; where somebody alike is there already, ask first whether it is another person."""
    speak = Speaker(edition_in_use(), asked.request.in_force.policy.zone)
    form = RegisterForm(asked.request.POST or None, speak=speak)
    alike: tuple[Likeness, ...] = ()
    if asked.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        alike = likenesses(asked.actor.clinic, said["name"], said["born"], said["phone"])
        form.asks_whether_another = bool(alike)
        if not alike or said["another"]:
            person = _registered(asked, form)
            if person is not None:
                messages.success(asked.request, _("Registered."))
                return redirect("intake" if asked.member.may("reply.record") else "identity", person=person)
        else:
            form.add_error("another", fault_error(_another(alike)))
    context = {"form": form, "alike": _shown(alike, asked)}
    return render(asked.request, "patients/register.html", context, status=422 if form.is_bound else 200)


def _registered(asked: Asked, form: RegisterForm) -> UUID | None:
    said = form.cleaned_data
    try:
        person = register(
            asked.actor,
            name=said["name"],
            born=said["born"],
            sex=form.sex_chosen,
            phone=said["phone"],
            email=said["email"],
            language=said["language"],
            height=said["height"],
            phototype=form.phototype_chosen,
        )
    except Faulty as faulty:
        add_faults(form, faulty.faults)
        return None
    return person.id


def _another(alike: Iterable[Likeness]) -> Fault:
    names = ", ".join(f"{one.identity.name}, {day_in_words(one.identity.born)}" for one in alike)
    expected = _("a person who is not registered yet")
    return Fault(
        _("This person"), expected, names, _("Open the one that is meant, or say that this is another person.")
    )


def add_faults(form: IdentityForm, faults: Iterable[Fault]) -> None:
    """Add what an act refused to the fields it is about."""
    for fault in faults:
        form.add_error(FIELD_OF.get(fault.thing), fault_error(fault))


@patient_screen("identity.correct")
def identity(asked: Asked) -> HttpResponse:
    """Show who a person is, and correct it."""
    found = asked.identity
    assert found is not None, "a patient's screen has a patient"
    reads = asked.member.may("chart.read")
    form = CorrectForm(asked.request.POST or None, initial=_typed(found), reads_chart=reads)
    if asked.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        named = {name: said[name] for name in ("name", "born", "phone", "email", "language", "contact_note")}
        hide_weight = said.get("hide_weight", found.hide_weight)
        try:
            particulars = Particulars(**named, sex=form.sex_chosen, hide_weight=hide_weight)
            correct_identity(asked.actor, asked.person, particulars)
        except Faulty as faulty:
            add_faults(form, faulty.faults)
        else:
            messages.success(asked.request, _("Corrected."))
            return redirect("identity", person=asked.person)
    alike = likenesses(asked.actor.clinic, found.name, found.born, found.phone, but=asked.person)
    context = {
        "form": form,
        "alike": _shown(alike, asked),
        "linked": _linked(asked),
        "may_merge": asked.member.may("patient.merge"),
        "may_export": asked.member.may("patient.export"),
        "may_erase": asked.member.may("patient.erase"),
    }
    status = 422 if form.is_bound else 200
    return render(asked.request, "patients/identity.html", patient_context(asked, "identity") | context, status=status)


def _typed(found: Identity) -> dict[str, Any]:
    names = ("name", "born", "sex", "phone", "email", "language", "contact_note", "hide_weight")
    return {name: getattr(found, name) for name in names}


def _shown(alike: Iterable[Likeness], asked: Asked) -> list[dict[str, Any]]:
    """Return those who are alike, with what they share; linked ones are shown as such and not suggested again."""
    linked = {one["person"] for one in _linked(asked)} if asked.identity else set()
    return [
        {
            "person": one.identity.person_id,
            "name": one.identity.name,
            "born": one.identity.born,
            "number": short_number(one.identity.person_id),
            "shares": [_(share) for share in one.shares],
        }
        for one in alike
        if one.identity.person_id not in linked
    ]


def _linked(asked: Asked) -> list[dict[str, Any]]:
    others = {next(iter(pair(row) - {asked.person})): row for row in links_around(asked.person, asked.at)
              if asked.person in pair(row)}  # fmt: skip
    names = dict(Identity.objects.filter(person__in=others).values_list("person", "name"))
    return [
        {"person": person, "name": names.get(person, ""), "at": row.at, "by": row.by, "is_kept": row.kept_id == person}
        for person, row in others.items()
    ]


@patient_screen("patient.merge")
def merge(asked: Asked, other: UUID) -> HttpResponse:
    """Compare two records side by side, and link the other one to this one, which is kept."""
    found = get_object_or_404(Identity, person=other, clinic=asked.actor.clinic)
    if other == asked.person:
        raise Http404("a record is not linked to itself")
    form = _words(asked, _("How you know that it is one person"))
    if asked.request.method == "POST" and form.is_valid():
        link(asked.actor, asked.person, other, form.cleaned_data["words"])
        messages.success(asked.request, _("Linked. What either record warns of now counts for both."))
        return redirect("chart", person=asked.person)
    return _comparing(asked, found, form, "patients/merge.html")


@patient_screen("patient.merge")
def unmerge(asked: Asked, other: UUID) -> HttpResponse:
    """Undo a link; both records stand again as they were."""
    found = get_object_or_404(Identity, person=other, clinic=asked.actor.clinic)
    form = _words(asked, _("How you know that they are two persons"))
    if asked.request.method == "POST" and form.is_valid():
        undo_link(asked.actor, asked.person, other, form.cleaned_data["words"])
        messages.success(asked.request, _("The link is undone. Each record stands for itself again."))
        return redirect("chart", person=asked.person)
    return _comparing(asked, found, form, "patients/unmerge.html")


def _words(asked: Asked, title: str) -> WordsForm:
    hint = _("What was compared, and with whom it was checked.")
    return WordsForm(asked.request.POST or None, label=title, hint=hint)


def _comparing(asked: Asked, other: Identity, form: WordsForm, template: str) -> HttpResponse:
    note_look(asked.actor, other.person_id, "open comparison")
    context = {"form": form, "other": other, "rows": compared(asked, other)}
    status = 422 if form.is_bound else 200
    return render(asked.request, template, patient_context(asked, "identity") | context, status=status)
