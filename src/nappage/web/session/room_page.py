"""What the room shows before the first puncture: cream with its limits and clock, baseline and sentinel readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.tape import Doubt
from nappage.engine.dose import DoseState
from nappage.engine.landmark import Landmark
from nappage.engine.measurement import Place, measurements
from nappage.engine.story import Side, TapeReading
from nappage.engine.zone import Zone
from nappage.rendering.lines import both, cited
from nappage.values.fault import Fault, Refused
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity, Unit, plain
from nappage.web.session.amounts import typed
from nappage.web.session.forms import CreamForm
from nappage.web.session.frame import Frame

TAPES = (("cm", Unit.CM.code), ("in", Unit.INCH.code))
PAIR = 2
ORDINALS = {1: gettext_lazy("first reading"), 2: gettext_lazy("second reading"), 3: gettext_lazy("third reading")}
# What was answered about a doubtful reading: the other unit was meant, or it stands as typed.
OTHER_UNIT, AS_TYPED = "other", "typed"


@dataclass(frozen=True, slots=True)
class Asked:
    """One place where the tape lies today: its form name, its words, and what was read there."""

    place: Place
    name: str
    words: str
    protocol: str
    readings: tuple[Quantity, ...]
    last: str
    third: str

    @property
    def missing(self) -> range:
        """Return the numbers of the readings still asked for: two, and a third where two are apart."""
        wanted = PAIR + 1 if self.third or len(self.readings) > PAIR else PAIR
        return range(len(self.readings) + 1, wanted + 1)


def room_page(frame: Frame, typed_in: dict[str, str], cream: CreamForm | None = None) -> dict[str, Any]:
    """Return what the room shows; `typed_in` is what was sent and not recorded."""
    places = places_of(frame)
    return {
        "places": [_with_typed(place, typed_in) for place in places],
        "tapes": TAPES,
        "is_baseline": not frame.charted.passes,
        "first_puncture": frame.charted.passes[0][0].at if frame.charted.passes else None,
        "anything_missing": any(place.missing for place in places),
        "creams": list(_creams(frame)),
        "cream_form": cream or cream_form(frame),
        "parts": list(_parts(frame)),
        "may_measure": frame.asked.member.may("measure.record"),
        "may_cream": frame.asked.member.may("cream.record"),
    }


# -- tape ------------------------------------------------------------------------------------------------------------


def places_of(frame: Frame) -> list[Asked]:
    """Return where the tape lies: each landmark of the treated zones, the one the plan agreed on, and the sentinel."""
    look = frame.look
    series = measurements(look.edition, look.policy.zone, look.story.tape, look.at)
    today = local_day(look.at, look.policy.zone)
    apart = _apart(frame)
    found = []
    for place in dict.fromkeys(_places(frame)):
        landmark = look.edition.all(Landmark)[place.landmark]
        days = {one.day: one for one in series.get(place, ())}
        before = [one for day, one in days.items() if day < today]
        found.append(
            Asked(
                place=place,
                name=f"{place}{'-sentinel' if place.sentinel else ''}".replace("/", "-"),
                words=_words(frame, place),
                protocol=landmark.protocol,
                readings=days[today].readings if today in days else (),
                last=frame.speak.value(before[-1].value) if before else "",
                third=apart.get(str(place), ""),
            )
        )
    return found


def _places(frame: Frame) -> Iterator[Place]:
    plan = frame.look.story.plan
    agreed = plan.criterion.landmark if plan and plan.criterion else ""
    for site in frame.sites:
        zone = frame.look.edition.get(Zone, site.zone)
        landmarks = zone.landmarks if zone else ()
        for landmark in [agreed] if agreed in landmarks else landmarks[:1]:
            yield Place(landmark, site.side, sentinel=False)
    sentinel = _sentinel(frame, plan.sentinel) if plan else ""
    if sentinel:
        yield Place(sentinel, _sentinel_side(frame, sentinel), sentinel=True)


def _sentinel(frame: Frame, named: str) -> str:
    """Return the landmark that is read for the sentinel: a plan names the untreated place, or its landmark."""
    zone = frame.look.edition.get(Zone, named)
    landmark = zone.landmarks[0] if zone and zone.landmarks else named
    return landmark if frame.look.edition.get(Landmark, landmark) is not None else ""


def _sentinel_side(frame: Frame, landmark: str) -> Side:
    """Return the side on which the sentinel was read first; a limb is read on the right."""
    before = [one.side for one in frame.look.story.tape if one.sentinel and one.landmark == landmark]
    zones = [zone for zone in frame.look.edition.all(Zone).values() if landmark in zone.landmarks]
    return before[0] if before else Side.RIGHT if any(zone.lateral for zone in zones) else Side.MIDLINE


def _words(frame: Frame, place: Place) -> str:
    words = frame.speak.term(str(place))
    kind = _("sentinel, untreated") if place.sentinel else _("baseline") if _is_first(frame) else _("treated")
    return f"{words[:1].upper()}{words[1:]} ({kind})"


def _is_first(frame: Frame) -> bool:
    return not frame.look.outlook.course.given


def _apart(frame: Frame) -> dict[str, str]:
    """Return what asks for a third reading, by its place, as the outlook says it."""
    asked = [each.because for each in frame.look.outlook.measures.objections]
    return {
        str(because.fact["place"]): both(because, frame.speak)
        for because in asked
        if because.fact.code == "reading.duplicates-apart"
    }


def _with_typed(place: Asked, typed_in: dict[str, str]) -> dict[str, Any]:
    fields = [_field(f"{place.name}-{number}", number, typed_in) for number in place.missing]
    read = [{"value": plain(value.amount), "unit": _unit(value.unit)} for value in place.readings]
    return {"place": place, "readings": read, "fields": fields}


def _field(name: str, number: int, typed_in: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "number": number,
        "value": typed_in.get(name, ""),
        "unit": typed_in.get(f"{name}-unit", Unit.CM.code),
    }


def _unit(unit: Unit) -> str:
    return next(words for words, code in TAPES if code == unit.code)


@dataclass(frozen=True, slots=True)
class TypedReading:
    """One reading as typed: the field, the keystrokes, the value in the unit meant, and whether that was said."""

    field: str
    keystrokes: str
    reading: TapeReading
    is_meant: bool


def read_tape(frame: Frame, sent: dict[str, str], at: datetime) -> tuple[list[TypedReading], tuple[Fault, ...]]:
    """Return the readings that were typed, each in its own unit, and every fault at once."""
    readings: list[TypedReading] = []
    faults: list[Fault] = []
    for place in places_of(frame):
        for number in place.missing:
            name = f"{place.name}-{number}"
            try:
                readings += _typed_readings(frame, place, name, sent, at)
            except Refused as refused:
                faults.append(refused.at(f"{place.words}, {ORDINALS[number]}"))
    if not readings and not faults:
        faults.append(Fault(_("Readings"), _("at least one reading"), _("nothing"), _("Type what the tape shows.")))
    return readings, tuple(faults)


def _typed_readings(
    frame: Frame, place: Asked, name: str, sent: dict[str, str], at: datetime
) -> Iterator[TypedReading]:
    text, answer = sent.get(name, "").strip(), sent.get(f"{name}-answer", "")
    if not text:
        return
    unit = Unit.INCH if sent.get(f"{name}-unit") == Unit.INCH.code else Unit.CM
    keystrokes = f"{place.place}: {text} {unit.code}"
    if answer == OTHER_UNIT:
        unit = Unit.CM if unit is Unit.INCH else Unit.INCH
        keystrokes += f", meant {unit.code}"
    lies = place.place
    reading = TapeReading(lies.landmark, typed(text, unit), at, frame.asked.member.slug, lies.side, lies.sentinel)
    yield TypedReading(name, keystrokes, reading, answer == AS_TYPED)


def questions(frame: Frame, typed_readings: list[TypedReading], doubts: tuple[Doubt, ...]) -> list[dict[str, Any]]:
    """Return what has to be answered before doubtful readings are recorded: "22.5 in = 57.2 cm?"."""
    return [_question(frame, typed_readings[doubt.position], doubt) for doubt in doubts]


def _question(frame: Frame, asked: TypedReading, doubt: Doubt) -> dict[str, Any]:
    because, speak = doubt.against.because, frame.speak
    is_slip = because.remedy.code == "reading.confirm-unit"
    return {
        "name": f"{asked.field}-answer",
        "text": both(because, speak),
        "typed": speak.value(doubt.reading.value),
        "meant": speak.value(because.remedy["meant"]) if is_slip else "",
        "value": speak.value(because.remedy["value"]) if is_slip else "",
        "sources": cited(because.sources),
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
