"""An outlook as the sheet that people read: whom to call, who and when, the drawn course, then section by section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nappage.access.sections import sees
from nappage.engine.edition import Edition
from nappage.engine.emergency import emergency_number
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy, Role
from nappage.rendering import sections_after, sections_before, sections_course, sections_screening
from nappage.rendering.course import marks
from nappage.rendering.given_session import begun, begun_session
from nappage.rendering.sections_before import gate_title
from nappage.rendering.sheet import Line, Section, Sheet, Tone
from nappage.rendering.timeline import draw_course
from nappage.rendering.wording import Speaker

WATERMARK = "Fictional demo clinic. No dose, limit or person here is real."


def outlook_sheet(found: Outlook, name: str, policy: Policy, edition: Edition) -> Sheet:
    """Return the sheet of an outlook, in local times of the clinic, in the order of the stages of a course."""
    speak = Speaker(edition, policy.zone)
    number = emergency_number(edition, policy) or ""
    return Sheet(
        title=name,
        emergency=_emergency(policy, number),
        alarms=tuple(sections_after.alarms(found, speak, policy, number)),
        banner=(_where(found, speak), *state(found, speak, edition)),
        drawing=draw_course(marks(found, policy.zone), policy.zone),
        sections=tuple(_sections(found, policy, edition, speak)),
        foot=_foot(found),
        watermark=WATERMARK if found.fictional else "",
    )


def seen_as(sheet: Sheet, role: Role) -> Sheet:
    """Return what a role sees of a sheet: the front desk only the dates and "on hold", never why (S5)."""
    who = role.value
    whole = sees(who, "state")
    return replace(
        sheet,
        title=sheet.title if sees(who, "title") else "Dates",
        alarms=sheet.alarms if whole else (),
        banner=sheet.banner if whole else tuple(without_reason(sheet.banner)),
        drawing=sheet.drawing if sees(who, "course-drawn") else "",
        sections=tuple(section for section in sheet.sections if sees(who, section.name)),
    )


ON_HOLD = "On hold"


def without_reason(banner: tuple[Line, ...]) -> Iterator[Line]:
    """Yield the lines of a banner that the front desk sees: where and when, and that something holds, never why."""
    yield from (replace(line, beneath=()) for line in banner if line.tone is Tone.INFORMATION or line.words == ON_HOLD)


def _sections(found: Outlook, policy: Policy, edition: Edition, speak: Speaker) -> Iterator[Section]:
    yield sections_course.to_do(found, speak, edition)
    yield sections_screening.section(found, speak, edition)
    yield sections_course.plan(found, speak)
    yield sections_course.dates(found, speak)
    yield from sections_before.sections(found, speak, edition)
    yield from sections_after.sections(found, speak, policy, edition)
    yield sections_course.checkpoint(found, speak)


def _emergency(policy: Policy, number: str) -> Line:
    """Return whom to call; where no number is known, to look it up is what has to be done first."""
    clinic = (f"{policy.clinic}: {policy.phone}",) if policy.phone else ()
    words = f"Emergency: call {number}" if number else "Emergency: no number is recorded for this clinic, record it"
    return Line(words, Tone.ALARM, clinic)


def _where(found: Outlook, speak: Speaker) -> Line:
    return Line(f"{found.clinic}, {speak.moment(found.at)}", Tone.INFORMATION)


def state(found: Outlook, speak: Speaker, edition: Edition) -> Iterator[Line]:
    """Yield in a few words where things stand: on hold, what is given, not now and why, or every gate open."""
    if found.start.holds:
        yield Line(ON_HOLD, Tone.HOLD)
    if begun_session(found) is not None:
        yield from (Line(words.rstrip("."), Tone.PLAIN) for words in begun(found, speak))
    elif found.treating.session is None:
        yield Line("No visit booked for now", Tone.PLAIN)
    elif found.start.may_start:
        yield Line("All eight gates open at this instant", Tone.PLAIN)
    else:
        yield from _not_now(found, speak, edition)


def _not_now(found: Outlook, speak: Speaker, edition: Edition) -> Iterator[Line]:
    start = found.start
    closed = ", ".join(gate_title(name, edition).lower() for name in start.closed)
    if start.opens_at is not None and not start.holds:
        yield Line(f"Not before {speak.moment(start.opens_at)}", Tone.HOLD)
    elif closed:
        yield Line(f"Not yet: {closed}", Tone.HOLD)
    elif not start.holds:
        yield Line("Not yet: a decision is asked for", Tone.HOLD)


def _foot(found: Outlook) -> tuple[str, ...]:
    return (
        "It shows findings, rules and sources to a licensed clinician, who decides and signs. "
        "No clinician has reviewed this knowledge: every entry is unreviewed.",
        f"Edition {found.edition[:16]}, time zones {found.timezones}. "
        "In brackets: the document and line, or the public reference, behind each line.",
    )
