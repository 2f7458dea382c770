"""Triage against a second, naive implementation.

Windows, modalities, features and escalators bear on one report at a time, so they are enumerated for single reports at
every edge; reports bear on each other, so every pair is asked early and late, and every three early. The rest is drawn.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine.edition import Edition
from nappage.engine.red_flag import RedFlag, red_flags
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Escalator, Feature, Level, ReactionClass, Symptom
from nappage.engine.treatment import Treatment
from nappage.engine.triage import Triage, triage
from nappage.values.quantity import Quantity
from properties.naive_triage import naive_levels
from support.reports import SESSION, treated
from support.stories import shipped

EDITION = shipped()
SYMPTOMS = tuple(EDITION.all(Symptom))
FEATURES = tuple(EDITION.all(Feature))
MODALITIES = (*EDITION.all(ReactionClass), "")
MINUTE = timedelta(minutes=1)


def _report(symptom: str, age: timedelta, features: tuple[str, ...] = ()) -> SymptomReport:
    return SymptomReport(symptom, onset=SESSION, at=SESSION + age, zone="flank", features=features)


def _number(found: Triage) -> int:
    return int(found.level[1]) if found.level else 0


def _edges(symptom: Symptom) -> list[timedelta]:
    ends = {end.delta for cell in symptom.cells for end in (cell.after, cell.until) if end}
    return sorted({end + step for end in ends for step in (-MINUTE, timedelta(0), MINUTE)} | {timedelta(0)})


@pytest.mark.proves("H-26")
def test_every_window_edge_agrees_and_an_escalator_never_lowers() -> None:
    asked = 0
    for symptom in EDITION.all(Symptom).values():
        for age, modality in product(_edges(symptom), MODALITIES):
            report, session, levels = _report(symptom.id, age), treated(modality), []
            for context in ((), *((escalator,) for escalator in EDITION.all(Escalator))):
                found = _number(triage(EDITION, [report], [session], context, report.at))
                assert [found] == naive_levels(EDITION, [report], [session], set(context), report.at)
                levels.append(found)
                asked += 1
            assert min(levels) == levels[0], "an escalator lowered a level"
    assert asked == 7_250


@pytest.mark.proves("H-26")
def test_every_feature_of_every_symptom_agrees_and_never_lowers() -> None:
    asked = 0
    for symptom, modality in product(SYMPTOMS, ("non-lytic", "lytic")):
        session = treated(modality)
        plain = _number(triage(EDITION, [_report(symptom, MINUTE)], [session], (), SESSION + MINUTE))
        for feature in FEATURES:
            report = _report(symptom, MINUTE, (feature,))
            found = _number(triage(EDITION, [report], [session], (), report.at))
            assert [found] == naive_levels(EDITION, [report], [session], set(), report.at)
            assert found >= plain
            asked += 1
    assert asked == len(SYMPTOMS) * 2 * len(FEATURES) == 7_800


@pytest.mark.proves("H-26")
def test_no_set_of_up_to_three_symptoms_is_less_urgent_than_a_part_of_it() -> None:
    asked = 0
    settings = (("non-lytic", MINUTE, 2), ("lytic", timedelta(days=10), 2), ("", MINUTE, 3))
    for modality, age, largest in settings:
        session = [treated(modality)]
        known: dict[tuple[str, ...], int] = {(): 0}
        reports = {symptom: _report(symptom, age) for symptom in SYMPTOMS}
        for size in range(1, largest + 1):
            for chosen in combinations(SYMPTOMS, size):
                level = _number(triage(EDITION, [reports[symptom] for symptom in chosen], session, (), SESSION + age))
                if size < 3:
                    # In a set of three, reports bear on each other only in pairs: what two give, a third repeats.
                    asked_of = [reports[symptom] for symptom in chosen]
                    assert level == max(naive_levels(EDITION, asked_of, session, set(), SESSION + age))
                parts = [known[chosen[:left] + chosen[left + 1 :]] for left in range(size)]
                assert level >= max(parts), chosen
                known[chosen] = level
                asked += 1
    assert asked == 3 * (52 + 1_326) + 22_100 == 26_234


ages = st.sampled_from(sorted({edge for symptom in EDITION.all(Symptom).values() for edge in _edges(symptom)}))
zones = st.sampled_from(["flank", "thigh", ""])
sizes = st.sampled_from([None, Quantity.parse("8 mm"), Quantity.parse("15 mm"), Quantity.parse("1 cm")])
values = st.sampled_from([None, *map(Quantity.parse, ("37.9 Cel", "38 Cel", "39 Cel", "120 /min", "121 /min", "7 1"))])


@st.composite
def symptom_reports(draw: st.DrawFn) -> SymptomReport:
    at = SESSION + draw(ages) + draw(st.sampled_from([timedelta(0), timedelta(days=-10), timedelta(days=14)]))
    onset = draw(st.one_of(st.none(), ages.map(lambda age: at - age)))
    features = draw(st.lists(st.sampled_from([*FEATURES, "tickling"]), max_size=2))
    symptom = draw(st.sampled_from([*SYMPTOMS, "green elbows"]))
    zone, value, size = draw(zones), draw(values), draw(sizes)
    return SymptomReport(symptom, onset=onset, at=at, zone=zone, features=tuple(features), value=value, size=size)


@st.composite
def courses(draw: st.DrawFn) -> list[Treatment]:
    weeks = sorted(draw(st.sets(st.integers(-2, 3), max_size=4)))
    return [treated(draw(st.sampled_from(MODALITIES)), draw(zones), SESSION + timedelta(weeks=week)) for week in weeks]


PHRASES = tuple(phrase for flag in EDITION.all(RedFlag).values() for phrase in (*flag.en, *flag.fr, *flag.es))
texts = st.lists(st.sampled_from([*PHRASES, "38.7", "no", "sans", "and then", "yesterday"]), max_size=4).map(" ".join)


@pytest.mark.proves("H-26")
@given(st.lists(symptom_reports(), min_size=1, max_size=2), courses(), texts)
def test_free_text_only_ever_raises(reports: list[SymptomReport], sessions: list[Treatment], text: str) -> None:
    at = SESSION + timedelta(days=300)
    told = [replace(report, words=text) for report in reports]
    before, after = (triage(EDITION, each, sessions, (), at) for each in (reports, told))
    assert _number(after) >= _number(before)
    flagged = {EDITION.all(Feature)[id].level for id in red_flags(EDITION, text)} - {None}
    if flagged and len([one for one in told if one.at <= at]) == len(told):
        assert _number(after) >= max(int(level[1]) for level in flagged if level)


contexts = st.sets(st.sampled_from(tuple(EDITION.all(Escalator))), max_size=2)


@pytest.mark.proves("H-26")
@given(st.lists(symptom_reports(), max_size=4), courses(), contexts, st.integers(0, 200))
def test_a_drawn_course_agrees_with_the_naive_triage(
    reports: list[SymptomReport], sessions: list[Treatment], context: set[str], days: int
) -> None:
    at = SESSION + timedelta(days=days)
    found = triage(EDITION, reports, sessions, context, at)
    naive = naive_levels(EDITION, reports, sessions, context, at)
    assert sorted(int(one.level[1]) for one in found.reports) == sorted(naive)


@pytest.mark.proves("H-26")
@given(st.lists(symptom_reports(), min_size=1, max_size=3), courses(), contexts, symptom_reports())
def test_one_more_report_feature_or_escalator_never_lowers(
    reports: list[SymptomReport], sessions: list[Treatment], context: set[str], more: SymptomReport
) -> None:
    at = SESSION + timedelta(days=300)
    before = _number(triage(EDITION, reports, sessions, context, at))
    assert _number(triage(EDITION, [*reports, more], sessions, context, at)) >= before
    assert _number(triage(EDITION, reports, sessions, {*context, "diabetes"}, at)) >= before


def test_every_cell_of_every_symptom_can_be_reached_and_decides(edition: Edition) -> None:
    symptoms = edition.all(Symptom).values()
    unreached = {(symptom.id, number) for symptom in symptoms for number, _ in enumerate(symptom.cells, 1)}
    for symptom in symptoms:
        for number, cell in enumerate(symptom.cells, 1):
            report = _for_cell(symptom, number)
            modality = cell.modalities[0] if cell.modalities else "non-lytic"
            found = triage(edition, [report], [treated(modality)], cell.escalators, report.at).reports[0]
            if f"symptom/{symptom.id}/{number}" in {because.rule for because in found.because}:
                unreached.discard((symptom.id, number))
    assert not unreached


def _for_cell(symptom: Symptom, number: int) -> SymptomReport:
    cell = symptom.cells[number - 1]
    age = cell.after.delta + MINUTE if cell.after else timedelta(0)
    onset = timedelta(0)
    if cell.new_after:
        onset = age = cell.new_after.delta + MINUTE
    features = (*cell.features[:1], *cell.together)
    value = cell.at_least or cell.unless_below or (cell.over and Quantity(cell.over.amount + 1, cell.over.unit))
    if symptom.id == "fever" and value is None:
        value = Quantity.parse("37 Cel")
    return SymptomReport(
        symptom.id, onset=SESSION + onset, at=SESSION + age, zone="flank", features=features, value=value
    )


def test_every_level_is_reached(edition: Edition) -> None:
    levels = {cell.level for symptom in edition.all(Symptom).values() for cell in symptom.cells}
    assert levels == set(Level)
