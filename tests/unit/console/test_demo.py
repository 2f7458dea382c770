"""The demo clinic: made once, around now, with every patient at the stage that it is there to show."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.auth.hashers import check_password
from django.db import transaction

from nappage.actions.lots import uses_of
from nappage.actions.visits import Taken
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.questionnaire import said_today
from nappage.console.demo.clinic import PEOPLE, PIN, DemoClinic
from nappage.console.demo.make import ZONE, demo_password, made_on, make_demo
from nappage.console.demo.patients import stages
from nappage.console.demo.portal import ACCOUNTS
from nappage.console.main import cli
from nappage.console.serve import _show_logins
from nappage.engine.course import given
from nappage.engine.gate import GateState
from nappage.records.models import Clinic, Entry, Identity, Lot, Member, PortalAccess, Room, Slot, Visit
from nappage.values.local_time import at_local, local_day

# Earlier than anybody of the clinic is there: what has to be ready for who opens the demo is.
NOW = datetime(2026, 11, 22, 4, 49, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Demo:
    """The demo of a folder, and what was told while it was made."""

    folder: Path
    told: list[str]


@pytest.fixture(scope="module")
def made(once_per_module: AbstractContextManager[None], tmp_path_factory: pytest.TempPathFactory) -> Demo:
    with once_per_module:
        demo = Demo(tmp_path_factory.mktemp("demo"), [])
        assert make_demo(NOW, demo.folder, lambda words, _number, _of: demo.told.append(words))
        return demo


@pytest.fixture
def demo(made: Demo, db: None) -> Demo:
    """Return the demo, made once for the module."""
    return made


@pytest.mark.django_db
def test_who_got_a_lot_is_everybody_who_got_a_test_or_a_session(demo: Demo) -> None:
    """The history of the demo is written beside the screens; a recall has to find all of it."""
    injected = Entry.objects.filter(kind__in=("test", "started"), strikes__isnull=True)
    for lot in Lot.objects.filter(lot__in=("A-311", "B-552")):
        assert {use.entry for use in uses_of(lot)} == set(injected.values_list("pk", flat=True))


def looks() -> dict[str, Look]:
    clinic = Clinic.objects.get()
    names = dict(Identity.objects.values_list("person", "name"))
    found = glimpses(clinic.id, names, policy_in_force(clinic.id, NOW), NOW)
    return {names[person]: look for person, look in found.items()}


def closed(look: Look) -> set[str]:
    return {gate.name.value for gate in look.outlook.gates if gate.state is not GateState.OPEN}


@pytest.mark.usefixtures("demo")
def test_every_patient_stands_where_the_demo_says() -> None:
    found = looks()
    assert closed(found["Demo patient 014"]) == {"screening", "allergy-test"}
    (test,) = found["Demo patient 014"].story.tests
    assert timedelta(hours=24) < NOW - test.at < timedelta(hours=26), "its late reading can be recorded at once"
    assert len(found["Demo patient 015"].outlook.course.given) == 3
    assert found["Demo patient 015"].outlook.course.checkpoint is not None
    assert closed(found["Demo patient 016"]) == {"screening"}
    assert any(
        one.precaution.id == "P01" or "pregnan" in one.precaution.id
        for one in found["Demo patient 017"].outlook.findings
    )
    assert "pregnancy" in said_today(found["Demo patient 017"], ["pregnancy"])
    assert found["Demo patient 019"].outlook.after.triage.reports
    assert found["Demo patient 020"].story.allergies


@pytest.mark.usefixtures("demo")
def test_nobody_of_the_demo_was_treated_before_the_late_reading() -> None:
    treated = [look for look in looks().values() if given(look.story.sessions)]
    assert len(treated) >= 5
    for look in treated:
        first = min(session.start for session in given(look.story.sessions))
        for test in look.story.tests:
            assert any(test.at + DAY <= reading.at <= first for reading in test.readings), look.chart.person


@pytest.mark.usefixtures("demo")
def test_who_opens_the_demo_early_can_log_in_at_the_portal() -> None:
    assert PortalAccess.objects.filter(at__lte=NOW).count() == PortalAccess.objects.count() == len(ACCOUNTS)


@pytest.mark.usefixtures("demo")
def test_it_can_be_made_at_any_hour() -> None:
    """Only one visit follows the hour at which the demo is made: the test of whoever has a first session today."""
    clinic = Clinic.objects.get()
    members = {member.slug: member for member in Member.objects.all()}
    home = DemoClinic(clinic, members, tuple(Room.objects.order_by("name")))
    day = local_day(NOW, ZONE)
    Slot.objects.filter(visit__in=Visit.objects.filter(start=NOW - DAY - timedelta(minutes=30))).delete()
    Slot.objects.filter(visit__in=Visit.objects.filter(start=at_local(day, time(10, 30), ZONE))).delete()
    taken = []
    for quarter in range(4 * 24):
        now = at_local(day, time(quarter // 4, quarter % 4 * 15), ZONE)
        write = dict(stages(home, lambda hour, minute: at_local(day, time(hour, minute), ZONE), now))
        try:
            with transaction.atomic():
                write["tested yesterday, first session today"]()
                transaction.set_rollback(True)
        except Taken:
            taken.append(now)
    assert not taken


@pytest.mark.usefixtures("demo")
@pytest.mark.proves("E29")
def test_names_are_stored_exactly_as_written() -> None:
    names = set(Identity.objects.values_list("name", flat=True))
    assert {"Demomononym", "مريضة تجريبية", "D’emo-O'Patient ñ 🌿"} <= names
    assert any(len(name) > 130 for name in names)


@pytest.mark.usefixtures("demo")
def test_it_has_a_day_and_a_member_for_every_duty() -> None:
    assert Visit.objects.filter(start__date=NOW.date()).count() >= 9
    assert Member.objects.count() == len(PEOPLE)
    assert all(check_password(PIN, member.pin) for member in Member.objects.all())


def test_it_is_made_once(demo: Demo) -> None:
    assert demo.told
    assert not make_demo(NOW, demo.folder, lambda *_: pytest.fail("made again"))


@pytest.mark.usefixtures("demo")
def test_it_says_on_another_day_when_it_was_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made_on() == date(2026, 11, 22)
    _show_logins("http://localhost:1/", tmp_path)
    said = " ".join(capsys.readouterr().out.split())
    assert "It was made on 22 Nov 2026, and its days lie around that one" in said


def test_its_password_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    password = demo_password(tmp_path)
    assert demo_password(tmp_path) == password
    assert (tmp_path / "demo.password").stat().st_mode & 0o077 == 0


def test_serve_names_everything_that_makes_it_insecure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NAPPAGE_DEMO", "NAPPAGE_SECRET_KEY", "NAPPAGE_MASTER_KEY", "NAPPAGE_HOSTS", "NAPPAGE_BEHIND_PROXY"):
        monkeypatch.delenv(name, raising=False)
    ran = subprocess.run(
        [sys.executable, "-c", "from nappage.console.main import cli; cli()", "serve", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert all(name in ran.stderr for name in ("SECRET_KEY", "MASTER_KEY", "HOSTS", "BEHIND_PROXY"))


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("nappage.console.serve._make", lambda folder: None)
        monkeypatch.setattr("nappage.console.serve.use_installation", lambda folder: None)
        monkeypatch.setattr("nappage.console.serve._show_logins", lambda address, folder: None)
        ran = CliRunner().invoke(cli, ["demo", "--port", str(port), "--no-browser"])
    assert ran.exit_code == 2
    assert f"found     {port}" in ran.output
