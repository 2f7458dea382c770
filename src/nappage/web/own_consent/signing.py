"""Signing the consent at home: by the person alone, who has just proved who they are, under the very text shown."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.consents import Agreed, sign_at_home
from nappage.assessment.look import Look
from nappage.rendering.consent import ConsentText
from nappage.values.fault import Fault
from nappage.web.consent.reading import text_of
from nappage.web.consent.sealing import sealed_paper
from nappage.web.consent.shown import Shown, expect_shown, read_shown
from nappage.web.own_consent.forms import HomeQuestionForm, HomeSignatureForm
from nappage.web.own_consent.views import UNREAD, identity_of, page, reading
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked


@own_screen("own.sign")
def sign(asked: Asked) -> HttpResponse:
    """Take the signature under the text that was shown."""
    if asked.request.method != "POST" or asked.course is None:
        return redirect("my-consent-read")
    look, identity = asked.look, identity_of(asked)
    shown = read_shown(str(asked.request.POST.get("shown", "")), look)
    form = HomeSignatureForm(identity.name, asked.request.POST)
    if not form.is_valid():
        return reading(asked, form, shown.language, UNREAD)
    text = text_of(look, identity, shown.moment, shown.language, shown.version)
    expect_shown(look, shown, text.digest)
    if text.untranslated:
        raise Conflict(_("parts of this text are not translated; choose another language"))
    asked.confirm()
    return _kept(asked, shown, text, form)


def _kept(asked: Asked, shown: Shown, text: ConsentText, form: HomeSignatureForm) -> HttpResponse:
    look, identity = asked.look, identity_of(asked)

    def read_again(now: Look) -> str:
        return text_of(now, identity, shown.moment, shown.language, shown.version).digest

    signed = form.signed(text.digest, asked.at, look.policy.zone)
    agreed = Agreed(
        digest=text.digest,
        version=shown.version,
        language=shown.language,
        manner=form.cleaned_data["manner"],
        explained_by="",
        paper=sealed_paper(text, signed, look.edition, identity.clinic, asked.at),
    )
    assert asked.course is not None, "a text that was shown belongs to a course"
    try:
        sign_at_home(asked.actor, asked.person, asked.course, agreed, shown.basis, read_again)
    except NotNow as refused:
        ask_clinic = _("Ask your clinic.")
        held = Fault(_("Your signature"), _("nothing that keeps it"), _("something that does"), ask_clinic)
        faults = (*refused.faults, *((held,) if refused.because else ()))
        return page(asked, HomeQuestionForm(), UNREAD, faults=faults)
    return redirect("my-consent")
