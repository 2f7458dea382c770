"""What a consent says of harm: side effects, rarer ones, the allergy test, aftercare, what to do in an emergency."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.disclosure import Disclosed, Group, disclosed
from nappage.engine.emergency import emergency_number
from nappage.engine.facts import gather
from nappage.engine.instruction import Instruction, aftercare
from nappage.engine.preparing import visit_context
from nappage.engine.treatment import planned_treatment
from nappage.engine.wheal import TestProtocol
from nappage.rendering.consenting import Consenting
from nappage.rendering.naming import capital, sentence
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.source_names import named_sources
from nappage.rendering.wording import lasting
from nappage.values.answer import Answer
from nappage.values.interval import Interval
from nappage.values.span import Elapsed

_SECONDS = 60


def effects(about: Consenting) -> Section:
    """Return every side effect of the longest list, with how long it is often seen and what to do."""
    return Section("effects", about.say("effects"), (about.line("effects-how"),), _effects(about, Group.NAMED))


def serious(about: Consenting) -> Section:
    """Return the rarer and serious harms of this mixture."""
    lines = (about.line("serious-how"), about.line("serious-late"))
    return Section("serious", about.say("serious"), lines, _effects(about, Group.SERIOUS))


def told(about: Consenting, group: Group) -> tuple[Disclosed, ...]:
    """Return what is named under a heading for the mixture of this plan."""
    treatment = planned_treatment(about.story, about.policy, about.edition, about.at)
    return disclosed(about.edition, group, about.agents, treatment)


def _effects(about: Consenting, group: Group) -> Table:
    columns = (about.say("column-effect"), about.say("column-expect"))
    rows = ((capital(about.speak.text(each.symptom.words)), _expect(each, about)) for each in told(about, group))
    return Table(columns, tuple(rows))


def _expect(effect: Disclosed, about: Consenting) -> str:
    """Return how long an effect is often seen, or how soon to call: the answers of decision 24, said beforehand."""
    if effect.symptom.neutral:
        return about.say("effect-neutral")
    if effect.often_seen_for is None:
        return about.say(f"effect-{effect.level.value}", number=emergency_number(about.edition, about.policy))
    minutes = int(effect.often_seen_for.total_seconds()) // _SECONDS
    return about.say("effect-often", span=lasting(minutes, about.speak.language))


def test(about: Consenting) -> Section:
    """Return how the allergy test is done, and what it does not tell."""
    return Section("test", about.say("test"), tuple(_test(about)))


def _test(about: Consenting) -> Iterator[Line]:
    if about.policy.test_required is Answer.NO:
        yield about.line("test-none")
        return
    protocol = next(iter(about.edition.all(TestProtocol).values()))
    yield Line(
        about.say(
            "test-how",
            immediate=_minutes(protocol.immediate, about),
            late=protocol.late_from,
            opens=protocol.opens_after,
        ),
        sources=named_sources(protocol.sources[:2], about.speak),
    )
    yield about.line("test-cannot")
    yield about.line("test-says-nothing")
    if about.policy.test_validity is not None:
        yield about.line("test-validity", span=about.policy.test_validity)
    detergents = [about.name(agent.id) for agent in about.agents if agent.is_detergent]
    if detergents:
        yield about.line("test-detergent", agents=", ".join(detergents))
    yield about.line("test-mask", washout=lasting(protocol.washout.minutes, about.speak.language))


def _minutes(span: Interval[Elapsed], about: Consenting) -> str:
    low, high = about.speak.value(span.low), about.speak.value(span.high)
    return about.say("alternative-range", low=low, high=high)


def after(about: Consenting) -> Section:
    """Return what is asked after each session of this plan, with how long it lasts and not yet with its hours."""
    facts = gather(about.story, about.policy, about.edition, about.at)
    context = visit_context(about.story, about.policy, about.edition, facts)
    asked = aftercare(about.edition, about.at, context)
    instructions = about.edition.all(Instruction)
    lines = [_instruction(instructions[each.instruction], about) for each in asked if each.applies is not Answer.NO]
    return Section("aftercare", about.say("aftercare"), (about.line("aftercare-sheet"), *lines))


def _instruction(instruction: Instruction, about: Consenting) -> Line:
    timing = instruction.timing
    beneath = (sentence(about.say("aftercare-span", span=timing.holds)),) if timing else ()
    return Line(
        about.speak.text(instruction.text), beneath=beneath, sources=named_sources(instruction.sources, about.speak)
    )


def emergency(about: Consenting) -> Section:
    """Return the signs of an emergency and whom to call."""
    number = emergency_number(about.edition, about.policy)
    signs = ", ".join(about.speak.text(each.symptom.words) for each in told(about, Group.EMERGENCY))
    call = (
        Line(
            sentence(about.say("emergency-call", number=number, signs=signs)),
            Tone.ALARM,
            (about.say("emergency-wait"),),
        )
        if number
        else Line(about.say("emergency-no-number"), Tone.ALARM)
    )
    clinic = (about.line("emergency-clinic", phone=about.policy.phone),) if about.policy.phone else ()
    return Section("emergency", about.say("emergency"), (call, *clinic))
