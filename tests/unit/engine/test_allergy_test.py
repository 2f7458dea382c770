from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from nappage.engine import allergy_test as gate
from nappage.engine import story
from nappage.engine import wheal as reading
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy, Role, StaffMember
from nappage.engine.story import AllergyTest, Formula
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.span import CalendarSpan
from support.editions import faults
from support.fictional import (
    AGENT_A,
    AGENT_B,
    F1,
    TEST_AT,
    allergy_test,
    clear_readings,
    component,
    control,
    instant,
    policy,
    wheal,
)

NO_MEDICINE = reading.Circumstances(antihistamines=())
DAY = timedelta(days=1)


def state(
    edition: Edition,
    *tests: AllergyTest,
    after: timedelta = DAY,
    clinic: Policy | None = None,
    around: reading.Circumstances = NO_MEDICINE,
    formula: Formula = F1,
) -> gate.TestState:
    return gate.state(formula, tests, clinic or policy(), edition, around, TEST_AT + after)


def codes(found: gate.TestState) -> list[str]:
    return [because.fact.code for because in found.because]


@pytest.mark.proves("S1")
def test_before_the_day_is_over_it_opens_and_after_it_needs_a_reading(edition: Edition) -> None:
    unread = allergy_test(readings=clear_readings()[:2])
    before = state(edition, unread, after=timedelta(hours=23, minutes=58))
    assert (before.gate, before.opens_at, before.covering) == (gate.TestGate.OPENS, TEST_AT + DAY, ("T1",))
    assert codes(before) == ["test.opens", "test.reading-missing"]
    assert before.because[0].fact["at"] == TEST_AT + DAY
    assert before.because[0].sources == (Citation("004", "6"), Citation("decision", "12"), Citation("decision", "13"))
    at_ten = state(edition, unread)
    assert (at_ten.gate, at_ten.opens_at, codes(at_ten)) == (gate.TestGate.CLOSED, None, ["test.reading-missing"])
    read = state(edition, allergy_test())
    assert (read.gate, codes(read)) == (gate.TestGate.OPEN, ["test.no-reaction"])
    assert read.because[0].remedy.code == "test.can-still-react"
    assert read.decidable


def test_a_test_in_the_future_is_not_a_test_yet(edition: Edition) -> None:
    found = state(edition, allergy_test(), after=-timedelta(seconds=1))
    assert (found.gate, found.tests, codes(found)) == (gate.TestGate.CLOSED, (), ["test.untested"] * 2)
    assert state(edition, allergy_test(), after=timedelta(0)).gate is gate.TestGate.OPENS


def test_the_immediate_reading_is_awaited_until_its_window_shuts(edition: Edition) -> None:
    unread = allergy_test(readings=())
    assert codes(state(edition, unread, after=timedelta(minutes=20))) == [
        "test.opens",
        "test.immediate-awaited",
        "test.reading-missing",
    ]
    assert codes(state(edition, unread, after=timedelta(minutes=21))) == ["test.immediate-missing"]


def test_a_reading_made_later_than_asked_about_is_not_known_yet(edition: Edition) -> None:
    found = state(edition, allergy_test(), after=timedelta(hours=23))
    assert [judged.verdict for judged in found.tests] == [reading.ReadingVerdict.AWAITED]


@pytest.mark.proves("H-06")
def test_a_reaction_reported_later_closes_the_gate_and_a_new_test_opens_it(edition: Edition) -> None:
    reaction = TEST_AT + timedelta(hours=30)
    around = reading.Circumstances((), reactions=(reaction,))
    earlier = state(edition, allergy_test(), after=timedelta(hours=29), around=around)
    closed = state(edition, allergy_test(), after=timedelta(hours=30), around=around)
    assert earlier.gate is gate.TestGate.OPEN
    assert (closed.gate, codes(closed)) == (gate.TestGate.CLOSED, ["test.reaction-reported"])
    assert closed.because[0].remedy.code == "test.clinician-decides"
    again = allergy_test(at=reaction, id="T2")
    opened = state(edition, allergy_test(), again, after=timedelta(hours=54), around=around)
    assert (opened.gate, opened.covering) == (gate.TestGate.OPEN, ("T2",))


@pytest.mark.parametrize("strength", ["", "5 mg"])
def test_a_strength_that_is_not_stated_or_is_none_is_covered_by_nothing(edition: Edition, strength: str) -> None:
    part = component("A", "1 mL", strength)
    found = state(edition, allergy_test(part), formula=Formula("F", (part,)))
    assert (found.gate, codes(found)) == (gate.TestGate.CLOSED, ["test.strength-not-stated"])


def test_a_positive_reading_closes_whatever_else_was_read(edition: Edition) -> None:
    positive = allergy_test(
        component("A", "1 mL", "20 mg/mL"),
        readings=(*clear_readings(), wheal("30 h", "0", infiltrate="yes")),
        id="T0",
        second="",
    )
    found = state(edition, positive, allergy_test(), after=timedelta(hours=31))
    assert (found.gate, found.decidable, codes(found)) == (gate.TestGate.CLOSED, False, ["test.infiltrate"])
    assert found.because[0].remedy.code == "test.new-formula-without"
    other = Formula("F2", (component("B"),))
    assert state(edition, positive, allergy_test(), after=timedelta(hours=31), formula=other).gate is gate.TestGate.OPEN
    not_required = policy(test_required=Answer.NO)
    assert state(edition, positive, after=timedelta(hours=31), clinic=not_required).gate is gate.TestGate.CLOSED


def test_a_positive_reading_stays_positive_when_the_entry_was_late(edition: Edition) -> None:
    late = allergy_test(readings=(wheal("30 h", "0", infiltrate="yes"),), entered_at=TEST_AT + 2 * DAY)
    assert not state(edition, late, after=2 * DAY).decidable


def test_a_component_that_is_read_later_puts_nothing_in_doubt_now(edition: Edition) -> None:
    alone = wheal("30 h", "0", of=story.TestSubstance.COMPONENT)
    test = allergy_test(readings=(*clear_readings(), alone))
    assert state(edition, test).gate is gate.TestGate.OPEN
    assert codes(state(edition, test, after=timedelta(hours=30))) == ["test.which-component"]


@pytest.mark.parametrize(("required", "open_"), [(Answer.NO, True), (Answer.UNKNOWN, False), (Answer.YES, False)])
def test_only_a_signed_no_makes_the_test_unnecessary(edition: Edition, required: Answer, open_: bool) -> None:
    found = state(edition, clinic=policy(test_required=required))
    assert (found.gate is gate.TestGate.OPEN) == open_
    assert codes(found)[0] == ("test.not-required" if open_ else "test.untested")
    reacted = reading.Circumstances((), reactions=(TEST_AT,))
    assert state(edition, clinic=policy(test_required=required), around=reacted).gate is gate.TestGate.CLOSED


@pytest.mark.proves("U-08")
def test_validity_is_signed_and_ends_on_its_last_day(edition: Edition) -> None:
    last_minute = timedelta(days=184, hours=12, minutes=59)  # 2 September, 23:59 in Madrid's summer
    assert state(edition, allergy_test(), after=last_minute).gate is gate.TestGate.OPEN
    ended = state(edition, allergy_test(), after=last_minute + timedelta(minutes=1))
    assert (ended.gate, codes(ended)) == (gate.TestGate.CLOSED, ["test.expired"] * 1)
    unsigned = state(edition, allergy_test(), clinic=policy(test_validity=None))
    assert (unsigned.gate, codes(unsigned)) == (gate.TestGate.CLOSED, ["test.validity-unsigned"])
    week = policy(test_validity=CalendarSpan(days=7))
    assert state(edition, allergy_test(), after=7 * DAY, clinic=week).gate is gate.TestGate.OPEN
    assert state(edition, allergy_test(), after=8 * DAY, clinic=week).gate is gate.TestGate.CLOSED


def test_the_reasons_are_those_against_the_latest_test(edition: Edition) -> None:
    older = allergy_test(component("A", "1 mL", "20 mg/mL"), id="T0")
    newer = allergy_test(at=TEST_AT + DAY, readings=(), id="T2")
    found = state(edition, older, newer, after=3 * DAY)
    assert codes(found) == ["test.immediate-missing"]
    assert [judged.test.id for judged in found.tests] == ["T2", "T0"]


def test_what_is_missing_is_said_for_each_component(edition: Edition) -> None:
    formula = Formula("F", (*F1.components, component("P", "1 mL", "50 mg/mL"), component("deoxycholic-acid")))
    assert codes(state(edition, allergy_test(), formula=formula)) == ["test.untested", "test.never-a-substance"]
    assert codes(state(edition, formula=Formula("F", ()))) == ["test.empty-formula"]


def test_lots_and_strengths_that_differ_are_named(edition: Edition) -> None:
    strict = policy(replace(AGENT_A, new_lot_closes_test=True), AGENT_B)
    tested = allergy_test(component("A", "1 mL", "10 mg/mL", "a1"))

    def against(*parts: str) -> list[str]:
        formula = Formula("F", (component("A", "1 mL", *parts),))
        return codes(state(edition, tested, clinic=strict, formula=formula))

    assert against("20 mg/mL", "a1") == ["test.other-strength"]
    assert against("10 mg/mL", "a2") == ["test.new-lot"]
    assert against("10 mg/mL", "") == ["test.lot-not-recorded"]
    assert against("10 mg/mL", "a1") == ["test.no-reaction"]
    unsigned = Formula("F", (component("x", "1 mL", "1 %"),))
    found = state(edition, allergy_test(component("x", "1 mL", "1 %")), formula=unsigned)
    assert codes(found) == ["test.lot-not-recorded"]
    bare = allergy_test(component("A", "1 mL"))
    assert codes(state(edition, bare, formula=Formula("F", (component("A"),)))) == ["test.strength-not-stated"]


def test_a_late_entry_says_who_is_needed(edition: Edition) -> None:
    hours = timedelta(hours=1)
    assert codes(state(edition, allergy_test(entered_at=TEST_AT + 3 * hours)))[0] == "test.needs-second-person"
    assert codes(state(edition, allergy_test(entered_at=TEST_AT + 24 * hours)))[0] == "test.needs-physician"
    assert codes(state(edition, allergy_test(entered_at=TEST_AT - hours)))[0] == "test.entered-before-given"


def test_a_late_entry_without_its_signer_decides_nothing_though_the_readings_were_clear(edition: Edition) -> None:
    [judged] = state(edition, allergy_test(entered_at=TEST_AT + DAY)).tests
    assert judged.verdict is reading.ReadingVerdict.INDETERMINATE


@pytest.mark.parametrize(("first", "last", "open_"), [(1, 1, True), (0, 1, True), (2, 3, False), (-3, 0, False)])
def test_the_physician_who_countersigns_is_licensed_that_day(
    edition: Edition, first: int, last: int, open_: bool
) -> None:
    day = TEST_AT.date()
    doctor = StaffMember("doctor", Role.PHYSICIAN, day + first * DAY, day + last * DAY)
    test = allergy_test(entered_at=TEST_AT + DAY, second="doctor")
    found = state(edition, test, after=3 * DAY, clinic=policy(staff=(doctor,)))
    assert (found.gate is gate.TestGate.OPEN) == open_


def doubts(test: AllergyTest, edition: Edition, around: reading.Circumstances = NO_MEDICINE) -> list[str]:
    protocol = gate.test_protocol(edition)
    found = reading.judge(test, protocol, around, TEST_AT + 10 * DAY)
    assert found.verdict is reading.ReadingVerdict.INDETERMINATE
    return [because.fact.code for because in found.because]


@pytest.mark.proves("H-05")
def test_a_disturbed_test_says_by_what(edition: Edition) -> None:
    assert doubts(allergy_test(control=False), edition) == ["test.no-control"]
    part = replace(clear_readings()[0], substance=story.TestSubstance.COMPONENT)
    assert doubts(allergy_test(readings=(part, *clear_readings()[1:])), edition) == ["test.which-component"]
    tanned = reading.Circumstances((), frozenset({"dermographism", "sunburn"}))
    assert doubts(allergy_test(), edition, tanned) == ["test.not-possible"]
    blocked = reading.Circumstances((), taking=frozenset({"group:beta-blocker", "C07", "N02"}))
    assert doubts(allergy_test(), edition, blocked) == ["test.not-possible"]
    assert doubts(allergy_test(readings=(clear_readings()[0], clear_readings()[2])), edition) == [
        "test.control-not-read",
        "test.reading-unclear",
    ]
    assert doubts(allergy_test(), edition, reading.Circumstances()) == ["test.antihistamine-unknown"]


def test_a_single_component_may_be_tested_by_itself(edition: Edition) -> None:
    part = replace(clear_readings()[0], substance=story.TestSubstance.COMPONENT)
    test = allergy_test(F1.components[1], readings=(part, *clear_readings()[1:]))
    assert state(edition, test, formula=Formula("F", F1.components[1:])).gate is gate.TestGate.OPEN


def test_a_flare_between_the_readings_is_a_doubt_and_a_grown_wheal_positive(edition: Edition) -> None:
    flare = wheal("6 h", "5", flare="yes")
    assert doubts(allergy_test(readings=(*clear_readings(), flare)), edition) == ["test.reading-unclear"]
    protocol = gate.test_protocol(edition)
    for seen in (
        wheal("6 h", "8", flare="yes"),
        wheal("6 h", "0", infiltrate="yes"),
        wheal("19 min", "8", flare="yes"),
    ):
        found = reading.judge(allergy_test(readings=(*clear_readings(), seen)), protocol, NO_MEDICINE, TEST_AT + DAY)
        assert found.verdict is reading.ReadingVerdict.POSITIVE


def test_a_flare_without_anything_to_compare_with_is_a_doubt(edition: Edition) -> None:
    alone = allergy_test(readings=(wheal("18 min", "9", flare="yes"),))
    assert doubts(alone, edition) == ["test.control-not-read", "test.reading-unclear"]


def test_an_unclear_reading_is_quoted(edition: Edition) -> None:
    test = allergy_test(readings=(wheal("18 min", "9x7", flare=""), *clear_readings()[1:]))
    (because,) = reading.judge(test, gate.test_protocol(edition), NO_MEDICINE, TEST_AT + DAY).because
    assert str(because.fact["wheal"]) == "8 mm"
    assert because.fact["flare"] is Answer.UNKNOWN
    assert because.sources == (Citation("decision", "10"),)


@pytest.mark.proves("H-05")
@pytest.mark.parametrize(
    ("size", "remedy"), [("5.5", "test.repeat"), ("6", "test.no-repeat"), ("60x5", "test.no-repeat")]
)
def test_a_wheal_as_wide_as_a_reaction_without_its_flare_is_never_just_repeated(
    edition: Edition, size: str, remedy: str
) -> None:
    seen = allergy_test(readings=(wheal("18 min", size), control("18 min", "3"), *clear_readings()[2:]))
    found = reading.judge(seen, gate.test_protocol(edition), NO_MEDICINE, TEST_AT + DAY)
    assert found.verdict is reading.ReadingVerdict.INDETERMINATE
    assert found.because[0].remedy.code == remedy


def test_a_late_control_is_compared_with_the_late_wheal(edition: Edition) -> None:
    first, beside, _ = clear_readings()
    late = (wheal("24 h", "4"), control("24 h", "2"))
    assert state(edition, allergy_test(readings=(first, beside, *late))).gate is gate.TestGate.OPEN


def test_axes_are_taken_together_and_apart() -> None:
    wide = wheal("18 min", "4x9")
    assert (reading.diameter(wide), reading.longest(wide)) == (Decimal("6.5"), Decimal(9))


def test_every_value_of_the_protocol_has_its_own_source(edition: Edition) -> None:
    protocol = gate.test_protocol(edition)
    cited = {**protocol.cited, "moon": (Citation("R999"),)}
    del cited["volume"]
    assert faults("test_protocol", replace(protocol, cited=cited), edition) == [
        ("it.cited", "moon"),
        ("it.cited", "volume"),
        ("it.cited.moon", "R999"),
    ]
    assert faults("test_protocol", protocol, edition) == []


def test_a_condition_or_a_class_of_the_protocol_that_nobody_could_have_is_a_fault(edition: Edition) -> None:
    protocol = gate.test_protocol(edition)
    changed = replace(
        protocol, not_possible=("dermographism", "hives!"), not_possible_taking=("beta",), masked_by=("R6",)
    )
    assert faults("test_protocol", changed, edition) == [
        ("it.not_possible", "'hives!'"),
        ("it.masked_by", "'beta'"),
        ("it.masked_by", "'R6'"),
    ]


@pytest.mark.proves("S2")
def test_a_weekend_between_test_and_reading(edition: Edition) -> None:
    given = instant("2026-10-02 11:00", "Europe/Madrid")
    early = (wheal("18 min", "5", at=given), control("18 min", "5", at=given))
    late = wheal("75.5 h", "0", at=given, meanwhile="nothing seen on Saturday and Sunday")
    assert late.at == instant("2026-10-05 14:30", "Europe/Madrid")
    test = allergy_test(at=given, readings=(*early, late))
    begins = instant("2026-10-05 14:50", "Europe/Madrid")
    found = gate.state(F1, (test,), policy(), edition, NO_MEDICINE, begins)
    assert (found.gate, begins - given) == (gate.TestGate.OPEN, timedelta(hours=75, minutes=50))
    unread = gate.state(F1, (replace(test, readings=early),), policy(), edition, NO_MEDICINE, begins)
    assert unread.gate is gate.TestGate.CLOSED


def test_a_wheal_read_at_a_quarter_of_an_hour_has_grown_from_the_control_and_not_from_itself(edition: Edition) -> None:
    grown = (control("15 min", "5"), wheal("15 min", "8", flare="yes"))
    assert codes(state(edition, allergy_test(readings=grown)))[0] == "test.wheal-grown"


@pytest.mark.parametrize(("infiltrate", "found"), [("no", "open"), ("", "open"), ("yes", "test.reading-unclear")])
def test_an_infiltrate_seen_early_is_unclear_and_one_not_asked_about_is_nothing(
    edition: Edition, infiltrate: str, found: str
) -> None:
    early = wheal("18 min", "5", infiltrate=infiltrate)
    seen = state(edition, allergy_test(readings=(early, *clear_readings()[1:])))
    assert (seen.gate.value if seen.gate is gate.TestGate.OPEN else codes(seen)[0]) == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("24 h", ""), ("80 h", ""), "test.no-reaction"),
        (("73 h", "nothing"), ("80 h", ""), "test.no-reaction"),
        (("73 h", ""), ("80 h", "nothing"), "test.meanwhile-missing"),
    ],
)
def test_who_reads_late_for_the_first_time_asks_what_was_seen_meanwhile(
    edition: Edition, first: tuple[str, str], second: tuple[str, str], found: str
) -> None:
    late = tuple(wheal(after, "0", meanwhile=meanwhile) for after, meanwhile in (first, second))
    seen = state(edition, allergy_test(readings=(*clear_readings()[:2], *late)), after=4 * DAY)
    assert codes(seen) == [found]


def test_what_was_not_seen_is_said_of_the_last_reading(edition: Edition) -> None:
    later = wheal("30 h", "0")
    (because,) = state(edition, allergy_test(readings=(*clear_readings(), later)), after=2 * DAY).because
    assert because.fact["read"] == later.at
