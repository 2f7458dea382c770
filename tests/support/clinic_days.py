"""A clinic in Madrid, its staff and its days: the ground on which courses are laid in these tests. All fictional."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from nappage.engine.policy import Activation, Opening, Policy, Role, Signature, StaffMember
from nappage.engine.story import Criterion, Patient, Plan, Session, SessionState, Side, Site, Story
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan

MADRID = ZoneInfo("Europe/Madrid")
LONG_AGO, FAR_AHEAD = date(2020, 1, 1), date(2030, 1, 1)
WEEK = (*(Opening(day, time(9), time(18)) for day in range(5)), Opening(5, time(9), time(14)))
STAFF = tuple(StaffMember(role.value, role, LONG_AGO, FAR_AHEAD) for role in Role)
ACTIVE = tuple(
    Activation(indication, "fictional", FAR_AHEAD)
    for indication in ("localised-fat", "cellulite", "loose-skin", "face-neck-rejuvenation", "pigment-lightening")
)
CLINIC = Policy(
    "madrid",
    "ES",
    MADRID,
    Signature("director", LONG_AGO),
    WEEK,
    indications=ACTIVE,
    staff=STAFF,
    late_tolerance=CalendarSpan.parse("3 d"),
    fictional=True,
)


def at(text: str) -> datetime:
    """Return the instant of a local time in Madrid: "2026-03-03 10:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=MADRID).astimezone(UTC)


def shown(instant: datetime | None) -> str:
    """Return the local time in Madrid as a table shows it; nothing for an unknown one."""
    return f"{instant.astimezone(MADRID):%a %-d %b %Y %H:%M}" if instant else ""


def given(*starts: str, elsewhere: bool = False) -> tuple[Session, ...]:
    """Return sessions that were given at these local times."""
    return tuple(Session(at(start), SessionState.GIVEN, elsewhere=elsewhere) for start in starts)


def booked(*starts: str) -> tuple[Session, ...]:
    """Return bookings at these local times."""
    return tuple(Session(at(start)) for start in starts)


def plan(indication: str, variant: str, sessions: int, checkpoint: int = 4) -> Plan:
    """Return a plan with everything agreed that its signature needs."""
    return Plan(
        indication,
        variant,
        (Site("thigh", Side.LEFT), Site("thigh", Side.RIGHT)),
        "F1",
        sessions,
        sentinel="upper-arm",
        criterion=Criterion(checkpoint, "mid-thigh", Quantity.parse("-1.5 cm")),
        lifestyle="declined",
    )


def story(agreed: Plan | None, *sessions: Session) -> Story:
    """Return the story of a woman with this plan and these sessions."""
    return Story(Patient(date(1990, 5, 14)), plan=agreed, sessions=sessions)
