"""The allergy test: which reading says what, which test covers which formula, and when the gate opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nappage.engine import allergy_test as gate
from nappage.engine import wheal as reading
from nappage.engine.edition import Edition
from nappage.engine.policy import SignedAgent
from nappage.engine.story import AllergyTest, Component, Formula
from nappage.library.timezones import timezone
from nappage.values.local_time import local
from support import fictional
from support.fictional import F1, TEST_AT, allergy_test, component, control, instant, policy, wheal
from support.spec import Row, specified_by

title = "Allergy test"
text = """
Two injections, the mixture as it will be given and a saline control, are read after 15 to 20 minutes and after 24 hours
or more. The gate of a formula opens 24 hours after a test that covers it, if no reaction was seen at the readings. That
is all it says: somebody in whom no reaction was seen can still react.
"""

NO_MEDICINE = reading.Circumstances(antihistamines=())


def verdict(test: AllergyTest, edition: Edition, around: reading.Circumstances = NO_MEDICINE) -> str:
    protocol = gate.test_protocol(edition)
    return reading.judge(test, protocol, around, TEST_AT + timedelta(days=10)).verdict.value


@pytest.mark.proves("H-05", "R208", "U-08")
@specified_by("""
    | bleb | mix | control | flare   | mix late | late flare | infiltrate | reading                         |
    | 5    | 5   | 5       | no      | 0        | no         | no         | no reaction seen at the reading |
    | 5    | 7   | 5       | no      | 0        | no         | no         | no reaction seen at the reading |
    | 5    | 7.1 | 5       | no      | 0        | no         | no         | indeterminate                   |
    |      | 8   | 5       | no      | 0        | no         | no         | indeterminate                   |
    |      | 8   | 5       |         | 0        | no         | no         | indeterminate                   |
    |      | 8   | 5       | yes     | 0        | no         | no         | positive                        |
    | 5    | 8   | 5       | yes     | 0        | no         | no         | positive                        |
    | 5    | 7.9 | 5       | yes     | 0        | no         | no         | indeterminate                   |
    | 6    | 8   | 5       | yes     | 0        | no         | no         | indeterminate                   |
    | 5    | 8   | 5       | no      | 0        | no         | no         | indeterminate                   |
    | 5    | 5   | 5       | yes     | 0        | no         | no         | indeterminate                   |
    | 5    | 5   | 5       |         | 0        | no         | no         | indeterminate                   |
    | 5    | 5   |         | no      | 0        | no         | no         | indeterminate                   |
    | 5    |     | 5       | no      | 0        | no         | no         | indeterminate                   |
    | 5    | 8x6 | 5       | no      | 0        | no         | no         | indeterminate                   |
    | 5    | 7x5 | 5       | no      | 0        | no         | no         | no reaction seen at the reading |
    | 5    | 5x7 | 5       | no      | 0        | no         | no         | no reaction seen at the reading |
    | 5    | 6x8 | 5       | no      | 0        | no         | no         | indeterminate                   |
    | 5    | 9x7 | 5       | yes     | 0        | no         | no         | positive                        |
    | 5    | 9x6 | 5       | yes     | 0        | no         | no         | indeterminate                   |
    | 5    | 5   | 5       | no      | 2        | no         | no         | no reaction seen at the reading |
    | 5    | 5   | 5       | no      | 3        | no         | no         | indeterminate                   |
    | 5    | 5   | 5       | no      | 0        | yes        | no         | indeterminate                   |
    | 5    | 5   | 5       | no      | 0        |            | no         | indeterminate                   |
    | 5    | 5   | 5       | no      | 0        | no         | yes        | positive                        |
    | 5    | 5   | 5       | no      | 0        | no         |            | indeterminate                   |
    | 5    | 5   | 5       | no      | 8        | yes        | no         | positive                        |
    | 5    | 5   | 5       | no      |          | no         | no         | awaited                         |
""")
def test_sizes_in_mm_flare_and_infiltrate_decide_the_reading(row: Row, edition: Edition) -> None:
    readings = [
        *([wheal("0 min", row["bleb"])] if row["bleb"] else []),
        *([wheal("18 min", row["mix"], flare=row["flare"])] if row["mix"] else []),
        *([control("18 min", row["control"])] if row["control"] else []),
        *(
            [wheal("25 h", row["mix late"], flare=row["late flare"], infiltrate=row["infiltrate"])]
            if row["mix late"]
            else []
        ),
    ]
    assert verdict(allergy_test(readings=tuple(readings)), edition) == row["reading"]


@pytest.mark.proves("H-12")
@specified_by("""
    | typed | asked whether it was meant |
    | 0     | no                         |
    | 5     | no                         |
    | 20    | no                         |
    | 20.1  | yes                        |
    | 60x5  | yes                        |
    | 5x60  | yes                        |
""")
def test_a_wheal_wider_than_any_to_be_expected_is_asked_about_before_it_is_kept(row: Row, edition: Edition) -> None:
    doubt = reading.doubt(gate.test_protocol(edition), wheal("20 min", row["typed"]))
    assert ("yes" if doubt else "no") == row["asked whether it was meant"]


@pytest.mark.proves("U-08")
@specified_by("""
    | immediate | late   | seen meanwhile | reading                         |
    | 14 min    | 24 h   |                | indeterminate                   |
    | 15 min    | 24 h   |                | no reaction seen at the reading |
    | 20 min    | 24 h   |                | no reaction seen at the reading |
    | 21 min    | 24 h   |                | indeterminate                   |
    | 20 min    | 23.9 h |                | awaited                         |
    | 20 min    | 72 h   |                | no reaction seen at the reading |
    | 20 min    | 72.1 h |                | indeterminate                   |
    | 20 min    | 75.5 h | nothing        | no reaction seen at the reading |
""")
def test_each_reading_has_its_time(row: Row, edition: Edition) -> None:
    late = wheal(row["late"], "0", meanwhile=row["seen meanwhile"])
    test = allergy_test(readings=(wheal(row["immediate"], "5"), control(row["immediate"], "5"), late))
    assert verdict(test, edition) == row["reading"]


@pytest.mark.proves("H-05")
@specified_by("""
    | antihistamine            | reading                         |
    | none                     | no reaction seen at the reading |
    | nobody asked             | indeterminate                   |
    | 48 h before              | indeterminate                   |
    | 167.9 h before           | indeterminate                   |
    | 168 h before             | no reaction seen at the reading |
    | at the reading           | indeterminate                   |
    | first a week after       | no reaction seen at the reading |
    | taken, nobody knows when | indeterminate                   |
""")
def test_an_antihistamine_in_the_week_before_hides_a_reaction(row: Row, edition: Edition) -> None:
    late = TEST_AT + timedelta(hours=24)
    taken: dict[str, tuple[reading.Taken, ...] | None] = {
        "none": (),
        "nobody asked": None,
        "at the reading": (reading.Taken(late, late),),
        "first a week after": (reading.Taken(late + timedelta(days=7), late + timedelta(days=8)),),
        "taken, nobody knows when": (reading.Taken(),),
    }
    if row["antihistamine"] in taken:
        around = reading.Circumstances(taken[row["antihistamine"]])
    else:
        hours = timedelta(hours=float(row["antihistamine"].split()[0]))
        around = reading.Circumstances((reading.Taken(last=TEST_AT - hours),))
    assert verdict(allergy_test(), edition, around) == row["reading"]


COMPONENTS = {
    "A": component("A", "3 mL", "10 mg/mL", "a1"),
    "A as 1 %": component("A", "3 mL", "1 %", "a1"),
    "A x2": component("A", "3 mL", "20 mg/mL", "a1"),
    "A without strength": component("A", "3 mL", "", "a1"),
    "A new lot": component("A", "3 mL", "10 mg/mL", "a2"),
    "A no lot": component("A", "3 mL", "10 mg/mL"),
    "B": component("B", "2 mL", "", "b1"),
    "more B": component("B", "4 mL", "", "b1"),
    "P": component("P", "1 mL", "50 mg/mL", "p1"),
    "DC": component("deoxycholic-acid", "1 mL", "10 mg/mL", "d1"),
}


@pytest.mark.proves("H-04", "K-25", "E11", "R206")
@specified_by("""
    | tested        | formula            | new lot closes | gate   |
    | A, B          | A, B               | yes            | open   |
    | A, B          | B, A               | yes            | open   |
    | A, B          | A, more B          | yes            | open   |
    | A, B          | A                  | yes            | open   |
    | A, B          | A as 1 %           | yes            | open   |
    | A, B          | A, B, P            | yes            | closed |
    | A, B          | A x2, B            | yes            | closed |
    | A, B          | A without strength | yes            | closed |
    | A without strength | A without strength | yes       | closed |
    | A, B          | A new lot, B       | yes            | closed |
    | A, B          | A new lot, B       | no             | open   |
    | A, B          | A no lot, B        | yes            | closed |
    | A, B          | A no lot, B        | no             | open   |
    | A no lot, B   | A, B               | yes            | closed |
    | A; B          | A, B               | yes            | open   |
    | A, B; P       | A, B, P            | yes            | open   |
    | A; P          | A, B, P            | yes            | closed |
    |               | A, B               | yes            | closed |
    | A, B          |                    | yes            | closed |
    | DC            | DC                 | no             | closed |
    | A, DC         | A                  | no             | closed |
""")
def test_a_test_covers_its_own_agents_at_their_strengths_and_no_others(row: Row, edition: Edition) -> None:
    tests = tuple(
        allergy_test(*_components(part), id=f"T{index}")
        for index, part in enumerate(filter(None, row["tested"].split("; ")))
    )
    closes = row["new lot closes"] == "yes"
    agents = [_signed(agent, closes) for agent in ("A", "B", "P")]
    formula = Formula("F", _components(row["formula"]))
    at = TEST_AT + timedelta(hours=25)
    assert gate.state(formula, tests, policy(*agents), edition, NO_MEDICINE, at).gate.value == row["gate"]


def _components(text: str) -> tuple[Component, ...]:
    return tuple(COMPONENTS[name] for name in filter(None, text.split(", ")))


def _signed(agent: str, closes: bool) -> SignedAgent:
    known = {each.agent: each for each in fictional.FORMULARY}[agent]
    return SignedAgent(
        agent, known.strength, known.session_limit, by_volume=known.by_volume, new_lot_closes_test=closes
    )


@pytest.mark.proves("H-02", "E01", "E03", "K-03")
@specified_by("""
    | zone                | test             | opens            |
    | Asia/Jerusalem      | 2026-03-26 09:30 | 2026-03-27 10:30 |
    | Europe/Madrid       | 2026-03-28 10:00 | 2026-03-29 11:00 |
    | America/New_York    | 2026-10-31 15:30 | 2026-11-01 14:30 |
    | Australia/Lord_Howe | 2026-10-03 16:00 | 2026-10-04 16:30 |
    | Europe/Madrid       | 2026-03-02 10:00 | 2026-03-03 10:00 |
""")
def test_the_gate_opens_after_24_hours_of_elapsed_time(row: Row, edition: Edition) -> None:
    zone = timezone(row["zone"])
    given, opens = instant(row["test"], row["zone"]), instant(row["opens"], row["zone"])
    tests = (allergy_test(at=given),)
    clinic = policy(zone=zone)
    before = gate.state(F1, tests, clinic, edition, NO_MEDICINE, opens - timedelta(seconds=1))
    after = gate.state(F1, tests, clinic, edition, NO_MEDICINE, opens)
    assert (before.gate, before.opens_at) == (gate.TestGate.OPENS, opens)
    assert (after.gate, after.opens_at, after.covering) == (gate.TestGate.OPEN, opens, ("T1",))
    assert after.opens_at is not None
    assert local(after.opens_at, zone).strftime("%Y-%m-%d %H:%M") == row["opens"]


@pytest.mark.proves("H-02")
@specified_by("""
    | entered after | second    | gate   |
    | 0 h           |           | open   |
    | 2 h           |           | open   |
    | 2.1 h         |           | closed |
    | 2.1 h         | nurse     | closed |
    | 2.1 h         | stranger  | closed |
    | 2.1 h         | assistant | open   |
    | 23.9 h        | assistant | open   |
    | 24 h          | assistant | closed |
    | 24 h          | physician | open   |
    | -1 h          | physician | closed |
""")
def test_a_test_entered_late_needs_a_second_person_and_after_a_day_a_physician(row: Row, edition: Edition) -> None:
    later = timedelta(hours=float(row["entered after"].split()[0]))
    tests = (allergy_test(entered_at=TEST_AT + later, second=row["second"]),)
    at = TEST_AT + timedelta(hours=30)
    assert gate.state(F1, tests, policy(), edition, NO_MEDICINE, at).gate.value == row["gate"]
