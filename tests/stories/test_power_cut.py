"""The power goes at every step: what was answered is there once, what was not is there once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from nappage.engine.story import Side, Site
from nappage.web.session.sites import key_of
from support.cast import PASSWORD
from support.power_cut import Installation, Step, counted, disturbed, new_installation

NOW = datetime(2026, 3, 3, 9, 25, tzinfo=UTC)
RIGHT, LEFT = (key_of(Site("thigh", side)) for side in (Side.RIGHT, Side.LEFT))

# Neither needs the database of this process, and both use one: they run on each engine.
pytestmark = [pytest.mark.database, pytest.mark.long]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return an installation that is made once and copied for each test."""
    return new_installation(tmp_path_factory.mktemp("power") / "prepared", NOW)


@pytest.fixture
def homes(prepared: Installation, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Return two copies: one where nothing happens, one where the power goes."""
    calm, struck = prepared.copy(tmp_path / "calm"), prepared.copy(tmp_path / "struck")
    yield calm, struck
    for home in (calm, struck):
        if home.server is not None and home.server.poll() is None:
            home.cut()


def registration(number: int) -> Step:
    """Return the registering of one patient at the desk."""
    form = {
        "name": f"Demo patient {number:03}", "born_0": "14", "born_1": "5", "born_2": str(1950 + number),
        "sex": "female", "language": "en", "phone": "", "email": "",
    }  # fmt: skip
    return Step(f"register {number}", "reception", "/patients/register/", form)


def charting(known: dict[str, str]) -> list[Step]:
    """Return S1's first session from its time-out to the signature."""
    session = f"/patients/{known['person']}/session"
    visit = f"{session}/{known['visit']}"

    def step(named: str, path: str, **form: object) -> Step:
        return Step(named, "injector", path, form)

    def chart(site: str) -> Step:
        sent = {
            "id": str(uuid4()), "ago": 0, "site": site, "technique": "nappage", "volume": "0.02", "depth": "3",
            "layer": "superficial-subcutis", "operator": "injector-1", "punctures": 60,
        }  # fmt: skip
        return Step(f"chart {site}", "injector", f"{visit}/passes", sent=sent)

    said = {"identifiers": ["name", "birth-date"], "sites": [RIGHT, LEFT]}
    signed = {"passes": 4, "punctures": 240, "volume": "4.80 mL", "seen": "on", "secret_of_member": PASSWORD}
    return [
        step("time-out and start", f"{visit}/start/", **said),
        chart(RIGHT),
        chart(RIGHT),
        chart(LEFT),
        step("stop", f"{session}/stop/"),
        step("go on", f"{visit}/resume/", words="The phone rang; nothing was seen."),
        chart(LEFT),
        step("last puncture", f"{visit}/closing/end/"),
        step("volumes", f"{visit}/closing/volumes/", drawn="5.0", wasted="0.2"),
        step("sign", f"{visit}/closing/sign/", **signed),
    ]


def test_a_patient_is_registered_once_whenever_the_power_goes(homes: tuple[Installation, Installation]) -> None:
    calm, struck = homes
    script = [registration(number) for number in range(1, 3)]
    disturbed(struck, script, counted(calm, script))


def test_a_session_is_charted_once_whenever_the_power_goes(homes: tuple[Installation, Installation]) -> None:
    calm, struck = homes
    script = charting(calm.known)
    expected = counted(calm, script)
    assert expected[-1]["entry pass"] == 4
    assert expected[-1]["entry signed"] == 1
    disturbed(struck, script, expected)
