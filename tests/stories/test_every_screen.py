"""Every screen of the clinic, walked through in one browser: read by all, by thumb and by keyboard, at both sizes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID

import pytest
from playwright.sync_api import Page

from nappage.console.demo.after import every_stage
from nappage.console.demo.clinic import make_clinic
from nappage.console.demo.make import ZONE
from nappage.engine.edition import Edition
from nappage.records.models import Identity
from nappage.values.local_time import at_local, local_day
from support.addresses import guarded
from support.browser import Visitors, beside_playwright
from support.cast import PASSWORD, Cast
from support.device import SetClock
from support.walk import Walk, ways, who_may

NOW = datetime(2026, 3, 3, 9, 20, tzinfo=UTC)
FIRST = "Demo patient 014"
# Patients at other stages: what stands on a page about a person depends on where that person is.
ELSEWHERE = {
    "Demo patient 001": ("intake", "screening", "plan", "consent"),
    "Demo patient 002": ("plan", "plan-write", "consent", "visits"),
    "Demo patient 015": ("chart", "photos", "intake", "preparation", "session", "allergy-test", "consent"),
    "Demo patient 017": ("chart", "screening", "session"),
    "Demo patient 018": ("screening", "plan"),
    "Demo patient 019": ("chart",),
    "Demo patient 027": ("measures", "checkpoint"),
    "Demo patient 028": ("measures", "checkpoint"),
    "Demo patient 029": ("checkpoint",),
    "Demo patient 020": ("chart", "screening"),
    "Demo patient 030": ("after",),
    "Demo patient 040": ("messages",),
    "Demo patient 041": ("messages",),
    "Demo patient 031": ("after", "nodule", "chart"),
    "Demo patient 032": ("after", "adverse-event", "patient-emergency"),
    "Demo " + "Long " * 26 + "Name": ("chart", "labels", "visits", "identity"),
    "مريضة تجريبية": ("chart", "identity"),
}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the demo clinic on the morning of its day."""
    made = make_clinic(NOW, PASSWORD)
    day = local_day(NOW, ZONE)
    with beside_playwright():
        for _words, write in every_stage(made, lambda hour, minute: at_local(day, time(hour, minute), ZONE)):
            write()
    return Cast(made.clinic, made.members)


class Devices(dict[str, Page]):
    """A device for each duty, opened when it is first asked for."""

    def __init__(self, visitors: Visitors) -> None:
        super().__init__()
        self._visitors = visitors

    def __missing__(self, duty: str) -> Page:
        self[duty] = self._visitors(duty)
        return self[duty]


def person_of(clinic: Cast, name: str) -> UUID:
    found: UUID = Identity.objects.values_list("person", flat=True).get(clinic=clinic.clinic.id, name=name)
    return found


@pytest.mark.takes_longest
def test_every_screen_is_read_by_all_by_thumb_and_by_keyboard_at_both_sizes(
    page_as: Visitors, cast: Cast, clock: SetClock, edition: Edition
) -> None:
    clock(NOW)
    walk, devices = Walk(edition), Devices(page_as)

    def look(name: str, url: str, picture: str) -> None:
        walk.go(devices[who_may(name, cast.members)], url, name, picture)

    for name, url in ways(guarded(), person_of(cast, FIRST)):
        look(name, url, name)
    for number, (patient, names) in enumerate(ELSEWHERE.items(), 1):
        for name, url in ways([one for one in names if one in guarded()], person_of(cast, patient)):
            look(name, url, f"{name}-{number}")
    for name in [one for one in walk.found if one in guarded() and one not in walk.shown]:
        look(name, walk.found[name], name)
    if walk.wrong:
        pytest.fail("\n".join(walk.wrong), pytrace=False)
