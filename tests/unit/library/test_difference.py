"""What changed between two editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from nappage.engine.edition import Edition, Review
from nappage.engine.slot import Slot
from nappage.library.difference import ChangedEntry, ChangedField, How, changes
from nappage.values.citation import Citation
from nappage.values.interval import Interval
from nappage.values.span import Elapsed
from support.small_edition import entry, small_edition

LATER = date(2027, 1, 1)
TIME = Interval(Elapsed(10), Elapsed(30))
ONE = entry(Slot, "one-area", areas=1, treatment=TIME, observation=TIME, booked=Elapsed(45))
TWO = replace(ONE, id="two-areas", areas=2)


def difference(before: Edition, after: Edition) -> list[ChangedEntry]:
    return list(changes(before, after))


def test_an_edition_does_not_differ_from_itself(edition: Edition) -> None:
    assert difference(edition, edition) == []


def test_entries_that_came_and_went_are_named_with_their_day() -> None:
    came = replace(TWO, since=LATER)
    closed = replace(TWO, until=LATER)
    assert difference(small_edition(ONE), small_edition(ONE, came)) == [
        ChangedEntry("slot", "two-areas", How.ADDED, LATER)
    ]
    assert difference(small_edition(ONE, closed), small_edition(ONE)) == [
        ChangedEntry("slot", "two-areas", How.REMOVED, LATER)
    ]
    assert difference(small_edition(TWO), small_edition()) == [
        ChangedEntry("slot", "two-areas", How.REMOVED, date(2026, 11, 22))
    ]


def test_each_changed_field_is_shown_before_and_after() -> None:
    changed = replace(
        ONE, booked=Elapsed(60), review=Review.REVIEWED, since=LATER, until=LATER, sources=(Citation("001", "76"),)
    )
    [found] = difference(small_edition(ONE), small_edition(changed))
    assert (found.how, found.effective) == (How.CHANGED, LATER)
    assert found.fields == (
        ChangedField("sources", "J", "001:76"),
        ChangedField("since", "2026-11-22", "2027-01-01"),
        ChangedField("review", "unreviewed", "reviewed"),
        ChangedField("until", "", "2027-01-01"),
        ChangedField("booked", "45 min", "1 h"),
    )
