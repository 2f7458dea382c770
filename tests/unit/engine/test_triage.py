"""What a triage says beside the level: words, windows, people, holds, and the stories of S4."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Level, Pathway
from nappage.engine.treatment import Treatment
from nappage.engine.triage import Triage, triage
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed
from nappage.values.statement import say
from support.reports import SESSION, judged, reported, treated

MADRID = ZoneInfo("Europe/Madrid")


def madrid(day: int, month: int = 10, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MADRID).astimezone(UTC)


SESSION_S4 = Treatment(
    madrid(6, hour=11), madrid(6, hour=11, minute=25), frozenset({"flank"}), frozenset({"non-lytic"}), "F1"
)


def bump(at: datetime, size: str, *features: str) -> SymptomReport:
    return SymptomReport(
        "bump", onset=madrid(9, hour=9), at=at, zone="flank", features=features, size=Quantity.parse(size)
    )


@pytest.mark.proves("S4", "R054", "R055", "R056", "K-19", "H-08")
def test_the_diary_of_s4_is_read_step_by_step(edition: Edition) -> None:
    diary = [
        SymptomReport("warmth", onset=madrid(6, minute=10), at=madrid(6, minute=10), zone="flank"),
        SymptomReport(
            "bruise", onset=madrid(7, hour=8), at=madrid(7, hour=8), zone="flank", size=Quantity.parse("3 cm")
        ),
        bump(madrid(9, hour=9), "8 mm", "painless"),
        bump(madrid(27), "8 mm", "painless"),
        bump(madrid(3, 11), "15 mm", "painful", "red", "oozing"),
    ]
    found = {one.report: one for one in triage(edition, diary, [SESSION_S4], (), madrid(3, 11)).reports}
    warmth, bruise, first, later, last = (found[report] for report in diary)

    assert warmth.words == say("triage.often-seen", symptom="warmth", until=madrid(6, minute=25))
    assert bruise.words == say("triage.often-seen", symptom="bruise", until=madrid(13, hour=11, minute=25))
    assert first.level is Level.OFTEN_SEEN
    assert first.words == say("triage.noted", symptom="lump")
    assert not first.closes_by_itself
    assert (later.level, later.whom, later.answer_by(MADRID)) == (Level.CONTACT, "nurse", madrid(29))
    assert (last.level, last.whom, last.pathway) == (Level.SAME_DAY, "clinician", Pathway.INFECTION)
    assert last.answer_by(MADRID) == madrid(4, 11, hour=0)
    assert last.photo_asked
    assert last.words == say("triage.call-today", symptom="lump", until=None)
    assert last.alerts_clinic
    assert not last.holds_sessions


@pytest.mark.proves("S4")
@pytest.mark.parametrize(
    "diary",
    [
        [("lip swelling", ()), ("trouble breathing", ())],
        [("swelling", ("lips", "breathing"))],
    ],
)
def test_the_second_patient_of_s4_is_an_emergency(edition: Edition, diary: list[tuple[str, tuple[str, ...]]]) -> None:
    at = SESSION + timedelta(minutes=35)
    reports = [SymptomReport(symptom, onset=at, at=at, features=features) for symptom, features in diary]
    found = triage(edition, reports, [treated("non-lytic")], (), at)
    assert found.level is Level.EMERGENCY
    assert found.holds_sessions
    assert found.flagged_formulas == ("F1",)
    assert found.reaction_instants == (at,) * len(reports)
    first = found.reports[0]
    assert (first.whom, first.answer_by(MADRID), first.pathway) == ("emergency-services", at, Pathway.ALLERGY)
    assert first.alerts_clinic
    assert first.words.code == "triage.emergency"


@pytest.mark.proves("R056", "K-19", "H-08")
def test_a_bump_is_never_told_to_be_often_seen(edition: Edition) -> None:
    for hours in range(0, 400, 4):
        assert judged(edition, reported("bump", f"{hours} h"), "lytic").words.code != "triage.often-seen"


def test_nothing_reported_gives_no_level(edition: Edition) -> None:
    nothing = triage(edition, [], [treated("lytic")], ("diabetes",), SESSION)
    assert nothing == Triage()
    assert nothing.level is None
    assert not nothing.holds_sessions
    assert nothing.reaction_instants == nothing.flagged_formulas == ()


def test_a_report_counts_from_the_instant_it_was_made(edition: Edition) -> None:
    report = reported("bruise", "1 h")
    assert triage(edition, [report], [treated("lytic")], (), report.at - timedelta(seconds=1)) == Triage()
    assert triage(edition, [report], [treated("lytic")], (), report.at).level is Level.OFTEN_SEEN


def test_red_flags_come_first_and_equals_in_order_of_time(edition: Edition) -> None:
    told = [reported("bruise", "3 h"), reported("hives", "2 h"), reported("bruise", "1 h"), reported("seizure", "4 h")]
    found = triage(edition, told, [treated("lytic")], (), SESSION + timedelta(days=1))
    assert [(one.symptom.id, one.report.at - SESSION) for one in found.reports] == [
        ("seizure", timedelta(hours=4)),
        ("hives", timedelta(hours=2)),
        ("bruise", timedelta(hours=1)),
        ("bruise", timedelta(hours=3)),
    ]


@pytest.mark.proves("H-06", "R195")
@pytest.mark.parametrize(
    ("symptom", "after", "closes"),
    [
        ("rash", "1 h", True),
        ("hives", "1 h", True),
        ("itch", "3 h", False),
        ("itch", "4 h", True),
        ("nausea", "1 h", False),
        ("bruise", "1 h", False),
        ("redness", "9 d", False),
    ],
)
def test_an_allergy_like_report_closes_the_test_gate(edition: Edition, symptom: str, after: str, closes: bool) -> None:
    report = reported(symptom, after)
    found = triage(edition, [report], [treated("non-lytic")], (), report.at)
    assert found.reaction_instants == ((report.at,) if closes else ())
    assert found.flagged_formulas == (("F1",) if closes else ())


@pytest.mark.parametrize(
    ("said", "zones", "level"),
    [
        ("", ("flank", "cheek"), Level.EMERGENCY),
        ("", ("flank",), Level.SAME_DAY),
        ("flank", ("flank", "cheek"), Level.SAME_DAY),
        ("cheek", ("flank", "cheek"), Level.EMERGENCY),
    ],
)
def test_what_turned_white_nobody_said_where_may_be_the_face(
    edition: Edition, said: str, zones: tuple[str, ...], level: Level
) -> None:
    report = reported("blanching", "1 h", zone=said)
    sessions = [treated("non-lytic", zone) for zone in zones]
    assert triage(edition, [report], sessions, (), report.at).level is level


@pytest.mark.proves("H-06")
def test_any_report_before_the_first_session_closes_the_test_gate(edition: Edition) -> None:
    test_given = SESSION
    report = SymptomReport("redness", onset=test_given + timedelta(hours=30), at=test_given + timedelta(hours=30))
    found = triage(edition, [report], [], (), report.at)
    assert found.reaction_instants == (report.at,)
    assert found.level is Level.CONTACT
    assert found.reports[0].because[-1].fact == say("triage.no-session-before", symptom="redness")
    assert found.reports[0].because[-1].rule == "symptom/redness"
    assert found.flagged_formulas == ()


def test_reactions_are_told_in_order_of_time(edition: Edition) -> None:
    told = [reported("rash", "5 h"), reported("hives", "9 h"), reported("rash", "2 h")]
    found = triage(edition, told, [treated("lytic")], (), SESSION + timedelta(days=1))
    assert found.reaction_instants == tuple(SESSION + timedelta(hours=hours) for hours in (2, 5, 9))


def test_a_formula_that_is_not_known_is_not_flagged(edition: Edition) -> None:
    report = reported("seizure", "1 h")
    sessions = [treated("lytic", formula=""), treated("lytic", formula="F2"), treated("lytic", formula="F1")]
    assert triage(edition, [report], sessions, (), report.at).flagged_formulas == ("F1", "F2")


def test_pain_beside_a_white_patch_is_an_emergency_though_told_apart(edition: Edition) -> None:
    white, pain = reported("blanching", "1 h"), reported("pain", "24 h +59 min", onset="1 h")
    alone = triage(edition, [white], [treated("lytic")], (), pain.at)
    assert alone.level is Level.SAME_DAY
    assert triage(edition, [white, pain], [treated("lytic")], (), pain.at).level is Level.EMERGENCY
    for apart in ("25 h", "25 h +1 min"):
        told = [white, replace(pain, at=reported("pain", apart).at)]
        level = triage(edition, told, [treated("lytic")], (), told[1].at).level
        assert level is (Level.EMERGENCY if apart == "25 h" else Level.SAME_DAY)


@pytest.mark.parametrize(
    ("before", "after", "zone", "level"),
    [
        ("8 mm", "9 mm", "flank", Level.SAME_DAY),
        ("8 mm", "0.9 cm", "", Level.SAME_DAY),
        ("8 mm", "8 mm", "flank", Level.CONTACT),
        ("9 mm", "8 mm", "flank", Level.CONTACT),
        ("8 mm", "9 mm", "thigh", Level.CONTACT),
        ("", "9 mm", "flank", Level.CONTACT),
        ("8 mm", "", "flank", Level.CONTACT),
    ],
)
def test_a_lump_that_was_smaller_is_enlarging(
    edition: Edition, before: str, after: str, zone: str, level: Level
) -> None:
    small = replace(reported("bump", "1 h", zone=zone), size=Quantity.parse(before) if before else None)
    large = replace(reported("bump", "5 d"), size=Quantity.parse(after) if after else None)
    found = triage(edition, [small, large], [treated("non-lytic")], (), large.at)
    assert next(one.level for one in found.reports if one.report is large) is level
    assert next(one.level for one in found.reports if one.report is small) is Level.OFTEN_SEEN


def test_a_bruise_that_was_smaller_is_not_judged_by_its_size(edition: Edition) -> None:
    told = [replace(reported("bruise", f"{hour} h"), size=Quantity.parse(f"{hour} cm")) for hour in (1, 2)]
    assert triage(edition, told, [treated("lytic")], (), told[1].at).level is Level.OFTEN_SEEN


def test_the_reason_names_cell_fact_and_sources(edition: Edition) -> None:
    found = judged(edition, reported("bruise", "7 d +1 min"))
    [because] = found.because
    assert because.rule == "symptom/bruise/2"
    assert because.fact == say("triage.cell-holds", symptom="bruise", level=Level.CONTACT, minutes=10_081)
    assert because.remedy == say("triage.clinician-decides")
    assert because.sources == (Citation("J", "triage matrix"), Citation("R30"), Citation("decision", "21"))


def test_only_the_reasons_of_the_level_are_told(edition: Edition) -> None:
    found = judged(edition, reported("redness", "1 h", "hot, shock"))
    assert [because.rule for because in found.because] == ["symptom/redness/8", "feature/shock"]
    assert found.because[1].fact == say("triage.feature-reported", feature="shock", level=Level.EMERGENCY)
    assert found.because[1].sources == (Citation("J", "triage matrix"),)
    assert judged(edition, reported("bruise", "1 h")).because[0].remedy == say("triage.call-if-it-changes")


def test_a_feature_without_a_cell_names_the_rule_of_gaps(edition: Edition) -> None:
    found = judged(edition, reported("bruise", "1 h", "pus"))
    assert [because.rule for because in found.because] == ["feature/unrecognised"]
    assert found.because[0].fact == say("triage.feature-reported", feature="pus", level=Level.CONTACT)
    assert found.pathway is Pathway.INFECTION


def test_often_seen_ends_where_time_alone_raises_it(edition: Edition) -> None:
    def until(symptom: str, after: str, modality: str, onset: str = "0 h", features: str = "") -> timedelta | None:
        found = judged(edition, reported(symptom, after, features, onset), modality)
        return None if found.often_seen_until is None else found.often_seen_until - SESSION

    assert until("bruise", "1 h", "non-lytic") == timedelta(days=7)
    assert until("bruise", "7 d", "non-lytic") == timedelta(days=7)
    assert until("bruise", "7 d +1 min", "non-lytic") is None
    assert until("swelling", "1 h", "lytic-submental") == timedelta(days=28)
    assert until("swelling", "1 h", "") == timedelta(days=3)
    assert until("itch", "1 h", "lytic") == timedelta(hours=3)
    assert until("itch", "5 d", "lytic", "4 d") == timedelta(days=7)
    assert until("swelling", "1 h", "lytic-submental", features="marked") == timedelta(days=14)


def test_pregnancy_is_answered_the_same_day_at_its_level(edition: Edition) -> None:
    found = judged(edition, reported("pregnancy", "1 h"))
    assert (found.level, found.answer_within) == (Level.CONTACT, CalendarSpan(days=0))
    assert found.answer_by(MADRID) == datetime(2026, 10, 6, 22, tzinfo=UTC)
    emergency = judged(edition, reported("pregnancy", "1 h", "shock"))
    assert emergency.answer_within == Elapsed(0)


def test_a_raised_level_brings_its_own_time_for_an_answer(edition: Edition) -> None:
    assert judged(edition, reported("scar", "1 h")).answer_within == Elapsed(48 * 60)
    assert judged(edition, reported("scar", "1 h"), context="diabetes").answer_within == CalendarSpan(days=0)
    assert judged(edition, reported("bruise", "1 h")).answer_by(MADRID) is None
    assert judged(edition, reported("bruise", "1 h")).whom == "clinic"


@pytest.mark.proves("H-08")
def test_what_a_later_report_raises_is_answered_counted_from_that_report(edition: Edition) -> None:
    warmth = SymptomReport("warmth", onset=madrid(8, hour=9), at=madrid(8, hour=13), zone="flank")
    alone = triage(edition, [warmth], [SESSION_S4], (), madrid(9)).reports[0]
    assert (alone.level, alone.since) == (Level.CONTACT, warmth.at)
    tired = SymptomReport("tiredness", at=madrid(8, hour=18))
    fever = SymptomReport("fever", at=madrid(9, hour=9), value=Quantity.parse("38.4 Cel"))
    again = SymptomReport("fever", at=madrid(9, hour=12), value=Quantity.parse("38.6 Cel"))
    told = triage(edition, [warmth, tired, fever, again], [SESSION_S4], (), madrid(9, hour=13)).reports
    raised = next(one for one in told if one.report is warmth)
    assert (raised.level, raised.since) == (Level.SAME_DAY, fever.at)
    assert raised.answer_by(MADRID) == madrid(10, hour=0)


@pytest.mark.proves("R194", "R154", "R055")
@pytest.mark.parametrize("symptom", ["lump", "dark-patch", "discolouration", "numbness", "facial-weakness", "scar"])
def test_these_never_close_by_themselves(edition: Edition, symptom: str) -> None:
    assert not judged(edition, reported(symptom, "1 min"), "lytic").closes_by_itself


def test_only_what_is_often_seen_closes_by_itself(edition: Edition) -> None:
    assert judged(edition, reported("bruise", "1 h")).closes_by_itself
    assert not judged(edition, reported("bruise", "8 d")).closes_by_itself


def test_photos_are_asked_where_there_is_something_to_see(edition: Edition) -> None:
    assert judged(edition, reported("bruise", "1 h")).photo_asked
    assert not judged(edition, reported("pain", "1 h")).photo_asked


@pytest.mark.proves("R192", "R193", "R194", "R195", "R196", "R197")
@pytest.mark.parametrize(
    ("side_effect", "line"),
    [
        ("nausea", 40),
        ("pain", 41),
        ("sensitivity", 42),
        ("swelling", 43),
        ("itching", 44),
        ("redness", 45),
        ("bruising", 46),
        ("bump", 47),
        ("dark patches", 48),
        ("rash", 49),
        ("infection", 50),
        ("scars", 51),
    ],
)
def test_each_side_effect_of_text_003_is_a_coded_term(edition: Edition, side_effect: str, line: int) -> None:
    symptom = judged(edition, reported(side_effect, "1 h")).symptom
    assert symptom.id != "unrecognised"
    assert Citation("003", str(line)) in symptom.sources


def test_of_equal_reasons_the_one_that_points_elsewhere_says_what_to_think_of_first(edition: Edition) -> None:
    found = judged(edition, reported("dark-patch", "1 min", "pus"))
    assert [because.rule for because in found.because] == ["symptom/dark-patch/1", "feature/unrecognised"]
    assert found.symptom.pathway is Pathway.PIGMENT
    assert found.pathway is Pathway.INFECTION
