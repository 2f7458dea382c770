"""Making the demo: an empty database, the clinic, its patients, with progress for whoever waits."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.transaction import atomic

from nappage.console.demo.after import every_stage
from nappage.console.demo.clinic import NAME, made_at, make_clinic
from nappage.library.timezones import timezone
from nappage.records.models import Clinic
from nappage.records.row_security import EVERY_CLINIC, see_clinic
from nappage.values.local_time import at_local, local_day

ZONE = timezone("Europe/Madrid")
_PASSWORD = "demo.password"


def prepare_database() -> None:
    """Bring the database to the present form."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    see_clinic(connection, EVERY_CLINIC)


def demo_password(folder: Path) -> str:
    """Return the demo's password: made once, kept beside its database."""
    path = folder / _PASSWORD
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.choice(_WORDS) for _ in range(4)), encoding="utf-8")
    return path.read_text(encoding="utf-8")


# To be typed by somebody at a tablet: four of sixteen words is enough for a demo that only this machine reaches.
_WORDS = (
    "amber", "basil", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet",
    "juniper", "kelp", "lagoon", "maple", "nectar", "olive", "pebble",
)  # fmt: skip


def make_demo(now: datetime, folder: Path, tell: Callable[[str, int, int], None]) -> bool:
    """Make the demo clinic unless it is there; return whether it was made. `tell` hears each step and its number.

    It is made whole or not at all: one that was stopped half-way would be opened as if it were the demo.
    """
    prepare_database()
    if Clinic.objects.filter(name=NAME).exists():
        return False
    day = local_day(now, ZONE)
    with atomic():
        home = make_clinic(now, demo_password(folder))
        steps = list(every_stage(home, lambda hour, minute: at_local(day, time(hour, minute), ZONE), now))
        for number, (words, write) in enumerate(steps, 1):
            tell(words, number, len(steps))
            write()
    return True


def made_on() -> date:
    """Return the day around which the demo's days lie."""
    return local_day(made_at(Clinic.objects.get(name=NAME)), ZONE)
