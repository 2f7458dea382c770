"""What a case may not say, beyond its shape: a word that this edition does not have, an amount that cannot be.

A condition or a question with a slip in its id would otherwise be nobody's: what was answered yes would be lost. The
names of medicines, allergens and agents are not checked: one that is not recognised holds by itself. Nor is where a
symptom is: what is reported is never refused, and is read the more urgent way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from nappage.engine.agent import AgentClass, Modality
from nappage.engine.edition import Edition, Entry
from nappage.engine.health_condition import HealthCondition
from nappage.engine.landmark import Landmark
from nappage.engine.layer import TargetLayer
from nappage.engine.policy import Policy
from nappage.engine.question import Question
from nappage.engine.scale import Scale
from nappage.engine.story import Story
from nappage.engine.technique import Technique
from nappage.engine.variant import ScheduleVariant
from nappage.engine.zone import Zone
from nappage.values.fault import Fault, Refused
from nappage.values.quantity import Quantity

# The entry that a word of a case names, by where the word stands; "[]" is any place of a list.
_WORDS: Mapping[str, type[Entry]] = {
    "story.events[].condition": HealthCondition,
    "story.events[].zone": Zone,
    "story.replies[].question": Question,
    "story.replies[].denies[]": HealthCondition,
    "story.plan.variant": ScheduleVariant,
    "story.plan.technique": Technique,
    "story.plan.layer": TargetLayer,
    "story.plan.sites[].zone": Zone,
    "story.plan.queued[].zone": Zone,
    "story.plan.criterion.landmark": Landmark,
    "story.sessions[].sites[].zone": Zone,
    "story.sessions[].passes[].site.zone": Zone,
    "story.sessions[].passes[].technique": Technique,
    "story.sessions[].passes[].layer": TargetLayer,
    "story.tape[].landmark": Landmark,
    "story.scores[].scale": Scale,
    "policy.formulary[].agent_class": AgentClass,
    "policy.formulary[].layers[]": TargetLayer,
    "policy.tape_errors[].landmark": Landmark,
}
_MODALITY = "policy.formulary[].modality"
_STRENGTH = ("mass concentration", "activity concentration", "fraction")
_DOSE = ("mass", "volume", "biological activity")
# The dimensions of an amount that is more than nothing, by where it stands.
_POSITIVE: Mapping[str, tuple[str, ...]] = {
    "story.patient.height": ("length",),
    "story.readings[].value": (),
    "story.formulas[].components[].volume": ("volume",),
    "story.formulas[].components[].strength": _STRENGTH,
    "story.tests[].components[].volume": ("volume",),
    "story.tests[].components[].strength": _STRENGTH,
    "story.tests[].volume": ("volume",),
    "story.sessions[].passes[].volume_per_puncture": ("volume", "volume by puncture"),
    "story.sessions[].passes[].depth": ("length",),
    "story.sessions[].passes[].needle_length": ("length",),
    "story.sessions[].passes[].spacing": ("length",),
    "story.sessions[].creams[].mass": ("mass",),
    "story.sessions[].creams[].area": ("area",),
    "story.tape[].value": ("length",),
    "policy.formulary[].strength": _STRENGTH,
    "policy.formulary[].session_limit": _DOSE,
    "policy.formulary[].window_limit": _DOSE,
    "policy.formulary[].anaesthetic_maximum": ("mass",),
    "policy.formulary[].anaesthetic_maximum_by_mass": ("dose by body mass",),
    "policy.formulary[].cream_maximum": ("mass",),
    "policy.formulary[].cream_area": ("area",),
    "policy.tape_errors[].error": ("length",),
}
# The same of an amount that may be nothing: no wheal, nothing wasted.
_NOT_NEGATIVE: Mapping[str, tuple[str, ...]] = {
    "story.tests[].readings[].long_axis": ("length",),
    "story.tests[].readings[].short_axis": ("length",),
    "story.sessions[].drawn": ("volume",),
    "story.sessions[].wasted": ("volume",),
    "story.sessions[].passes[].angle": ("plane angle",),
    "story.reports[].size": ("length",),
}
_SIGNED: Mapping[str, tuple[str, ...]] = {"story.plan.criterion.change": ("length",)}
_LEAST: Mapping[str, int] = {
    "story.plan.sessions": 0,
    "story.sessions[].passes[].punctures": 1,
    "policy.area_cap": 1,
    "policy.minimum_age": 0,
}
# What a telephone dials in an emergency: figures, and what keeps them apart.
_DIALLED: Mapping[str, re.Pattern[str]] = {"policy.emergency_number": re.compile(r"\+?\d[\d -]*\d", re.ASCII)}
# What is told apart by these keys stands once: of two formulas F1, which one was drawn up is not for us to choose.
_ONCE: Mapping[str, tuple[str, ...]] = {
    "story.formulas": ("id",),
    "story.tests": ("id",),
    "policy.formulary": ("agent",),
    "policy.staff": ("id",),
    "policy.lots": ("agent", "lot"),
}
# Where a span of time stands, and what says when it begins and ends.
_SPANS = (
    ("story.events", "since", "until"),
    ("story.sessions", "start", "end"),
    ("story.consents", "at", "withdrawn_at"),
    ("policy.staff", "licensed_from", "licensed_until"),
    ("policy.openings", "opens", "closes"),
)
# Within these years every sum of a date and a span is a date too.
YEARS = range(1900, 2200)
_SHOWN = 12
_PLACE = re.compile(r"\[\d+\]")
_YEAR = re.compile(r"(\d{4})-\d\d-\d\d(\D.*)?", re.ASCII)


def check_case(tables: Mapping[str, Any], thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each word, amount, year or repetition in a case's tables that cannot be meant."""
    for name in ("at", "story", "policy"):
        for where, value in _leaves(tables.get(name), name):
            yield from _of_leaf(_PLACE.sub("[]", where), value, f"{thing}.{where}", edition)
    yield from _weights(tables, thing)
    for where, keys in _ONCE.items():
        yield from _repeated(tables, where, keys, thing)


def check_terms(terms: Mapping[str, Any], edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each word, amount or year of a policy's terms that cannot be meant."""
    for where, value in _leaves(terms, "policy"):
        yield from _of_leaf(_PLACE.sub("[]", where), value, where, edition)


def check_order(story: Story, policy: Policy, thing: str) -> Iterator[Fault]:
    """Yield a fault for each span of time that ends before it begins."""
    wholes: dict[str, object] = {"story": story, "policy": policy}
    for where, begins, ends in _SPANS:
        part, name = where.split(".")
        for place, each in enumerate(getattr(wholes[part], name), 1):
            begin, end = getattr(each, begins), getattr(each, ends)
            if begin is not None and end is not None and end < begin:
                expected = f"no earlier than {begins}, {begin}"
                yield Fault(f"{thing}.{where}[{place}].{ends}", expected, str(end), "Correct one of the two.")


def _leaves(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{where}.{key}")
    elif isinstance(value, list):
        for place, item in enumerate(value, 1):
            yield from _leaves(item, f"{where}[{place}]")
    else:
        yield where, value


def _of_leaf(where: str, value: Any, thing: str, edition: Edition) -> Iterator[Fault]:
    if isinstance(value, str):
        yield from _word(value, _known(where, edition), thing)
        yield from _amount(where, value, thing)
        yield from _dialled(where, value, thing)
    elif type(value) is int and value < _LEAST.get(where, value):
        yield Fault(thing, f"a whole number from {_LEAST[where]}", str(value), "Write how many are meant.")
    if (year := _YEAR.fullmatch(str(value))) and int(year[1]) not in YEARS:
        expected = f"a year from {YEARS.start} to {YEARS.stop - 1}"
        yield Fault(thing, expected, str(value), "Correct the year.")


def _known(where: str, edition: Edition) -> tuple[str, ...]:
    """Return every word that may stand there, or none where any may."""
    if where == _MODALITY:
        return tuple(modality.value for modality in Modality)
    return tuple(edition.all(_WORDS[where])) if where in _WORDS else ()


def _word(value: str, known: tuple[str, ...], thing: str) -> Iterator[Fault]:
    # An empty text is no word: the reader of the shape says so.
    if known and value.strip() and value not in known:
        near = get_close_matches(value, known, 1)
        remedy = f"Did you mean {near[0]}?" if near else "Write one of them exactly."
        more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
        yield Fault(thing, f"one of {', '.join(known[:_SHOWN])}{more}", repr(value), remedy)


def _dialled(where: str, typed: str, thing: str) -> Iterator[Fault]:
    if where in _DIALLED and not _DIALLED[where].fullmatch(typed):
        yield Fault(thing, "a number to dial, such as 112", repr(typed), "Write its figures only.")


def _amount(where: str, typed: str, thing: str) -> Iterator[Fault]:
    dimensions = {**_POSITIVE, **_NOT_NEGATIVE, **_SIGNED}.get(where)
    if dimensions is not None:
        yield from _measured(typed, dimensions, thing, signed=where in _SIGNED, may_be_nothing=where not in _POSITIVE)


def _measured(
    typed: str, dimensions: tuple[str, ...], thing: str, *, signed: bool = True, may_be_nothing: bool = True
) -> Iterator[Fault]:
    try:
        quantity = Quantity.parse(typed)
    except Refused:
        return  # The reader of the text itself says so.
    if dimensions and quantity.unit.dimension not in dimensions:
        found = f"{typed!r}, which is {quantity.unit.dimension}"
        yield Fault(thing, " or ".join(dimensions), found, "Write it with a unit of its kind.")
    elif quantity.amount < 0 and not signed:
        yield Fault(thing, "an amount that is not negative", repr(typed), "Write it without the minus sign.")
    elif quantity.amount == 0 and not may_be_nothing:
        yield Fault(thing, "more than nothing", repr(typed), "Write how much, or take the line out.")


def _weights(tables: Mapping[str, Any], thing: str) -> Iterator[Fault]:
    for place, reading in enumerate(_rows(tables, "story", "readings"), 1):
        if reading.get("code") == "weight" and isinstance(typed := reading.get("value"), str):
            yield from _measured(typed, ("mass",), f"{thing}.story.readings[{place}].value")


def _rows(tables: Mapping[str, Any], part: str, name: str) -> list[Mapping[str, Any]]:
    rows = tables[part].get(name) if isinstance(tables.get(part), Mapping) else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _repeated(tables: Mapping[str, Any], where: str, keys: tuple[str, ...], thing: str) -> Iterator[Fault]:
    rows = _rows(tables, *where.split("."))
    for each, times in Counter(tuple(str(row.get(key)) for key in keys) for row in rows).items():
        if times > 1:
            found = f"{' '.join(each)} {times} times"
            yield Fault(f"{thing}.{where}", f"each {' and '.join(keys)} once", found, "Keep the one that is meant.")
