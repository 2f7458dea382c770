"""Who has to do what: by the gate that is closed, the urgency that was reported, the state of the test."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nappage.engine import allergy_test
from nappage.engine.edition import Edition
from nappage.engine.gate import Gate, GateName, GateState, opened
from nappage.engine.policy import Role
from nappage.engine.symptom import Level
from nappage.engine.task import Work, may_close, tasks
from nappage.engine.triage import Triage
from nappage.values.statement import Because, say
from support.open_visit import AT, CLINIC
from support.reports import judged, reported

SAID = Because("rule", say("it.is-so"), say("it.can-change"))
OPENERS = {
    GateName.JURISDICTION: Role.DIRECTOR,
    GateName.SCREENING: Role.PHYSICIAN,
    GateName.CONSENT: Role.PRESCRIBER,
    GateName.FORMULA: Role.PRESCRIBER,
    GateName.LOT: Role.ASSISTANT,
    GateName.CREDENTIAL: Role.DIRECTOR,
    GateName.KIT: Role.ASSISTANT,
}


@pytest.mark.parametrize("name", GateName)
def test_a_closed_gate_is_opened_by_who_can(name: GateName) -> None:
    """The allergy test has tasks of its own: to read it, or to settle it."""
    found = tasks(Work(gates=(Gate(name, GateState.CLOSED, (SAID,)),)), CLINIC, AT)
    expected = [(name, OPENERS[name], SAID)] if name in OPENERS else []
    assert [(task.what["gate"], task.who, task.because) for task in found] == expected
    assert tasks(Work(gates=(opened(name),)), CLINIC, AT) == ()


@pytest.mark.proves("H-26")
@pytest.mark.parametrize(
    ("symptom", "age", "level", "who"),
    [
        ("bruise", "1 d", Level.OFTEN_SEEN, None),
        ("lump", "4 d", Level.CONTACT, Role.ASSISTANT),
        ("blanching", "1 h", Level.SAME_DAY, Role.PHYSICIAN),
        ("lip swelling", "1 h", Level.EMERGENCY, Role.PHYSICIAN),
    ],
)
def test_a_report_of_the_same_day_or_worse_is_a_physicians(
    edition: Edition, symptom: str, age: str, level: Level, who: Role | None
) -> None:
    found = judged(edition, reported(symptom, age))
    assert found.level is level
    work = Work(triage=Triage((found,)))
    assert [task.who for task in tasks(work, CLINIC, AT)] == ([who] if who else [])


@pytest.mark.parametrize(
    ("gate", "because", "what"),
    [
        (allergy_test.TestGate.OPENS, (SAID,), "task.read-test"),
        (allergy_test.TestGate.CLOSED, (SAID,), "task.settle-test"),
        (allergy_test.TestGate.CLOSED, (), "task.settle-test"),
    ],
)
def test_a_test_that_is_not_open_is_read_or_settled_and_says_why(
    gate: allergy_test.TestGate, because: tuple[Because, ...], what: str
) -> None:
    opens = AT + timedelta(hours=3)
    (task,) = tasks(Work(test=allergy_test.TestState(gate, opens, (), (), because)), CLINIC, AT)
    assert (task.what.code, task.who, task.due) == (what, Role.ASSISTANT, opens)
    assert task.because == (SAID if because else None)
    assert (
        tasks(Work(test=allergy_test.TestState(allergy_test.TestGate.OPEN, opens, (), (), because)), CLINIC, AT) == ()
    )


CLINICAL = {Role.PHYSICIAN, Role.PRESCRIBER, Role.INJECTOR, Role.ASSISTANT}


@pytest.mark.proves("H-26")
@pytest.mark.parametrize(
    ("level", "who"),
    [
        (Level.OFTEN_SEEN, CLINICAL),
        (Level.CONTACT, CLINICAL),
        (Level.SAME_DAY, {Role.PHYSICIAN}),
        (Level.EMERGENCY, {Role.PHYSICIAN}),
    ],
)
def test_a_report_is_closed_by_who_answers_for_its_level(level: Level, who: set[Role]) -> None:
    assert {role for role in Role if may_close(level, role)} == who
