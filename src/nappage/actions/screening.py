"""What a clinician does about a finding: decide against it, confirm a decision, settle an unknown by a fact.

Level A and what is deferred have no decision here or anywhere. An unknown of level A opens by a recorded fact alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.actions.moments import day_in_words
from nappage.actions.turns import take_turn
from nappage.assessment.look import Look
from nappage.assessment.questionnaire import questionnaire
from nappage.engine.edition import Edition
from nappage.engine.gate import GateName
from nappage.engine.override import Override, ReasonCode
from nappage.engine.policy import Policy, Role, StaffMember
from nappage.engine.precaution import Finding, Level
from nappage.engine.question import Question
from nappage.engine.story import HealthEvent, Reason, Reply
from nappage.records.models import Entry
from nappage.values.answer import Answer
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day

# How a fact came to be known. The words beside it say which one and when; neither stands without the other.
MEANS = ("test-result", "record-seen", "asked-again", "examined")


def decide(actor: Actor, person: UUID, course: UUID | None, rule: str, code: str, words: str) -> Entry:
    """Return the decision of a physician against one finding that holds, for the visit that comes next.

    Faulty says everything that stands against it; the attempt of somebody who may not is in the audit trail.
    """
    reason = Reason(rule, code, words.strip(), actor.slug, actor.at)
    with acting(actor, "decision.record", person, act="decide on finding") as trace:
        look = take_turn(actor, person, course)
        faults = tuple(against_deciding(look, actor.slug, rule)) + tuple(_of_reason(look.edition, reason))
        if not faults:
            entry = append(actor, person, reason, course=course)
            trace.thing, trace.detail = entry.id, {"rule": rule, "code": code}
            keep_decision(actor, look, "decide on finding", entry.id)
            return entry
        trace.detail = {"rule": rule, "refused": [fault.thing for fault in faults]}
    raise Faulty(faults)


def against_deciding(look: Look, who: str, rule: str) -> Iterator[Fault]:
    """Yield what stands against this person deciding on this finding at this instant, whatever they would write."""
    finding = next((found for found in look.outlook.findings if found.precaution.id == rule), None)
    if finding is None or not finding.precaution.level.holds:
        yield Fault(
            _("finding"), _("a finding that holds"), _("none under this rule"), _("Look at what screening shows now.")
        )
    elif not finding.precaution.level.decidable:
        yield Fault(finding.precaution.title, _what_opens(finding), _("a decision"), _("Record the fact, who and how."))
    yield from _of_person(look, who)


def _what_opens(finding: Finding) -> str:
    if finding.precaution.level is Level.A:
        return _("a recorded fact: level A has no decision")
    return _("its date: what is deferred has no decision")


def _of_person(look: Look, who: str) -> Iterator[Fault]:
    member, rule = look.policy.member(who), look.edition.all(Override)[GateName.SCREENING.value]
    if member is None or member.role not in rule.roles:
        found = member.role.value if member else _("nobody of this clinic")
        expected = _("someone whose credential says physician")
        yield Fault(_("who decides"), expected, found, _("Ask a physician of this clinic to decide."))
    elif not _is_licensed(member, look):
        remedy = _("Ask a physician whose licence covers today.")
        yield Fault(
            _("who decides"),
            _("a licence that covers today"),
            _("until {day}").format(day=day_in_words(member.licensed_until)),
            remedy,
        )


def _is_licensed(member: StaffMember, look: Look) -> bool:
    return member.licensed_from <= local_day(look.at, look.policy.zone) <= member.licensed_until


def _of_reason(edition: Edition, reason: Reason) -> Iterator[Fault]:
    rule = edition.all(Override)[GateName.SCREENING.value]
    code = edition.get(ReasonCode, reason.code)
    if code is None or rule.id not in code.rules:
        found = reason.code or _("none")
        yield Fault(_("coded reason"), _("one of the reasons listed"), found, _("Choose one, then say it in words."))
    if not rule.has_enough(reason.words):
        expected = _("at least {least} characters").format(least=rule.least_characters)
        found = f"{len(reason.words)}: “{reason.words}”"
        yield Fault(_("words"), expected, found, _("Write what was found and why it is acceptable for this visit."))


def codes_for(edition: Edition, rule: str) -> tuple[ReasonCode, ...]:
    """Return the reasons that may be chosen for a rule."""
    return tuple(code for code in edition.all(ReasonCode).values() if rule in code.rules)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was recorded, by the entry of it, and whether it still waits for a second clinician."""

    entry: UUID
    reason: Reason
    needs_second: bool


def decisions(look: Look) -> dict[str, Decided]:
    """Return the last decision on each finding that holds, by rule; a confirmed one takes the place of the bare one."""
    session = look.outlook.treating.session
    injector = session.injector if session else ""
    rules = {found.precaution.id for found in look.outlook.findings}
    return {
        reason.rule: Decided(line.id, reason, reason.by == injector and not reason.second)
        for line, reason in look.chart.of(Reason)
        if reason.rule in rules
    }


def confirm(actor: Actor, person: UUID, course: UUID | None, entry: UUID) -> Entry:
    """Return the decision of another physician, now with this clinician as the second who agrees (H-20)."""
    with acting(actor, "decision.record", person, act="confirm decision") as trace:
        look = take_turn(actor, person, course)
        found = next((one for one in decisions(look).values() if one.entry == entry), None)
        faults = tuple(_against_confirming(look, actor.slug, found))
        if found is not None and not faults:
            confirmed = append(actor, person, replace(found.reason, second=actor.slug), course=course)
            trace.thing, trace.detail = confirmed.id, {"rule": found.reason.rule, "by": found.reason.by}
            keep_decision(actor, look, "confirm decision", confirmed.id)
            return confirmed
        trace.detail = {"refused": [fault.thing for fault in faults]}
    raise Faulty(faults)


def _against_confirming(look: Look, who: str, found: Decided | None) -> Iterator[Fault]:
    if found is None:
        yield Fault(_("decision"), _("a decision that stands"), _("none"), _("Look at what screening shows now."))
    elif found.reason.by == who:
        yield Fault(
            _("second clinician"), _("another person than the one who decided"), who, _("Ask a second clinician.")
        )
    if not may_confirm(look.policy, who):
        remedy = _("Ask a physician or prescriber of this clinic.")
        yield Fault(_("second clinician"), _("a physician or prescriber"), who, remedy)


def may_confirm(policy: Policy, who: str) -> bool:
    """Return whether somebody counts as the second clinician."""
    return policy.has_role(who, Role.PHYSICIAN, Role.PRESCRIBER)


@dataclass(frozen=True, slots=True)
class Settled:
    """What settles an unknown: the answer, how it came to be known, in words, and the condition if it is a yes."""

    question: str
    answer: Answer
    means: str
    words: str
    events: tuple[HealthEvent, ...] = ()


def settle(actor: Actor, person: UUID, course: UUID | None, fact: Settled) -> Entry:
    """Return the answer of a clinician that settles an open question, with who and how."""
    with acting(actor, "unknown.settle", person, act="settle unknown") as trace:
        look = take_turn(actor, person, course)
        faults = tuple(_against_settling(look, fact))
        if faults:
            raise Faulty(faults)
        how = f"{fact.means}: {fact.words.strip()}"
        entry = append(actor, person, Reply(fact.question, fact.answer, actor.at, actor.slug, how=how))
        for event in fact.events:
            append(actor, person, event)
        trace.thing, trace.detail = entry.id, {"question": fact.question}
        keep_decision(actor, look, "settle unknown", entry.id)
    return entry


def _against_settling(look: Look, fact: Settled) -> Iterator[Fault]:
    question = look.edition.get(Question, fact.question)
    if question is None or questionnaire(look).get(fact.question) is None:
        yield Fault(
            _("question"), _("a question that is asked of this person"), fact.question, _("Look at what is open now.")
        )
        return
    if fact.answer is Answer.UNKNOWN:
        yield Fault(_("answer"), _("yes or no"), _("unknown"), _("Leave it open until somebody knows."))
    if fact.answer is Answer.YES and question.covers and not fact.events:
        yield Fault(_("condition"), _("which condition it is"), _("nothing"), _("Choose at least one."))
    if fact.means not in MEANS:
        found = fact.means or _("nothing")
        yield Fault(_("how it is known"), _("one of the ways listed"), found, _("Choose how it came to be known."))
    least = look.edition.all(Override)[GateName.SCREENING.value]
    if not least.has_enough(fact.words):
        expected = _("at least {least} characters").format(least=least.least_characters)
        found = f"{len(fact.words.strip())}: “{fact.words.strip()}”"
        yield Fault(_("words"), expected, found, _("Write which result or record, of which day, and who saw it."))
