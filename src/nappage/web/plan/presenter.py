"""What the page of the plan shows: the version, what stands between it and its signature, its dates and its price."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from nappage.assessment.look import Look
from nappage.assessment.planned import PlanVersion, latest, versions
from nappage.assessment.prospect import prospect, signing_of
from nappage.engine.gate import Gate, GateState, jurisdiction_gate
from nappage.engine.indication import Indication
from nappage.engine.signing import Contested, Signing
from nappage.engine.story import Plan
from nappage.records.models import Member
from nappage.rendering.course import marks
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.timeline import NARROW, draw_course
from nappage.rendering.wording import Speaker
from nappage.values.local_time import local_day
from nappage.values.statement import Because
from nappage.web.members import member_names
from nappage.web.plan.areas import figures
from nappage.web.plan.mixture import echoes, totals
from nappage.web.plan.price import refund_table
from nappage.web.plan.summary import rows, sides, signed_words
from nappage.web.reasons.forms import ReasonForm
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

SIGNER = "signer"


def plan_page(asked: Asked, tried: ReasonForm | None = None) -> dict[str, Any]:
    """Return the context of the page; without a plan only what to do next. `tried` is a reason that did not suffice."""
    look, member = asked.look, asked.member
    version = latest(look.chart)
    rights = {"may_write": member.may("plan.write"), "may_reason": member.may("reason.record")}
    if version is None:
        return {"version": None, **rights}
    speak = speaker(asked)
    signed, names = versions(look.chart), member_names(member.clinic_id)
    return {
        "version": version,
        "is_draft": not version.number,
        "title": signed_words(version, speak, names),
        "in_force": signed_words(signed[-1], speak, names) if signed and not version.number else "",
        "signed_count": len(signed),
        "rows": rows(look, version, speak),
        "has_sides": sides(version.plan),
        "figures": [one for one in figures(version.plan.sites, version.plan.queued, speak) if _is_marked(one)],
        **_course(look, version, speak),
        "refund": refund_table(version.terms.price, version.plan.criterion.checkpoint if version.plan.criterion else 0),
        **(_signing(look, version, member, speak, tried) if not version.number else {}),
        **rights,
    }


def _is_marked(figure: dict[str, Any]) -> bool:
    return any(shape["state"] for shape in figure["shapes"])


def _course(look: Look, version: PlanVersion, speak: Speaker) -> dict[str, Any]:
    found = prospect(look, version.plan, version.formula, version.terms.first)
    dates = [(line.number, speak.moment(line.proposed)) for line in found.course.coming if line.proposed is not None]
    components = version.formula.components if version.formula else ()
    return {
        # Our own drawing, from figures of the engine; every text in it is escaped where it is drawn.
        "drawing": mark_safe(draw_course(marks(found, look.policy.zone), look.policy.zone, width=NARROW)),
        "dates": dates,
        "booked": any(line.booking is not None for line in found.course.coming) or bool(found.course.given),
        "echoes": echoes(components),
        "totals": totals(components, found, speak),
    }


def _signing(
    look: Look, version: PlanVersion, member: Member, speak: Speaker, tried: ReasonForm | None
) -> dict[str, Any]:
    found = signing_of(look, version, member.slug)
    refusals = [because for because in found.refusals if because.rule != SIGNER or member.may("plan.sign")]
    return {
        "refusals": [_finding(because, "hold", speak) for because in refusals],
        "contested": [_contested(one, speak, tried) for one in found.contested],
        "notes": [_finding(because, "information", speak) for because in found.notes],
        "closed": _closed(found, refusals, member),
    }


def _closed(found: Signing, refusals: list[Because], member: Member) -> str:
    """Return why the plan cannot be signed here and now, or nothing."""
    open_reasons = [one for one in found.contested if one.reason is None]
    count = len(refusals) + len(open_reasons)
    if count:
        one, more = _("One thing stands against it, above."), _("{count} things stand against it, above.")
        return one if count == 1 else more.format(count=count)
    return "" if member.may("plan.sign") else _("Nothing stands against it. A prescriber signs it.")


def _finding(because: Because, level: str, speak: Speaker) -> dict[str, Any]:
    return {
        "text": sentence(speak(because.fact)),
        "because": sentence(speak(because.remedy)),
        "rule": because.rule,
        "level": level,
        "sources": cited(because.sources),
    }


def _contested(one: Contested, speak: Speaker, tried: ReasonForm | None) -> dict[str, Any]:
    """Return what refuses the signature without a reason: the one that was given, or the form for one."""
    reason, form = one.reason, tried if tried is not None and tried.prefix == one.rule else ReasonForm(one.rule, speak)
    return {
        "notice": {
            "text": " ".join((both(one.because, speak), sentence(speak(one.fault.fact)) if one.fault else "")).strip(),
            "rule": one.rule,
            "sources": cited(one.because.sources),
            "reasoned": {
                "code": sentence(speak.term(reason.code)),
                "text": reason.words,
                "by": reason.by,
                "at": speak.moment(reason.at),
            }
            if reason
            else None,
        },
        "form": None if reason else form,
    }


def purposes(look: Look) -> dict[str, list[dict[str, Any]]]:
    """Return the purposes that may be chosen here, and those that are off with the reason why."""
    speak = Speaker(look.edition, look.policy.zone)
    on: list[dict[str, Any]] = []
    off: list[dict[str, Any]] = []
    for indication in look.edition.all(Indication).values():
        gate = _switch(look, indication)
        line = {
            "name": sentence(speak.purpose(indication.id)).rstrip("."),
            "url": f"{reverse('plan-write', kwargs={'person': look.chart.person})}?for={indication.id}",
            "sources": cited(indication.sources),
            "needs": ", ".join(speak.term(need) for need in indication.needs),
            "why": " ".join(both(because, speak) for because in gate.reasons),
        }
        (on if gate.state is GateState.OPEN else off).append(line)
    return {"on": on, "off": off}


def _switch(look: Look, indication: Indication) -> Gate:
    """Return whether a purpose is switched on at this clinic today, and if not, why."""
    day = local_day(look.at, look.policy.zone)
    return jurisdiction_gate(look.edition, Plan(indication.id, "", (), "", 0), look.policy, day)


def may_be_planned(look: Look, indication: Indication, before: PlanVersion | None) -> bool:
    """Return whether a plan for a purpose may be written: it is switched on, or was when the version before was."""
    known = before is not None and before.plan.indication == indication.id
    return known or _switch(look, indication).state is GateState.OPEN
