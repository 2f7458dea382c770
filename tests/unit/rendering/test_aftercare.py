"""The sheet that is handed over says of a symptom what triage says of its report: nothing stands one list too low."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.follow_up import expected_windows, windows_of
from nappage.engine.outlook import outlook
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import UNRECOGNISED, Escalator, Feature, Level, Symptom
from nappage.engine.treatment import Treatment
from nappage.engine.triage import triage
from nappage.engine.warning_sign import Warnings, warnings_after, warnings_for
from nappage.rendering.aftercare import aftercare_sections
from nappage.rendering.given import Given
from nappage.rendering.sheet import Line
from nappage.rendering.wording import Speaker
from support.examples import example

ENDED = datetime(2026, 10, 6, 9, 25, tzinfo=UTC)
FLANKS = example("s4-flanks")
WITH = " with any of these: "
every_treatment = pytest.mark.parametrize(
    ("zone", "modality", "person"),
    [
        ("flank", "non-lytic", ()),
        ("flank", "lytic", ()),
        ("flank", "", ()),
        ("chin", "lytic-submental", ()),
        ("cheek", "non-lytic", ()),
        ("flank", "non-lytic", ("diabetes",)),
        ("cheek", "lytic", ("age-over-70", "anticoagulant")),
    ],
)


def treated(zone: str, modality: str) -> list[Treatment]:
    """Return one session in a zone by a modality, "" for one that is not known."""
    modalities = frozenset({modality} if modality else ())
    return [Treatment(ENDED - timedelta(minutes=25), ENDED, frozenset({zone}), modalities, "F1")]


def judged(edition: Edition, symptom: str, sessions: list[Treatment], person: tuple[str, ...], *with_it: str) -> Level:
    """Return what the report of a symptom is that begins as the session ends."""
    report = SymptomReport(symptom, onset=ENDED, at=ENDED, features=with_it)
    return triage(edition, [report], sessions, person, ENDED).reports[0].level


def lines(edition: Edition, warnings: Warnings) -> dict[str, tuple[Line, ...]]:
    """Return the lines of each list of a sheet that is made from some warnings."""
    found = outlook(FLANKS.story, FLANKS.policy, edition, ENDED)
    given = Given(found, FLANKS.policy, edition, Speaker(edition, FLANKS.policy.zone), (), warnings, "Clinic")
    return {section.name: section.lines for section in aftercare_sections(given)}


def told(edition: Edition, zone: str, modality: str, person: tuple[str, ...]) -> dict[str, tuple[Line, ...]]:
    """Return the lists of the sheet of a person after one session."""
    return lines(edition, warnings_after(edition, treated(zone, modality), person))


def alone(called: tuple[Line, ...]) -> set[str]:
    """Return what is named for itself, with nothing beside it, without the word that it is grouped under."""
    parts = [line.words.removesuffix(".") for line in called if WITH not in line.words]
    return {one.casefold() for part in parts for one in part.rpartition(": ")[2].split("; ")}


def listed(called: tuple[Line, ...], edition: Edition) -> set[str]:
    """Return the symptoms that are named for themselves."""
    return {one.id for one in edition.all(Symptom).values() if one.words.casefold() in alone(called)}


def beside(called: tuple[Line, ...], words: str) -> set[str]:
    """Return what stands beside the words of a symptom, or of anything at all."""
    rows = [line.words.removesuffix(".").casefold().split(WITH) for line in called if WITH in line.words]
    return {one for named, features in rows if words.casefold() in named.split("; ") for one in features.split("; ")}


def is_told(called: tuple[Line, ...], symptom: Symptom, feature: Feature, edition: Edition) -> bool:
    """Return whether a list says, in one of the ways there are, that a symptom with a feature is urgent."""
    named, row = alone(called), edition.all(Symptom)
    same = [row[id].words.casefold() for id in feature.said_by]
    other = [one for one in row.values() if one.gives == feature.id and symptom.gives]
    turned = {edition.all(Feature)[symptom.gives].words.casefold()} if other else set()
    return (
        feature.words.casefold() in named | beside(called, symptom.words) | beside(called, "anything")
        or (bool(same) and named.issuperset(same))
        or any(turned <= beside(called, one.words) for one in other)
    )


def is_sign(feature: Feature, symptom: Symptom, edition: Edition) -> bool:
    """Return whether a feature is a sign: that no photo can be had is none, and where it is only if the row asks."""
    return feature.id not in edition.all(Escalator) or any(feature.id in cell.features for cell in symptom.cells)


@pytest.mark.proves("H-26")
@every_treatment
def test_the_lists_of_whom_to_call_are_what_triage_says(
    edition: Edition, zone: str, modality: str, person: tuple[str, ...]
) -> None:
    sessions = treated(zone, modality)
    found = told(edition, zone, modality, person)
    levels = {id: judged(edition, id, sessions, person) for id in edition.all(Symptom) if id != UNRECOGNISED}
    for name, level in (("call-now", "E3"), ("call-today", "E2"), ("call-soon", "E1")):
        assert listed(found[name], edition) == {id for id, judged_as in levels.items() if judged_as == level}, name
    assert alone(found["call-now"]).isdisjoint(alone(found["call-today"]))


@pytest.mark.proves("H-26")
@every_treatment
def test_no_sign_of_an_emergency_is_lost(edition: Edition, zone: str, modality: str, person: tuple[str, ...]) -> None:
    sessions = treated(zone, modality)
    called = told(edition, zone, modality, person)["call-now"]
    pairs = [
        (symptom, feature)
        for symptom in edition.all(Symptom).values()
        for feature in edition.all(Feature).values()
        # Where it is, and that no photo can be had, is said of a report: only the row that asks for it makes it a sign.
        if feature.id in {id for cell in symptom.cells for id in cell.features}
        or feature.id not in edition.all(Escalator)
        if symptom.id != UNRECOGNISED and not feature.by_text
        if judged(edition, symptom.id, sessions, person, feature.id) is Level.EMERGENCY
    ]
    lost = [
        (symptom.id, feature.id)
        for symptom, feature in pairs
        if symptom.words.casefold() not in alone(called) and not is_told(called, symptom, feature, edition)
    ]
    assert lost == []
    assert len(pairs) > len(edition.all(Symptom))


@every_treatment
def test_no_words_stand_twice_among_what_is_an_emergency_by_itself(
    edition: Edition, zone: str, modality: str, person: tuple[str, ...]
) -> None:
    called = told(edition, zone, modality, person)["call-now"]
    rows = [line.words.removesuffix(".").rpartition(": ")[2].split("; ") for line in called if WITH not in line.words]
    named = [one for row in rows for one in row]
    assert len(named) == len(set(named))
    assert not alone(called) & {one for line in called if WITH in line.words for one in beside(called, "anything")}


@pytest.mark.proves("H-26")
@every_treatment
def test_what_becomes_an_emergency_with_something_else_is_what_triage_says(
    edition: Edition, zone: str, modality: str, person: tuple[str, ...]
) -> None:
    sessions = treated(zone, modality)
    for sign in warnings_after(edition, sessions, person).signs:
        asked = {id for cell in sign.symptom.cells for id in cell.features}
        urgent = {id for id in asked if judged(edition, sign.symptom.id, sessions, person, id) is Level.EMERGENCY}
        assert set(sign.emergency_with) == (set() if sign.level is Level.EMERGENCY else urgent), sign.symptom.id


@pytest.mark.proves("H-26")
@every_treatment
def test_what_is_often_seen_is_nothing_that_triage_calls_more_urgent_in_this_person(
    edition: Edition, zone: str, modality: str, person: tuple[str, ...]
) -> None:
    sessions = treated(zone, modality)
    windows = list(windows_of(edition, sessions, person))
    for window in windows:
        for at in (window.since, window.until):
            report = SymptomReport(window.symptom.id, onset=window.since, at=at)
            assert triage(edition, [report], sessions, person, at).level is Level.OFTEN_SEEN, window.symptom.id
    usual = {window.symptom.id for window in expected_windows(edition, sessions[-1])}
    raised = {id for id in usual if judged(edition, id, sessions, person) > Level.OFTEN_SEEN}
    assert {window.symptom.id for window in windows} == usual - raised


def test_who_has_diabetes_is_told_why_nothing_counts_as_often_seen(edition: Edition) -> None:
    found = outlook(FLANKS.story, FLANKS.policy, edition, ENDED)
    after = replace(found.after, expected=(), escalators=("diabetes",))
    warned = warnings_after(edition, treated("flank", "non-lytic"), ("diabetes",))
    speak = Speaker(edition, FLANKS.policy.zone)
    given = Given(replace(found, after=after), FLANKS.policy, edition, speak, (), warned, "Clinic")
    section = {one.name: one for one in aftercare_sections(given)}["often-seen"]
    assert "Something about you makes us more careful: diabetes of any kind." in section.lines[0].words
    assert section.table is not None
    assert section.table.rows == ()


def test_a_window_ends_when_an_earlier_session_ends_it(edition: Edition) -> None:
    week_before = Treatment(ENDED - timedelta(days=6), ENDED - timedelta(days=6), frozenset({"flank"}))
    second = treated("flank", "non-lytic")
    first, both = ({one.symptom.id: one.until for one in windows_of(edition, given, ())}
                   for given in (second, [week_before, *second]))  # fmt: skip
    assert both["bruise"] == first["bruise"] - timedelta(days=6)
    assert "redness" not in both


def test_pain_in_the_chest_and_weakness_of_the_face_are_for_the_emergency_number(edition: Edition) -> None:
    called = told(edition, "flank", "non-lytic", ())["call-now"]
    assert {"chest-pain", "facial-weakness", "weak-limb"} <= listed(called, edition)
    rows = [line.words for line in called]
    assert "Itching; a rash; hives with any of these: fainting or about to; vomiting." in rows
    assert rows[0].startswith("Breathing, throat, allergy: swelling of lips, tongue or throat; trouble breathing")


def test_a_weak_smile_after_a_lytic_under_the_chin_is_for_the_same_day_and_an_emergency_with_a_weak_limb(
    edition: Edition,
) -> None:
    found = told(edition, "chin", "lytic-submental", ())
    assert "facial-weakness" in listed(found["call-today"], edition)
    assert "weak-limb" in listed(found["call-now"], edition)
    assert beside(found["call-now"], "weakness of the face") == {"sudden weakness of half the face"}


def test_a_circumstance_of_the_person_moves_a_symptom_up_a_list(edition: Edition) -> None:
    assert "hives" in listed(told(edition, "flank", "non-lytic", ())["call-today"], edition)
    assert "hives" in listed(told(edition, "flank", "non-lytic", ("diabetes",))["call-now"], edition)


def test_what_makes_anything_urgent_is_said_of_anything(edition: Edition) -> None:
    found = told(edition, "flank", "non-lytic", ())
    assert {"thoughts of suicide", "chills", "severe"} <= beside(found["call-today"], "anything")
    assert "confused" in alone(found["call-now"])
    raised = told(edition, "flank", "non-lytic", ("diabetes",))
    assert {"thoughts of suicide", "chills", "severe"} <= beside(raised["call-now"], "anything")


def test_a_bump_that_is_urgent_in_any_case_is_not_said_a_second_time_with_conditions(edition: Edition) -> None:
    quiet = told(edition, "flank", "non-lytic", ())["call-today"]
    assert {"red", "purple", "getting larger"} <= beside(quiet, "a bump under the skin")
    week_before = Treatment(ENDED - timedelta(days=8), ENDED - timedelta(days=8), frozenset({"flank"}))
    warned = warnings_after(edition, [week_before, *treated("flank", "non-lytic")], ())
    again = lines(edition, warned)["call-today"]
    assert beside(again, "a bump under the skin") == set()
    assert "lump" in listed(again, edition)


def test_what_makes_an_emergency_of_a_bump_on_the_face_is_not_for_the_same_day(edition: Edition) -> None:
    found = told(edition, "cheek", "non-lytic", ())
    assert [line.words for line in found["call-today"] if "ump" in line.words] == []
    (said,) = [line.words for line in found["call-now"] if "ump" in line.words]
    assert said.startswith("A bump under the skin with any of these: tender")


def test_before_a_session_the_least_level_of_each_row_stands(edition: Edition) -> None:
    warned = warnings_after(edition, [], ("diabetes",))
    before = {sign.symptom.id: sign.level for sign in warned.signs}
    assert (before["hives"], before["breathing"], before["facial-weakness"]) == ("E2", "E3", "E2")
    assert {one.feature.id: one.level for one in warned.features}["confusion"] == "E3"


def test_the_warnings_of_a_person_are_read_from_their_story(edition: Edition) -> None:
    first = warnings_for(FLANKS.story, FLANKS.policy, edition, ENDED - timedelta(days=1)).signs
    assert first[0].emergency_with == ()
    assert any(sign.emergency_with for sign in warnings_for(FLANKS.story, FLANKS.policy, edition, ENDED).signs)
