"""The policy: what is in force, the director's draft section by section, the difference, and the signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.policies import sign_policy
from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.agent import Agent
from nappage.engine.indication import Indication
from nappage.engine.policy import Activation, Opening, Policy, SignedAgent, SignedMixture
from nappage.records.models import PolicyVersion
from nappage.values.fault import Faulty
from nappage.web.policy.draft import (
    UNSIGNED,
    changes,
    draft_terms,
    drop_draft,
    keep_draft,
    named_by,
    row_name,
    shown,
    signed_terms,
    words,
)
from nappage.web.policy.terms_form import TermsForm, initial_of
from nappage.web.screen import Asked, screen

CLINIC = (
    "clinic", "jurisdiction", "zone", "phone", "emergency_number", "minimum_age", "area_cap", "test_validity",
    "late_tolerance", "test_required", "closed_days", "declared_open", "holidays_of", "techniques",
)  # fmt: skip
ROWS: dict[str, tuple[type, tuple[str, ...]]] = {
    "openings": (Opening, ("weekday", "opens", "closes")),
    "indications": (Activation, ("indication", "citation", "review_due", "protocol")),
    "formulary": (
        SignedAgent,
        (
            "agent", "strength", "session_limit", "window_limit", "window", "minimum_interval", "layers", "depth",
            "by_volume", "anaesthetic_maximum", "anaesthetic_maximum_by_mass", "cream_maximum", "cream_area",
            "cream_contact", "new_lot_closes_test", "allergy_keys", "excipients", "agent_class", "modality",
        ),
    ),
    "mixtures": (SignedMixture, ("agents", "citation")),
}  # fmt: skip


@screen("policy.read")
def policy(asked: Asked) -> HttpResponse:
    """Show what is in force, who signed it and when, the draft's differences, and the versions before."""
    version, now = signed_terms(asked)
    draft = draft_terms(asked)
    context = {
        "version": version,
        "sections": [_section(name, draft) for name in ("clinic_terms", *ROWS)],
        "changes": list(changes(now, draft)),
        "versions": PolicyVersion.objects.filter(clinic=asked.actor.clinic).order_by("-number"),
        "may_sign": asked.member.may("policy.sign"),
    }
    return render(asked.request, "policy/policy.html", context)


def _section(name: str, terms: dict[str, Any]) -> dict[str, Any]:
    if name == "clinic_terms":
        rows = [[words(term), shown(terms.get(term, UNSIGNED.get(term)))] for term in CLINIC]
        return {"name": name, "title": _("Clinic"), "rows": rows}
    rows = [[row_name(row), shown(_rest(row))] for row in terms.get(name, [])]
    return {"name": name, "title": words(name), "rows": rows, "is_list": True}


def _rest(row: dict[str, Any]) -> dict[str, Any]:
    return {term: value for term, value in row.items() if term != named_by(row)}


@screen("policy.sign")
def clinic_terms(asked: Asked) -> HttpResponse:
    """Edit the terms of the clinic as a whole."""
    terms = draft_terms(asked)
    form = TermsForm(Policy, CLINIC, asked.request.POST or None, initial=initial_of(terms))
    if form.is_valid():
        changed = {name: value for name, value in terms.items() if name not in CLINIC} | form.terms()
        if form.judge(changed, changed):
            keep_draft(asked, changed)
            return redirect("policy")
    return _form(asked, form, _("Clinic"))


@screen("policy.sign")
def term_row(asked: Asked, section: str, number: int) -> HttpResponse:
    """Edit, add (number 0) or remove one row of a section."""
    terms = draft_terms(asked)
    rows = list(terms.get(section, []))
    if section not in ROWS or number > len(rows):
        raise Http404("no such row")
    kind, names = ROWS[section]
    present = rows[number - 1] if number else {"new_lot_closes_test": True}
    form = TermsForm(kind, names, asked.request.POST or None, initial=initial_of(present))
    if number and "remove" in asked.request.POST:
        return _kept(asked, {**terms, section: _with(rows, number, None)})
    if form.is_valid() and form.judge(row := _whole(form, kind), {section: [row]}):
        return _kept(asked, {**terms, section: _with(rows, number, row)})
    return _form(asked, form, words(section), removable=bool(number), known=_known(section))


def _kept(asked: Asked, terms: dict[str, Any]) -> HttpResponse:
    keep_draft(asked, terms)
    return redirect("policy")


def _with(rows: list[Any], number: int, row: dict[str, Any] | None) -> list[Any]:
    """Return the rows with one of them replaced, left out (None), or added at the end (number 0)."""
    changed = [] if row is None else [row]
    return [*rows, *changed] if not number else [*rows[: number - 1], *changed, *rows[number:]]


def _whole(form: TermsForm, kind: type) -> dict[str, Any]:
    row = form.terms()
    if kind is SignedAgent:
        row["new_lot_closes_test"] = form.cleaned_data["new_lot_closes_test"]
    if kind is Opening:
        row["weekday"] = form.cleaned_data["weekday"]
    return row


def _known(section: str) -> list[str]:
    """Return the ids that the knowledge offers for a section."""
    edition = edition_in_use()
    if section == "indications":
        return sorted(edition.all(Indication))
    return sorted(edition.all(Agent)) if section == "formulary" else []


@screen("policy.sign")
def sign(asked: Asked) -> HttpResponse:
    """Sign the draft as the next version, after showing what changes."""
    _version, now = signed_terms(asked)
    draft = draft_terms(asked)
    found = list(changes(now, draft))
    if asked.request.method == "POST" and found:
        try:
            version = sign_policy(asked.actor, draft, asked.request.POST.get("words", ""))
        except Faulty as faulty:
            context = {"changes": found, "faults": faulty.faults, "words": asked.request.POST.get("words", "")}
            return render(asked.request, "policy/sign.html", context, status=422)
        drop_draft(asked)
        messages.success(asked.request, _("Version {} is signed and in force.").format(version.number))
        return redirect("policy")
    return render(asked.request, "policy/sign.html", {"changes": found})


@screen("policy.sign")
def discard(asked: Asked) -> HttpResponse:
    """Throw the draft away."""
    if asked.request.method == "POST":
        drop_draft(asked)
    return redirect("policy")


def _form(asked: Asked, form: TermsForm, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, **more}
    return render(asked.request, "policy/form.html", context, status=422 if form.is_bound else 200)
