"""The clinic's own key, by which others verify its papers; and the keys of other clinics that its director trusts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.acting import Conflict
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.trusted_keys import trust_key, withdraw_key
from nappage.records.models import TrustedKey
from nappage.rendering.passport_verdict import fingerprint_shown
from nappage.sealing.certificate import as_pem
from nappage.values.fault import Faulty
from nappage.web.screen import Asked, screen
from nappage.web.trusted_keys.forms import KeyForm

UNREAD = 422


@screen("key.read")
def trusted_keys(asked: Asked) -> HttpResponse:
    """Show the clinic's own key and those it trusts."""
    return _page(asked, KeyForm())


def _page(asked: Asked, form: KeyForm, status: int = 200) -> HttpResponse:
    own = clinic_key(asked.actor.clinic, asked.at)
    rows = TrustedKey.objects.filter(clinic=asked.actor.clinic)
    context = {
        "form": form,
        "own": fingerprint_shown(own.fingerprint),
        "until": own.valid_until,
        "keys": [(row, fingerprint_shown(row.fingerprint)) for row in rows],
        "may_write": asked.member.may("key.write"),
    }
    return render(asked.request, "trusted_keys/trusted_keys.html", context, status=status)


@screen("key.read")
def certificate(asked: Asked) -> HttpResponse:
    """Send the clinic's certificate, to be given to whoever verifies its papers."""
    own = clinic_key(asked.actor.clinic, asked.at)
    answer = HttpResponse(as_pem(own.certificate), content_type="application/x-pem-file")
    answer["Content-Disposition"] = 'attachment; filename="clinic-certificate.pem"'
    return answer


@require_POST
@screen("key.write")
def trust(asked: Asked) -> HttpResponse:
    """Trust the key of another clinic."""
    form = KeyForm(asked.request.POST, asked.request.FILES)
    if form.is_valid():
        told = form.cleaned_data
        try:
            trust_key(asked.actor, told["name"], told["certificate"].read(), told["fingerprint"], told["words"])
        except Faulty as faulty:
            form.refuse(faulty)
        else:
            messages.success(asked.request, _("Added. What this key signed is known here from now on."))
            return redirect("trusted-keys")
    return _page(asked, form, UNREAD)


@require_POST
@screen("key.write")
def withdraw(asked: Asked) -> HttpResponse:
    """Trust a key no more."""
    try:
        withdraw_key(asked.actor, UUID(asked.request.POST.get("key", "")))
    except ValueError:
        raise Conflict(_("no key was named: choose one of the list")) from None
    except TrustedKey.DoesNotExist:
        raise Http404("no such key in this clinic") from None
    messages.success(asked.request, _("Withdrawn. What it signed is of an unknown signer from now on."))
    return redirect("trusted-keys")
