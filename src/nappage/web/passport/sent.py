"""The last passport of a person as it is sent: the signed file, its sealed paper, and the emergency card."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from nappage.actions.clinic_keys import clinic_key
from nappage.assessment.carried import PassportIssued
from nappage.assessment.chart import chart_of
from nappage.assessment.document_kept import open_document
from nappage.fhir.papers import JOSE
from nappage.records.models import Document, PersonKey
from nappage.records.sealed import Unreadable
from nappage.rendering.paper import as_pdf
from nappage.rendering.passport_paper import Nearby, card_paper, passport_paper
from nappage.rendering.wording import Speaker
from nappage.sealing.seal import sealed
from nappage.sealing.verification import Verified, verified
from nappage.web.consent.sealing import fonts
from nappage.web.door.presenter import country_at
from nappage.web.screen import Asked
from nappage.web.verification.presenter import passport_speaker

PDF = "application/pdf"


def last_issued(asked: Asked) -> Document:
    """Return the document of the passport issued last; Http404 where none was."""
    issued = chart_of(asked.person, None, asked.at).latest(PassportIssued)
    found = Document.objects.filter(pk=issued.document, person=asked.person).first() if issued else None
    if found is None:
        raise Http404("no passport was issued yet")
    return found


def opened(asked: Asked) -> bytes:
    """Return the signed text of the passport issued last."""
    try:
        return open_document(last_issued(asked))
    except (Unreadable, PersonKey.DoesNotExist):
        raise Http404("this passport cannot be opened any more") from None


def as_file(asked: Asked) -> HttpResponse:
    """Return the signed text as a file."""
    return _answer(opened(asked), JOSE, "treatment-passport.jws")


def as_paper(asked: Asked, language: str = "") -> HttpResponse:
    """Return the paper, sealed with the same key that signed what is in it."""
    found, speak = verified(opened(asked)), passport_speaker(language)
    assert asked.identity is not None, "a passport is somebody's"
    clinic = asked.identity.clinic
    paper = passport_paper(found, speak)
    pdf = sealed(as_pdf(paper, fonts()), clinic_key(clinic.id, asked.at), clinic.name, paper.at, paper.top[1])
    return _answer(pdf, PDF, "treatment-passport.pdf")


def as_card(asked: Asked, language: str = "") -> HttpResponse:
    """Return the emergency card, with the number of where the person said that they are."""
    found, speak = verified(opened(asked)), passport_speaker(language)
    return _answer(as_pdf(card_paper(found, speak, _here(asked, found, speak)), fonts()), PDF, "emergency-card.pdf")


def _here(asked: Asked, found: Verified, speak: Speaker) -> Nearby | None:
    """Return the country where the person is, if that is known and not the clinic's own."""
    away = asked.look.story.away_zone
    country = country_at(asked.look.edition, away.key, speak.language) if away else None
    own = found.passport.issuer.country if found.passport else ""
    return Nearby(country.name, country.numbers[0]) if country and country.code != own else None


def _answer(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    return answer
