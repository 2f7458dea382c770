"""Outside the demo nothing has an insecure default: each is refused at the start, and all of them at once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from nappage.project.environment import database_settings, read_environment
from nappage.values.fault import Faulty

WHOLE = {
    "NAPPAGE_SECRET_KEY": "a" * 32,
    "NAPPAGE_MASTER_KEY": "5e" * 32,
    "NAPPAGE_HOSTS": "clinic.example",
    "NAPPAGE_BEHIND_PROXY": "1",
}


def faults(variables: dict[str, str]) -> list[str]:
    """Return what is refused."""
    with pytest.raises(Faulty) as refused:
        read_environment(variables)
    return [fault.thing for fault in refused.value.faults]


def test_it_starts_with_all_that_it_needs(tmp_path: Path) -> None:
    found = read_environment(WHOLE | {"NAPPAGE_DATA": str(tmp_path / "clinic")})
    assert (found.demo, found.debug, found.hosts, found.folder) == (
        False, False, ("clinic.example",), tmp_path / "clinic",
    )  # fmt: skip
    assert not (tmp_path / "clinic").exists()


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"NAPPAGE_SECRET_KEY": ""}, "NAPPAGE_SECRET_KEY"),
        ({"NAPPAGE_SECRET_KEY": "short"}, "NAPPAGE_SECRET_KEY"),
        ({"NAPPAGE_MASTER_KEY": ""}, "NAPPAGE_MASTER_KEY"),
        ({"NAPPAGE_MASTER_KEY": "5e" * 31}, "NAPPAGE_MASTER_KEY"),
        ({"NAPPAGE_MASTER_KEY": "no hexadecimal digits"}, "NAPPAGE_MASTER_KEY"),
        ({"NAPPAGE_DEBUG": "1"}, "NAPPAGE_DEBUG"),
        ({"NAPPAGE_HOSTS": " "}, "NAPPAGE_HOSTS"),
        ({"NAPPAGE_BEHIND_PROXY": "0"}, "NAPPAGE_BEHIND_PROXY"),
        ({"NAPPAGE_DATABASE": "mysql://u:p@h/n"}, "NAPPAGE_DATABASE"),
        ({"NAPPAGE_DATABASE": "postgresql://u:p@h:port/n"}, "NAPPAGE_DATABASE"),
        ({"NAPPAGE_DATABASE": "postgresql://u:p@h/"}, "NAPPAGE_DATABASE"),
    ],
)
def test_it_refuses_each_insecure_start(said: dict[str, str], refused: str) -> None:
    assert faults(WHOLE | said) == [refused]


def test_all_faults_are_told_at_once_and_no_secret_in_them(tmp_path: Path) -> None:
    said = {"NAPPAGE_DEBUG": "1", "NAPPAGE_MASTER_KEY": "hush", "NAPPAGE_DATABASE": "mysql://u:hush@h/n"}
    assert faults(said) == [
        "NAPPAGE_SECRET_KEY", "NAPPAGE_DATABASE", "NAPPAGE_MASTER_KEY", "NAPPAGE_DEBUG", "NAPPAGE_HOSTS",
        "NAPPAGE_BEHIND_PROXY",
    ]  # fmt: skip
    with pytest.raises(Faulty) as refused:
        read_environment(said)
    assert "hush" not in str(refused.value)


def test_the_demo_makes_its_own_keys_once_for_its_owner_only(tmp_path: Path) -> None:
    variables = {"NAPPAGE_DATA": str(tmp_path / "demo"), "NAPPAGE_DEMO": "1"}
    first, again = read_environment(variables), read_environment(variables)
    assert (first.secret_key, first.master_key) == (again.secret_key, again.master_key)
    assert first.secret_key != first.master_key
    for name in ("secret.key", "master.key"):
        assert stat.S_IMODE((tmp_path / "demo" / name).stat().st_mode) == 0o600
    assert first.hosts == ("localhost", "127.0.0.1")


def test_the_embedded_database_is_durable_and_never_deadlocks(tmp_path: Path) -> None:
    options = database_settings(read_environment(WHOLE | {"NAPPAGE_DATA": str(tmp_path)}))["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert f"PRAGMA {pragma};" in options["init_command"]


def test_an_address_of_postgresql_is_read_with_its_odd_characters() -> None:
    found = database_settings(
        read_environment(WHOLE | {"NAPPAGE_DATABASE": "postgresql://clinic%40north:p%2Fw@db.example:5433/nappage"})
    )
    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "nappage", "USER": "clinic@north", "PASSWORD": "p/w", "HOST": "db.example", "PORT": "5433",
    }  # fmt: skip
