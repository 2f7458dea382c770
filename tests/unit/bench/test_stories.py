"""Synthetic stories follow from their number, differ from each other, and can each be looked at."""

from __future__ import annotations

from bench.__main__ import Line
from bench.stories import Stories

from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.values.answer import Answer


def test_a_story_follows_from_its_number(edition: Edition) -> None:
    one, other = Stories(edition), Stories(edition)
    assert one.story(7) == other.story(7)
    assert one.story(7) != one.story(8)


def test_every_story_can_be_looked_at(edition: Edition) -> None:
    stories = Stories(edition)
    seen = [outlook(asked.story, stories.policy, edition, asked.at) for asked in map(stories.story, range(30))]
    assert len({len(found.findings) for found in seen}) > 3
    assert any(found.after.triage.reports for found in seen)


def test_the_answered_course_leaves_nothing_unknown(edition: Edition) -> None:
    stories = Stories(edition)
    asked = stories.answered()
    findings = outlook(asked.story, stories.policy, edition, asked.at).findings
    assert not [found for found in findings if found.precaution.level.holds and found.answer is Answer.UNKNOWN]


def test_a_line_says_how_many_times_better_it_is() -> None:
    assert Line("outlooks", 3000, "per s", "", 2000).ratio == "1.50"
    assert Line("a start", 250, "ms", "", 500, more_is_better=False).ratio == "2.00"
    assert Line("a score", 96, "%", "").ratio == ""
