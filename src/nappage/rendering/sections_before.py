"""What stands before a session: the gates, the findings of screening, the preparation, the mixture and its doses."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.dose import DoseState
from nappage.engine.gate import Gate, GateState
from nappage.engine.instruction import Direction
from nappage.engine.outlook import Outlook
from nappage.engine.precaution import Finding, Layer
from nappage.engine.start import Notice
from nappage.engine.washout import Position
from nappage.rendering.lines import cited, reason
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer


def sections(found: Outlook, speak: Speaker) -> tuple[Section, ...]:
    """Return the sections about what comes before the first puncture."""
    return (
        Section("Before the first puncture", tuple(_gates(found, speak))),
        Section("Notices", tuple(_notice(notice, speak) for notice in found.start.notices), empty="Nothing warns."),
        Section("Screening", tuple(_findings(found, speak)), empty="Every precaution answers no."),
        Section("Preparation", tuple(_preparation(found, speak)), empty="No visit to prepare for."),
        Section("Formula", tuple(_mixture(found, speak)), _doses(found), "No formula is planned."),
    )


def _gates(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for gate in found.gates:
        yield _gate(gate, speak)
    for because in found.start.holds:
        yield reason(because, speak, Tone.HOLD, "On hold")


def _gate(gate: Gate, speak: Speaker) -> Line:
    name = speak.value(gate.name)
    if gate.state is GateState.OPEN:
        beneath = tuple(f"Decided by {each.by}: {each.words}" for each in gate.decided_by)
        return Line(name, Tone.DONE, beneath)
    title = f"{name}: opens {speak.moment(gate.opens_at)}" if gate.opens_at else f"{name}: closed"
    beneath = tuple(dict.fromkeys(f"{speak(why.fact)} {speak(why.remedy)}" for why in gate.reasons[:SHOWN]))
    more = (f"and {len(gate.reasons) - SHOWN} more, under Screening",) if len(gate.reasons) > SHOWN else ()
    sources = cited(source for why in gate.reasons[:SHOWN] for source in why.sources)
    return Line(title, Tone.HOLD, (*beneath, *more), sources)


SHOWN = 3


def _notice(notice: Notice, speak: Speaker) -> Line:
    line = reason(notice.because, speak, Tone.HOLD if notice.refuses else Tone.INFORMATION)
    if notice.reason is not None:
        return Line(
            line.words,
            Tone.PLAIN,
            (*line.beneath, f"Reason of {notice.reason.by}: {notice.reason.words}"),
            line.sources,
        )
    return line


def _findings(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for finding in found.findings:
        yield _finding(finding, speak)


def _finding(finding: Finding, speak: Speaker) -> Line:
    rule = finding.precaution
    matched = finding.answer is Answer.YES
    layer = "" if rule.layer is Layer.TEXTS else ", clinic rule, unreviewed"
    answer = "matches" if matched else "unknown, holds" if rule.level.holds else "unknown"
    until = f" until {speak.value(finding.until)}" if finding.until else ""
    title = f"{rule.title}: {answer}{until} (level {rule.level.value}{layer})"
    tone = Tone.HOLD if rule.level.holds else Tone.INFORMATION
    facts = "; ".join(dict.fromkeys(speak(fact) for fact in finding.facts))
    remedy = rule.mitigation or speak(finding.because.remedy)
    return Line(title, tone, (f"{facts}. {remedy}",), cited(rule.sources))


def _preparation(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for washout in found.preparing.washouts:
        if washout.matches is not Answer.NO:
            positions = "; ".join(_position(position, speak) for position in washout.positions)
            line = reason(washout.because, speak, Tone.HOLD)
            yield Line(line.words, line.tone, (*line.beneath, *((positions,) if positions else ())), line.sources)
    for direction in (*found.preparing.directions, *found.preparing.at_clinic):
        yield direction_line(direction, speak)


def _position(position: Position, speak: Speaker) -> str:
    if position.window is None:
        return f"{position.source} asks for no wash-out"
    kept = {Answer.YES: "not kept", Answer.NO: "kept", Answer.UNKNOWN: "not known"}[position.matches]
    window = position.window
    return f"{position.source} says {window.span}, last day {speak.value(window.last_permitted)}: {kept}"


def direction_line(direction: Direction, speak: Speaker) -> Line:
    """Return an instruction with its absolute times, the clinic's clock first and then the traveller's."""
    time = speak(direction.because.fact)
    clocks = [
        f"{reading.shows:%H:%M} in {reading.zone}"
        for reading in (direction.moment.readings[1:] if direction.moment else ())
    ]
    against = (f"{', '.join(cited(direction.contradicted_by))} says otherwise",) if direction.contradicted_by else ()
    beneath = tuple(filter(None, ("; ".join(filter(None, (time, *clocks))), *against)))
    tone = Tone.PLAIN if direction.applies is Answer.YES else Tone.INFORMATION
    return Line(direction.text[speak.language], tone, beneath, cited(direction.because.sources))


def _mixture(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for finding in found.treating.mixture:
        yield reason(finding.because, speak, Tone.HOLD if finding.weight.value != "warn" else Tone.INFORMATION)
    for check in found.treating.doses:
        if check.state is not DoseState.WITHIN:
            yield reason(check.because, speak, Tone.HOLD)
    if found.treating.draw_up is not None:
        yield reason(found.treating.draw_up.because, speak)


def _doses(found: Outlook) -> Table:
    rows = tuple(
        (check.agent, check.scope.value, str(check.given or "not known"), str(check.limit or "not signed"))
        for check in found.treating.doses
    )
    return Table(("agent", "over", "given", "signed limit"), rows, frozenset(("given", "signed limit")))
