"""The worked examples as the ground of acceptance tests: a case, seen at instants, and with facts changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from nappage.engine.edition import Edition
from nappage.engine.gate import Gate, GateName, GateState
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.policy import Policy
from nappage.engine.story import Channel, MedicineTaken, Plan, Reason, Reply, Session, SessionState, Story
from nappage.library.case import read_case
from nappage.library.edition import read_edition
from nappage.values.answer import Answer
from nappage.values.local_time import instant_typed

EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def shipped() -> Edition:
    """Return the shipped edition, read once."""
    return read_edition()


@dataclass(frozen=True)
class Told:
    """A story under a policy, to be looked at."""

    story: Story
    policy: Policy

    def at(self, text: str) -> datetime:
        """Return the instant of a local time of the clinic: "2026-03-03 10:30"."""
        return instant_typed(datetime.fromisoformat(text), self.policy.zone)

    def clock(self, instant: datetime | None) -> str:
        """Return what the clinic's clock shows at an instant, or nothing."""
        return f"{instant.astimezone(self.policy.zone):%a %-d %b %Y %H:%M}" if instant else ""

    def seen(self, text: str, edition: Edition | None = None) -> Outlook:
        """Return the outlook at a local time."""
        return outlook(self.story, self.policy, edition or shipped(), self.at(text))

    def but(self, **changes: object) -> Told:
        """Return this case with other facts."""
        return replace(self, story=replace(self.story, **changes))  # type: ignore[arg-type]  # the tests name the fields

    def under(self, **changes: object) -> Told:
        """Return this case under a policy with changes."""
        return replace(self, policy=replace(self.policy, **changes))  # type: ignore[arg-type]  # named in the tests

    def planned(self, **changes: object) -> Told:
        """Return this case with another plan."""
        return self.but(plan=replace(self.plan, **changes))  # type: ignore[arg-type]  # the tests name the fields

    @property
    def plan(self) -> Plan:
        assert self.story.plan is not None
        return self.story.plan

    def session(self, start: str) -> Session:
        """Return the session that starts at a local time."""
        return next(session for session in self.story.sessions if session.start == self.at(start))

    def with_session(self, start: str, **changes: object) -> Told:
        """Return this case with one session changed."""
        changed = replace(self.session(start), **changes)  # type: ignore[arg-type]  # the tests name the fields
        return self.but(sessions=tuple(changed if one.start == self.at(start) else one for one in self.story.sessions))

    def moved(self, start: str, to: str) -> Told:
        """Return this case with one session at another local time."""
        changed = replace(self.session(start), start=self.at(to))
        return self.but(sessions=tuple(changed if one.start == self.at(start) else one for one in self.story.sessions))

    def replied(self, question: str, answer: str, at: str, by: str = "patient", how: str = "") -> Told:
        """Return this case with one more answer, given at the clinic."""
        reply = Reply(question, Answer(answer), self.at(at), by, Channel.CLINIC, how)
        return self.but(replies=(*self.story.replies, reply))

    def screened(self, day: str) -> Told:
        """Return this case with every answer of its last visit given again at nine in the morning of a day."""
        last = {reply.question: reply for reply in sorted(self.story.replies, key=lambda one: one.at)}
        again = tuple(replace(one, at=self.at(f"{day} 09:00"), channel=Channel.CLINIC) for one in last.values())
        return self.but(replies=(*self.story.replies, *again))

    def taking(self, name: str, **facts: object) -> Told:
        """Return this case with one medicine and no other."""
        return self.but(medicines=(MedicineTaken(name, **facts),))  # type: ignore[arg-type]  # named in the tests

    def reasoned(self, rule: str, code: str, words: str, by: str, at: str) -> Told:
        """Return this case with one more recorded reason."""
        return self.but(reasons=(*self.story.reasons, Reason(rule, code, words, by, self.at(at))))


def example(name: str) -> Told:
    """Return one of the files under examples/."""
    case = read_case(EXAMPLES / f"{name}.toml")
    return Told(case.story, case.policy)


def gate(found: Outlook, name: GateName) -> Gate:
    """Return one gate of an outlook."""
    return next(each for each in found.gates if each.name is name)


def closed(found: Outlook) -> list[str]:
    """Return the names of the gates that are not open."""
    return [each.name.value for each in found.gates if each.state is not GateState.OPEN]


def facts_of(found: Outlook) -> list[str]:
    """Return the codes of the notices, in their order."""
    return [notice.because.fact.code for notice in found.start.notices]


def given(told: Told) -> list[Session]:
    """Return the sessions given."""
    return [session for session in told.story.sessions if session.state is SessionState.GIVEN]
