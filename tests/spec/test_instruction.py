"""The clinical specification of preparation and aftercare."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.instruction import (
    Direction,
    Instruction,
    VisitContext,
    aftercare,
    at_clinic,
    preparation,
    stated_range,
)
from nappage.values.answer import Answer
from support.spec import Row, specified_by

title = "Preparation and aftercare"
text = """
What a person is asked to do before and after a session, with the time on the clinic's clock and, for a traveller, on
the clock of where they are. Where no source states a time, none is given. A blank cell is unknown or absent.
"""

ZONES = {name: ZoneInfo(name) for name in ("Europe/Madrid", "America/New_York", "Australia/Lord_Howe")}


def visit(row: Row) -> VisitContext:
    return VisitContext(
        zone=ZONES[row.get("clinic") or "Europe/Madrid"],
        is_face=Answer(row.get("face") or "unknown"),
        modality=row.get("modality", ""),
        indication=row.get("indication", ""),
        agents=frozenset({row["agent"]}) if row.get("agent") else None,
        away=ZONES.get(row.get("away", "")),
    )


def instant(row: Row, name: str) -> datetime:
    zone = ZONES[row.get("clinic") or "Europe/Madrid"]
    return datetime.fromisoformat(row[name]).replace(tzinfo=zone).astimezone(UTC)


def found(directions: tuple[Direction, ...], id: str) -> Direction | None:
    return next((each for each in directions if each.instruction == id), None)


def clock(direction: Direction | None, reading: int = 0) -> str:
    if direction is None or direction.moment is None or len(direction.moment.readings) <= reading:
        return ""
    return f"{direction.moment.readings[reading].shows:%Y-%m-%d %H:%M}"


@pytest.mark.proves("K-10", "R030", "R031", "R218", "R219", "S1", "S2")
@specified_by("""
    | session ended    | face | make-up until    | hot shower until |
    | 2026-03-03 10:58 | no   |                  | 2026-03-03 18:58 |
    | 2026-10-05 15:20 | yes  | 2026-10-05 19:20 | 2026-10-05 23:20 |
    | 2026-10-05 15:20 |      | 2026-10-05 19:20 | 2026-10-05 23:20 |
    | 2026-10-24 20:00 | yes  | 2026-10-25 00:00 | 2026-10-25 03:00 |
    | 2026-03-28 20:00 | yes  | 2026-03-29 00:00 | 2026-03-29 05:00 |
""")
def test_make_up_and_hot_showers_wait_from_the_end_of_the_session(edition: Edition, row: Row) -> None:
    directions = aftercare(edition, instant(row, "session ended"), visit(row))
    assert clock(found(directions, "no-make-up")) == row["make-up until"]
    assert clock(found(directions, "no-hot-shower")) == row["hot shower until"]


@pytest.mark.proves("H-38", "R155")
@specified_by("""
    | session ended    | clinic              | away             | clinic shows     | away shows       |
    | 2026-10-05 15:20 | Europe/Madrid       | America/New_York | 2026-10-05 23:20 | 2026-10-05 17:20 |
    | 2026-10-05 15:20 | Europe/Madrid       |                  | 2026-10-05 23:20 |                  |
    | 2026-10-05 15:20 | Europe/Madrid       | Europe/Madrid    | 2026-10-05 23:20 |                  |
    | 2026-10-03 20:00 | Australia/Lord_Howe | Europe/Madrid    | 2026-10-04 04:30 | 2026-10-03 19:30 |
""")
def test_a_traveller_reads_both_clocks(edition: Edition, row: Row) -> None:
    shower = found(aftercare(edition, instant(row, "session ended"), visit(row)), "no-hot-shower")
    assert (clock(shower, 0), clock(shower, 1)) == (row["clinic shows"], row["away shows"])


@pytest.mark.proves("K-23")
@specified_by("""
    | zone  | indication     | face | modality | make-up rule |
    | chin  | localised-fat  | yes  | lytic    | yes          |
    | cheek | wrinkles       | yes  |          | yes          |
    | thigh | localised-fat  | no   | lytic    |              |
    | ?     |                |      |          | unknown      |
""")
def test_a_chin_treated_for_fat_keeps_the_make_up_rule(edition: Edition, row: Row) -> None:
    make_up = found(aftercare(edition, datetime(2026, 10, 5, tzinfo=UTC), visit(row)), "no-make-up")
    assert (make_up.applies.value if make_up else "") == row["make-up rule"]


@pytest.mark.proves("K-11", "K-16", "U-04", "U-15", "R032", "R033", "R220", "R221", "R198", "R199", "R149", "R216")
@specified_by("""
    | instruction                | phase     | stated  | holds | sources                        | against |
    | no-stimulant               | before    |         |       | 000:13, 004:13                 | 002:17  |
    | protein-before             | before    |         |       | 000:13                         | 002:17  |
    | protein-after              | after     |         |       | 004:13                         |         |
    | vitamin-k-massage          | after     |         |       | 001:51                         |         |
    | vitamins-against-bruising  | before    |         |       | 001:71                         |         |
    | homeopathic-after          | after     |         |       | 004:11                         |         |
    | no-dressing                | after     |         |       | 002:25                         |         |
    | return-to-work             | after     | 0-1 d   |       | 000:9, 001:76, 002:25, 003:55  |         |
    | no-hot-shower              | after     | 6-8 h   | 8 h   | 000:13, 004:13                 |         |
    | no-make-up                 | after     | 4 h     | 4 h   | 000:13, 004:11                 |         |
    | activity-after             | after     |         |       | 000:4, 000:6                   |         |
    | diet-and-exercise          | after     |         |       | 000:6, 002:11, 004:8           |         |
    | ask-stimulant              | at-clinic |         |       | 000:13, 004:13                 |         |
    | ask-days-off               | at-clinic |         |       | 003:55                         |         |
""")
def test_an_instruction_says_what_each_source_says_and_nothing_more(edition: Edition, row: Row) -> None:
    instruction = edition.all(Instruction)[row["instruction"]]
    stated = stated_range(instruction)
    assert instruction.phase.value == row["phase"]
    assert (str(stated) if stated else "") == row["stated"]
    assert (str(instruction.timing.holds) if instruction.timing else "") == row["holds"]
    assert ", ".join(map(str, instruction.sources)) == row["sources"]
    assert ", ".join(map(str, instruction.contradicted_by)) == row["against"]


@pytest.mark.proves("R013", "R214", "U-15")
@specified_by("""
    | instruction           | modality           | indication    | agent     | applies |
    | vitamin-k-massage     | intradermal        | cellulite     |           | yes     |
    | vitamin-k-massage     | ablative-detergent | cellulite     |           |         |
    | vitamin-k-massage     |                    | cellulite     |           | unknown |
    | activity-after        | ablative-detergent | localised-fat |           | yes     |
    | activity-after        | ablative-detergent | cellulite     |           |         |
    | activity-after        | ablative-detergent |               |           | unknown |
    | biotin-and-laboratory | ablative-detergent | cellulite     | biotin    | yes     |
    | biotin-and-laboratory | ablative-detergent | cellulite     | vitamin-c |         |
    | biotin-and-laboratory | ablative-detergent | cellulite     |           | unknown |
    | diet-and-exercise     |                    |               |           | yes     |
""")
def test_an_instruction_stands_unless_it_is_known_not_to_apply(edition: Edition, row: Row) -> None:
    direction = found(aftercare(edition, datetime(2026, 10, 5, tzinfo=UTC), visit(row)), row["instruction"])
    assert (direction.applies.value if direction else "") == row["applies"]


@pytest.mark.proves("K-04", "S1", "R097", "R174")
@specified_by("""
    | session starts   | clinic           | first avoided | last avoided | last permitted |
    | 2026-03-03 10:30 | Europe/Madrid    | 2026-02-24    | 2026-03-02   | 2026-02-23     |
    | 2026-03-03 20:30 | America/New_York | 2026-02-24    | 2026-03-02   | 2026-02-23     |
""")
def test_the_days_without_pain_relievers_are_local_days(edition: Edition, row: Row) -> None:
    direction = found(preparation(edition, instant(row, "session starts"), visit(row)), "no-anti-inflammatory")
    assert direction is not None
    assert direction.days is not None
    days = (direction.days.first, direction.days.last, direction.days.last_permitted)
    assert tuple(map(str, days)) == (row["first avoided"], row["last avoided"], row["last permitted"])


@pytest.mark.proves("R033", "K-16", "H-38")
def test_the_clinic_asks_about_stimulants_days_off_and_travel(edition: Edition) -> None:
    directions = at_clinic(edition, datetime(2026, 3, 3, tzinfo=UTC), VisitContext(ZONES["Europe/Madrid"]))
    assert [each.instruction for each in directions] == ["ask-stimulant", "ask-travel", "ask-days-off", "ask-activity"]
