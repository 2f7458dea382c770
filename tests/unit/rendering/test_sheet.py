"""The sheet: what stands first, eight gates and one line, open screening by question, emergencies before all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.precaution import Level
from nappage.engine.question import Question
from nappage.engine.story import MedicineTaken, Reply, Story, SymptomReport
from nappage.library.case import Case
from nappage.rendering.outlook_sheet import outlook_sheet
from nappage.rendering.sections_screening import open_questions
from nappage.rendering.sheet import Line, Section, Sheet, Tone
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from support.examples import example

STAGES = [
    "to-do",
    "screening",
    "plan",
    "dates",
    "preparation",
    "formula",
    "warnings",
    "before-the-first-puncture",
    "reported",
    "aftercare",
    "often-seen",
    "follow-up",
    "exposure",
    "measures",
    "checkpoint",
]


def found_in(case: Case, edition: Edition, at: datetime | None = None, **changes: object) -> Outlook:
    story: Story = replace(case.story, **changes)  # type: ignore[arg-type]
    instant = at or case.at
    assert instant is not None
    return outlook(story, case.policy, edition, instant)


def sheet_of(case: Case, edition: Edition, at: datetime | None = None, **changes: object) -> Sheet:
    return outlook_sheet(found_in(case, edition, at, **changes), case.name, case.policy, edition)


def section(sheet: Sheet, name: str) -> Section:
    return next(each for each in sheet.sections if each.name == name)


def starting(lines: tuple[Line, ...], words: str) -> Line:
    return next(line for line in lines if line.words.startswith(words))


@pytest.mark.parametrize("name", ["s1-thighs", "s4-flanks", "s5-pregnant"])
def test_the_sections_stand_in_the_order_of_the_stages(name: str, edition: Edition) -> None:
    names = [each.name for each in sheet_of(example(name), edition).sections]
    assert names == [stage for stage in STAGES if stage in names]


@pytest.mark.parametrize("name", ["s1-thighs", "s1-thighs-first-session", "s2-face", "s5-pregnant"])
def test_before_the_first_puncture_there_are_eight_gates_and_the_start(name: str, edition: Edition) -> None:
    lines = section(sheet_of(example(name), edition), "before-the-first-puncture").lines
    assert len(lines) == 9
    assert {line.tone for line in lines} <= {Tone.DONE, Tone.HOLD}
    assert lines[-1].words.startswith("Start: ")


@pytest.mark.parametrize("name", ["s1-thighs", "s2-face", "s5-pregnant"])
def test_a_closed_gate_says_why_and_an_open_one_says_no_more_than_that(name: str, edition: Edition) -> None:
    gates = section(sheet_of(example(name), edition), "before-the-first-puncture").lines[:-1]
    assert all(gate.beneath and gate.sources for gate in gates if gate.tone is Tone.HOLD)
    assert not any(gate.sources for gate in gates if gate.tone is Tone.DONE)


def test_the_start_tells_what_holds_it(edition: Edition) -> None:
    lines = section(sheet_of(example("s5-pregnant"), edition), "before-the-first-puncture").lines
    assert lines[-1].tone is Tone.HOLD
    assert any("pregnancy" in words for words in lines[-1].beneath)


def test_the_emergency_number_and_the_clinic_stand_on_every_sheet(edition: Edition) -> None:
    case = example("s1-thighs")
    sheet = sheet_of(case, edition)
    assert (sheet.emergency.words, sheet.emergency.tone) == ("Emergency: call 112", Tone.ALARM)
    assert sheet.emergency.beneath == (f"{case.policy.clinic}: {case.policy.phone}",)


def test_without_a_number_the_sheet_asks_for_one_instead_of_guessing(edition: Edition) -> None:
    case = example("s1-thighs")
    policy = replace(case.policy, emergency_number="", jurisdiction="XX", phone="")
    found = outlook(case.story, policy, edition, case.at or datetime.now(UTC))
    sheet = outlook_sheet(found, case.name, policy, edition)
    assert "no number is recorded" in sheet.emergency.words
    assert sheet.emergency.beneath == ()


@pytest.mark.proves("S4")
def test_an_emergency_that_was_reported_stands_before_everything_else(edition: Edition) -> None:
    case = example("s4-flanks")
    ended = case.story.sessions[0].end
    assert ended is not None
    said = ended + timedelta(minutes=35)
    reports = (SymptomReport("lip-swelling", said, onset=said), SymptomReport("breathing", said, onset=said))
    sheet = sheet_of(case, edition, said, reports=reports)
    assert len(sheet.alarms) == 2
    assert all(line.tone is Tone.ALARM and line.words.startswith("Call 112 now. ") for line in sheet.alarms)
    assert all(line.beneath == ("Every later session is on hold.",) for line in sheet.alarms)
    assert {line.tone for line in section(sheet, "reported").lines} == {Tone.ALARM}
    assert Line("On hold", Tone.HOLD) in sheet.banner


def test_nothing_is_red_but_an_emergency(edition: Edition) -> None:
    sheet = sheet_of(example("s5-pregnant"), edition)
    assert sheet.alarms == ()
    assert Tone.ALARM not in {line.tone for each in sheet.sections for line in each.lines}


@pytest.mark.proves("H-08")
def test_a_bump_is_never_called_often_seen(edition: Edition) -> None:
    sheet = sheet_of(example("s4-flanks"), edition)
    bumps = [line.words for line in section(sheet, "reported").lines if "bump" in line.words]
    assert len(bumps) == 3
    assert not any("often seen" in words for words in bumps)
    table = section(sheet, "often-seen").table
    assert table is not None
    assert not any("bump" in row[0] for row in table.rows)


def test_open_screening_has_one_line_for_each_question_the_most_binding_first(edition: Edition) -> None:
    case = example("s1-thighs")
    found = found_in(case, edition, replies=())
    speak = Speaker(edition, case.policy.zone)
    asked = open_questions(found, speak, edition)
    texts = [question.text for question in edition.all(Question).values()]
    assert len({each.words for each in asked}) == len(asked) <= len(texts) + 3
    assert [each.rank for each in asked] == sorted(each.rank for each in asked)
    assert Level.A in {finding.precaution.level for finding in asked[0].waiting}
    lines = section(sheet_of(case, edition, replies=()), "screening").lines
    assert [line.words for line in lines if line.words.startswith("Ask: ")] == [
        f"Ask: {each.words}" for each in asked if each.question
    ]
    assert all(line.beneath[0].startswith("Waits for it: ") for line in lines)
    assert (
        starting(lines, "Ask: Do you use insulin")
        .beneath[0]
        .startswith("Waits for it: diabetes treated with insulin (level A)")
    )


def test_every_precaution_that_is_unknown_waits_under_a_question(edition: Edition) -> None:
    case = example("s1-thighs")
    found = found_in(case, edition, replies=())
    asked = open_questions(found, Speaker(edition, case.policy.zone), edition)
    waiting = {finding.precaution.id for each in asked for finding in each.waiting}
    assert waiting == {finding.precaution.id for finding in found.findings if finding.answer is Answer.UNKNOWN}


def test_what_matches_stands_above_what_is_not_known(edition: Edition) -> None:
    lines = section(sheet_of(example("s5-pregnant"), edition, replies=()), "screening").lines
    first_question = next(index for index, line in enumerate(lines) if line.words.startswith("Ask: "))
    assert lines[0].words == "Pregnancy (level A)"
    assert not any(line.words.startswith("Ask: ") for line in lines[:first_question])


def test_an_answered_question_is_asked_no_more(edition: Edition) -> None:
    case = example("s1-thighs")
    assert case.at is not None
    no = (Reply("insulin", Answer.NO, case.at, "patient"),)
    lines = section(sheet_of(case, edition, replies=no), "screening").lines
    assert not any(line.words.startswith("Ask: Do you use insulin") for line in lines)


@pytest.mark.proves("S1")
def test_a_wash_out_shows_what_both_sources_say(edition: Edition) -> None:
    case = example("s1-thighs-first-session")
    assert case.at is not None
    taken = MedicineTaken("ibuprofen", prescribed=Answer.NO, last_taken=datetime(2026, 2, 26, 9, tzinfo=UTC))
    lines = section(sheet_of(case, edition, medicines=(taken,)), "preparation").lines
    washout = starting(lines, "Ibuprofen was last taken on Thu 26 Feb 2026")
    said = washout.beneath[-1]
    assert "003:24 asks for 7 days, so Mon 23 Feb 2026 at the latest (not kept)" in said
    assert "001:51 asks for 3 days, so Fri 27 Feb 2026 at the latest (kept)" in said


@pytest.mark.proves("S1")
def test_the_body_mass_index_is_said_to_a_tenth(edition: Edition) -> None:
    case = example("s1-thighs")
    found = found_in(case, edition)
    assert "Body mass index 22 kg/m²" in [line.words for line in section(sheet_of(case, edition), "measures").lines]
    assert str(found.measures.body_mass_index) == "22 kg/m2"


@pytest.mark.proves("S1")
def test_a_hot_shower_has_its_clock_time(edition: Edition) -> None:
    sheet = sheet_of(example("s1-thighs"), edition, datetime(2026, 3, 3, 12, tzinfo=UTC))
    shower = starting(section(sheet, "aftercare").lines, "Please take no hot shower")
    assert shower.beneath[0].startswith("Until Tue 3 Mar 2026, 18:58.")


def test_no_line_of_a_sheet_is_empty(edition: Edition) -> None:
    for name in ("s1-thighs", "s4-flanks", "s5-pregnant"):
        for each in sheet_of(example(name), edition).sections:
            assert all(line.words and all(line.beneath) for line in each.lines)
            assert each.empty or not each.is_empty
