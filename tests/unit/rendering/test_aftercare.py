"""The sheet that is handed over says of a symptom what triage says of its report: nothing stands one list too low."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import UNRECOGNISED, Level, Symptom
from nappage.engine.treatment import Treatment
from nappage.engine.triage import triage
from nappage.engine.warning_sign import WarningSign, signs_for, warning_signs
from nappage.rendering.aftercare import Given, aftercare_sections
from nappage.rendering.sheet import Line
from nappage.rendering.wording import Speaker
from support.examples import example

ENDED = datetime(2026, 10, 6, 9, 25, tzinfo=UTC)
FLANKS = example("s4-flanks")
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


def lines(edition: Edition, signs: tuple[WarningSign, ...]) -> dict[str, tuple[Line, ...]]:
    """Return the lines of each list of a sheet that is made from some signs."""
    found = outlook(FLANKS.story, FLANKS.policy, edition, ENDED)
    given = Given(found, FLANKS.policy, edition, Speaker(edition, FLANKS.policy.zone), (), signs, "Clinic")
    return {section.name: section.lines for section in aftercare_sections(given)}


def listed(line: Line, edition: Edition) -> set[str]:
    """Return the symptoms of a list that is one line."""
    named = line.words.removesuffix(".").casefold()
    return {one.id for one in edition.all(Symptom).values() if one.words.casefold() in _parts(named, edition)}


def _parts(named: str, edition: Edition) -> set[str]:
    """Return the words of a list; "swelling of lips, tongue or throat" has a comma of its own."""
    whole = {one.words.casefold() for one in edition.all(Symptom).values() if ", " in one.words}
    kept = {words for words in whole if words in named}
    for words in kept:
        named = named.replace(words, "")
    return kept | set(named.split(", "))


@pytest.mark.proves("H-26")
@every_treatment
def test_the_two_lists_of_whom_to_call_are_what_triage_says(
    edition: Edition, zone: str, modality: str, person: tuple[str, ...]
) -> None:
    sessions = treated(zone, modality)
    found = lines(edition, warning_signs(edition, sessions, person))
    levels = {id: judged(edition, id, sessions, person) for id in edition.all(Symptom) if id != UNRECOGNISED}
    emergencies = {id for id, level in levels.items() if level is Level.EMERGENCY}
    assert listed(found["call-now"][0], edition) == emergencies
    today = listed(found["call-today"][0], edition)
    assert today == {id for id, level in levels.items() if level is Level.SAME_DAY}
    assert today.isdisjoint(emergencies)


@pytest.mark.proves("H-26")
@every_treatment
def test_what_becomes_an_emergency_with_something_else_is_said_with_it(
    edition: Edition, zone: str, modality: str, person: tuple[str, ...]
) -> None:
    sessions = treated(zone, modality)
    for sign in warning_signs(edition, sessions, person):
        asked = {id for cell in sign.symptom.cells for id in cell.features}
        urgent = {id for id in asked if judged(edition, sign.symptom.id, sessions, person, id) is Level.EMERGENCY}
        assert set(sign.emergency_with) == (set() if sign.level is Level.EMERGENCY else urgent), sign.symptom.id


def test_pain_in_the_chest_and_weakness_of_the_face_are_for_the_emergency_number(edition: Edition) -> None:
    found = lines(edition, warning_signs(edition, treated("flank", "non-lytic"), ()))
    assert {"chest-pain", "facial-weakness", "weak-limb"} <= listed(found["call-now"][0], edition)
    beside = [line.words for line in found["call-now"][1:]]
    assert "Itching, a rash, hives with any of these: fainting or about to, vomiting." in beside
    mouth = "Numbness round the mouth, ringing in the ears, a taste of metal"
    assert f"{mouth} with any of these: no breathing, no movement." in beside


def test_a_weak_smile_after_a_lytic_under_the_chin_is_for_the_same_day_and_an_emergency_with_a_weak_limb(
    edition: Edition,
) -> None:
    found = lines(edition, warning_signs(edition, treated("chin", "lytic-submental"), ()))
    assert "facial-weakness" in listed(found["call-today"][0], edition)
    (line,) = [line.words for line in found["call-now"][1:] if "eakness of the face" in line.words]
    assert "a weak arm or leg" in line
    assert "sudden weakness of half the face" in line


def test_a_circumstance_of_the_person_moves_a_symptom_up_a_list(edition: Edition) -> None:
    session = treated("flank", "non-lytic")
    assert "hives" in listed(lines(edition, warning_signs(edition, session, ()))["call-today"][0], edition)
    assert "hives" in listed(lines(edition, warning_signs(edition, session, ("diabetes",)))["call-now"][0], edition)


def test_a_bump_that_is_urgent_in_any_case_is_not_said_a_second_time_with_conditions(edition: Edition) -> None:
    quiet = lines(edition, warning_signs(edition, treated("flank", "non-lytic"), ()))["call-today"]
    assert [line.words.startswith("A bump under the skin with any of these: ") for line in quiet] == [False, True]
    week_before = Treatment(ENDED - timedelta(days=8), ENDED - timedelta(days=8), frozenset({"flank"}))
    again = lines(edition, warning_signs(edition, [week_before, *treated("flank", "non-lytic")], ()))["call-today"]
    assert len(again) == 1
    assert "lump" in listed(again[0], edition)


def test_what_makes_an_emergency_of_a_bump_on_the_face_is_not_for_the_same_day(edition: Edition) -> None:
    found = lines(edition, warning_signs(edition, treated("cheek", "non-lytic"), ()))
    assert [line.words for line in found["call-today"] if "ump" in line.words] == []
    (said,) = [line.words for line in found["call-now"] if "ump" in line.words]
    assert said.startswith("A bump under the skin with any of these: tender")


def test_before_a_session_the_least_level_of_each_row_stands(edition: Edition) -> None:
    before = {sign.symptom.id: sign.level for sign in warning_signs(edition, [], ("diabetes",))}
    assert (before["hives"], before["breathing"], before["facial-weakness"]) == ("E2", "E3", "E2")


def test_the_signs_of_a_person_are_read_from_their_story(edition: Edition) -> None:
    assert signs_for(FLANKS.story, FLANKS.policy, edition, ENDED - timedelta(days=1))[0].emergency_with == ()
    assert any(sign.emergency_with for sign in signs_for(FLANKS.story, FLANKS.policy, edition, ENDED))
