"""What the page of the consent shows at home: where it stands, what was asked, and the papers signed so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from nappage.assessment.at_home import ConsentTaken, QuestionAsked
from nappage.assessment.from_home import open_questions, signed_at_home
from nappage.assessment.happening import ConsentSigned, Withdrawal
from nappage.assessment.look import Look
from nappage.engine.gate import GateName, GateState
from nappage.engine.signing import consent_refusals
from nappage.engine.story import Channel
from nappage.records.models import Document
from nappage.web.consent.presenter import LANGUAGE_NAMES
from nappage.web.screen import Asked
from nappage.web.speaking import own_speaker


def consent_context(asked: Asked) -> dict[str, Any]:
    """Return what the page shows inside its frame."""
    look = asked.look
    stands = standing(look)
    return {
        "person": asked.person,
        "stands": stands,
        "questions": list(_questions(asked)),
        "papers": list(_papers(asked)),
        "has_open_questions": bool(open_questions(look.chart)),
        "may_sign": asked.actor.may("own.sign"),
        "may_withdraw": asked.actor.may("own.withdraw") and stands in ("signed", "waits"),
    }


def standing(look: Look) -> str:
    """Return where the consent stands: none, refused, signed, waits (to be taken), withdrawn or open (to be signed)."""
    plan = look.story.plan
    if plan is None or plan.signed_at is None:
        return "none"
    gate = next(gate for gate in look.outlook.gates if gate.name is GateName.CONSENT)
    if gate.state is GateState.OPEN:
        return "signed"
    if signed_at_home(look.chart) is not None:
        return "waits"
    if consent_refusals(look.story, look.policy, look.edition, look.at):
        return "refused"
    last = max(look.story.consents, key=lambda consent: consent.at, default=None)
    return "withdrawn" if last is not None and last.withdrawn_at is not None else "open"


def _questions(asked: Asked) -> Iterator[dict[str, str]]:
    """Yield each question with its answer, or that it waits for one, the last first."""
    speak = own_speaker(asked)
    waiting = [
        {"question": one.words, "answer": "", "about": _("sent {when}").format(when=speak.moment(one.at))}
        for one in open_questions(asked.look.chart)
    ]
    yield from reversed(waiting)
    for line, value in reversed(list(asked.look.chart.of(QuestionAsked))):
        yield {"question": value.question, "answer": value.answer, "about": speak.moment(line.at)}


def _papers(asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield the consents signed so far, the last first, with the paper of each that is kept."""
    look, speak = asked.look, own_speaker(asked)
    kept = set(Document.objects.filter(person=look.chart.person).values_list("id", flat=True))
    ends = [value.at for _line, value in look.chart.of(Withdrawal)]
    taken = {value.consent: line.at for line, value in look.chart.of(ConsentTaken)}
    for line, signed in reversed(list(look.chart.of(ConsentSigned))):
        at_home = signed.consent.channel is Channel.PORTAL
        withdrawn = min((at for at in ends if at >= signed.consent.at), default=None)
        rows = [(_("Signed"), speak.moment(line.at)), (_("Where"), _("at home") if at_home else _("at the clinic"))]
        if line.id in taken:
            rows.append((_("Taken at the clinic"), speak.moment(taken[line.id])))
        if withdrawn is not None:
            rows.append((_("Withdrawn"), speak.moment(withdrawn)))
        rows.append((_("Language"), LANGUAGE_NAMES.get(signed.language, signed.language)))
        yield {
            "rows": [{"label": label, "text": text} for label, text in rows],
            "document": signed.document if signed.document in kept else None,
            "digest": signed.text_digest,
        }
