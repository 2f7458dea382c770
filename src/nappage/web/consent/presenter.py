"""What the page of the consent shows: what stands in its way, the text, where it is signed, and the papers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from nappage.access.permissions import may
from nappage.assessment.at_home import ConsentTaken
from nappage.assessment.happening import ConsentSigned, Withdrawal
from nappage.assessment.line import Line
from nappage.assessment.look import Look
from nappage.engine.gate import GateName, GateState
from nappage.engine.signing import consent_refusals
from nappage.engine.story import Channel
from nappage.records.models import Document, Identity, Member
from nappage.rendering.consent import ConsentText
from nappage.rendering.consent_page import consent_article
from nappage.rendering.lines import cited
from nappage.rendering.naming import sentence
from nappage.rendering.wording import LANGUAGES, Speaker
from nappage.web.consent.reading import answered, next_version, text_of
from nappage.web.consent.shown import Shown
from nappage.web.from_home import consent_from_home
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "es": "Español"}


def consent_page(asked: Asked, identity: Identity) -> dict[str, Any]:
    """Return the context of the page: where the consent stands."""
    look, member, speak = asked.look, asked.member, speaker(asked)
    refused = consent_refusals(look.story, look.policy, look.edition, look.at)
    gate = next(gate for gate in look.outlook.gates if gate.name is GateName.CONSENT)
    is_open = gate.state is GateState.OPEN
    names = Member.objects.filter(clinic=identity.clinic_id).values_list("slug", "name")
    return {
        "refusals": [
            {
                "text": sentence(speak(because.fact)),
                "because": sentence(speak(because.remedy)),
                "rule": because.rule,
                "level": "hold",
                "sources": cited(because.sources),
            }
            for because in refused
        ],
        "has_plan": look.story.plan is not None and look.story.plan.signed_at is not None,
        "is_open": is_open,
        "gate_words": " ".join(speak(because.fact) for because in gate.reasons),
        "papers": list(_papers(look, speak, member)),
        "asked": answered(look),
        "from_home": consent_from_home(look, speak, dict(names)),
        "may_take": member.may("consent.take"),
        "may_withdraw": member.may("consent.withdraw") and is_open,
        "languages": [{"code": code, "name": LANGUAGE_NAMES[code]} for code in LANGUAGES],
    }


def _papers(look: Look, speak: Speaker, member: Member) -> Iterator[dict[str, Any]]:
    """Yield the consents so far, the newest first, each with its paper if one is kept here."""
    known = {
        document.id: document for document in Document.objects.filter(person=look.chart.person).defer("sealed").all()
    }
    ends = [(line.at, value) for line, value in look.chart.of(Withdrawal)]
    taken = {
        value.consent: f"{speak.moment(line.at)}, {value.explained_by}" for line, value in look.chart.of(ConsentTaken)
    }
    for line, signed in reversed(list(look.chart.of(ConsentSigned))):
        document = known.get(signed.document)
        readable = document is not None and member.may("document.read")
        withdrawn = next((value for at, value in ends if at >= signed.consent.at), None)
        yield {
            "rows": [*_rows(line, signed, speak, taken), *_digest(signed, document)],
            "withdrawn": _withdrawn(withdrawn, speak),
            "url": reverse("document", args=[look.chart.person, signed.document]) if readable else "",
        }


def _rows(line: Line, signed: ConsentSigned, speak: Speaker, taken: Mapping[UUID, str]) -> Iterator[dict[str, str]]:
    manners = {"drawn": _("drawn by hand"), "typed": _("name typed")}
    place = _("at home") if signed.consent.channel is Channel.PORTAL else _("at the clinic")
    yield {
        "label": _("Signed"),
        "text": f"{speak.moment(line.at)}, {manners.get(signed.manner, signed.manner)}, {place}",
    }
    if line.id in taken:
        yield {"label": _("Taken at the clinic"), "text": taken[line.id]}
    if signed.explained_by:
        yield {"label": _("Explained by"), "text": signed.explained_by}
    yield {"label": _("Language"), "text": LANGUAGE_NAMES.get(signed.language, signed.language)}


def _digest(signed: ConsentSigned, document: Document | None) -> Iterator[dict[str, str]]:
    """Yield the hash of a text that is kept: without its paper there is nothing to compare it with."""
    if document is not None:
        yield {"label": _("SHA-256 of the exact text"), "text": signed.text_digest}


def _withdrawn(withdrawal: Withdrawal | None, speak: Speaker) -> str:
    if withdrawal is None:
        return ""
    said = _(": “{words}”").format(words=withdrawal.words) if withdrawal.words else ""
    return _("Withdrawn on {at}").format(at=speak.moment(withdrawal.at)) + said


def reading_page(look: Look, identity: Identity, language: str, beside: str) -> dict[str, Any]:
    """Return the context of the text to be read and signed, with a second language beside it if one was asked for."""
    version = next_version(look)
    text = text_of(look, identity, look.at, language, version)
    other = text_of(look, identity, look.at, beside, version) if beside and beside != language else None
    shown = Shown.of(look, language, version, text.digest)
    return {
        "text": text,
        "article": _article(text, look),
        "other": _article(other, look) if other else "",
        "untranslated": text.untranslated,
        "digest": text.digest,
        "shown": shown.token(),
        "language": language,
        "beside": beside if other else "",
    }


def _article(text: ConsentText, look: Look) -> str:
    # Escaped where it is made (rendering/consent_page.py), from the very value whose hash is signed.
    return mark_safe(consent_article(text, look.edition))


def explainers(look: Look) -> list[tuple[str, str]]:
    """Return who may explain a consent: whoever may take one."""
    chosen = Member.objects.filter(clinic__persons=look.chart.person, active=True).order_by("name")
    return [(member.slug, member.name) for member in chosen if may(member.duties, "consent.take")]
