"""What photos may be used for: asking each use, giving one out, taking a consent back with the list of every use."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.clinic_keys import clinic_key
from nappage.actions.photos import SignedUses, answer_uses, give_photo, new_yes, withdraw_use
from nappage.assessment.photographed import PhotoUse
from nappage.rendering.consent_signature import Signed
from nappage.rendering.leaflet import leaflet_paper
from nappage.rendering.paper import as_pdf
from nappage.rendering.photo_consent import PhotoConsentText, photo_consent_leaflet, told_of_photos
from nappage.rendering.wording import Speaker
from nappage.sealing.seal import sealed
from nappage.values.fault import Faulty
from nappage.web.banner import patient_context
from nappage.web.consent.forms import SignatureForm
from nappage.web.consent.presenter import explainers
from nappage.web.consent.sealing import fonts
from nappage.web.forms import fault_error
from nappage.web.photos.forms import USES, GiveForm, UsesForm, WithdrawForm
from nappage.web.photos.presenter import album_of, answers, shown, went_out
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import paper_speaker

UNREAD = 422


@patient_screen("consent.take")
def uses(asked: Asked) -> HttpResponse:
    """Ask for each use by itself."""
    album, speak, identity = album_of(asked), paper_speaker(asked), asked.identity
    assert identity is not None, "a patient's screen has a patient"
    if asked.request.method != "POST":
        explained = {"explained_by": asked.actor.slug}
        signing = SignatureForm(identity.name, explainers(asked.look), initial=explained)
        return _asking(asked, UsesForm(album, speak), signing, speak)
    sent = asked.request.POST
    form = UsesForm(album, speak, sent)
    # A no needs no signature, and neither does a yes that stands.
    needs_none = form.is_valid() and not any(new_yes(album, form.answers))
    signing = SignatureForm(identity.name, explainers(asked.look), None if needs_none else sent)
    if not form.is_valid() or not (needs_none or signing.is_valid()):
        return _asking(asked, form, signing, speak, UNREAD)
    signed = None if needs_none else _signed(asked, speak, form, signing)
    answer_uses(asked.actor, asked.person, asked.course, form.answers, form.cleaned_data["words"], signed)
    messages.success(asked.request, _("The answers are kept."))
    return redirect("photos", person=asked.person)


def _asking(asked: Asked, form: UsesForm, signing: SignatureForm, speak: Speaker, status: int = 200) -> HttpResponse:
    context = {"form": form, "signing": signing, "declaration": told_of_photos(speak, "declaration")}
    context |= {"language": speak.language, "uses": list(answers(album_of(asked)))}
    return render(asked.request, "photos/uses.html", patient_context(asked, "photos") | context, status=status)


def _signed(asked: Asked, speak: Speaker, form: UsesForm, signing: SignatureForm) -> SignedUses:
    identity, policy = asked.identity, asked.look.policy
    assert identity is not None, "a patient's screen has a patient"
    text = PhotoConsentText(speak, identity.name, asked.member.clinic.name, form.answers, policy.fictional)
    paper = sealed_uses(text, signing.signed(text.digest, asked.at, policy.zone), asked)
    said = signing.cleaned_data
    return SignedUses(text.digest, said["manner"], said["explained_by"], paper)


def sealed_uses(text: PhotoConsentText, signed: Signed, asked: Asked) -> bytes:
    """Return the paper with the clinic's seal."""
    clinic = asked.member.clinic
    pdf = as_pdf(leaflet_paper(photo_consent_leaflet(text, signed), attach=True), fonts())
    return sealed(pdf, clinic_key(clinic.id, asked.at), clinic.name, asked.at, text.title)


@patient_screen("consent.withdraw")
def withdraw(asked: Asked, use: str) -> HttpResponse:
    """Take the consent to one use back: every use there was is listed first, so that it can be called back."""
    meant = next((one for one in PhotoUse if one.value == use), None)
    if meant is None:
        raise Http404("no such use of photos")
    album = album_of(asked)
    form = WithdrawForm(asked.request.POST if asked.request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        withdraw_use(asked.actor, asked.person, asked.course, meant, form.cleaned_data["words"])
        messages.success(asked.request, _("Taken back. What is listed here has to be called back by hand."))
        return redirect("photo-withdraw", person=asked.person, use=use)
    reads = asked.member.may("photo.read")
    context = {
        "form": form,
        "use": USES[meant][0],
        "code": use,
        "stands": album.allows(meant),
        "went_out": went_out(asked, album, meant) if reads else [],
        "reads": reads,
        "is_record": meant is PhotoUse.RECORD,
        "is_face": meant is PhotoUse.IDENTITY,
    }
    return render(asked.request, "photos/withdraw.html", patient_context(asked, "photos") | context)


@patient_screen("photo.give")
def give(asked: Asked, photo: UUID) -> HttpResponse:
    """Record that a photo goes out of the record, and where to."""
    album = album_of(asked)
    if photo not in album.photos:
        raise Http404("no such photo in this album")
    form = GiveForm(album, asked.request.POST if asked.request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            give_photo(asked.actor, asked.person, asked.course, photo, PhotoUse(said["use"]), said["where"])
        except Faulty as faulty:
            for fault in faulty.faults:
                form.add_error("where", fault_error(fault))
        else:
            messages.success(asked.request, _("Recorded. If the consent is taken back, this is listed."))
            return redirect("photo", person=asked.person, photo=photo)
    line, taken = album.photos[photo]
    context = {"form": form, "photo": shown(asked, line, taken)}
    status = UNREAD if form.is_bound else 200
    return render(asked.request, "photos/give.html", patient_context(asked, "photos") | context, status=status)
