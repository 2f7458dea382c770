"""Going on against a rule: which rules allow it, with which coded reasons, in how many words, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy, Role
from nappage.engine.story import Reason
from nappage.values.local_time import local_day
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Entry):
    """A rule that a coded reason may set aside. A rule without such an entry has no way around it.

    `id` is the rule's, `least_characters` what the words must have at least, `roles` who may decide.
    """

    least_characters: int
    roles: tuple[Role, ...]

    def has_enough(self, words: str) -> bool:
        """Return whether a reason is said in enough characters, blanks around it not counted, and mostly in letters.

        A row of dots is as long as a reason and says nothing.
        """
        said = words.strip()
        return len(said) >= self.least_characters and 2 * sum(map(str.isalnum, said)) >= self.least_characters


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCode(Entry):
    """A reason that may be chosen, and for which rules."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a rule still stands: no reason was recorded for it, or the one that was does not suffice."""

    because: Because


def overridden(
    edition: Edition, policy: Policy, reasons: Iterable[Reason], rule: str, at: datetime
) -> Reason | Refusal:
    """Return the first recorded reason that suffices to set a rule aside at an instant, else why none does.

    Which session or area a reason was given for is the caller's knowledge: pass only the reasons for that one.
    """
    override = edition.get(Override, rule)
    if override is None:
        return Refusal(Because(rule, say("override.not-allowed", rule=rule), say("override.none")))
    refusal = _refuse(override, "override.reason-missing")
    for reason in sorted(reasons, key=lambda one: one.at):
        if reason.rule == rule and reason.at <= at:
            fault = _fault(edition, policy, override, reason)
            if not fault:
                return reason
            refusal = _refuse(override, fault)
    return refusal


def suffices(edition: Edition, policy: Policy, override: Override, reason: Reason) -> bool:
    """Return whether a reason is coded for a rule, said in enough words, by someone who could decide that day."""
    return not _fault(edition, policy, override, reason)


def _fault(edition: Edition, policy: Policy, override: Override, reason: Reason) -> str:
    code = edition.get(ReasonCode, reason.code)
    if code is None or override.id not in code.rules:
        return "override.code-unknown"
    if not override.has_enough(reason.words):
        return "override.words-too-few"
    if not _may_decide(policy, override, reason):
        return "override.person-may-not"
    return ""


def _may_decide(policy: Policy, override: Override, reason: Reason) -> bool:
    return policy.is_licensed_as(reason.by, local_day(reason.at, policy.zone), *override.roles)


def _refuse(override: Override, fact: str) -> Refusal:
    roles = tuple(role.value for role in override.roles)
    remedy = say("override.give-reason", characters=override.least_characters, roles=roles)
    return Refusal(Because(override.id, say(fact, rule=override.id), remedy, override.sources))
