"""What the setting up of the environment says where it cannot go on by itself: exactly what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from architecture.source_tree import ROOT

ORDINARY_PERSON = {"id": "echo 1000"}


def run(folder: Path, script: str, commands: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script where only these commands are found besides those of the shell."""
    for name, body in commands.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (folder / name).chmod(0o755)
    for tool in ("dirname", "tr"):
        (folder / tool).unlink(missing_ok=True)
        (folder / tool).symlink_to(str(shutil.which(tool)))
    environment = {**os.environ, "PATH": str(folder), "SYSTEM_PYTHON": ""}
    return subprocess.run(
        ["/bin/sh", *f"{ROOT}/{script}".split()],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_venv_and_without_root_it_names_the_package(tmp_path: Path) -> None:
    python = 'case "$*" in *ensurepip*) exit 1;; *) exit 0;; esac'
    result = run(tmp_path, "tools/environment.sh", {**ORDINARY_PERSON, "python3": python})
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "Python's venv module is not installed. Run as root:",
        "    apt-get update && apt-get install -y python3-venv",
    ]


def test_without_a_new_enough_python_it_names_the_package(tmp_path: Path) -> None:
    result = run(tmp_path, "tools/environment.sh", {**ORDINARY_PERSON, "python3": "exit 1"})
    assert result.returncode == 1
    assert result.stderr.splitlines()[:2] == [
        "Python 3.11 or newer was not found.",
        "Debian 12: run as root   apt-get update && apt-get install -y python3 python3-venv",
    ]


def test_without_make_and_without_root_it_names_the_package(tmp_path: Path) -> None:
    result = run(tmp_path, ".ci/run", ORDINARY_PERSON)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "    apt-get update && apt-get install -y make"


def test_as_root_what_is_missing_is_installed_by_name(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    commands = {"id": "echo 0", "apt-get": f'echo "$*" >> {asked}'}
    run(tmp_path, ".ci/run", commands)
    assert asked.read_text("utf-8").splitlines() == ["update -qq", "install -y -qq make"]


NEEDED_BY_TESTS = ("chromium", "chromium-headless-shell", "poppler-utils")


def test_without_root_what_the_tests_need_of_the_system_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "tools/system.sh testing", ORDINARY_PERSON)
    assert result.returncode == 1
    said, command = result.stderr.splitlines()
    assert said.startswith("Not installed: ")
    assert command.startswith("    apt-get update && apt-get install -y ")
    assert [name for name in NEEDED_BY_TESTS if name not in said or name not in command] == []


def test_as_root_what_the_tests_need_of_the_system_is_installed(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    result = run(tmp_path, "tools/system.sh testing", {"id": "echo 0", "apt-get": f'echo "$*" >> {asked}'})
    assert result.returncode == 0
    update, install = asked.read_text("utf-8").splitlines()
    assert update == "update -qq"
    assert [name for name in NEEDED_BY_TESTS if name not in install] == []


def test_running_needs_no_browser(tmp_path: Path) -> None:
    result = run(tmp_path, "tools/system.sh running", ORDINARY_PERSON)
    assert [name for name in NEEDED_BY_TESTS if name in result.stderr] == []
