"""The checkpoint of a course."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.checkpoint import ObservedChange, checkpoint
from nappage.engine.edition import Edition
from nappage.engine.story import Assessment, Criterion, Reason, Verdict
from nappage.values.quantity import Quantity
from support.clinic_days import CLINIC, at, given, plan, story
from support.spec import Row, specified_by

title = "The checkpoint of a course"
text = """
Before the first session patient and clinician write down what would be enough, and at which session they will look.
The change counts beyond that of the untreated sentinel area and beyond what measuring twice gives by itself. Unless it
is shown, the default is to stop: the session of the checkpoint is not given. A named clinician may go on with a reason.
"""

BODY = plan("cellulite", "001-body", 10)
HELD = given("2026-03-03 10:30", "2026-03-17 10:30", "2026-03-31 10:30")
VISIT = at("2026-04-14 10:00")


def quantity(cell: str) -> Quantity | None:
    return Quantity.parse(cell) if cell else None


@pytest.mark.proves("S1", "U-03", "R187")
@specified_by("""
    | agreed  | change  | sentinel | detectable | met     | default |
    | -1.5 cm | -0.4 cm | -0.1 cm  | 1.6 cm     | no      | stop    |
    | -1.5 cm | -2.0 cm | -0.1 cm  | 1.6 cm     | yes     | go-on   |
    | -1.5 cm | -1.6 cm | -0.1 cm  | 1.4 cm     | yes     | go-on   |
    | -1.5 cm | -1.5 cm | -0.1 cm  | 1.3 cm     | no      | stop    |
    | -1.5 cm | -1.7 cm | -0.1 cm  | 1.6 cm     | unknown | hold    |
    | -1.5 cm | -2.0 cm | -0.1 cm  |            | unknown | hold    |
    | -1.5 cm | -2.0 cm |          | 1.6 cm     | unknown | hold    |
    | -1.5 cm |         | -0.1 cm  | 1.6 cm     | unknown | hold    |
    | -1.5 cm | -2.0 cm | -2.0 cm  | 1.6 cm     | no      | stop    |
    | 2 cm    | 2.5 cm  | 0 cm     | 1.6 cm     | yes     | go-on   |
    | 2 cm    | 1.9 cm  | 0 cm     | 1.6 cm     | no      | stop    |
    | 0 cm    | -2.0 cm | 0 cm     | 1.6 cm     | yes     | go-on   |
    | 0 cm    | 0.1 cm  | 0 cm     | 1.6 cm     | no      | stop    |
    | -15 mm  | -2.0 cm | -0.1 cm  | 1.6 cm     | yes     | go-on   |
""")
def test_a_change_counts_beyond_the_sentinel_and_beyond_error(edition: Edition, row: Row) -> None:
    agreed = replace(BODY, criterion=Criterion(4, "mid-thigh", Quantity.parse(row["agreed"])))
    change = ObservedChange(quantity(row["change"]), quantity(row["sentinel"]), quantity(row["detectable"]))
    found = checkpoint(edition, story(agreed, *HELD), CLINIC, VISIT, change)
    assert found is not None
    assert (found.session, found.met.value, found.continuation.value) == (4, row["met"], row["default"])


@pytest.mark.proves("K-06", "R027", "R035")
@specified_by("""
    | sessions given | agreed at | default |
    | 0              | 4         |         |
    | 0              |           |         |
    | 1              |           |         |
    | 2              | 4         |         |
    | 2              |           | hold    |
    | 2              | 3         | stop    |
    | 3              | 4         | stop    |
    | 3              |           | hold    |
    | 3              | 3         | stop    |
    | 4              | 4         |         |
    | 4              | 5         | stop    |
    | 7              | 4         | stop    |
    | 8              | 4         |         |
""")
def test_a_checkpoint_is_at_the_agreed_session_and_at_the_later_ones_the_sources_name(
    edition: Edition, row: Row
) -> None:
    criterion = Criterion(int(row["agreed at"]), "mid-thigh", Quantity.parse("-1.5 cm")) if row["agreed at"] else None
    held = given(*(f"2026-{month:02}-03 10:30" for month in range(1, int(row["sessions given"]) + 1)))
    no_change = ObservedChange(Quantity.parse("0 cm"), Quantity.parse("0 cm"), Quantity.parse("1.6 cm"))
    told = story(replace(BODY, criterion=criterion), *held)
    found = checkpoint(edition, told, CLINIC, at("2026-12-01 10:00"), no_change)
    assert (found.continuation.value if found else "") == row["default"]


@pytest.mark.proves("U-03", "S3")
@specified_by("""
    | recorded         | verdict      | met     | default |
    |                  |              | unknown | hold    |
    | 2026-04-14 09:50 | improved     | yes     | go-on   |
    | 2026-04-14 09:50 | between      | unknown | hold    |
    | 2026-04-14 09:50 | not-improved | no      | stop    |
    | 2026-03-31 10:29 | improved     | unknown | hold    |
    | 2026-03-31 10:30 | improved     | yes     | go-on   |
""")
def test_a_criterion_that_no_tape_shows_is_judged_by_the_assessment_since_the_last_session(
    edition: Edition, row: Row
) -> None:
    by_eye = replace(BODY, criterion=Criterion(4, words="two of three masked raters"))
    told = story(by_eye, *HELD)
    if row["recorded"]:
        seen = Assessment(at(row["recorded"]), "physician", Verdict(row["verdict"]))
        told = replace(told, assessments=(Assessment(HELD[0].start, "physician", Verdict.IMPROVED), seen))
    found = checkpoint(edition, told, CLINIC, VISIT, ObservedChange())
    assert found is not None
    assert (found.met.value, found.continuation.value) == (row["met"], row["default"])


@pytest.mark.proves("S1", "E18")
@specified_by("""
    | reason                           | by        | recorded         | default |
    | the photographs show a change    | physician | 2026-04-14 09:55 | go-on   |
    | the photographs show a change    | reception | 2026-04-14 09:55 | stop    |
    | the photographs show a change    | nobody    | 2026-04-14 09:55 | stop    |
    | .                                | physician | 2026-04-14 09:55 | stop    |
    | the photographs show a change    | physician | 2026-03-31 10:29 | stop    |
    | the photographs show a change    | physician | 2026-03-31 10:30 | go-on   |
    | the photographs show a change    | physician | 2026-04-14 10:01 | stop    |
""")
def test_going_on_needs_a_reason_of_a_named_clinician_given_since_the_last_session(edition: Edition, row: Row) -> None:
    code = "change-seen-by-other-measure"
    reason = Reason("checkpoint", code, row["reason"], row["by"], at(row["recorded"]))
    change = ObservedChange(Quantity.parse("-0.4 cm"), Quantity.parse("-0.1 cm"), Quantity.parse("1.6 cm"))
    told = replace(story(BODY, *HELD), reasons=(reason,))
    found = checkpoint(edition, told, CLINIC, VISIT, change)
    assert found is not None
    assert found.continuation.value == row["default"]
    assert found.reason == (reason if row["default"] == "go-on" else None)
