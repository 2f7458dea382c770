"""Values as the tables that a strict reader reads again, and as the JSON of an outlook."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nappage.engine.edition import Edition
from nappage.engine.medicine import Medicine
from nappage.engine.source import Source, Tag
from nappage.engine.symptom import Level
from nappage.library.case import read_case
from nappage.library.decision import Decision
from nappage.library.plain import as_plain, every_field
from nappage.library.timezones import timezone
from nappage.values.citation import Citation
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed
from nappage.values.statement import Because, say

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("s*.toml"))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("x", "x"),
        (Tag.TEXT, "text"),
        (Level.EMERGENCY, "E3"),
        (Decimal("0.50"), "0.5"),
        (date(2026, 3, 2), "2026-03-02"),
        (time(9, 30), "09:30:00"),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), "2026-03-02T09:00:00+00:00"),
        (timezone("Europe/Madrid"), "Europe/Madrid"),
        (Quantity.parse("0.05 mL"), "0.05 mL"),
        (CalendarSpan(days=7), "7 d"),
        (Interval(Elapsed(10), Elapsed(30)), "10-30 min"),
        (Citation("004", "6"), "004:6"),
        ({"a": (1, None)}, {"a": [1, None]}),
        ([1, "x"], [1, "x"]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (say("test.opens", at=date(2026, 3, 2), by=None), {"code": "test.opens", "at": "2026-03-02"}),
        (
            Because("r", say("a.b"), say("c.d"), (Citation("J"),)),
            {"rule": "r", "fact": {"code": "a.b"}, "remedy": {"code": "c.d"}, "sources": ["J"]},
        ),
    ],
)
def test_a_value_becomes_what_json_can_hold(value: object, plain: Any) -> None:
    assert as_plain(value) == plain
    assert type(as_plain(value)) is type(plain)


def test_an_entry_is_shown_by_its_head_and_told_whole_when_asked(edition: Edition) -> None:
    source = edition.all(Source)["001"]
    assert as_plain(source) == {"id": "001", "title": source.title, "review": "unreviewed", "sources": ["001:1"]}
    whole = every_field(source)
    assert (whole["tag"], whole["lines"], whole["since"]) == ("text", 81, "2026-11-22")
    assert "until" not in whole
    assert every_field(next(iter(edition.all(Medicine).values())))["ingredients"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_case_is_read_again_from_its_plain_tables(path: Path) -> None:
    case = read_case(path)
    recorded = Decision(datetime(2026, 3, 2, tzinfo=UTC), "e", "t", (), "o", as_plain(case))
    assert as_plain(recorded.read_case()) == as_plain(case)
