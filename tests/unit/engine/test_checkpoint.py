"""What a checkpoint finding carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.checkpoint import Continuation, ObservedChange, checkpoint
from nappage.engine.edition import Edition
from nappage.engine.story import Assessment, Criterion, Reason, Verdict
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity
from nappage.values.statement import say
from support.clinic_days import CLINIC, at, given, plan, story

BODY = plan("cellulite", "001-body", 10)
HELD = given("2026-03-03 10:30", "2026-03-17 10:30", "2026-03-31 10:30")
OTHER_MEASURE = "change-seen-by-other-measure"
CHANGE = ObservedChange(Quantity.parse("-0.4 cm"), Quantity.parse("-0.1 cm"), Quantity.parse("1.6 cm"))


def test_without_a_plan_there_is_no_checkpoint(edition: Edition) -> None:
    assert checkpoint(edition, story(None, *HELD), CLINIC, at("2026-04-14 10:00"), CHANGE) is None


def test_it_says_what_was_agreed_what_was_seen_and_that_it_is_within_variation(edition: Edition) -> None:
    found = checkpoint(edition, story(BODY, *HELD), CLINIC, at("2026-04-14 10:00"), CHANGE)
    assert found is not None
    assert found.because.rule == "checkpoint"
    assert found.because.fact == say(
        "checkpoint.criterion-no",
        agreed=Quantity.parse("-1.5 cm"),
        treated=Quantity.parse("-0.4 cm"),
        sentinel=Quantity.parse("-0.1 cm"),
        detectable=Quantity.parse("1.6 cm"),
        beyond_variation=Answer.NO,
    )
    assert found.because.remedy == say("checkpoint.stop-unless-reason")
    assert found.because.sources == (Citation("000", "11"), Citation("002", "21"), Citation("decision", "18"))


def test_without_a_criterion_it_says_so_and_holds_until_one_is_known(edition: Edition) -> None:
    told = story(replace(BODY, criterion=None), *HELD)
    found = checkpoint(edition, told, CLINIC, at("2026-04-14 10:00"), CHANGE)
    assert found is not None
    assert found.because.fact == say("checkpoint.no-criterion")
    assert found.because.remedy == say("checkpoint.hold-until-known")
    assert found.reason is None


def test_a_criterion_that_is_met_leaves_the_decision_to_a_clinician(edition: Edition) -> None:
    met = replace(CHANGE, treated=Quantity.parse("-2.5 cm"))
    found = checkpoint(edition, story(BODY, *HELD), CLINIC, at("2026-04-14 10:00"), met)
    assert found is not None
    assert found.because.fact.code == "checkpoint.criterion-yes"
    assert found.because.remedy == say("checkpoint.clinician-decides")


def test_an_agreed_session_that_no_source_names_has_no_citation(edition: Edition) -> None:
    criterion = Criterion(2, "mid-thigh", Quantity.parse("-1.5 cm"))
    told = story(replace(BODY, criterion=criterion), *HELD[:1])
    found = checkpoint(edition, told, CLINIC, at("2026-03-17 10:00"), CHANGE)
    assert found is not None
    assert (found.session, found.because.sources) == (2, ())


def test_the_net_change_is_beyond_variation_only_above_what_is_detectable() -> None:
    unit = ObservedChange(Quantity.parse("-2 cm"), Quantity.parse("0 cm"), Quantity.parse("2 cm"))
    assert unit.is_beyond_variation is Answer.NO
    assert replace(unit, detectable=Quantity.parse("1.9 cm")).is_beyond_variation is Answer.YES
    assert replace(unit, sentinel=None).is_beyond_variation is Answer.UNKNOWN
    assert replace(unit, detectable=None).is_beyond_variation is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("criterion", "change", "kept"),
    [
        (None, CHANGE, True),
        (BODY.criterion, CHANGE, True),
        (BODY.criterion, replace(CHANGE, treated=Quantity.parse("-2.5 cm")), False),
    ],
    ids=["not known", "not met", "met"],
)
def test_a_reason_is_kept_where_it_changes_what_follows_and_only_there(
    edition: Edition, criterion: Criterion | None, change: ObservedChange, kept: bool
) -> None:
    reason = Reason("checkpoint", OTHER_MEASURE, "seen in the photographs", "physician", at("2026-04-14 09:00"))
    told = replace(story(replace(BODY, criterion=criterion), *HELD), reasons=(reason,))
    found = checkpoint(edition, told, CLINIC, at("2026-04-14 10:00"), change)
    assert found is not None
    assert (found.continuation, found.reason) == (Continuation.GO_ON, reason if kept else None)


def test_the_last_assessment_since_the_last_session_decides(edition: Edition) -> None:
    by_eye = replace(BODY, criterion=Criterion(4, words="a firmer look"))
    seen = (
        Assessment(at("2026-04-13 09:00"), "physician", Verdict.IMPROVED),
        Assessment(at("2026-04-14 09:00"), "physician", Verdict.NOT_IMPROVED),
    )
    for assessments in (seen, seen[::-1]):
        told = replace(story(by_eye, *HELD), assessments=assessments)
        found = checkpoint(edition, told, CLINIC, at("2026-04-14 10:00"), CHANGE)
        assert found is not None
        assert found.met is Answer.NO
