"""The text of a consent, from a look and what only the clinic knows: names, prices, what was asked and answered."""

from __future__ import annotations

from datetime import datetime

from nappage.assessment.at_home import QuestionAsked
from nappage.assessment.happening import ConsentSigned
from nappage.assessment.look import Look
from nappage.assessment.planned import versions
from nappage.assessment.prospect import prospect
from nappage.records.models import Credential, Identity, Member
from nappage.rendering.consent import ConsentText, consent_text
from nappage.rendering.consent_price import price_lines, refund_lines
from nappage.rendering.consenting import Answered, Particulars
from nappage.rendering.wording import LANGUAGES, Speaker


def text_of(look: Look, identity: Identity, at: datetime, language: str, version: str) -> ConsentText:
    """Return the text of the signed plan as it reads at an instant, by all that the look knows.

    Equal records give equal bytes. Before anything is booked the dates are those of the day that was talked of.
    """
    plan = versions(look.chart)[-1]
    found = prospect(look, plan.plan, first=plan.terms.first, at=at)
    given = _particulars(look, identity, language, version)
    return consent_text(look.story, look.policy, look.edition, found, at, given, language)


def _particulars(look: Look, identity: Identity, language: str, version: str) -> Particulars:
    signed = versions(look.chart)
    price = signed[-1].terms.price if signed else None
    speak = Speaker(look.edition, look.policy.zone, language)
    members = list(Member.objects.filter(clinic=identity.clinic_id, active=True).order_by("slug"))
    return Particulars(
        version=version,
        patient=identity.name,
        plan_version=str(signed[-1].number) if signed else "",
        names={member.slug: member.name for member in members},
        credentials={
            member.slug: member.get_credential_display()
            for member in members
            # A physician's role says it already; the other languages have no word for the other credentials yet.
            if member.credential == Credential.NURSE and language == "en"
        },
        prices=price_lines(price, speak),
        refunds=refund_lines(price, speak),
        answered=answered(look),
    )


def answered(look: Look) -> tuple[Answered, ...]:
    """Return what was asked since the last consent of this course, with its answers."""
    before = [line.recorded_at for line, _ in look.chart.of(ConsentSigned)]
    return tuple(
        Answered(asked.question, asked.answer, line.by, line.recorded_at)
        for line, asked in look.chart.of(QuestionAsked)
        if not before or line.recorded_at > before[-1]
    )


def next_version(look: Look) -> str:
    """Return the number of the consent that would be signed next."""
    return f"C-{len(list(look.chart.of(ConsentSigned))) + 1}"


def language_of(asked: str, identity: Identity) -> str:
    """Return a language that the text exists in: the one asked for, else the patient's, else English."""
    return next((one for one in (asked, identity.language) if one in LANGUAGES), LANGUAGES[0])
