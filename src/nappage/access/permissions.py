"""Who may do what: roles and permissions as data. Deny first: what is not written here is refused.

A permission is a thing and a verb. A duty is what a member of a clinic may be there for; one person may have several.
Whether a decision counts clinically (a physician's credential, a licence in date) is the engine's question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

DUTIES = ("director", "prescriber", "injector", "assistant", "reception", "auditor")
# At the patient door: oneself, and somebody who helps until a day. Neither ever has a duty of the clinic, nor the other
# way round.
PORTAL_DUTIES = ("patient", "proxy")

_CLINICAL = "director prescriber injector assistant"
_TREATING = "prescriber injector"


def _to(duties: str) -> frozenset[str]:
    return frozenset(duties.split())


PERMISSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # The front desk.
        "today.read": _to(f"{_CLINICAL} reception"),
        "agenda.read": _to(f"{_CLINICAL} reception"),
        "patient.find": _to(f"{_CLINICAL} reception"),
        "patient.register": _to(f"{_CLINICAL} reception"),
        "identity.correct": _to(f"{_CLINICAL} reception"),
        "patient.merge": _to("director prescriber"),
        "visit.book": _to(f"{_CLINICAL} reception"),
        "message.read": _to(f"{_CLINICAL} reception"),
        "message.agree": _to(f"{_CLINICAL} reception"),
        "message.settle": _to(f"{_CLINICAL} reception"),
        "emergency.read": _to(f"{_CLINICAL} reception auditor"),
        "emergency.record": _to(f"{_CLINICAL} reception"),
        "account.keep": _to(f"{_CLINICAL} reception auditor"),
        # The chart.
        "chart.read": _to(_CLINICAL),
        "reply.record": _to(f"{_TREATING} assistant"),
        "measure.record": _to(f"{_TREATING} assistant"),
        "response.judge": _to(_TREATING),
        "course.pause": _to(_TREATING),
        "step.accept": _to("prescriber"),
        "recall.read": _to(f"{_CLINICAL} reception"),
        "report.record": _to(f"{_TREATING} assistant"),
        "report.close": _to(f"{_TREATING} assistant"),
        "leaving.record": _to(f"{_TREATING} assistant"),
        "contact.record": _to(f"{_TREATING} assistant"),
        "incident.record": _to(_CLINICAL),
        "adverse-event.sign": _to(_CLINICAL),
        "decision.record": _to("prescriber"),
        "unknown.settle": _to(_TREATING),
        "reason.record": _to(_TREATING),
        "plan.write": _to(_TREATING),
        "plan.sign": _to("prescriber"),
        "formula.write": _to("prescriber"),
        "formula.sign": _to("prescriber"),
        "consent.take": _to(f"{_TREATING} assistant"),
        "consent.withdraw": _to(f"{_CLINICAL} reception"),
        "test.give": _to(_TREATING),
        "test.read": _to(f"{_TREATING} assistant"),
        "observation.record": _to(f"{_TREATING} assistant"),
        "cream.record": _to(f"{_TREATING} assistant"),
        "session.start": _to("injector prescriber"),
        "session.chart": _to("injector prescriber"),
        "session.sign": _to("injector prescriber"),
        "entry.strike": _to("prescriber injector director"),
        "document.read": _to(_CLINICAL),
        # Photos. A rater sees a pair without a name; only a prescriber or director gives one out of the record.
        "photo.read": _to(_CLINICAL),
        "photo.take": _to(f"{_TREATING} assistant"),
        "photo.rate": _to(_TREATING),
        "photo.give": _to("director prescriber"),
        "identity.photograph": _to(f"{_CLINICAL} reception"),
        "patient.export": _to("director prescriber"),
        "patient.erase": _to("director"),
        # The clinic.
        "director.read": _to("director"),
        "policy.read": _to(f"{_CLINICAL} auditor"),
        "policy.sign": _to("director"),
        "member.write": _to("director"),
        "kit.check": _to(f"{_CLINICAL}"),
        "lot.read": _to(_CLINICAL),
        "lot.write": _to("director prescriber injector assistant"),
        "lot.trace": _to("director prescriber"),
        "audit.read": _to("director auditor"),
        "portal.invite": _to(f"{_CLINICAL} reception"),
        # The portal: what somebody may do about their own record, and who helps them about theirs.
        "own.read": _to("patient proxy"),
        "own.report": _to("patient proxy"),
        "own.answer": _to("patient proxy"),
        "own.keep": _to("patient proxy"),
        "own.sign": _to("patient"),
        "own.export": _to("patient"),
        "own.access": _to("patient"),
    }
)

# What is signed with one's name needs to be known as that person minutes ago, whatever the screen.
SIGNING = frozenset({name for name in PERMISSIONS if name.endswith(".sign")} | {"decision.record", "patient.erase"})
# Who decides what the clinic does, or what is given: their accounts need a second factor outside the demo.
NEEDS_SECOND_FACTOR = _to("director prescriber")


def may(duties: Iterable[str], permission: str) -> bool:
    """Return whether one of these duties has a permission; a permission nobody wrote down is refused."""
    return not PERMISSIONS.get(permission, frozenset()).isdisjoint(duties)
