"""Going on against a rule that allows it: a coded reason in words, checked by the rule before it is recorded."""

from __future__ import annotations

from uuid import UUID

from nappage.actions.acting import Actor, NotNow
from nappage.actions.at_visit import at_visit
from nappage.actions.decisions import keep_decision
from nappage.engine.gate import GateName
from nappage.engine.override import Refusal, overridden
from nappage.engine.story import Reason
from nappage.records.models import Entry

# What sets a gate aside is a decision on a patient, not a remark on a warning.
DECISIONS = frozenset({GateName.ALLERGY_TEST.value, GateName.SCREENING.value})


def give_reason(actor: Actor, visit: UUID, rule: str, code: str, words: str) -> Entry:
    """Return the entry of a reason given for a visit's session; NotNow if it does not suffice, and why not.

    "." is refused, a code of another rule is refused, somebody who may not decide is refused: each by the rule.
    """
    permission = "decision.record" if rule in DECISIONS else "reason.record"
    with at_visit(actor, permission, visit, "give reason") as act:
        act.trace.detail = {"rule": rule, "code": code}
        reason = Reason(rule, code, words, actor.slug, actor.at)
        found = overridden(act.look.edition, act.look.policy, [reason], rule, actor.at)
        if isinstance(found, Refusal):
            raise NotNow((found.because,))
        entry = act.record(reason)
        keep_decision(actor, act.look, "give reason", entry.id)
    return entry
