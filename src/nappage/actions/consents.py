"""Consents: what the patient asked, the signature under one exact text, and its withdrawal at any moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, NotNow, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.documents import keep_document
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.happening import ConsentSigned, QuestionAsked, Withdrawal
from nappage.assessment.look import Look
from nappage.assessment.planned import versions
from nappage.engine.signing import consent_refusals
from nappage.engine.story import Consent
from nappage.records.keys import new_key
from nappage.records.models import Entry

KIND, PDF = "consent", "application/pdf"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a text rests on: the plan's entry, the policy's version, the edition; with another, it is another text."""

    plan: UUID | None
    policy_version: int
    edition: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the patient signed: the hash of the exact text, in which language and manner, and the sealed paper of it."""

    digest: str
    version: str
    language: str
    manner: str
    explained_by: str
    paper: bytes
    witness: str = ""


def basis_of(look: Look) -> Basis:
    """Return what a text that is written at this look rests on."""
    signed = versions(look.chart)
    return Basis(signed[-1].entry if signed else None, look.policy_version, look.edition.digest)


def ask_question(actor: Actor, person: UUID, course: UUID, question: str, answer: str) -> Entry:
    """Return the entry of a question that the patient asked, with its answer."""
    with acting(actor, "consent.take", person, act="record question") as trace:
        take_turn(actor, person, course)
        entry = append(actor, person, QuestionAsked(question, answer), course=course)
        trace.thing = entry.id
    return entry


def sign_consent(
    actor: Actor, person: UUID, course: UUID, agreed: Agreed, basis: Basis, read_again: Callable[[Look], str]
) -> Entry:
    """Return the entry of a consent, with its paper kept.

    The text is made again from what stands now: Conflict if it reads otherwise, or rests on another plan, policy or
    edition than the one that was shown. NotNow with what keeps the patient from signing.
    """
    with acting(actor, "consent.take", person, act="sign consent") as trace:
        look = take_turn(actor, person, course)
        if basis != basis_of(look) or read_again(look) != agreed.digest:
            raise Conflict(_("the plan, the policy or the edition changed since the text was shown"))
        refused = consent_refusals(look.story, look.policy, look.edition, actor.at)
        if refused:
            raise NotNow(refused)
        return _keep(actor, person, course, agreed, look, trace.detail)


def _keep(actor: Actor, person: UUID, course: UUID, agreed: Agreed, look: Look, detail: dict[str, object]) -> Entry:
    id, basis = new_key(), basis_of(look)
    document = keep_document(actor, person, KIND, PDF, agreed.paper, text_digest=agreed.digest, entry=id)
    signed = ConsentSigned(
        consent=Consent(actor.at, "patient", agreed.version),
        text_digest=agreed.digest,
        document=document.id,
        manner=agreed.manner,
        explained_by=agreed.explained_by,
        language=agreed.language,
        plan=basis.plan,
        policy_version=basis.policy_version,
        edition=basis.edition,
        witness=agreed.witness,
    )
    entry = append(actor, person, signed, id=id, course=course)
    keep_decision(actor, look, "consent.take", entry.id)
    detail.update(document=str(document.id), digest=hashlib.sha256(agreed.paper).hexdigest())
    return entry


def withdraw_consent(actor: Actor, person: UUID, course: UUID, words: str = "") -> Entry:
    """Return the entry of a withdrawal: by a click, at any moment, in the patient's words or without any."""
    with acting(actor, "consent.withdraw", person, act="withdraw consent") as trace:
        take_turn(actor, person, course)
        entry = append(actor, person, Withdrawal(actor.at, "patient", words.strip()), course=course)
        trace.thing = entry.id
    return entry
