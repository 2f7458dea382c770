"""A visit at which all eight gates are open: both thighs, Tue 3 Mar 2026 10:30 in Madrid. Tests change one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from nappage.engine.edition import Edition
from nappage.engine.gate import Gate, GateName
from nappage.engine.outlook import Outlook, outlook
from nappage.engine.policy import (
    Activation,
    EmergencyKit,
    Lot,
    Opening,
    Policy,
    Role,
    Signature,
    StaffMember,
)
from nappage.engine.question import Asks, Question
from nappage.engine.story import (
    Channel,
    Component,
    Consent,
    Formula,
    Patient,
    Plan,
    Reading,
    Reply,
    Session,
    Sex,
    Side,
    Site,
    Story,
)
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.fictional import AGENT_A, AGENT_B, AGENT_L, AGENT_P, allergy_test, instant, policy

MADRID = "Europe/Madrid"
AT = instant("2026-03-03 10:30", MADRID)
SIGNED = instant("2026-02-19 10:40", MADRID)
THIGHS = (Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT))
A = Component("A", Quantity.parse("3.0 mL"), Quantity.parse("10 mg/mL"), "A-1")
B = Component("B", Quantity.parse("2.0 mL"), None, "B-1")
P = Component("P", Quantity.parse("1.0 mL"), Quantity.parse("50 mg/mL"), "P-1")
F1 = Formula("F1", (A, B), SIGNED, "physician")
TEST = allergy_test(A, B)
_FROM, _UNTIL = date(2020, 1, 1), date(2026, 6, 30)
STAFF = (
    StaffMember("director", Role.DIRECTOR, _FROM, _UNTIL),
    StaffMember("physician", Role.PHYSICIAN, _FROM, _UNTIL),
    StaffMember("other-physician", Role.PHYSICIAN, _FROM, _UNTIL),
    StaffMember("prescriber", Role.PRESCRIBER, _FROM, _UNTIL),
    StaffMember("nurse", Role.INJECTOR, _FROM, _UNTIL, delegated_by="physician"),
    StaffMember("assistant", Role.ASSISTANT, _FROM, _UNTIL),
    StaffMember("reception", Role.RECEPTION, _FROM, _UNTIL),
)
CLINIC = policy(
    *(replace(agent, modality="intradermal") for agent in (AGENT_A, AGENT_B, AGENT_L, AGENT_P)),
    signed=Signature("director", date(2026, 1, 2)),
    openings=tuple(Opening(weekday, time(9), time(18)) for weekday in range(6)),
    indications=(Activation("cellulite", "fictional", date(2027, 12, 31)),),
    staff=STAFF,
    kit=EmergencyKit(date(2026, 3, 2), date(2026, 12, 31), ("nurse",)),
    lots=tuple(Lot(agent, f"{agent}-1", date(2026, 12, 31)) for agent in "ABLP"),
    minimum_age=18,
    area_cap=2,
)
PLAN = Plan(
    "cellulite",
    "001-body",
    THIGHS,
    "F1",
    10,
    technique="nappage",
    layer="superficial-subcutis",
    lifestyle="walks",
    sentinel="upper-arm",
    signed_at=SIGNED,
    signed_by="physician",
)


def answers(
    edition: Edition, at: datetime = AT, *, but: tuple[str, ...] = (), channel: Channel = Channel.CLINIC
) -> tuple[Reply, ...]:
    """Return a no to every question, and that both lists are whole; nothing to the questions in `but`."""
    asked = (question for question in edition.all(Question).values() if question.id not in but)
    return tuple(
        Reply(question.id, Answer.of(question.asks in (Asks.MEDICINES, Asks.ALLERGIES)), at, "patient", channel)
        for question in asked
    )


def visit_story(edition: Edition, **changes: Any) -> Story:
    """Return the story, with these fields instead."""
    given: dict[str, Any] = {
        "patient": Patient(date(1990, 5, 14), Sex.FEMALE, Quantity.parse("168 cm"), 2),
        "replies": answers(edition, AT - timedelta(minutes=20)),
        "readings": (Reading("weight", Quantity.parse("62.0 kg"), SIGNED),),
        "plan": PLAN,
        "formulas": (F1,),
        "consents": (Consent(SIGNED, "patient", "fictional-1"),),
        "tests": (TEST,),
        "sessions": (Session(AT, formula="F1", sites=THIGHS, injector="nurse"),),
    }
    return Story(**{**given, **changes})


def look(edition: Edition, clinic: Policy = CLINIC, at: datetime = AT, **changes: Any) -> Outlook:
    """Return the outlook of the story with these fields instead."""
    return outlook(visit_story(edition, **changes), clinic, edition, at)


def gate(found: Outlook, name: GateName) -> Gate:
    """Return one of the eight gates."""
    return next(each for each in found.gates if each.name is name)
