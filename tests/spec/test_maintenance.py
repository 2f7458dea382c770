"""When a patient is asked back."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.engine.maintenance import coming_recall, recall
from support.clinic_days import CLINIC, at, given, plan, story
from support.spec import Row, specified_by

title = "When a patient is asked back"
text = """
Recalls are counted from the last session of a complete course and never from the recall before, so that a month with
few days does not move all later ones. The day offered is the first open one. A recall is a reminder, not a booking.
"""

INDICATIONS = {"body": ("cellulite", "001-body"), "face": ("face-neck-rejuvenation", "001-face")}


@pytest.mark.proves("S1", "S2", "E05", "K-08", "R038", "R112", "R115", "R139")
@specified_by("""
    | course | last session     | recall | opens      | closes     | offered    |
    | body   | 2026-07-07 10:30 | 1      | 2027-01-07 | 2027-07-07 | 2027-01-07 |
    | face   | 2026-11-30 14:50 | 1      | 2027-02-28 |            | 2027-03-01 |
    | face   | 2026-11-30 14:50 | 2      | 2027-05-30 |            | 2027-05-31 |
    | face   | 2026-11-30 14:50 | 3      | 2027-08-30 |            | 2027-08-30 |
    | body   | 2026-08-31 09:00 | 1      | 2027-02-28 | 2027-08-31 | 2027-03-01 |
    | body   | 2026-08-31 23:30 | 2      | 2027-08-31 | 2028-08-31 | 2027-08-31 |
""")
def test_a_recall_is_counted_from_the_last_session(edition: Edition, row: Row) -> None:
    told = story(plan(*INDICATIONS[row["course"]], 1), *given(row["last session"]))
    found = recall(edition, told, CLINIC, int(row["recall"]))
    assert found is not None
    days = [str(day) if day else "" for day in (found.opens, found.closes, found.offered)]
    assert days == [row["opens"], row["closes"], row["offered"]]


@pytest.mark.proves("S2")
@specified_by("""
    | course | on               | recall |
    | face   | 2026-12-01 09:00 | 1      |
    | face   | 2027-03-01 23:00 | 1      |
    | face   | 2027-03-02 09:00 | 2      |
    | face   | 2027-06-01 09:00 | 3      |
    | body   | 2027-11-30 09:00 | 1      |
    | body   | 2027-12-01 09:00 | 2      |
""")
def test_the_coming_recall_is_the_first_that_has_not_gone_by(edition: Edition, row: Row) -> None:
    told = story(plan(*INDICATIONS[row["course"]], 1), *given("2026-11-30 14:50"))
    found = coming_recall(edition, told, CLINIC, at(row["on"]))
    assert found is not None
    assert str(found.nth) == row["recall"]
