"""What may be talked over: the faults of a point, all at once."""

from __future__ import annotations

from dataclasses import replace

from nappage.engine.edition import Edition
from nappage.engine.talking_point import TalkingPoint, check_talking_point, talking_points


def test_a_point_without_english_or_that_asks_what_nobody_asks_is_refused(edition: Edition) -> None:
    point = next(iter(edition.all(TalkingPoint).values()))
    assert list(check_talking_point(point, "point", edition)) == []
    wrong = replace(point, text={"fr": "…"}, about={}, asks=("weather",))
    assert [(fault.thing, fault.found) for fault in check_talking_point(wrong, "point", edition)] == [
        ("point.text", "fr"),
        ("point.about", "none"),
        ("point.asks", "'weather'"),
    ]


def test_what_was_ticked_is_told_in_the_order_of_the_knowledge_and_nothing_else(edition: Edition) -> None:
    first, second, *_rest = edition.all(TalkingPoint)
    assert [point.id for point in talking_points(edition, [second, "no-such", first])] == [first, second]
