"""Going on against a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nappage.engine.edition import Edition
from nappage.engine.override import Refusal, overridden
from nappage.engine.policy import StaffMember
from nappage.engine.story import Reason
from support.clinic_days import CLINIC, STAFF, at
from support.spec import Row, specified_by

title = "Going on against a rule"
text = """
A few rules take a coded reason: chosen from a list, said in at least fifteen characters, by a named clinician whose
licence was in date, before the fact. Every other rule has no way around it.
"""

LAPSED = StaffMember("lapsed", STAFF[1].role, date(2020, 1, 1), date(2026, 4, 13))
LAST_DAY = StaffMember("last-day", STAFF[1].role, date(2020, 1, 1), date(2026, 4, 14))
FIRST_DAY = StaffMember("first-day", STAFF[1].role, date(2026, 4, 14), date(2030, 1, 1))
TOO_NEW = StaffMember("too-new", STAFF[1].role, date(2026, 4, 15), date(2030, 1, 1))
POLICY = replace(CLINIC, staff=(*STAFF, LAPSED, LAST_DAY, FIRST_DAY, TOO_NEW))


@pytest.mark.proves("E18")
@specified_by("""
    | rule         | code                      | words                     | by         | because                 |
    | area-cap     | small-neighbouring-areas  | two small patches         | injector   |                         |
    | area-cap     | small-neighbouring-areas  | fifteen letters           | injector   |                         |
    | area-cap     | small-neighbouring-areas  | fourteen, no..            | injector   | override.words-too-few  |
    | area-cap     | small-neighbouring-areas  | .                         | physician  | override.words-too-few  |
    | area-cap     | small-neighbouring-areas  | . . . . . . . . . . . . . | physician  | override.words-too-few  |
    | area-cap     | because-I-say-so          | two small patches         | physician  | override.code-unknown   |
    | area-cap     | unavoidable-absence       | two small patches         | physician  | override.code-unknown   |
    | area-cap     | small-neighbouring-areas  | two small patches         | reception  | override.person-may-not |
    | area-cap     | small-neighbouring-areas  | two small patches         | patient    | override.person-may-not |
    | area-cap     | small-neighbouring-areas  | two small patches         | lapsed     | override.person-may-not |
    | area-cap     | small-neighbouring-areas  | two small patches         | last-day   |                         |
    | area-cap     | small-neighbouring-areas  | two small patches         | first-day  |                         |
    | area-cap     | small-neighbouring-areas  | two small patches         | too-new    | override.person-may-not |
    | interval     | unavoidable-absence       | abroad from Sunday on     | prescriber |                         |
    | depth        | thickness-measured        | ultrasound of 2 April     | injector   |                         |
    | wash-out     | bruising-risk-discussed   | accepts a larger bruise   | injector   |                         |
    | lifestyle    | declined-after-discussion | no change wished          | director   |                         |
    | checkpoint   | measurement-unreliable    | the tape was another one  | injector   | override.person-may-not |
    | checkpoint   | measurement-unreliable    | the tape was another one  | prescriber |                         |
    | allergy-test | clinical-need-documented  | written in the chart      | physician  |                         |
    | allergy-test | clinical-need-documented  | written in the chart      | director   | override.person-may-not |
    | pregnancy    | unavoidable-absence       | she insists on going on   | physician  | override.not-allowed    |
""")
def test_a_reason_suffices_only_when_coded_in_words_and_by_someone_who_may(edition: Edition, row: Row) -> None:
    reason = Reason(row["rule"], row["code"], row["words"], row["by"], at("2026-04-14 09:00"))
    answer = overridden(edition, POLICY, [reason], row["rule"], at("2026-04-14 09:00"))
    if row["because"]:
        assert isinstance(answer, Refusal)
        assert answer.because.fact.code == row["because"]
        assert answer.because.fact["rule"] == answer.because.rule == row["rule"]
    else:
        assert answer is reason
