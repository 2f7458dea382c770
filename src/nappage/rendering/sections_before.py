"""What stands before a session: the preparation, the mixture and its doses, and the gates with what they come to."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.dose import DoseState
from nappage.engine.draw_up import Balance
from nappage.engine.edition import Edition
from nappage.engine.gate import Gate, GateName, GateRule, GateState
from nappage.engine.instruction import Direction
from nappage.engine.mixture import Weight
from nappage.engine.outlook import Outlook
from nappage.engine.start import Notice
from nappage.engine.washout import Position
from nappage.rendering.given_session import begun, begun_session
from nappage.rendering.lines import both, cited, cited_by, reason, said_once
from nappage.rendering.naming import sentence
from nappage.rendering.sections_screening import Open, matching, open_questions
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker, span
from nappage.values.answer import Answer
from nappage.values.statement import Because


def sections(found: Outlook, speak: Speaker, edition: Edition) -> tuple[Section, ...]:
    """Return the sections about what comes before the first puncture."""
    return (
        Section("preparation", "Preparation", tuple(_preparation(found, speak)), empty="No visit to prepare for yet."),
        Section("formula", "Formula", tuple(_mixture(found, speak)), _doses(found, speak), "Choose a formula first."),
        *_warnings(found, speak),
        before(found, speak, edition),
    )


def before(found: Outlook, speak: Speaker, edition: Edition) -> Section:
    """Return the eight gates in the order of a time-out, and as the last line whether the session may start."""
    lines = (*(_gate(gate, found, speak, edition) for gate in found.gates), start_line(found, speak, edition))
    return Section("before-the-first-puncture", "Before the first puncture", lines, beside=True)


def _gate(gate: Gate, found: Outlook, speak: Speaker, edition: Edition) -> Line:
    title = gate_title(gate.name, edition)
    if gate.state is GateState.OPEN:
        return Line(
            title, Tone.DONE, tuple(f"Decided by {speak.named(each.by)}: {each.words}" for each in gate.decided_by)
        )
    if gate.name is GateName.SCREENING:
        return Line(title, Tone.HOLD, tuple(_screening(found, speak, edition)), _gate_sources(gate.name, edition))
    opens = f": opens {speak.moment(gate.opens_at)}" if gate.opens_at else ""
    beneath = tuple(dict.fromkeys(both(because, speak) for because in gate.reasons))
    return Line(f"{title}{opens}", Tone.HOLD, beneath, cited_by(gate.reasons))


def gate_title(name: GateName, edition: Edition) -> str:
    """Return the title of a gate."""
    return edition.all(GateRule)[name.value].title


def _gate_sources(name: GateName, edition: Edition) -> tuple[str, ...]:
    return cited(edition.all(GateRule)[name.value].sources)


def _screening(found: Outlook, speak: Speaker, edition: Edition) -> Iterator[str]:
    """Yield why screening is closed: what matches by name, how many questions are open, and what lacks besides."""
    holding = [finding.precaution.title for finding in matching(found) if finding.precaution.level.holds]
    if holding:
        yield f"{'; '.join(holding)}."
    opened = [each for each in open_questions(found, speak, edition) if each.holding]
    asked = sum(each.question is not None for each in opened)
    if asked:
        questions = "One question is" if asked == 1 else f"{asked} questions are"
        yield f"{questions} open: ask, and record the answer. They stand under Screening."
    besides = _besides(opened)
    if besides:
        things = "One thing besides is" if besides == 1 else f"{besides} things besides are"
        yield f"{things} not recorded yet."


def _besides(opened: list[Open]) -> int:
    """Return how many things lack that no open question stands before.

    A reading that a medicine would call for is asked for once it is known whether that medicine is taken.
    """
    waiting = {finding.precaution.id for each in opened if each.question for finding in each.holding}
    return sum(not waiting.issuperset(finding.precaution.id for finding in each.holding) for each in opened)


def _warnings(found: Outlook, speak: Speaker) -> Iterator[Section]:
    lines = tuple(said_once(_notice(notice, speak) for notice in _notices(found)))
    if lines:
        yield Section("warnings", "What warns", lines)


def _notices(found: Outlook) -> Iterator[Notice]:
    """Yield what warns, but for the precautions: those stand under Screening with the question that settles them."""
    precautions = {finding.precaution.id for finding in found.findings}
    yield from (notice for notice in found.start.notices if notice.because.rule not in precautions)


def _notice(notice: Notice, speak: Speaker) -> Line:
    line = reason(notice.because, speak, Tone.HOLD if notice.refuses else Tone.INFORMATION)
    if notice.reason is None:
        return line
    given = f"Reason of {speak.named(notice.reason.by)}: {notice.reason.words}"
    return Line(line.words, Tone.PLAIN, (*line.beneath, given), line.sources)


def start_line(found: Outlook, speak: Speaker, edition: Edition) -> Line:
    """Return the line that matters most: whether the session may start at this instant, and if not, why not."""
    start = found.start
    if begun_session(found) is not None:
        beneath = (*begun(found, speak), *_obstacles(found, speak))
        return Line("Start: not again today", Tone.HOLD, beneath, cited_by(start.holds))
    if start.may_start:
        return Line("Start: the session may start", Tone.DONE, ("Everything above is as it has to be now.",))
    if start.opens_at is not None and not start.holds:
        return Line(f"Start: not before {speak.moment(start.opens_at)}", Tone.HOLD, tuple(_obstacles(found, speak)))
    closed = [gate_title(name, edition) for name in start.closed]
    beneath = (*((f"Closed: {', '.join(closed)}.",) if closed else ()), *_obstacles(found, speak))
    if found.treating.session is None:
        beneath = ("No visit is booked for now.", *beneath)
    return Line("Start: not now", Tone.HOLD, beneath, cited_by(start.holds))


def _obstacles(found: Outlook, speak: Speaker) -> Iterator[str]:
    yield from dict.fromkeys(f"On hold: {_lowered(both(because, speak))}" for because in found.start.holds)
    for notice in found.start.notices:
        if notice.refuses:
            yield both(notice.because, speak)


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _preparation(found: Outlook, speak: Speaker) -> Iterator[Line]:
    yield from washout_lines(found, speak)
    for direction in (*found.preparing.directions, *found.preparing.at_clinic):
        yield direction_line(direction, speak)


def washout_lines(found: Outlook, speak: Speaker) -> Iterator[Line]:
    """Yield each medicine that meets a wash-out, or may, with what each source asks where they differ."""
    for washout in found.preparing.washouts:
        if washout.matches is not Answer.NO:
            line = reason(washout.because, speak, Tone.HOLD)
            yield Line(line.words, line.tone, (*line.beneath, *_positions(washout.positions, speak)), line.sources)


def _positions(positions: tuple[Position, ...], speak: Speaker) -> Iterator[str]:
    """Yield one sentence that says what each source wants, side by side."""
    if positions:
        yield sentence("; ".join(_position(position, speak) for position in positions))


def _position(position: Position, speak: Speaker) -> str:
    if position.window is None:
        return f"{position.source} asks for none"
    kept = {Answer.YES: "not kept", Answer.NO: "kept", Answer.UNKNOWN: "not known"}[position.matches]
    window = position.window
    last = speak.value(window.last_permitted)
    return f"{position.source} asks for {span(window.span)}, so {last} at the latest ({kept})"


def direction_line(direction: Direction, speak: Speaker) -> Line:
    """Return an instruction with its absolute times, the clinic's clock first and then the traveller's."""
    clocks = [
        f"{reading.shows:%H:%M} in {reading.zone}"
        for reading in (direction.moment.readings[1:] if direction.moment else ())
    ]
    others = ", ".join(cited(direction.contradicted_by))
    against = (f"Others disagree, or ask for nothing: {others}.",) if others else ()
    beneath = " ".join((*_time(direction.because, speak), *(f"{clock}." for clock in clocks), *against))
    tone = Tone.PLAIN if direction.applies is Answer.YES else Tone.INFORMATION
    sources = cited(direction.because.sources)
    return Line(direction.text[speak.language], tone, (beneath,) if beneath else (), sources)


def _time(because: Because, speak: Speaker) -> Iterator[str]:
    """Yield the time of an instruction, unless its own words hold all there is: one span, or that no source has one."""
    fact = because.fact
    if fact.code == "instruction.no-time-stated":
        return
    if fact.code != "instruction.stated-range" or fact["low"] != fact["high"]:
        yield speak(fact)


def _mixture(found: Outlook, speak: Speaker) -> Iterator[Line]:
    for finding in found.treating.mixture:
        yield reason(finding.because, speak, Tone.INFORMATION if finding.weight is Weight.WARN else Tone.HOLD)
    for check in found.treating.doses:
        if check.state is not DoseState.WITHIN:
            yield reason(check.because, speak, Tone.HOLD)
    if found.treating.anaesthetic is not None:
        anaesthetic = found.treating.anaesthetic
        is_within = anaesthetic.state is DoseState.WITHIN
        for because in anaesthetic.because:
            yield _told(because, speak) if is_within else reason(because, speak, Tone.HOLD)
    if found.treating.draw_up is not None:
        differs = found.treating.draw_up.balance is not Balance.AGREES
        drawn = found.treating.draw_up.because
        yield reason(drawn, speak, Tone.HOLD) if differs else _told(drawn, speak)


def _told(because: Because, speak: Speaker) -> Line:
    """Return the line of a fact that asks for nothing."""
    return Line(speak(because.fact), Tone.PLAIN, (), cited(because.sources))


def _doses(found: Outlook, speak: Speaker) -> Table:
    rows = tuple(
        (
            speak.value(check.agent),
            speak.value(check.scope),
            speak.value(check.given) or "not known",
            speak.value(check.limit) or "not signed",
        )
        for check in found.treating.doses
    )
    return Table(("agent", "over one", "given", "signed limit"), rows, frozenset(("given", "signed limit")))
