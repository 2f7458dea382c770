"""From which session a symptom's clock runs (decision 20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.triage import triage
from support.reports import SESSION, elapsed, reported, treated
from support.spec import specified_by

title = "The clock of a symptom"
text = """
Non-lytic sessions in zones, at days counted from the first; one report, with its zone, its onset and its time counted
from that same session. The clock runs from the onset and from the first session in that zone that could have caused it.
"""


@pytest.mark.proves("H-26")
@specified_by("""
    | sessions          | symptom | zone  | onset     | after      | level | why                                       |
    | flank 0           | bump    | flank | 2 d       | 21 d       | E1    | one session                               |
    | flank 0, flank 14 | bump    | flank | 2 d       | 15 d       | E1    | the later session does not reset it       |
    | flank 0, flank 14 | bump    | flank | 14 d +1 h | 15 d       | E2    | the first could have caused it too: new   |
    | thigh 0, flank 14 | bump    | flank | 14 d +1 h | 15 d       | E0    | the first was elsewhere                   |
    | thigh 0, flank 14 | bump    |       | 14 d +1 h | 15 d       | E2    | the zone is unknown: any                  |
    | 0, flank 14       | bump    | flank | 14 d +1 h | 15 d       | E2    | what the first reached is unknown         |
    | flank 0, flank 14 | bump    | flank |           | 15 d       | E2    | the onset is unknown                      |
    | flank 0, flank 14 | bruise  | flank | 14 d +1 h | 15 d       | E0    | a bruise begins within 7 d of its session |
    | flank 0, flank 7  | bruise  | flank | 6 d       | 7 d        | E0    | begun before the second                   |
    | flank 0, flank 7  | bruise  | flank | 6 d       | 7 d +1 min | E1    | the second does not reset it              |
    | flank 0, flank 14 | bruise  | flank |           | 15 d       | E1    | the onset is unknown                      |
    | flank 0           | bruise  | flank | 9 d       | 9 d        | E1    | none could have caused it: from the first |
    | thigh 0           | bruise  | flank | 1 d       | 2 d        | E0    | none there: any                           |
    | flank 14          | bruise  | flank | 1 d       | 15 d       | E1    | begun before any session                  |
    | flank 14          | bruise  | flank | 1 d       | 2 d        | E1    | before any session: next level, never E0  |
    | flank 14          | bruise  | flank | 1 d       | 9 d        | E1    | before any session, 8 d old               |
    | flank 14          | pain    | flank | 0 d       | 7 d +1 min | E2    | before any session, by its own clock      |
    | flank 14          | pus     | flank | 1 d       | 2 d        | E2    | before any session: next level            |
    | flank 14          | blister | flank | 1 d       | 2 d        | E3    | before any session: next level            |
    | thigh 0, flank 14 | rash    | flank | 14 d +1 h | 15 d       | E1    | the whole body: any session               |
""")
def test_the_clock_runs_from_the_first_session_that_could_have_caused_it(edition: Edition, row: dict[str, str]) -> None:
    sessions = []
    for place in row["sessions"].split(","):
        zone, day = place.strip().rpartition(" ")[::2]
        session = treated("non-lytic", zone, SESSION + timedelta(days=int(day)))
        sessions.append(session if zone else replace(session, zones=frozenset()))
    report = reported(row["symptom"], row["after"], onset=row["onset"] or None, zone=row["zone"])
    assert triage(edition, [report], sessions, (), report.at).level == row["level"]


def test_ages_of_a_row_are_elapsed() -> None:
    assert elapsed("14 d +1 h") == timedelta(days=14, hours=1)
