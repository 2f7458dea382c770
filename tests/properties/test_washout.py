"""Wash-outs against a naive second implementation that reads the same file."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine.edition import Edition
from nappage.engine.washout import Branch, PlannedTreatment, RecognisedMedicine, washout_findings
from nappage.library.edition import knowledge_folder
from nappage.values.answer import Answer
from nappage.values.local_time import at_local
from properties import naive_washout

MADRID = ZoneInfo("Europe/Madrid")
ROWS = tomllib.loads((knowledge_folder() / "washouts.toml").read_text("utf-8"))["washout"]
PLAIN = [row for row in ROWS if not row.get("agents") and not row.get("modalities")]
CLASSES = sorted({each for row in PLAIN for each in row["medicines"] if each != "group:not-recognised"} | {"N02BE"})
ANSWERS = st.sampled_from(["yes", "no", "unknown"])
SESSIONS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def medicines(draw: st.DrawFn, session: date) -> dict[str, Any]:
    classes = draw(st.none() | st.frozensets(st.sampled_from(CLASSES), max_size=3))
    near = draw(st.none() | st.integers(-1, 12) | st.integers(170, 200))
    taken = None if near is None else session - timedelta(days=near)
    return {"classes": classes, "prescribed": draw(ANSWERS), "ongoing": draw(ANSWERS), "taken": taken}


def recognised(medicine: dict[str, Any]) -> RecognisedMedicine:
    day = medicine["taken"]
    return RecognisedMedicine(
        typed="x",
        classes=medicine["classes"],
        prescribed=Answer(medicine["prescribed"]),
        last_taken=at_local(day, time(12), MADRID) if day else None,
        ongoing=Answer(medicine["ongoing"]),
    )


@given(data=st.data(), session=SESSIONS)
def test_findings_are_those_of_the_naive_implementation(edition: Edition, data: st.DataObject, session: date) -> None:
    medicine = data.draw(medicines(session))
    findings = washout_findings(edition, [recognised(medicine)], session, MADRID, PlannedTreatment("-", frozenset()))
    expected = {row["id"]: found for row in PLAIN if (found := naive_washout.matches(row, medicine, session)) != "no"}
    concerned = [
        row
        for row in PLAIN
        if medicine["prescribed"] in row["prescribed"] and set(row["medicines"]) & (medicine["classes"] or frozenset())
    ]
    if any(row["branch"] == "do-not-stop" for row in concerned):
        for row in concerned:
            if row["branch"] == "avoid":
                expected.pop(row["id"], None)
    assert {finding.washout: finding.matches.value for finding in findings} == expected


@pytest.mark.proves("H-07")
@given(data=st.data(), session=SESSIONS)
def test_nothing_that_may_be_prescribed_is_told_away(edition: Edition, data: st.DataObject, session: date) -> None:
    medicine = recognised(data.draw(medicines(session)))
    branches = {finding.branch for finding in washout_findings(edition, [medicine], session, MADRID)}
    assert not (Branch.AVOID in branches and Branch.DO_NOT_STOP in branches)
    assert Branch.AVOID not in branches or medicine.prescribed is Answer.NO


@given(day=SESSIONS, months=st.integers(0, 14))
def test_the_naive_month_goes_back_to_a_day_of_the_right_month(day: date, months: int) -> None:
    back = day - timedelta(days=naive_washout.days(f"{months} mo", day))
    assert (back.year * 12 + back.month) == (day.year * 12 + day.month) - months
    assert datetime.combine(back, time()) <= datetime.combine(day, time())
