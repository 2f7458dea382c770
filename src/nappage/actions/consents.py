"""Consents: what the patient asked, the signature under one exact text, and its withdrawal at any moment.

One that was signed at home is signed under the same text by the same rules; it counts once somebody of the clinic took
it. Nobody signs while a question from home has no answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, NotNow, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.documents import keep_document
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.at_home import ConsentLeft, ConsentTaken, QuestionAsked, QuestionSent
from nappage.assessment.from_home import open_questions, signed_at_home
from nappage.assessment.happening import ConsentSigned, Withdrawal
from nappage.assessment.look import Look
from nappage.assessment.planned import versions
from nappage.engine.gate import GateName, GateState
from nappage.engine.signing import consent_refusals
from nappage.engine.story import Channel, Consent
from nappage.records.keys import new_key
from nappage.records.models import Entry
from nappage.values.fault import Fault

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


def send_question(actor: Actor, person: UUID, course: UUID, question: str) -> Entry:
    """Return the entry of a question sent from home; somebody of the clinic owns its answer from now on."""
    with acting(actor, "own.answer", person, act="send question") as trace:
        take_turn(actor, person, course)
        entry = append(actor, person, QuestionSent(question, getattr(actor.who, "name", "")), course=course)
        trace.thing = entry.id
    return entry


def answer_question(actor: Actor, person: UUID, course: UUID, sent: UUID, answer: str) -> Entry:
    """Return the entry of a question from home with its answer, both part of the text from now on.

    Conflict if it has an answer already.
    """
    with acting(actor, "consent.take", person, act="answer question") as trace:
        look = take_turn(actor, person, course)
        found = next((one for one in open_questions(look.chart) if one.entry == sent), None)
        if found is None:
            raise Conflict(_("this question was answered already, or is not of this patient"))
        entry = append(actor, person, QuestionAsked(found.words, answer, sent), course=course)
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
        look = _may_be_signed(actor, person, course, agreed, basis, read_again)
        return _keep(actor, person, course, agreed, look, trace.detail)


def sign_at_home(
    actor: Actor, person: UUID, course: UUID, agreed: Agreed, basis: Basis, read_again: Callable[[Look], str]
) -> Entry:
    """Return the entry of a consent that the person signed at home, by the rules of one signed at the clinic.

    It waits to be taken. Conflict if one is signed already and stands.
    """
    with acting(actor, "own.sign", person, act="sign consent at home") as trace:
        look = _may_be_signed(actor, person, course, agreed, basis, read_again)
        gate = next(gate for gate in look.outlook.gates if gate.name is GateName.CONSENT)
        if gate.state is GateState.OPEN or signed_at_home(look.chart) is not None:
            raise Conflict(_("a consent to this plan is signed already"))
        return _keep(actor, person, course, agreed, look, trace.detail, Channel.PORTAL)


def _may_be_signed(
    actor: Actor, person: UUID, course: UUID, agreed: Agreed, basis: Basis, read_again: Callable[[Look], str]
) -> Look:
    look = take_turn(actor, person, course)
    if basis != basis_of(look) or read_again(look) != agreed.digest:
        raise Conflict(_("the plan, the policy or the edition changed since the text was shown"))
    _refuse(look, actor)
    return look


def _refuse(look: Look, actor: Actor) -> None:
    """Raise NotNow with what keeps the patient from signing, the questions without an answer among it."""
    refused = consent_refusals(look.story, look.policy, look.edition, actor.at)
    faults = tuple(unanswered(look))
    if refused or faults:
        raise NotNow(refused, faults)


def unanswered(look: Look) -> Iterator[Fault]:
    """Yield a fault for each question from home that nobody has answered yet."""
    for one in open_questions(look.chart):
        yield Fault(_("Question from home"), _("an answer"), f"“{one.words}”", _("The clinic answers it first."))


def take_consent(actor: Actor, person: UUID, course: UUID, consent: UUID, explained_by: str) -> Entry:
    """Return the entry by which a consent that was signed at home was taken, with who asked what is unclear.

    Conflict if none waits under this key, or if plan, policy or edition are others than those it was signed on.
    """
    with acting(actor, "consent.take", person, act="take consent") as trace:
        look = take_turn(actor, person, course)
        found = signed_at_home(look.chart)
        if found is None or found[0].id != consent:
            raise Conflict(_("no consent that was signed at home waits here"))
        signed = found[1]
        if Basis(signed.plan, signed.policy_version, signed.edition) != basis_of(look):
            raise Conflict(_("the plan, the policy or the edition changed since it was signed: have it signed anew"))
        _refuse(look, actor)
        entry = append(actor, person, ConsentTaken(consent, explained_by), course=course)
        keep_decision(actor, look, "consent.take", entry.id)
        trace.thing = entry.id
    return entry


def leave_consent(actor: Actor, person: UUID, course: UUID, digest: str, language: str) -> Entry:
    """Return the entry that the text was read at home and its signing left for the clinic."""
    with acting(actor, "own.answer", person, act="leave consent") as trace:
        left = ConsentLeft(digest, language, getattr(actor.who, "name", ""))
        entry = append(actor, person, left, course=course)
        trace.thing = entry.id
    return entry


def _keep(
    actor: Actor, person: UUID, course: UUID, agreed: Agreed, look: Look, detail: dict[str, object],
    channel: Channel = Channel.CLINIC,
) -> Entry:  # fmt: skip
    id, basis = new_key(), basis_of(look)
    document = keep_document(actor, person, KIND, PDF, agreed.paper, text_digest=agreed.digest, entry=id)
    signed = ConsentSigned(
        consent=Consent(actor.at, "patient", agreed.version, channel=channel),
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


def withdraw_consent(
    actor: Actor, person: UUID, course: UUID, words: str = "", permission: str = "consent.withdraw"
) -> Entry:
    """Return the entry of a withdrawal: by a click, at any moment, in the patient's words or without any.

    With `own.withdraw` the person does it themselves, from home.
    """
    with acting(actor, permission, person, act="withdraw consent") as trace:
        take_turn(actor, person, course)
        entry = append(actor, person, Withdrawal(actor.at, "patient", words.strip()), course=course)
        trace.thing = entry.id
    return entry
