"""What a consent says first and what it is about: the uncertainty, the plan, its dates, the mixture."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.edition import Edition
from nappage.engine.indication import Indication, Weight
from nappage.engine.maintenance import Maintenance
from nappage.engine.schedule import SessionForecast
from nappage.engine.story import Component, Plan, Side
from nappage.engine.variant import ScheduleVariant
from nappage.rendering.consenting import Consenting
from nappage.rendering.naming import sentence
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.source_names import named_sources


def unknown(about: Consenting) -> Section:
    """Return what nobody knows: it stands before everything else."""
    first = Line(about.say("unknown-hard"), Tone.INFORMATION)
    rest = (about.line(code) for code in ("unknown-studies", "unknown-nothing", "unknown-choice"))
    return Section("unknown", about.say("unknown"), (first, *rest))


def plan(about: Consenting) -> Section:
    """Return what is planned for this patient, each figure with its source."""
    planned = about.story.plan
    lines = tuple(_plan(about, planned)) if planned else (about.line("plan-none"),)
    return Section("plan", about.say("plan"), lines)


def _plan(about: Consenting, planned: Plan) -> Iterator[Line]:
    yield about.line("plan-purpose", indication=planned.indication)
    sides = (about.say("plan-sides"),) if any(site.side is not Side.MIDLINE for site in planned.sites) else ()
    yield Line(sentence(about.say("plan-sites", sites=about.sites(planned.sites))), beneath=sides)
    if planned.queued:
        yield about.line("plan-queued", sites=about.sites(planned.queued))
    if planned.sentinel:
        yield about.line("plan-sentinel", place=about.speak.value(planned.sentinel))
    if planned.technique:
        layer = about.speak.value(planned.layer) if planned.layer else None
        yield about.line("plan-technique", technique=about.speak.value(planned.technique), layer=layer)
    yield from _schedule(about, planned)
    yield from _agreed(about, planned)
    yield _signed(about, planned)


def _schedule(about: Consenting, planned: Plan) -> Iterator[Line]:
    variant = about.edition.get(ScheduleVariant, planned.variant)
    title = about.speak.text(variant.title) if variant else planned.variant
    sources = named_sources(variant.sources, about.speak) if variant else ()
    yield Line(sentence(about.say("plan-schedule", sessions=planned.sessions, schedule=title)), sources=sources)
    # What stands against a plan is for staff to mend; its notes, the source's arithmetic among them, are the patient's.
    for finding in about.found.course.plan:
        if finding.weight is Weight.NOTE:
            yield Line(
                sentence(about.speak(finding.because.fact)), sources=named_sources(finding.because.sources, about.speak)
            )
    maintenance = _maintenance(about.edition, planned.indication)
    if maintenance is not None:
        words = about.say("plan-recall", opens=maintenance.opens, closes=maintenance.closes)
        yield Line(words, sources=named_sources(maintenance.sources, about.speak))


def _maintenance(edition: Edition, indication: str) -> Maintenance | None:
    entry = edition.get(Indication, indication)
    return edition.get(Maintenance, entry.maintenance) if entry else None


def _agreed(about: Consenting, planned: Plan) -> Iterator[Line]:
    if planned.criterion is not None:
        agreed = planned.criterion
        words = about.say("plan-checkpoint", number=agreed.checkpoint, words=sentence(_criterion(about, planned)))
        yield Line(words, beneath=(about.say("plan-checkpoint-stop"),))
    if planned.lifestyle:
        yield Line(about.say("plan-lifestyle", words=planned.lifestyle), beneath=(about.say("in-words"),))


def _criterion(about: Consenting, planned: Plan) -> str:
    """Return what was agreed in the words of the plan, with the change that was agreed to be measured."""
    agreed = planned.criterion
    if agreed is None or agreed.change is None:
        return agreed.words if agreed else ""
    measured = f"{about.speak.value(agreed.landmark)} {about.speak.value(agreed.change)}"
    return f"{agreed.words.rstrip('.')} ({measured})" if agreed.words else measured


def _signed(about: Consenting, planned: Plan) -> Line:
    if planned.signed_at is None:
        return about.line("plan-unsigned")
    return about.line("plan-signed", at=planned.signed_at, by=about.name(planned.signed_by))


def dates(about: Consenting) -> Section:
    """Return the dates of the course, each with the window that its source leaves."""
    columns = tuple(about.say(f"column-{name}") for name in ("session", "proposed", "earliest", "latest"))
    rows = tuple(_date(line, about) for line in about.found.course.coming if line.proposed is not None)
    if not rows:
        return Section("dates", about.say("dates"), (about.line("dates-none"),))
    return Section("dates", about.say("dates"), (about.line("dates-move"),), Table(columns, rows))


def _date(line: SessionForecast, about: Consenting) -> tuple[str, ...]:
    speak = about.speak
    return (
        str(line.number),
        speak.value(line.proposed),
        speak.day(line.earliest) if line.earliest else "",
        speak.day(line.latest) if line.latest else "",
    )


def mixture(about: Consenting) -> Section:
    """Return what would be injected: agents, what kind they are, strengths and volumes."""
    formula = about.formula
    if formula is None:
        return Section("mixture", about.say("mixture"), (about.line("mixture-none"),))
    columns = tuple(about.say(f"column-{name}") for name in ("agent", "class", "strength", "volume"))
    rows = tuple(_component(each, about) for each in formula.components)
    figures = frozenset(columns[2:])
    return Section("mixture", about.say("mixture"), (about.line("mixture-change"),), Table(columns, rows, figures))


def _component(component: Component, about: Consenting) -> tuple[str, ...]:
    agent = next(each for each in about.agents if each.id == component.agent)
    kinds = ", ".join(about.speak.text(kind.name) for kind in agent.classes)
    return (
        about.name(component.agent),
        kinds or about.say("not-stated"),
        about.speak.value(component.strength) or about.say("not-stated"),
        about.speak.value(component.volume),
    )
