"""Two linked records that do not say the same hold the screening gate and every coming session, and ask a clinician."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Role
from nappage.engine.precaution import read_only_with_a_cause
from nappage.engine.story import Disagreement
from support.open_visit import AT, gate, look

FOUND = Disagreement("born", ("1990-05-14", "1991-05-14"), AT - timedelta(hours=1))


def disagreeing(edition: Edition, *found: Disagreement) -> Outlook:
    return look(edition, disagreements=found)


@pytest.mark.proves("H-30")
def test_it_closes_the_screening_gate_with_what_each_record_says(edition: Edition) -> None:
    found = gate(disagreeing(edition, FOUND), GateName.SCREENING)
    assert found.state is GateState.CLOSED
    assert [because.fact.code for because in found.reasons] == ["gate.records-disagree"]
    assert found.reasons[0].fact["says"] == ("1990-05-14", "1991-05-14")
    assert found.reasons[0].sources


@pytest.mark.proves("H-30")
def test_it_holds_the_course_and_is_a_task_of_a_physician(edition: Edition) -> None:
    found = disagreeing(edition, FOUND)
    assert [because.fact.code for because in found.start.holds] == ["gate.records-disagree"]
    assert not found.start.may_start
    assert [task.who for task in found.tasks if task.what.code == "task.settle-records"] == [Role.PHYSICIAN]


def test_the_readings_that_nobody_takes_without_a_cause_are_named(edition: Edition) -> None:
    assert read_only_with_a_cause(edition) == {"hba1c", "platelets", "creatinine-clearance"}


def test_nothing_holds_where_records_agree(edition: Edition) -> None:
    found = disagreeing(edition)
    assert found.start.may_start
    assert "task.settle-records" not in [task.what.code for task in found.tasks]
