"""Answers to the cases of the files that say where, how deep and how a result is measured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from nappage.engine.area import over_cap
from nappage.engine.body_mass import body_mass_index, shown_index
from nappage.engine.change import detectable_change, tolerance
from nappage.engine.cohort import CohortRule
from nappage.engine.cohort import judged as judged_cohort
from nappage.engine.edition import Edition, Entry
from nappage.engine.figure import Figure
from nappage.engine.geometry import least_spacing, tip_depth, wheal_diameter
from nappage.engine.landmark import Landmark, TapeMethod
from nappage.engine.layer import TargetLayer, lies_in
from nappage.engine.measurement import Place, doubt, measured, tape_method
from nappage.engine.melasma import MelasmaLook, MelasmaRegion, extent_score, mmasi
from nappage.engine.plausible import PlausibleRange, is_plausible, meant_in
from nappage.engine.policy import Policy, TapeError
from nappage.engine.scale import Scale, band_of, beyond_method_error, course_of, score_objection
from nappage.engine.slot import slot_for
from nappage.engine.stage import CelluliteCause, stage_of
from nappage.engine.story import CelluliteObservation, Side, Site
from nappage.engine.technique import ModalityLayer, Placement, Technique, find_technique, objections
from nappage.engine.zone import Zone, find_zone
from nappage.values.answer import Answer
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity, Unit, plain
from nappage.values.rounding import to_nearest
from nappage.values.span import Elapsed

Given = Mapping[str, Any]

_NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
_TENTH_MM = Quantity.parse("0.1 mm")
_POLICY = Policy("case", "case", ZoneInfo("UTC"), None, ())


def answer_zone(edition: Edition, about: str, given: Given) -> str:
    """Return the zone that something said means, or what a zone says of itself."""
    if "said" in given:
        zone = find_zone(edition, given["said"])
        return zone.id if zone else "none"
    return _field(edition.all(Zone)[about], given["ask"])


def _field(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Figure):
        return str(value.value)
    if isinstance(value, tuple):
        return ", ".join(str(figure.value) for figure in value) or "not published"
    return "not published" if value is None else str(value)


def answer_area_cap(edition: Edition, about: str, given: Given) -> str:
    """Return whether sites ("flank/left") are within the cap, or what is to be queued."""
    excess = over_cap(edition, _POLICY, [_site(text) for text in given["sites"]])
    return "within" if excess is None else "queue " + ", ".join(map(str, excess.over))


def _site(text: str) -> Site:
    zone, _, side = text.partition("/")
    return Site(zone, Side(side)) if side else Site(zone)


def answer_target_layer(edition: Edition, about: str, given: Given) -> str:
    """Return whether a depth in a zone lies in the layer, or the bound of the layer."""
    layer = edition.all(TargetLayer)[about]
    if "ask" in given:
        return _field(layer, given["ask"])
    return lies_in(edition, layer, given["zone"], Quantity.parse(given["depth"])).value


def answer_technique(edition: Edition, about: str, given: Given) -> str:
    """Return the technique that something said means, a depth from needle and angle, or a figure."""
    if "said" in given:
        technique = find_technique(edition, given["said"])
        return technique.id if technique else "none"
    if "length" in given:
        depth = tip_depth(Quantity.parse(given["length"]), Quantity.parse(given["angle"]))
        return str(to_nearest(depth, _TENTH_MM))
    return _field(edition.all(Technique)[about], given["ask"])


def answer_modality_layer(edition: Edition, about: str, given: Given) -> str:
    """Return the weight of what stands against a placement for the rule's modality."""
    placement = Placement("abdomen", given["technique"], given["aims_at"])
    found = objections(edition, _POLICY, placement, [edition.all(ModalityLayer)[about].modality])
    return ", ".join(one.weight.value for one in found) or "none"


def answer_wheal(edition: Edition, about: str, given: Given) -> str:
    """Return how wide the papule of a volume is and how far apart papules have to lie."""
    volume = Quantity.parse(given["volume"])
    return f"{wheal_diameter(edition, volume)} wide, {least_spacing(edition, volume)[1]} apart"


def answer_slot(edition: Edition, about: str, given: Given) -> str:
    """Return the slot for a number of areas and its times."""
    slot = slot_for(edition, given["areas"])
    return f"{slot.id}: {_minutes(slot.treatment)}, {_minutes(slot.observation)}, {slot.booked}"


def _minutes(interval: Interval[Elapsed]) -> str:
    low, high = interval.low.minutes, interval.high.minutes
    return f"{low}-{high} min"


def answer_landmark(edition: Edition, about: str, given: Given) -> str:
    """Return the detectable change at a landmark, the value of two readings, or what it says of itself."""
    if "ask" in given:
        return _field(edition.all(Landmark)[about], given["ask"])
    if "readings" in given:
        tape = tolerance(edition, _POLICY, about)
        return str(detectable_change(tape_method(edition), tape.error, given["readings"])) if tape else "not known"
    pair = [Quantity.parse(given["first"]), Quantity.parse(given["second"])]
    found = measured(
        tape_method(edition), edition.all(Landmark)[about], Place(about, Side.MIDLINE, False), _NOON.date(), pair
    )
    return f"{found.value}, third reading" if found.third_needed else str(found.value)


def answer_tape_method(edition: Edition, about: str, given: Given) -> str:
    """Return whose error counts with so many pairs, or what is asked about a reading as typed."""
    if "own_pairs" in given:
        own = TapeError("thigh", Quantity.parse("0.4 cm"), given["own_pairs"])
        policy = Policy("case", "case", ZoneInfo("UTC"), None, (), tape_errors=(own,))
        tape = tolerance(edition, policy, "thigh")
        return "own error" if tape and tape.pairs else "cited error"
    thigh, method = edition.all(Landmark)["thigh"], edition.all(TapeMethod)[about]
    place = Place(thigh.id, Side.RIGHT, False)
    found = doubt(method, thigh, place, Quantity.parse(given["typed"]), Quantity.parse(given["last"]))
    if found is None:
        return "no doubt"
    remedy = found.because.remedy
    return f"{remedy['meant']} = {remedy['value']}" if remedy.code == "reading.confirm-unit" else "measure again"


def answer_stage(edition: Edition, about: str, given: Given) -> str:
    """Return the grade from three looks, or unknown."""
    looks = {name: Answer(given[name]) for name in ("pinch", "standing", "lying")}
    grade = stage_of(edition, CelluliteObservation(_NOON, **looks)).grade
    return "unknown" if grade is None else str(grade)


def answer_cellulite_cause(edition: Edition, about: str, given: Given) -> str:
    """Return whether the sources call a cause treatable."""
    return "treatable" if edition.all(CelluliteCause)[about].treatable else "not called treatable"


def answer_body_mass_index(edition: Edition, about: str, given: Given) -> str:
    """Return the index as shown."""
    height, weight = (Quantity.parse(given[name]) for name in ("height", "weight"))
    return str(shown_index(edition, body_mass_index(height, weight)))


def answer_plausible_range(edition: Edition, about: str, given: Given) -> str:
    """Return whether a measure as typed is asked about, and which one may have been meant."""
    between, typed = edition.all(PlausibleRange)[about].between, Quantity.parse(given["typed"])
    if is_plausible(between, typed):
        return "no doubt"
    return str(meant_in(between, typed, map(Unit.of, given["units"])) or "ask again")


def answer_scale(edition: Edition, about: str, given: Given) -> str:
    """Return what a scale makes of scores, or its range and direction."""
    scale = edition.all(Scale)[about]
    if given.get("ask") == "range":
        return f"{_end(scale.lowest)} to {_end(scale.highest)}, {scale.better.value}"
    if "ask" in given:
        return _field(scale, given["ask"])
    if "total" in given:
        band = band_of(scale, Decimal(given["total"]))
        return band.name if band else "none"
    if "score" in given:
        found = score_objection(scale, Decimal(given["score"]))
        return found.because.fact.code if found else "expected"
    before, after = Decimal(given["before"]), Decimal(given["after"])
    if "method" in given:
        return beyond_method_error(scale, given["method"], before, after).value
    return course_of(scale, before, after).value


def _end(score: Decimal | None) -> str:
    return "open" if score is None else plain(score)


def answer_melasma_extent(edition: Edition, about: str, given: Given) -> str:
    """Return the score of an involved percentage."""
    return str(extent_score(edition, Decimal(given["percent"])))


def answer_melasma_region(edition: Edition, about: str, given: Given) -> str:
    """Return the modified index of a face of which only this part is involved, wholly and as dark as can be."""
    clear, full = MelasmaLook(Decimal(0), 0), MelasmaLook(Decimal(100), 4)
    looks = {region: full if region == about else clear for region in edition.all(MelasmaRegion)}
    index = mmasi(edition, looks)
    return "unknown" if index is None else plain(index)


def answer_cohort(edition: Edition, about: str, given: Given) -> str:
    """Return the interval of a mean, in which so many are reckoned with as lost, and what it tells."""
    mean, deviation = (Quantity.parse(given[name]).amount for name in ("mean", "deviation"))
    found = judged_cohort(edition.all(CohortRule)[about], given["measured"], given["lost"], mean, deviation)
    return f"{found.low} to {found.high}: {found.told.value}" if found.low else found.told.value
