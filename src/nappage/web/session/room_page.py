"""What the room shows before the first puncture: cream with its limits and clock, baseline and sentinel readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nappage.engine.dose import DoseState
from nappage.rendering.lines import both, cited
from nappage.web.session.forms import CreamForm
from nappage.web.session.frame import Frame
from nappage.web.tape import Tape


def tape_of(frame: Frame) -> Tape:
    """Return the tape of a visit: its places follow from the sites of the session."""
    return Tape(frame.look, frame.speak, frame.sites, frame.asked.member.slug)


def room_page(frame: Frame, typed_in: dict[str, str], cream: CreamForm | None = None) -> dict[str, Any]:
    """Return what the room shows; `typed_in` is what was sent and not recorded."""
    return {
        **tape_of(frame).shown(typed_in),
        "is_baseline": not frame.charted.passes,
        "first_puncture": frame.charted.passes[0][0].at if frame.charted.passes else None,
        "creams": list(_creams(frame)),
        "cream_form": cream or cream_form(frame),
        "parts": list(_parts(frame)),
        "may_measure": frame.asked.member.may("measure.record"),
        "may_type": frame.asked.member.may("measure.record") and not frame.charted.passes,
        "may_cream": frame.asked.member.may("cream.record"),
    }


# -- cream -----------------------------------------------------------------------------------------------------------


def cream_form(frame: Frame, sent: Any = None) -> CreamForm:
    """Return the form of a cream; only what the director signed with a maximum can be chosen."""
    signed = [agent for agent in frame.look.policy.formulary if agent.cream_maximum is not None]
    return CreamForm([(agent.agent, agent.agent) for agent in signed], sent)


def _creams(frame: Frame) -> Iterator[dict[str, Any]]:
    for line, put, off in frame.charted.creams:
        signed = frame.look.policy.agents_signed.get(put.cream.agent)
        until = signed.cream_contact.after(put.cream.on) if signed and signed.cream_contact else None
        yield {
            "id": line.id,
            "agent": put.cream.agent,
            "mass": frame.speak.value(put.cream.mass),
            "area": frame.speak.value(put.cream.area),
            "on": put.cream.on,
            "off": off.off if off else None,
            "until": until,
            "by": line.by,
        }


def _parts(frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield each anaesthetic of this session against its signed maximum, and what the sum comes to."""
    total = frame.look.outlook.treating.anaesthetic
    if total is None:
        return
    for part in total.parts:
        yield {
            "agent": part.agent,
            "route": part.route.value,
            "given": frame.speak.value(part.given),
            "limit": frame.speak.value(part.maximum),
            "fraction": frame.speak.value(part.fraction),
        }
    for because in total.because:
        yield {
            "text": both(because, frame.speak),
            "sources": cited(because.sources),
            "holds": total.state is not DoseState.WITHIN,
        }
