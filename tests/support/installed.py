"""What is done inside an installation of its own: `python -m support.installed COMMAND`, under support.served."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

import django

from support import worked

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def make() -> dict[str, str]:
    """Make a clinic with a patient before the first session; return who is logged in and what their forms carry."""
    from django.conf import settings

    from nappage.console.demo.make import prepare_database
    from nappage.web.binding import Binding
    from support.cast import new_clinic
    from support.sessions import at_the_chair

    prepare_database()
    cast = new_clinic()
    chair = at_the_chair(cast)
    found = {"clinic": cast.clinic.id, "person": chair.laid.person, "visit": chair.visit.id}
    cookies = {
        duty: cast.client(duty).cookies[settings.SESSION_COOKIE_NAME].value for duty in ("reception", "injector")
    }
    bound = Binding(cast.injector.id, chair.laid.person).token()
    return {name: str(value) for name, value in found.items()} | cookies | {"bound": bound}


def trail(clinic: str) -> int | None:
    """Return where the chain of a clinic's trail is broken, None if it is whole."""
    from nappage.actions.audit import broken_at

    return broken_at(UUID(clinic))


def write(number: str, until: str) -> int:
    """Register patients and write into their charts until a file is there; return how many entries were confirmed."""
    from pathlib import Path

    from nappage.actions.acting import Actor
    from nappage.actions.entries import record
    from nappage.actions.persons import register
    from nappage.engine.story import Allergy
    from nappage.records.models import Member

    actor, written = Actor(Member.objects.get(slug="physician-1"), NOW), 0
    while not Path(until).exists():
        person = register(actor, name=f"Demo writer {number} {written}", born=date(1990, 5, 14))
        for word in ("latex", "lidocaine", "nickel"):
            record(actor, "reply.record", person.id, Allergy(word))
        written += 4
    return written


def digest() -> str:
    """Return the hash of all content."""
    from nappage.assessment.digest import content_digest

    return content_digest().digest


def prepare() -> None:
    """Bring the database to the present form, as a server does when it starts."""
    from nappage.console.demo.make import prepare_database

    prepare_database()


COMMANDS: Mapping[str, Callable[..., object]] = {
    "make": make,
    "trail": trail,
    "write": write,
    "digest": digest,
    "prepare": prepare,
    **worked.COMMANDS,
}

if __name__ == "__main__":
    django.setup()
    from django.db import connection

    from nappage.records.row_security import EVERY_CLINIC, see_clinic

    if sys.argv[1] != "make":
        see_clinic(connection, EVERY_CLINIC)
    sys.stdout.write(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
