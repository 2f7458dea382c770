"""An outlook as the sheet that people read: who and when, the drawn course, then section by section."""

from __future__ import annotations

from nappage.engine.gate import GateState
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.rendering import sections_after, sections_before, sections_course
from nappage.rendering.course import marks
from nappage.rendering.sheet import Line, Sheet, Tone
from nappage.rendering.timeline import draw_course
from nappage.rendering.wording import Speaker

WATERMARK = "Fictional demo clinic. No dose, limit or person here is real."


def outlook_sheet(found: Outlook, name: str, policy: Policy) -> Sheet:
    """Return the sheet of an outlook, with local times of the clinic."""
    speak = Speaker(policy.zone)
    return Sheet(
        title=name,
        banner=(Line(f"{found.clinic}, {speak.moment(found.at)}", Tone.INFORMATION), *_state(found, speak)),
        drawing=draw_course(marks(found, policy.zone), policy.zone),
        sections=(
            *sections_before.sections(found, speak),
            *sections_course.sections(found, speak),
            *sections_after.sections(found, speak, policy),
        ),
        foot=_foot(found),
        watermark=WATERMARK if found.fictional else "",
    )


def _state(found: Outlook, speak: Speaker) -> tuple[Line, ...]:
    if found.start.holds:
        return (Line("On hold", Tone.HOLD),)
    if found.treating.session is None:
        return (Line("No visit booked", Tone.PLAIN),)
    closed = sum(gate.state is not GateState.OPEN for gate in found.gates)
    if closed:
        return (Line(f"{closed} of {len(found.gates)} gates closed", Tone.HOLD),)
    if not found.start.may_start:
        return (Line("A coded reason is needed", Tone.HOLD),)
    return (Line("All eight gates open at this instant", Tone.PLAIN),)


def _foot(found: Outlook) -> tuple[str, ...]:
    return (
        "It shows findings, rules and sources to a licensed clinician, who decides and signs. "
        "No clinician has reviewed this knowledge: every entry is unreviewed.",
        f"Edition {found.edition[:16]}, time zones {found.timezones}. "
        "In brackets: the document and line, or the public reference, behind each line.",
    )
