"""The clinical specification of wash-outs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.washout import Branch, PlannedTreatment, RecognisedMedicine, Washout, washout_findings, windows
from nappage.values.answer import Answer
from support.spec import Row, specified_by

title = "Wash-outs"
text = """
How long before a session a medicine counts. "Seven clear days" before Tuesday 3 March 2026 are 24 February to 2 March;
the last permitted day is 23 February. Where sources differ the longest span holds and each source says its own. Nobody
is told to leave out what a doctor prescribed, or may have prescribed. A blank cell is unknown.
"""

MADRID = ZoneInfo("Europe/Madrid")
SESSION = date(2026, 3, 3)
CLASSES = {
    "ibuprofen": frozenset({"M", "M01", "M01A", "M01AE", "M01AE01"}),
    "aspirin": frozenset({"N02B", "N02BA", "N02BA01", "B01A", "B01AC", "B01AC06"}),
    "clopidogrel": frozenset({"B01A", "B01AC", "B01AC04"}),
    "clopidogrel with aspirin": frozenset({"B01A", "B01AC", "B01AC30", "B01AC06"}),
    "warfarin": frozenset({"B01A", "B01AA", "B01AA03"}),
    "apixaban": frozenset({"B01A", "B01AF", "B01AF02"}),
    "theophylline": frozenset({"R03", "R03D", "R03DA", "R03DA04", "group:xanthine"}),
    "isotretinoin": frozenset({"D10B", "D10BA", "D10BA01"}),
    "paracetamol": frozenset({"N02B", "N02BE", "N02BE01"}),
    "mystery drops": None,
}


def medicine(row: Row) -> RecognisedMedicine:
    taken = row.get("last taken", "")
    return RecognisedMedicine(
        typed=row["medicine"],
        classes=CLASSES[row["medicine"]],
        prescribed=Answer(row.get("prescribed") or "unknown"),
        last_taken=datetime.fromisoformat(f"{taken} 12:00+00:00") if taken else None,
        ongoing=Answer(row.get("still taken") or "unknown"),
    )


@pytest.mark.proves("K-04", "R097", "R174")
@specified_by("""
    | session    | source | first avoided | last avoided | last permitted |
    | 2026-03-03 | 003:24 | 2026-02-24    | 2026-03-02   | 2026-02-23     |
    | 2026-03-03 | 001:51 | 2026-02-28    | 2026-03-02   | 2026-02-27     |
    | 2028-03-03 | 003:24 | 2028-02-25    | 2028-03-02   | 2028-02-24     |
    | 2026-01-05 | 001:51 | 2026-01-02    | 2026-01-04   | 2026-01-01     |
""")
def test_clear_days_end_the_day_before_the_session(edition: Edition, row: Row) -> None:
    found = windows(edition.all(Washout)["anti-inflammatory-own"], date.fromisoformat(row["session"]))
    window = next(each for each in found if str(each.source) == row["source"])
    stated = (window.first, window.last, window.last_permitted)
    assert stated == tuple(
        date.fromisoformat(row[name]) for name in ("first avoided", "last avoided", "last permitted")
    )


@pytest.mark.proves("K-04", "S1", "R141")
@specified_by("""
    | medicine  | prescribed | last taken | 003 says | 001 says | 002 says |
    | ibuprofen | no         | 2026-02-23 |          |          |          |
    | ibuprofen | no         | 2026-02-24 | yes      | no       | no       |
    | ibuprofen | no         | 2026-02-26 | yes      | no       | no       |
    | ibuprofen | no         | 2026-02-27 | yes      | no       | no       |
    | ibuprofen | no         | 2026-02-28 | yes      | yes      | no       |
    | ibuprofen | no         | 2026-03-03 | yes      | yes      | no       |
    | ibuprofen | no         |            | unknown  | unknown  | no       |
    | aspirin   | no         | 2026-02-26 | yes      | no       | no       |
""")
def test_a_finding_says_what_each_source_says(edition: Edition, row: Row) -> None:
    findings = washout_findings(edition, [medicine(row)], SESSION, MADRID)
    said = {position.source.source: position.matches.value for finding in findings for position in finding.positions}
    expected = {source: row[f"{source} says"] for source in ("003", "001", "002") if row[f"{source} says"]}
    assert said == expected
    assert [finding.washout for finding in findings] == (["anti-inflammatory-own"] if expected else [])
    assert all(finding.last_permitted == date(2026, 2, 23) for finding in findings)


@pytest.mark.proves("H-07", "U-16", "R175")
@specified_by("""
    | medicine                 | prescribed | still taken | last taken | matches | kind         | words       |
    | ibuprofen                | no         | yes         |            | yes     | prompt       | avoid       |
    | ibuprofen                | yes        | yes         |            | yes     | warning      | do-not-stop |
    | ibuprofen                |            | yes         |            | yes     | warning      | do-not-stop |
    | aspirin                  | no         | yes         |            | yes     | prompt       | avoid       |
    | aspirin                  | yes        | yes         |            | yes     | warning      | do-not-stop |
    | aspirin                  |            | yes         |            | yes     | warning      | do-not-stop |
    | aspirin                  |            |             | 2026-02-20 |         |              |             |
    | aspirin                  |            |             | 2026-02-21 | yes     | warning      | do-not-stop |
    | clopidogrel              | yes        | yes         |            | yes     | warning      | do-not-stop |
    | clopidogrel              |            |             |            | unknown | warning      | do-not-stop |
    | clopidogrel              | no         | yes         |            | yes     | warning      | do-not-stop |
    | clopidogrel with aspirin | no         | yes         |            | yes     | warning      | do-not-stop |
    | warfarin                 | yes        | yes         |            | yes     | hold-level-B | do-not-stop |
    | warfarin                 |            |             |            | unknown | hold-level-B | do-not-stop |
    | warfarin                 | yes        | no          |            | unknown | hold-level-B | do-not-stop |
    | apixaban                 | no         | yes         |            | yes     | hold-level-B | do-not-stop |
    | isotretinoin             | yes        | no          | 2025-09-02 |         |              |             |
    | isotretinoin             | yes        | no          | 2025-09-03 | yes     | warning      | do-not-stop |
    | paracetamol              | no         | yes         |            |         |              |             |
    | mystery drops            | no         | no          | 2020-01-01 | unknown | hold-level-B | ask-which   |
    | mystery drops            |            | yes         |            | unknown | hold-level-B | ask-which   |
""")
def test_a_medicine_holds_warns_or_prompts_and_is_never_told_away_if_prescribed(edition: Edition, row: Row) -> None:
    planned = PlannedTreatment("non-lytic", frozenset({"vitamin"}))
    findings = washout_findings(edition, [medicine(row)], SESSION, MADRID, planned)
    said = [(finding.matches.value, finding.kind.value, finding.branch.value) for finding in findings]
    assert said == ([(row["matches"], row["kind"], row["words"])] if row["matches"] else [])


@specified_by("""
    | medicine     | planned agents | matches |
    | theophylline | xanthine       | yes     |
    | theophylline | pentoxifylline | yes     |
    | theophylline | vitamin        |         |
    | theophylline |                | unknown |
""")
def test_a_medicine_that_matters_beside_one_agent_waits_for_the_formula(edition: Edition, row: Row) -> None:
    agents = frozenset({row["planned agents"]}) if row["planned agents"] else None
    taken = medicine({**row, "still taken": "yes", "prescribed": "yes"})
    findings = washout_findings(edition, [taken], SESSION, MADRID, PlannedTreatment("non-lytic", agents))
    assert [finding.matches.value for finding in findings] == ([row["matches"]] if row["matches"] else [])


@pytest.mark.proves("H-07")
@pytest.mark.parametrize("typed", [name for name, classes in CLASSES.items() if classes])
@pytest.mark.parametrize("prescribed", list(Answer))
def test_only_what_is_known_not_to_be_prescribed_is_told_away(edition: Edition, typed: str, prescribed: Answer) -> None:
    taken = RecognisedMedicine(typed, CLASSES[typed], prescribed, datetime(2026, 3, 2, tzinfo=UTC), Answer.YES)
    branches = {finding.branch for finding in washout_findings(edition, [taken], SESSION, MADRID)}
    assert Branch.AVOID not in branches or (prescribed is Answer.NO and branches == {Branch.AVOID})
