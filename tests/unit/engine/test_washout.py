"""Wash-outs: what a finding explains, local days, changed editions, and what the reader refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.washout import (
    Branch,
    PlannedTreatment,
    Position,
    RecognisedMedicine,
    StatedSpan,
    Washout,
    WashoutKind,
    check_washout,
    washout_findings,
    windows,
)
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.span import CalendarSpan
from nappage.values.statement import say

MADRID = ZoneInfo("Europe/Madrid")
SESSION = date(2026, 3, 3)
IBUPROFEN = frozenset({"M01A", "M01AE01"})
OWN = "anti-inflammatory-own"


def changed(edition: Edition, washout: Washout) -> Edition:
    """Return an edition in which one wash-out is another."""
    washouts = MappingProxyType({**edition.all(Washout), washout.id: washout})
    return Edition("changed", edition.timezones, MappingProxyType({**edition.entries, Washout: washouts}))


def taken(at: datetime | None, prescribed: Answer = Answer.NO, ongoing: Answer = Answer.NO) -> RecognisedMedicine:
    return RecognisedMedicine("ibuprofen", IBUPROFEN, prescribed, at, ongoing)


@pytest.mark.proves("K-04", "S1")
def test_a_finding_names_its_rule_the_fact_the_remedy_and_the_sources(edition: Edition) -> None:
    (finding,) = washout_findings(edition, [taken(datetime(2026, 2, 26, 20, tzinfo=UTC))], SESSION, MADRID)
    assert finding.medicine == "ibuprofen"
    assert finding.kind is WashoutKind.PROMPT
    assert finding.because.rule == "washout:anti-inflammatory-own"
    assert finding.because.fact == say(
        "washout.taken-within",
        medicine="ibuprofen",
        taken=date(2026, 2, 26),
        span=CalendarSpan(days=7),
        last_permitted=date(2026, 2, 23),
    )
    assert finding.because.remedy == say(
        "washout.avoid", medicine="ibuprofen", first=date(2026, 2, 24), last=date(2026, 3, 2)
    )
    assert [str(source) for source in finding.because.sources] == ["001:51", "003:24", "003:25", "decision:16"]
    assert finding.positions[-1] == Position(Citation("002", "17"), None, Answer.NO)


def test_what_is_still_taken_or_of_unknown_date_is_said_so(edition: Edition) -> None:
    (still,) = washout_findings(edition, [taken(None, ongoing=Answer.YES)], SESSION, MADRID)
    (unknown,) = washout_findings(edition, [taken(None)], SESSION, MADRID)
    assert still.because.fact == say("washout.still-taken", medicine="ibuprofen")
    assert unknown.because.fact == say("washout.last-taken-unknown", medicine="ibuprofen")
    assert (still.matches, unknown.matches) == (Answer.YES, Answer.UNKNOWN)


def test_a_prescribed_medicine_reads_do_not_stop(edition: Edition) -> None:
    (finding,) = washout_findings(edition, [taken(None, Answer.YES, Answer.YES)], SESSION, MADRID)
    assert finding.because.remedy == say("washout.do-not-stop", medicine="ibuprofen")


def test_a_stopped_medicine_without_a_stated_span_tells_its_last_day(edition: Edition) -> None:
    warfarin = RecognisedMedicine(
        "warfarin", frozenset({"B01AA"}), Answer.YES, datetime(2026, 2, 1, tzinfo=UTC), Answer.NO
    )
    (finding,) = washout_findings(edition, [warfarin], SESSION, MADRID, PlannedTreatment("", frozenset()))
    assert finding.because.fact == say("washout.taken", medicine="warfarin", taken=date(2026, 2, 1))
    assert finding.last_permitted is None
    assert finding.positions == ()


def test_an_unrecognised_medicine_asks_which_it_is_once(edition: Edition) -> None:
    drops = RecognisedMedicine("drops", None, Answer.NO, datetime(2020, 1, 1, tzinfo=UTC), Answer.NO)
    (finding,) = washout_findings(edition, [drops], SESSION, MADRID)
    assert finding.because.fact == say("washout.not-recognised", medicine="drops")
    assert finding.because.remedy == say("washout.ask-which", medicine="drops")
    assert finding.matches is Answer.UNKNOWN


@pytest.mark.proves("H-07")
def test_what_is_not_said_about_a_medicine_is_unknown(edition: Edition) -> None:
    (finding,) = washout_findings(edition, [RecognisedMedicine("ibuprofen", IBUPROFEN)], SESSION, MADRID)
    assert (finding.matches, finding.branch) == (Answer.UNKNOWN, Branch.DO_NOT_STOP)
    unsaid = RecognisedMedicine("warfarin", frozenset({"B01AA"}))
    (warfarin,) = washout_findings(edition, [unsaid], SESSION, MADRID, PlannedTreatment("", frozenset()))
    assert warfarin.matches is Answer.UNKNOWN


@pytest.mark.parametrize(("ongoing", "matches"), [(Answer.YES, [Answer.YES]), (Answer.NO, [])])
def test_a_medicine_stopped_without_a_stated_span_no_longer_counts(
    edition: Edition, ongoing: Answer, matches: list[Answer]
) -> None:
    atenolol = RecognisedMedicine("atenolol", frozenset({"C07", "C07AB03"}), Answer.YES, None, ongoing)
    assert [finding.matches for finding in washout_findings(edition, [atenolol], SESSION, MADRID)] == matches


def test_the_day_is_the_clinics_local_day(edition: Edition) -> None:
    last_evening = datetime(2026, 2, 23, 22, 59, tzinfo=UTC)
    assert not washout_findings(edition, [taken(last_evening)], SESSION, MADRID)
    assert washout_findings(edition, [taken(last_evening + timedelta(minutes=1))], SESSION, MADRID)


@pytest.mark.parametrize(("modality", "matches"), [("lytic", Answer.YES), ("", Answer.UNKNOWN), ("other", Answer.NO)])
def test_a_washout_may_be_for_one_modality(edition: Edition, modality: str, matches: Answer) -> None:
    lytic = replace(edition.all(Washout)[OWN], modalities=("lytic",))
    medicines = [taken(None, ongoing=Answer.YES)]
    findings = washout_findings(changed(edition, lytic), medicines, SESSION, MADRID, PlannedTreatment(modality))
    assert [finding.matches for finding in findings] == ([] if matches is Answer.NO else [matches])


@pytest.mark.proves("E23")
def test_a_changed_edition_moves_the_last_permitted_day_of_sessions_to_come(edition: Edition) -> None:
    ten = StatedSpan(Citation("003", "24"), CalendarSpan(days=10))
    later = changed(edition, replace(edition.all(Washout)[OWN], stated=(ten,)))
    (finding,) = washout_findings(later, [taken(datetime(2026, 2, 21, tzinfo=UTC))], SESSION, MADRID)
    assert finding.last_permitted == date(2026, 2, 20)
    assert not washout_findings(edition, [taken(datetime(2026, 2, 21, tzinfo=UTC))], SESSION, MADRID)


def test_windows_begin_with_the_strictest_source(edition: Edition) -> None:
    found = windows(edition.all(Washout)["antiplatelet-prescribed"], SESSION)
    assert [window.span.days for window in found] == [10, 7, 3]


@pytest.mark.proves("H-07")
@pytest.mark.parametrize(
    ("change", "thing", "expected"),
    [
        ({"medicines": ("m01a",)}, "w.medicines", "an ATC prefix or group:name"),
        ({"medicines": ("B01AC6",)}, "w.medicines", "an ATC prefix or group:name"),
        ({"none_needed_by": (Citation("002", "99"),)}, "w.stated", "a line from 1 to 34"),
        ({"stated": (StatedSpan(Citation("009"), CalendarSpan(days=1)),)}, "w.stated", "a source of sources.toml"),
        ({"prescribed": (Answer.NO, Answer.UNKNOWN)}, "w.prescribed", 'prescribed = ["no"] beside branch avoid'),
        ({"stated": ()}, "w.stated", "a span to avoid it for"),
    ],
)
def test_the_reader_refuses(edition: Edition, change: dict[str, object], thing: str, expected: str) -> None:
    wrong = replace(edition.all(Washout)[OWN], **change)  # type: ignore[arg-type]  # one field of any type
    (fault,) = check_washout(wrong, "w", edition)
    assert (fault.thing, fault.expected) == (thing, expected)


def test_the_fault_of_a_prescription_told_away_names_what_was_found(edition: Edition) -> None:
    wrong = replace(edition.all(Washout)[OWN], prescribed=(Answer.NO, Answer.UNKNOWN))
    (fault,) = check_washout(wrong, "w", edition)
    assert fault.found == "no, unknown"


@pytest.mark.parametrize("id", ["B", "B01", "B01A", "B01AC", "B01AC06", "group:xanthine", "group:cyp1a2-inhibitor"])
def test_every_length_of_an_atc_prefix_is_a_class(edition: Edition, id: str) -> None:
    assert not list(check_washout(replace(edition.all(Washout)[OWN], medicines=(id,)), "w", edition))


def test_a_washout_that_tells_nothing_away_may_ask_of_every_prescription(edition: Edition) -> None:
    open_ended = replace(edition.all(Washout)[OWN], branch=Branch.DO_NOT_STOP, prescribed=tuple(Answer), stated=())
    assert not list(check_washout(open_ended, "w", edition))


@pytest.mark.proves("R175")
def test_every_washout_has_a_name_in_english(edition: Edition) -> None:
    assert all(washout.name["en"] for washout in edition.all(Washout).values())
