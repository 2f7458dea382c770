"""Which entries of schedules, indications and overrides are refused when they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from nappage.engine.adaptation import Adaptation
from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.engine.minimum_interval import MinimumInterval
from nappage.engine.override import Override, ReasonCode
from nappage.engine.session_limit import SessionLimit
from nappage.engine.suitability import Suitability
from nappage.engine.variant import IntervalStep, ScheduleVariant
from nappage.library import schedule_cases as cases
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.span import CalendarSpan

WEEK = IntervalStep("weekly", CalendarSpan(days=7))
MONTH = IntervalStep("monthly", CalendarSpan(months=1))
NOWHERE = (Citation("001", "999"),)
Check = Callable[[Any, str, Edition], Any]


@pytest.mark.parametrize(
    ("check", "kind", "id", "changed", "things"),
    [
        (cases.check_indication, Indication, "cellulite", {}, []),
        (cases.check_indication, Indication, "cellulite", {"variants": ("my-own",)}, ["it.variants"]),
        (cases.check_indication, Indication, "cellulite", {"maintenance": "knee"}, ["it.maintenance"]),
        (cases.check_indication, Indication, "cellulite", {"maintenance": ""}, []),
        (cases.check_variant, ScheduleVariant, "001-body", {}, []),
        (cases.check_variant, ScheduleVariant, "001-body", {"fewest": 11}, ["it"]),
        (cases.check_variant, ScheduleVariant, "001-body", {"fewest": 10}, []),
        (cases.check_variant, ScheduleVariant, "001-body", {"fewest": 10, "most": None}, []),
        (cases.check_variant, ScheduleVariant, "001-body", {"fewest": None, "most": None}, []),
        (cases.check_variant, ScheduleVariant, "001-body", {"steps": (WEEK, WEEK)}, ["it.steps"]),
        (cases.check_variant, ScheduleVariant, "001-body", {"steps": (MONTH,)}, ["it.stated_duration"]),
        (cases.check_variant, ScheduleVariant, "001-body", {"steps": ()}, ["it.stated_duration"]),
        (
            cases.check_variant,
            ScheduleVariant,
            "001-body",
            {"stated_duration_sources": NOWHERE},
            ["it.stated_duration_sources"],
        ),
        (cases.check_minimum_interval, MinimumInterval, "minimum-interval", {}, []),
        (cases.check_minimum_interval, MinimumInterval, "minimum-interval", {"override": ""}, []),
        (cases.check_minimum_interval, MinimumInterval, "minimum-interval", {"override": "wish"}, ["it.override"]),
        (cases.check_minimum_interval, MinimumInterval, "minimum-interval", {"spans": ()}, ["it.spans"]),
        (cases.check_session_limit, SessionLimit, "sessions-in-a-plan", {}, []),
        (cases.check_session_limit, SessionLimit, "sessions-in-a-plan", {"agreed": 16}, ["it"]),
        (cases.check_session_limit, SessionLimit, "sessions-in-a-plan", {"agreed": 2}, ["it"]),
        (cases.check_session_limit, SessionLimit, "sessions-in-a-plan", {"agreed": 15}, []),
        (cases.check_session_limit, SessionLimit, "sessions-in-a-plan", {"agreed": 3}, []),
        (cases.check_session_limit, SessionLimit, "sessions-in-a-plan", {"lower": NOWHERE}, ["it.lower"]),
        (cases.check_session_limit, SessionLimit, "sessions-in-a-plan", {"size": NOWHERE}, ["it.size"]),
        (cases.check_suitability, Suitability, "fat-in-places", {}, []),
        (cases.check_suitability, Suitability, "fat-in-places", {"fits": Answer.NO}, []),
        (cases.check_suitability, Suitability, "fat-in-places", {"fits": None}, []),
        (cases.check_suitability, Suitability, "fat-in-places", {"fits": Answer.UNKNOWN}, ["it.fits"]),
        (cases.check_suitability, Suitability, "fat-in-places", {"indication": "wish"}, ["it.indication"]),
        (cases.check_adaptation, Adaptation, "adaptation-delay", {}, []),
        (cases.check_adaptation, Adaptation, "adaptation-lengthen", {}, []),
        (cases.check_adaptation, Adaptation, "adaptation-stop", {}, []),
        (cases.check_adaptation, Adaptation, "adaptation-delay", {"persisting": ()}, ["it.persisting"]),
        (cases.check_adaptation, Adaptation, "adaptation-stop", {"verdict": None}, ["it.verdict"]),
        (cases.check_adaptation, Adaptation, "adaptation-lengthen", {"roles": ()}, ["it.roles"]),
        (cases.check_override, Override, "interval", {}, []),
        (cases.check_override, Override, "interval", {"roles": ()}, ["it.roles"]),
        (cases.check_override, Override, "interval", {"least_characters": 0}, ["it.least_characters"]),
        (cases.check_override, Override, "interval", {"least_characters": 1}, []),
        (cases.check_override, Override, "interval", {"id": "wish"}, ["it"]),
        (cases.check_reason_code, ReasonCode, "unavoidable-absence", {}, []),
        (cases.check_reason_code, ReasonCode, "unavoidable-absence", {"rules": ("wish",)}, ["it.rules"]),
    ],
)
def test_an_entry_that_cannot_hold_is_refused(
    edition: Edition, check: Check, kind: type[Entry], id: str, changed: dict[str, Any], things: list[str]
) -> None:
    entry: Any = replace(edition.all(kind)[id], **changed)
    assert [fault.thing for fault in check(entry, "it", edition)] == things


def test_a_second_limit_of_sessions_is_refused(edition: Edition) -> None:
    limit = edition.all(SessionLimit)["sessions-in-a-plan"]
    both = {"one": limit, "two": limit}
    entries = MappingProxyType({**edition.entries, SessionLimit: MappingProxyType(both)})
    two = Edition("two", edition.timezones, entries)
    assert [fault.found for fault in cases.check_session_limit(limit, "it", two)] == ["another one beside it"]


@pytest.mark.parametrize(
    ("answer", "about", "given", "expected"),
    [
        (cases.answer_adaptation, "adaptation-lengthen", {"verdict": "not-improved", "by": "physician"}, "nothing"),
        (cases.answer_override, "checkpoint", {"words": "the tape was another"}, "enough"),
        (cases.answer_reason_code, "clinical-need-documented", {"rule": "interval"}, "no"),
        (cases.answer_checkpoint, "checkpoint-8", {}, "8"),
    ],
)
def test_a_case_is_answered_from_the_entry(
    edition: Edition, answer: Callable[..., str], about: str, given: dict[str, Any], expected: str
) -> None:
    assert answer(edition, about, given) == expected
