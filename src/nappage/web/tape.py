"""The tape as any screen shows it: where it lies today, what was typed, and what has to be answered about it first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.doubts import Doubt
from nappage.assessment.look import Look
from nappage.engine.change import tolerance
from nappage.engine.landmark import Landmark, Posture, Tension
from nappage.engine.measurement import Place, last_heights, measurements, place_of
from nappage.engine.story import Side, Site, TapeReading
from nappage.engine.zone import Zone
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault, Refused
from nappage.values.local_time import local_day
from nappage.values.number import parse_decimal
from nappage.values.quantity import Quantity, Unit, plain
from nappage.web.forms import FieldFault
from nappage.web.typed import decimal_mark

TAPES = (("cm", Unit.CM.code), ("in", Unit.INCH.code))
PAIR = 2
ORDINALS = {1: gettext_lazy("first reading"), 2: gettext_lazy("second reading"), 3: gettext_lazy("third reading")}
# What was answered about a doubtful reading: the other unit was meant, or it stands as typed.
OTHER_UNIT, AS_TYPED = "other", "typed"
POSTURES = (
    (Posture.STANDING.value, gettext_lazy("Standing")),
    (Posture.SITTING.value, gettext_lazy("Sitting")),
    (Posture.LYING.value, gettext_lazy("Lying")),
)
TENSIONS = (
    (Tension.RESTING.value, gettext_lazy("Resting on the skin")),
    (Tension.SNUG.value, gettext_lazy("Snug")),
    (Tension.SPRING.value, gettext_lazy("By a spring")),
)


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
    error: str
    unit: str
    height: str
    height_last: Quantity | None

    @property
    def missing(self) -> range:
        """Return the numbers of the readings still asked for: two, and a third where two are apart."""
        wanted = PAIR + 1 if self.third or len(self.readings) > PAIR else PAIR
        return range(len(self.readings) + 1, wanted + 1)


@dataclass(frozen=True, slots=True)
class TypedReading:
    """One reading as typed: the field, the keystrokes, the value in the unit meant, and whether that was said."""

    field: str
    keystrokes: str
    reading: TapeReading
    is_meant: bool


@dataclass(frozen=True)
class Tape:
    """The tape at one visit: the look, the words, the sites that are treated, and who reads it."""

    look: Look
    speak: Speaker
    sites: tuple[Site, ...]
    by: str

    def shown(self, typed_in: Mapping[str, str]) -> dict[str, Any]:
        """Return what the fields of the tape show; `typed_in` is what was sent and not recorded."""
        places = self.places()
        posture, tension = self._manner(typed_in)
        return {
            "places": [_with_typed(place, typed_in) for place in places],
            "tapes": TAPES,
            "postures": POSTURES,
            "tensions": TENSIONS,
            "posture": posture,
            "tension": tension,
            "anything_missing": any(place.missing for place in places),
        }

    def places(self) -> list[Asked]:
        """Return where the tape lies: each treated zone's landmark, that of the plan's criterion, the sentinel's."""
        look = self.look
        series = measurements(look.edition, look.policy.zone, look.story.tape, look.at)
        apart = self._apart()
        found = []
        for place in dict.fromkeys(self._places()):
            days = {one.day: one for one in series.get(place, ())}
            found.append(self._asked(place, days, apart.get(str(place), "")))
        return found

    def read(self, sent: Mapping[str, str], at: datetime) -> tuple[list[TypedReading], list[FieldFault]]:
        """Return the readings that were typed, each in its own unit, and every fault at once, with its field."""
        readings: list[TypedReading] = []
        faults: list[FieldFault] = []
        for place in self.places():
            height = None
            try:
                height = _height(place, sent)
            except Refused as refused:
                against = refused.at(f"{place.words}, {_('height')} {place.height}")
                faults.append(FieldFault(f"{place.name}-height", against))
            for number in place.missing:
                name = f"{place.name}-{number}"
                try:
                    readings += self._typed(place, name, sent, at, height)
                except Refused as refused:
                    faults.append(FieldFault(name, refused.at(f"{place.words}, {ORDINALS[number]}")))
        if not readings and not faults:
            nothing = Fault(_("Readings"), _("at least one reading"), _("nothing"), _("Type what the tape shows."))
            faults.append(FieldFault(self._first_field(), nothing))
        return readings, faults

    def _first_field(self) -> str:
        """Return the field of the first reading that is still asked for."""
        return next((f"{place.name}-{number}" for place in self.places() for number in place.missing), "")

    def questions(
        self, typed_readings: list[TypedReading], doubts: tuple[Doubt[TapeReading], ...]
    ) -> list[dict[str, Any]]:
        """Return what has to be answered before doubtful readings are recorded: "22.5 in = 57.2 cm?"."""
        return [self._question(typed_readings[doubt.position], doubt) for doubt in doubts]

    def _asked(self, place: Place, days: Mapping[Any, Any], third: str) -> Asked:
        landmark = self.look.edition.all(Landmark)[place.landmark]
        today = local_day(self.look.at, self.look.policy.zone)
        before = [one for day, one in days.items() if day < today]
        error = tolerance(self.look.edition, self.look.policy, place.landmark)
        return Asked(
            place=place,
            name=f"{place}{'-sentinel' if place.sentinel else ''}".replace("/", "-"),
            words=self._words(place),
            protocol=landmark.protocol,
            readings=days[today].readings if today in days else (),
            last=self.speak.value(before[-1].value) if before else "",
            third=third,
            error=self.speak.value(error.error) if error else "",
            unit=before[-1].readings[-1].unit.code if before else Unit.CM.code,
            height=landmark.height,
            height_last=last_heights(self.look.story.tape).get(place),
        )

    def _manner(self, typed_in: Mapping[str, str]) -> tuple[str, str]:
        """Return posture and tension as they were sent, else as they were last time: a change of either shows."""
        before = [one for one in self.look.story.tape if one.posture and one.tension]
        last = max(before, key=lambda one: one.at, default=None)
        posture = last.posture.value if last and last.posture else Posture.STANDING.value
        tension = last.tension.value if last and last.tension else Tension.RESTING.value
        return typed_in.get("posture") or posture, typed_in.get("tension") or tension

    def _places(self) -> Iterator[Place]:
        plan = self.look.story.plan
        agreed = plan.criterion.landmark if plan and plan.criterion else ""
        for site in self.sites:
            zone = self.look.edition.get(Zone, site.zone)
            landmarks = zone.landmarks if zone else ()
            for landmark in [agreed] if agreed in landmarks else landmarks[:1]:
                yield Place(landmark, site.side, sentinel=False)
        sentinel = self._sentinel(plan.sentinel) if plan else ""
        if sentinel:
            yield Place(sentinel, self._sentinel_side(sentinel), sentinel=True)

    def _sentinel(self, named: str) -> str:
        """Return the landmark that is read for the sentinel: a plan names the untreated place, or its landmark."""
        zone = self.look.edition.get(Zone, named)
        landmark = zone.landmarks[0] if zone and zone.landmarks else named
        return landmark if self.look.edition.get(Landmark, landmark) is not None else ""

    def _sentinel_side(self, landmark: str) -> Side:
        """Return the side on which the sentinel was read first; a limb is read on the right."""
        before = [one.side for one in self.look.story.tape if one.sentinel and one.landmark == landmark]
        zones = [zone for zone in self.look.edition.all(Zone).values() if landmark in zone.landmarks]
        return before[0] if before else Side.RIGHT if any(zone.lateral for zone in zones) else Side.MIDLINE

    def _words(self, place: Place) -> str:
        words = self.speak.term(str(place))
        is_first = not self.look.outlook.course.given
        kind = _("sentinel, untreated") if place.sentinel else _("baseline") if is_first else _("treated")
        return f"{words[:1].upper()}{words[1:]} ({kind})"

    def _apart(self) -> dict[str, str]:
        """Return what asks for a third reading, by its place, as the outlook says it."""
        asked = [each.because for each in self.look.outlook.measures.objections]
        return {
            str(because.fact["place"]): both(because, self.speak)
            for because in asked
            if because.fact.code == "reading.duplicates-apart"
        }

    def _typed(
        self, place: Asked, name: str, sent: Mapping[str, str], at: datetime, height: Quantity | None
    ) -> Iterator[TypedReading]:
        text, answer = sent.get(name, "").strip(), sent.get(f"{name}-answer", "")
        if not text:
            return
        unit = Unit.INCH if sent.get(f"{name}-unit") == Unit.INCH.code else Unit.CM
        keystrokes = f"{place.place}: {text} {unit.code}"
        if answer == OTHER_UNIT:
            unit = Unit.CM if unit is Unit.INCH else Unit.INCH
            keystrokes += f", meant {unit.code}"
        if height is not None:
            keystrokes += f", height {height}"
        lies, value = place.place, Quantity(parse_decimal(text, decimal_mark()), unit)
        reading = TapeReading(
            lies.landmark, value, at, self.by, lies.side, lies.sentinel,
            _one_of(Posture, sent.get("posture", "")), _one_of(Tension, sent.get("tension", "")), height,
        )  # fmt: skip
        yield TypedReading(name, keystrokes, reading, answer == AS_TYPED)

    def _question(self, asked: TypedReading, doubt: Doubt[TapeReading]) -> dict[str, Any]:
        because, speak = doubt.because, self.speak
        is_slip = because.remedy.code == "reading.confirm-unit"
        is_height = because.fact.code == "reading.height-differs"
        return {
            "name": f"{asked.field}-answer",
            "text": both(because, speak),
            "typed": speak.value(doubt.reading.height if is_height else doubt.reading.value),
            "meant": speak.value(because.remedy["meant"]) if is_slip else "",
            "value": speak.value(because.remedy["value"]) if is_slip else "",
            "sources": cited(because.sources),
        }


def read_on(look: Look, speak: Speaker, day: date) -> Iterator[dict[str, str]]:
    """Yield each place that the tape was laid at on a day, with its readings and its height as typed."""
    places: dict[Place, list[TapeReading]] = {}
    for reading in look.story.tape:
        if local_day(reading.at, look.policy.zone) == day:
            places.setdefault(place_of(reading), []).append(reading)
    for place, readings in places.items():
        untreated = f" ({_('sentinel, untreated')})" if place.sentinel else ""
        values = ", ".join(speak.value(one.value) for one in readings) + _at_height(look, speak, readings)
        yield {"place": capital(speak.term(str(place))) + untreated, "values": values}


def _at_height(look: Look, speak: Speaker, readings: list[TapeReading]) -> str:
    """Return at which height the tape lay: " (9 cm above the kneecap)"; nothing where none was written down."""
    landmark = look.edition.get(Landmark, readings[0].landmark)
    heights = dict.fromkeys(speak.value(one.height) for one in readings if one.height is not None)
    return f" ({', '.join(heights)} {landmark.height})" if landmark and heights else ""


def _one_of(codes: Any, typed: str) -> Any:
    """Return the code that was chosen, or None where nothing known was."""
    return next((code for code in codes if code.value == typed), None)


def _with_typed(place: Asked, typed_in: Mapping[str, str]) -> dict[str, Any]:
    fields = [_field(place, number, typed_in) for number in place.missing]
    read = [{"value": plain(value.amount), "unit": _unit(value.unit)} for value in place.readings]
    height = _height_field(place, typed_in) if place.height and not place.readings else None
    return {"place": place, "readings": read, "fields": fields, "height": height}


def _height(place: Asked, sent: Mapping[str, str]) -> Quantity | None:
    """Return the height of a place as typed, None where none was; Refused if it is no number."""
    name = f"{place.name}-height"
    text = sent.get(name, "").strip() if place.height else ""
    unit = Unit.INCH if sent.get(f"{name}-unit") == Unit.INCH.code else Unit.CM
    return Quantity(parse_decimal(text, decimal_mark()), unit) if text else None


def _height_field(place: Asked, typed_in: Mapping[str, str]) -> dict[str, Any]:
    """Return the field of the height, with what it was last time, in the unit of then."""
    name, last = f"{place.name}-height", place.height_last
    return {
        "name": name,
        "value": typed_in.get(name, ""),
        "unit": typed_in.get(f"{name}-unit", last.unit.code if last else place.unit),
        "last": f"{plain(last.amount)} {_unit(last.unit)}" if last else "",
    }


def _field(place: Asked, number: int, typed_in: Mapping[str, str]) -> dict[str, Any]:
    """Return a field; its unit is the one that was typed at this place before, for a person who reads inches."""
    name = f"{place.name}-{number}"
    return {
        "name": name,
        "number": number,
        "value": typed_in.get(name, ""),
        "unit": typed_in.get(f"{name}-unit", place.unit),
    }


def _unit(unit: Unit) -> str:
    return next(words for words, code in TAPES if code == unit.code)
