"""Given sessions with their zones and modalities."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.story import Component, Formula, Pass, Patient, Session, SessionState, Site, Story
from nappage.engine.treatment import Treatment, treatments
from nappage.values.quantity import Quantity

START = datetime(2026, 10, 6, 9, tzinfo=UTC)
END = START + timedelta(minutes=25)
MODALITIES = {"A": "intradermal", "D": "ablative-detergent", "C": "collagenase", "U": "", "W": "steam"}
POLICY = Policy(
    "c",
    "ES",
    ZoneInfo("Europe/Madrid"),
    None,
    (),
    formulary=tuple(SignedAgent(agent, modality=modality) for agent, modality in MODALITIES.items()),
)


def story(agents: str, *sessions: Session) -> Story:
    ml = Quantity.parse("1 mL")
    formula = Formula("F1", tuple(Component(agent, ml) for agent in agents))
    return Story(Patient(date(1990, 5, 14)), formulas=(formula,), sessions=sessions)


def given(*zones: str, formula: str = "F1", start: datetime = START, end: datetime | None = END) -> Session:
    return Session(start, SessionState.GIVEN, end, formula, tuple(Site(zone) for zone in zones))


@pytest.mark.parametrize(
    ("agents", "zones", "modalities"),
    [
        ("A", ("flank",), {"non-lytic"}),
        ("D", ("flank",), {"lytic"}),
        ("AD", ("flank",), {"lytic"}),
        ("D", ("chin",), {"lytic-submental"}),
        ("AD", ("chin",), {"lytic-submental"}),
        ("A", ("chin",), {"non-lytic"}),
        ("D", ("chin", "flank"), {"lytic"}),
        ("D", (), {"lytic"}),
        ("C", ("chin",), {"collagenase"}),
        ("DC", ("flank",), {"lytic", "collagenase"}),
        ("AU", ("flank",), set()),
        ("DW", ("flank",), set()),
        ("DX", ("flank",), set()),
    ],
)
def test_the_modality_follows_from_signed_agents_and_zones(
    edition: Edition, agents: str, zones: tuple[str, ...], modalities: set[str]
) -> None:
    [found] = treatments(story(agents, given(*zones)), POLICY, edition)
    assert found == Treatment(START, END, frozenset(zones), frozenset(modalities), "F1")


def test_a_session_of_an_unknown_formula_has_an_unknown_modality(edition: Edition) -> None:
    [found] = treatments(story("A", given("flank", formula="F9")), POLICY, edition)
    assert (found.modalities, found.formula) == (frozenset(), "F9")


def test_only_given_sessions_count_by_start_and_an_open_end_is_the_start(edition: Edition) -> None:
    later = given("flank", start=START + timedelta(days=7), end=None)
    booked = Session(START, formula="F1")
    found = treatments(story("A", later, booked, given("flank")), POLICY, edition)
    assert [one.started for one in found] == [START, later.start]
    assert [one.ended for one in found] == [END, later.start]


def test_zones_of_passes_count_too(edition: Edition) -> None:
    done = Pass(Site("thigh"), "nappage", 10, Quantity.parse("0.02 mL"))
    session = Session(START, SessionState.GIVEN, END, "F1", (Site("flank"),), (done,))
    assert treatments(story("A", session), POLICY, edition)[0].zones == {"flank", "thigh"}


@pytest.mark.parametrize(
    ("zones", "asked", "reached"),
    [({"flank"}, "flank", True), ({"flank"}, "thigh", False), ({"flank"}, "", True), (set(), "thigh", True)],
)
def test_an_unknown_zone_counts_as_reached(zones: set[str], asked: str, reached: bool) -> None:
    assert Treatment(START, END, frozenset(zones)).reached(asked) is reached
