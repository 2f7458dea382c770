"""Every form about a patient carries the binding to patient and member; the forms about none are named here (H-13)."""

from __future__ import annotations

import ast
import re

import pytest

from architecture.source_tree import SOURCE, calls, modules_of

WEB = SOURCE / "web"
ABOUT_NO_PATIENT = {
    "accounts/": "one's own account, and the confirmation that sends another form's fields again",
    "agenda/": "the days of the clinic; what is booked for somebody is sent from their own pages",
    "claim_checker/": "a text that somebody brings; nothing of it is kept",
    "clinics/": "what a clinic tells of itself in public",
    "decision_aid/": "somebody who has not decided, and of whom nothing is kept",
    "lock/": "the lock of a tablet",
    "director/": "a look at everybody of the clinic, a few at a time",
    "intake/templates/intake/instrument.html": "the clinic's own questions",
    "trusted_keys/": "keys of clinics",
    "verification/": "a passport that somebody brings, whoever it is about",
    "portal/templates/portal/code.html": "the way into the portal, before it is said about whom",
    "portal/templates/portal/confirm.html": "asks who is there, and sends another form's fields again with its binding",
    "portal/templates/portal/log_in.html": "the way into the portal",
    "portal/templates/portal/person.html": "the way into the portal",
    "templates/door.html": "logging out at the patient door",
    "lots/": "the register of lots",
    "photos/templates/photos/rating.html": "a pair of photos, whose patient the rater must not learn",
    "messages/templates/messages/undelivered.html": "every message of a clinic that a restore held",
    "policy/": "the clinic's policy, members and kit",
    "templates/account/": "logging in and out",
    "templates/mfa/": "the second factor",
    "templates/parts/top.html": "locking and logging out",
    "patients/templates/patients/register.html": "a patient who is not there yet",
}
BOUND = re.compile(r"{% bound_form ")
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)


def posting_forms() -> list[tuple[str, str]]:
    """Return every form that is posted, with the path of its template below web/."""
    files = sorted(WEB.rglob("*.html"))
    found = [(path.relative_to(WEB).as_posix(), path.read_text(encoding="utf-8")) for path in files]
    return [(name, form) for name, text in found for form in FORM.findall(text)]


def unbound(forms: list[tuple[str, str]]) -> list[str]:
    """Return the templates with a form that is about a patient and does not say about whom."""
    exempt = tuple(ABOUT_NO_PATIENT)
    return [name for name, form in forms if not name.startswith(exempt) and not BOUND.search(form)]


@pytest.mark.proves("H-13")
def test_every_form_about_a_patient_is_bound() -> None:
    assert unbound(posting_forms()) == []


def test_an_exemption_that_nobody_uses_is_withdrawn() -> None:
    names = [name for name, _ in posting_forms()]
    unused = [exempt for exempt in ABOUT_NO_PATIENT if not any(name.startswith(exempt) for name in names)]
    assert unused in ([], ["patients/templates/patients/register.html"])


def test_only_the_edge_makes_an_actor_and_says_whether_they_are_confirmed() -> None:
    made = [
        (name, "confirmed" in {word.arg for word in call.keywords})
        for name, tree in modules_of("web").items()
        for _, called, call in calls(tree)
        if called == "Actor"
    ]
    assert made == [("web/own_screen.py", True), ("web/screen.py", True)]


def test_the_checks_would_notice() -> None:
    forms = FORM.findall(
        '<form method="post">a</form> <form class="x" method="post">{% bound_form person %}</form><form>'
    )
    assert unbound([("plan/a.html", form) for form in forms]) == ["plan/a.html"]
    assert unbound([("lots/a.html", forms[0])]) == []
    assert [called for _, called, _ in calls(ast.parse("Actor(a, b)"))] == ["Actor"]
