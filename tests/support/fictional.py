"""The fictional formulary of the scenarios, its clinic in Madrid, and short ways to write a story. Not dosing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from nappage.engine.policy import Policy, Role, SignedAgent, SignedMixture, StaffMember
from nappage.engine.story import (
    AllergyTest,
    Component,
    Formula,
    Pass,
    Session,
    SessionState,
    Site,
    TestSubstance,
    WhealReading,
)
from nappage.library.timezones import timezone
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan

MADRID = timezone("Europe/Madrid")
AGENT_A = SignedAgent(
    "A", Quantity.parse("10 mg/mL"), Quantity.parse("40 mg"), agent_class="vitamin", new_lot_closes_test=False
)
AGENT_B = SignedAgent(
    "B", None, Quantity.parse("4 mL"), by_volume=True, agent_class="plant-extract", new_lot_closes_test=False
)
AGENT_L = SignedAgent(
    "L",
    Quantity.parse("1 %"),
    Quantity.parse("200 mg"),
    agent_class="local-anaesthetic-amide",
    new_lot_closes_test=False,
)
AGENT_P = SignedAgent(
    "P", Quantity.parse("50 mg/mL"), Quantity.parse("100 mg"), agent_class="antibiotic", new_lot_closes_test=False
)
FORMULARY = (AGENT_A, AGENT_B, AGENT_L, AGENT_P)
STAFF = (
    StaffMember("nurse", Role.INJECTOR, date(2020, 1, 1), date(2030, 1, 1)),
    StaffMember("assistant", Role.ASSISTANT, date(2020, 1, 1), date(2030, 1, 1)),
    StaffMember("physician", Role.PHYSICIAN, date(2020, 1, 1), date(2026, 12, 31)),
)


def policy(*agents: SignedAgent, **changes: object) -> Policy:
    """Return the policy of the Madrid clinic, with these agents instead of the four and with these changes."""
    given: dict[str, object] = {
        "clinic": "madrid",
        "jurisdiction": "ES",
        "zone": MADRID,
        "signed": None,
        "openings": (),
        "formulary": agents or FORMULARY,
        "mixtures": (SignedMixture(("A", "B"), "fictional"),),
        "staff": STAFF,
        "test_validity": CalendarSpan(months=6),
    }
    return Policy(**{**given, **changes})  # type: ignore[arg-type]  # the tests name the fields


def component(agent: str, volume: str = "1 mL", strength: str = "", lot: str = "") -> Component:
    """Return a component as it would be typed."""
    return Component(agent, Quantity.parse(volume), Quantity.parse(strength) if strength else None, lot)


F1 = Formula("F1", (component("A", "3.0 mL", "10 mg/mL"), component("B", "2.0 mL")))


def instant(text: str, zone: str = "UTC") -> datetime:
    """Return the instant of a local time in a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone(zone) if zone != "UTC" else UTC).astimezone(UTC)


TEST_AT = instant("2026-03-02 10:00", "Europe/Madrid")


def wheal(
    after: str,
    size: str,
    *,
    flare: str = "no",
    infiltrate: str = "no",
    of: TestSubstance = TestSubstance.MIX,
    at: datetime = TEST_AT,
    meanwhile: str = "",
) -> WhealReading:
    """Return a reading so long after a test ("20 min", "24 h"), of a size in mm ("5" or "5x4")."""
    number, unit = after.split()
    later = timedelta(minutes=float(number) * (60 if unit == "h" else 1))
    long_axis, _, short_axis = size.partition("x")
    axes = [Quantity.parse(f"{axis} mm") for axis in (long_axis, short_axis or long_axis)]
    return WhealReading(
        of,
        at + later,
        "nurse",
        axes[0],
        axes[1],
        Answer(flare or "unknown"),
        Answer(infiltrate or "unknown"),
        meanwhile,
    )


def control(after: str, size: str, at: datetime = TEST_AT, flare: str = "no") -> WhealReading:
    """Return a reading of the saline control."""
    return wheal(after, size, of=TestSubstance.CONTROL, at=at, flare=flare)


def clear_readings(at: datetime = TEST_AT) -> tuple[WhealReading, ...]:
    """Return readings in which nothing was seen, early or late."""
    return wheal("18 min", "5", at=at), control("18 min", "5", at=at), wheal("24 h", "0", at=at)


def allergy_test(
    *components: Component,
    at: datetime = TEST_AT,
    readings: tuple[WhealReading, ...] | None = None,
    id: str = "T1",
    entered_at: datetime | None = None,
    second: str = "",
    control: bool = True,
) -> AllergyTest:
    """Return a test of F1, or of these components, in which nothing was seen, unless said otherwise."""
    seen = clear_readings(at) if readings is None else readings
    return AllergyTest(id, components or F1.components, at, "nurse", entered_at or at, seen, second, control)


def session(
    start: str = "2026-03-03 10:30",
    formula: str = "F1",
    punctures: tuple[int, ...] = (120, 120),
    each: str = "0.02 mL",
    **changes: object,
) -> Session:
    """Return a given session of the Madrid clinic, one pass for each count of punctures."""
    passes = tuple(Pass(Site("thigh"), "nappage", count, Quantity.parse(each)) for count in punctures)
    given: dict[str, object] = {"state": SessionState.GIVEN, "formula": formula, "passes": passes}
    return Session(instant(start, "Europe/Madrid"), **{**given, **changes})  # type: ignore[arg-type]  # named fields


def mg(amount: str) -> Quantity:
    """Return an amount in mg."""
    return Quantity.parse(f"{Decimal(amount)} mg")
