"""What somebody reads who has not decided: nine questions, five ways side by side, every side effect. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nappage.engine.comparison import Alternative, Certainty, Column, side_by_side
from nappage.engine.disclosure import Disclosed, Group, disclosed
from nappage.engine.frequent_question import FrequentQuestion, Reference, frequent_questions
from nappage.engine.instruction import Instruction, Manner, Phase
from nappage.engine.symptom import Symptom
from nappage.engine.treatment import Treatment
from nappage.engine.variant import ScheduleVariant
from nappage.rendering.figure_words import certainty_words, days_off, figure_words, price_words, risk_words
from nappage.rendering.naming import capital, sentence
from nappage.rendering.public_guide import Guide, Wording
from nappage.rendering.sheet import Line
from nappage.rendering.symptom_drawing import draw_symptom

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What one source says to a question, and where it stands."""

    words: Wording
    place: str


@dataclass(frozen=True, slots=True)
class Substance:
    """What an entry of the knowledge adds to an answer, with its sources and the page that holds more of it."""

    words: Wording
    sources: tuple[str, ...]
    page: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer, what the sources say each, what else is held, and the sources."""

    id: str
    number: int
    question: Wording
    answer: Wording
    voices: tuple[Told, ...]
    substance: tuple[Substance, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What a row says of one way: the way's name where a column holds several, and the lines with their sources."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the comparison."""

    row: str
    ways: tuple[About, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One column of the comparison."""

    id: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """A side effect: how it may look, what it is called, what to expect and do, and where that stands."""

    id: str
    drawing: str
    name: Wording
    expect: Wording
    sources: tuple[str, ...]


def nine_answers(guide: Guide) -> tuple[Answer, ...]:
    """Return the nine questions of 001 in their order, each answered from the knowledge."""
    return tuple(_answer(question, guide) for question in frequent_questions(guide.edition))


def _answer(question: FrequentQuestion, guide: Guide) -> Answer:
    return Answer(
        question.id,
        question.number,
        guide.text(question.question["en"]),
        guide.text(question.answer["en"]),
        tuple(Told(guide.text(each.says), guide.place(each.citation)) for each in question.disagree),
        tuple(found for each in question.answered_by for found in _substance(each, guide)),
        guide.named(question.sources),
    )


def _substance(reference: Reference, guide: Guide) -> Iterator[Substance]:
    edition = guide.edition
    match reference.kind:
        case "alternative":
            way = edition.all(Alternative)[reference.id]
            yield Substance(guide.text(way.name["en"]), guide.named(way.sources), "compare", way.column.value)
        case "variant":
            variant = edition.all(ScheduleVariant)[reference.id]
            yield Substance(guide.text(variant.title), guide.named(variant.sources))
        case "instruction":
            told = edition.all(Instruction)[reference.id]
            yield Substance(guide.text(told.text["en"]), guide.named(told.sources))
        case "symptom":
            symptom = edition.all(Symptom)[reference.id]
            words = guide.text(symptom.words)
            yield Substance(
                Wording(capital(words.words), words.language), guide.named(symptom.sources), "effects", symptom.id
            )


def five_ways(guide: Guide) -> tuple[Way, ...]:
    """Return the five columns of the comparison; no order of worth is meant."""
    return tuple(_way(column, ways, guide) for column, ways in side_by_side(guide.edition))


def _way(column: Column, ways: tuple[Alternative, ...], guide: Guide) -> Way:
    cells = (
        Cell(guide.own(f"row-{row}"), tuple(_about(way, tuple(say(way, guide)), len(ways) > 1, guide) for way in ways))
        for row, say in _ROWS.items()
    )
    return Way(column.value, guide.own(f"column-{column.value}"), tuple(cells))


def _about(way: Alternative, lines: tuple[Line, ...], named: bool, guide: Guide) -> About:
    return About(guide.text(way.name["en"]).words if named else "", lines or (Line(sentence(guide.say("not-stated"))),))


def _what(way: Alternative, guide: Guide) -> Iterator[Line]:
    yield Line(guide.text(way.text["en"]).words, sources=guide.named(way.sources))


def _measured(way: Alternative, guide: Guide) -> Iterator[Line]:
    for figure in way.figures:
        told = figure.found is None and figure.certainty is not Certainty.NOT_GRADED
        beneath = () if told else (guide.own("how-sure", certainty=certainty_words(figure.certainty, guide)),)
        yield Line(sentence(figure_words(figure, guide)), beneath=beneath, sources=guide.named(figure.sources))
    if not way.figures:
        yield Line(guide.own("no-figure"))


def _harms(way: Alternative, guide: Guide) -> Iterator[Line]:
    for risk in way.risks:
        yield Line(capital(risk_words(risk, guide)), sources=guide.named(risk.sources))
    if not way.risks:
        yield Line(guide.own("no-harm"))


def _off(way: Alternative, guide: Guide) -> Iterator[Line]:
    if way.downtime is not None:
        yield Line(days_off(way.downtime, guide))


def _price(way: Alternative, guide: Guide) -> Iterator[Line]:
    if way.cost is not None:
        yield Line(sentence(price_words(way.cost, guide)), sources=guide.named(way.cost.sources))


def _visits(way: Alternative, guide: Guide) -> Iterator[Line]:
    if way.sessions is not None:
        low, high = way.sessions.low, way.sessions.high
        yield Line(str(low) if low == high else guide.own("visits", low=low, high=high))


_ROWS: Mapping[str, Callable[[Alternative, Guide], Iterator[Line]]] = {
    "what": _what,
    "measured": _measured,
    "harms": _harms,
    "visits": _visits,
    "off": _off,
    "price": _price,
}


def effects(guide: Guide, group: Group, at: datetime) -> tuple[Effect, ...]:
    """Return what is named under a heading whatever is injected, with what to expect and when to call."""
    return tuple(_effect(each, guide) for each in disclosed(guide.edition, group, (), Treatment(at, at)))


def _effect(each: Disclosed, guide: Guide) -> Effect:
    alarm = each.often_seen_for is None and not each.symptom.neutral
    name = guide.urgent(each.symptom.words) if alarm else guide.text(each.symptom.words)
    name = Wording(capital(name.words), name.language, capital(name.english))
    sources = guide.named(each.sources)
    return Effect(each.symptom.id, draw_symptom(each.symptom.id), name, _expect(each, guide), sources)


def _expect(each: Disclosed, guide: Guide) -> Wording:
    """Return how long an effect is often seen, or how soon to call, as the matrix says (decision 24)."""
    if each.symptom.neutral:
        return guide.urgent_sentence("effect-neutral")
    if each.often_seen_for is None:
        return guide.urgent_sentence(f"effect-{each.level.value}")
    return guide.urgent_sentence("effect-often", int(each.often_seen_for.total_seconds()) // _SECONDS)


def kept_without_network(guide: Guide, at: datetime) -> dict[str, Any]:
    """Return what is on a device without a network: alarm signs first, then what holds after any session."""
    aid = Guide(guide.edition, guide.language)
    general = (each for each in guide.edition.all(Instruction).values() if _is_for_all(each))
    return {
        "language": guide.language,
        "title": guide.own("title"),
        "lead": guide.own("lead"),
        "alarm_title": aid.own("effects-alarm"),
        "call": aid.urgent_sentence("alarm-call"),
        "signs": [each.name for each in effects(aid, Group.EMERGENCY, at)],
        "after_title": guide.own("after"),
        "after": [_kept(each, guide) for each in general],
        "late": aid.urgent_sentence("effects-late"),
    }


def _is_for_all(each: Instruction) -> bool:
    narrowed = each.modalities or each.indications or each.agents
    return each.phase is Phase.AFTER and each.manner is Manner.DO_NOT and not narrowed


def _kept(each: Instruction, guide: Guide) -> Wording:
    """Return an instruction with how long it holds, since no time of day is known here."""
    text = guide.text(each.text["en"])
    if each.timing is None:
        return text
    return Wording(f"{text.words} ({guide.say('aftercare-span', span=each.timing.holds)})", text.language)
