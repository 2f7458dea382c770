"""Instructions: the words for home, what a direction explains, and what the reader refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.instruction import (
    Direction,
    Instruction,
    Manner,
    Phase,
    StatedTime,
    Timing,
    VisitContext,
    aftercare,
    check_instruction,
    moment,
    preparation,
    stated_range,
)
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.interval import Interval
from nappage.values.span import CalendarSpan, Elapsed, Span
from nappage.values.statement import say

MADRID, NEW_YORK = ZoneInfo("Europe/Madrid"), ZoneInfo("America/New_York")
END = datetime(2026, 10, 5, 13, 20, tzinfo=UTC)
CREAM_AT_HOME = re.compile(r"numb|an(a)?esth|lidocain|prilocain|EMLA", re.IGNORECASE)
TELLS_TO_STOP = re.compile(r"\bstop|leave out|leave off|discontinu|pause|interrupt", re.IGNORECASE)


def of(directions: tuple[Direction, ...], id: str) -> Direction:
    return next(each for each in directions if each.instruction == id)


def both(edition: Edition, context: VisitContext) -> tuple[Direction, ...]:
    return preparation(edition, END, context) + aftercare(edition, END, context)


@pytest.mark.proves("H-09", "K-03b", "R209", "R144")
def test_no_text_for_home_speaks_of_a_numbing_cream(edition: Edition) -> None:
    home = [each for each in edition.all(Instruction).values() if each.phase is not Phase.AT_CLINIC]
    assert [each.id for each in home for text in each.text.values() if CREAM_AT_HOME.search(text)] == []


@pytest.mark.proves("H-07", "U-16")
def test_the_only_stop_in_any_text_is_do_not_stop(edition: Edition) -> None:
    for instruction in edition.all(Instruction).values():
        told = instruction.text["en"].replace("do not stop; we will ask your doctor", "")
        assert not TELLS_TO_STOP.search(told), instruction.id


@pytest.mark.proves("H-07")
def test_the_text_about_pain_relievers_holds_the_branch_for_prescriptions_and_for_not_sure(edition: Edition) -> None:
    told = edition.all(Instruction)["no-anti-inflammatory"].text["en"]
    assert "If a doctor prescribed it, or you are not sure, do not stop; we will ask your doctor." in told


def test_a_time_after_a_session_is_said_with_its_decision(edition: Edition) -> None:
    shower = of(aftercare(edition, END, VisitContext(MADRID, away=NEW_YORK)), "no-hot-shower")
    assert shower.phase is Phase.AFTER
    assert shower.manner is Manner.DO_NOT
    assert shower.days is None
    assert shower.moment == moment(datetime(2026, 10, 5, 21, 20, tzinfo=UTC), MADRID, NEW_YORK)
    assert shower.moment is not None
    assert [reading.zone for reading in shower.moment.readings] == ["Europe/Madrid", "America/New_York"]
    assert shower.because.rule == "instruction:no-hot-shower"
    assert shower.because.fact == say("instruction.until", instant=datetime(2026, 10, 5, 21, 20, tzinfo=UTC))
    assert shower.because.remedy == say("instruction.follow")
    assert [str(source) for source in shower.because.sources] == ["000:13", "004:13", "decision:28"]
    assert [(str(each.source), str(each.span)) for each in shower.stated] == [("000:13", "6-8 h"), ("004:13", "8 h")]


def test_a_time_before_a_session_counts_back_from_its_start(edition: Edition) -> None:
    earlier = replace(edition.all(Instruction)["no-stimulant"], timing=Timing(Elapsed(240), (Citation("J"),)))
    instructions = MappingProxyType({**edition.all(Instruction), earlier.id: earlier})
    changed = Edition("changed", edition.timezones, MappingProxyType({**edition.entries, Instruction: instructions}))
    direction = of(preparation(changed, END, VisitContext(MADRID)), "no-stimulant")
    assert direction.because.fact == say("instruction.from", instant=datetime(2026, 10, 5, 9, 20, tzinfo=UTC))


@pytest.mark.proves("U-04", "K-16")
def test_what_no_source_states_is_said_to_be_unstated(edition: Edition) -> None:
    directions = both(edition, VisitContext(MADRID))
    assert of(directions, "no-stimulant").because.fact == say("instruction.no-time-stated", phase=Phase.BEFORE)
    assert of(directions, "no-stimulant").moment is None
    assert of(directions, "return-to-work").because.fact == say(
        "instruction.stated-range", low=CalendarSpan(), high=CalendarSpan(days=1)
    )


def test_days_to_avoid_are_said_with_the_last_permitted_one(edition: Edition) -> None:
    direction = of(preparation(edition, END, VisitContext(MADRID)), "no-anti-inflammatory")
    assert direction.because.fact == say(
        "instruction.days", first=date(2026, 9, 28), last=date(2026, 10, 4), last_permitted=date(2026, 9, 27)
    )
    assert [str(source) for source in direction.contradicted_by] == ["002:17"]


def test_what_may_apply_is_shown_and_asked(edition: Edition) -> None:
    make_up = of(aftercare(edition, END, VisitContext(MADRID)), "no-make-up")
    assert make_up.applies is Answer.UNKNOWN
    assert make_up.because.remedy == say("instruction.ask-whether-it-applies")


@pytest.mark.proves("K-11")
def test_the_protein_meal_is_listed_before_and_after_with_its_source(edition: Edition) -> None:
    directions = both(edition, VisitContext(MADRID, Answer.YES))
    sources = {each.instruction: [str(source) for source in each.because.sources] for each in directions}
    assert sources["protein-before"] == ["000:13"]
    assert sources["protein-after"] == ["004:13"]


@pytest.mark.proves("R121", "R122", "R150", "R024")
def test_the_range_runs_from_the_shortest_to_the_longest_time_of_all_sources(edition: Edition) -> None:
    work = edition.all(Instruction)["return-to-work"]
    assert str(stated_range(work)) == "0-1 d"
    months = replace(work, stated=(*work.stated, StatedTime(Citation("K"), part("1 mo"))))
    assert str(stated_range(months)) == "0 d to 1 mo"
    assert stated_range(replace(work, stated=())) is None


def part(text: str) -> Interval[Span]:
    one: Span = CalendarSpan.parse(text) if text.endswith("mo") else Elapsed.parse(text)
    return Interval(one, one)


@pytest.mark.parametrize(
    ("change", "thing", "expected"),
    [
        ({"text": {"fr": "Rien."}}, "i.text", "a text in English"),
        ({"text": {}}, "i.text", "a text in English"),
        ({"contradicted_by": (Citation("002", "99"),)}, "i", "a line from 1 to 34"),
        ({"stated": (StatedTime(Citation("009"), part("1 mo")),)}, "i", "a source of sources.toml"),
        ({"timing": Timing(Elapsed(60), (Citation("009"),))}, "i", "a source of sources.toml"),
        ({"washout": "nothing"}, "i.washout", "a wash-out that states days"),
        ({"follow_up": "nothing"}, "i.follow_up", "the id of a follow-up"),
        ({"washout": "anticoagulant"}, "i.washout", "a wash-out that states days"),
        (
            {"stated": (StatedTime(Citation("K"), part("1 mo")), StatedTime(Citation("K"), part("1 h")))},
            "i.stated",
            "hours or days, not both",
        ),
    ],
)
def test_the_reader_refuses(edition: Edition, change: dict[str, object], thing: str, expected: str) -> None:
    wrong = replace(edition.all(Instruction)["protein-after"], **change)  # type: ignore[arg-type]  # one of any type
    (fault,) = check_instruction(wrong, "i", edition)
    assert (fault.thing, fault.expected) == (thing, expected)


def test_the_fault_of_a_text_without_english_names_the_languages_found(edition: Edition) -> None:
    entry = edition.all(Instruction)["protein-after"]
    (french,) = check_instruction(replace(entry, text={"fr": "Rien.", "es": "Nada."}), "i", edition)
    (none,) = check_instruction(replace(entry, text={}), "i", edition)
    assert (french.found, none.found) == ("fr, es", "none")
