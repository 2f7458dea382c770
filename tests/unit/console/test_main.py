"""What holds for every command: its help, and bad input that ends with every fault in four parts."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import click
import pytest

from nappage.console.main import cli
from unit.console.conftest import Run

COMMANDS = [
    ("outlook",), ("replay",), ("schema", "case"), ("serve",), ("demo",), ("digest",),
    ("claims", "check"), ("claims", "coverage"),
    ("backup",), ("restore",), ("doctor",), ("export",), ("import",), ("work",), ("bounce",), ("verify",),
    ("knowledge", "check"), ("knowledge", "show"), ("knowledge", "diff"), ("knowledge", "matrix"),
]  # fmt: skip


@pytest.mark.parametrize("command", [(), ("schema",), ("claims",), ("knowledge",), *COMMANDS], ids=" ".join)
def test_every_command_says_what_it_does(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert "." in result.output.partition("Options:")[0]


def test_every_command_is_tried_here() -> None:
    groups = [(name, each) for name, each in cli.commands.items() if isinstance(each, click.Group)]
    below = {(name, command) for name, group in groups for command in group.commands}
    alone = {(name,) for name, each in cli.commands.items() if not isinstance(each, click.Group)}
    assert below | alone == set(COMMANDS)


@pytest.mark.skipif(not list(metadata.distributions(name="nappage")), reason="nothing is installed to ask")
def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").output.startswith("nappage, version 0.")


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        (("outlook", "nowhere.toml"), "nowhere.toml"),
        (("outlook", "examples"), "examples"),
        (("outlook", "examples/s1-thighs.toml", "--at", "yesterday"), "--at"),
        (("outlook", "examples/s1-thighs.toml", "--at", "2026-03-29 02:30"), "--at"),
        (("outlook", "examples/s1-thighs.toml", "--knowledge", "docs"), "docs"),
        (("outlook", "examples/s1-thighs.toml", "--output", "README.md/x.txt"), "README.md"),
        (("outlook", "examples/s1-thighs.toml", "--record", "nowhere/x.json"), "nowhere/x.json"),
        (("replay", "nowhere.json"), "nowhere.json"),
        (("replay", "README.md"), "README.md"),
        (("claims", "check", "nowhere.txt"), "nowhere.txt"),
        (("claims", "check", "tests"), "tests"),
        (("knowledge", "show", "no-such-entry"), "ID"),
        (("knowledge", "check", "examples"), "s1-thighs.toml"),
    ],
    ids=" ".join,
)
def test_bad_input_ends_with_exit_code_2_and_four_parts(run: Run, typed: tuple[str, ...], thing: str) -> None:
    result = run(*typed)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert any(line.startswith(thing) for line in lines)
    assert [line.split()[0] for line in lines if line.startswith("  ")][:3] == ["expected", "found", "next"]
    assert lines[-1].endswith("nothing was changed.")


def test_all_faults_of_a_case_are_told_at_once(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text('nmae = "x"\n[story.patient]\nborn = "May"\n', "utf-8")
    lines = run("outlook", case).stderr.splitlines()
    assert [line for line in lines if not line.startswith("  ")] == [
        "case.toml.nmae",
        "case.toml.name",
        "case.toml.story.patient.born",
        "case.toml.policy",
        "4 faults; nothing was changed.",
    ]


def test_a_closed_pipe_is_no_fault_of_the_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("nappage.console.schema.case_schema", closed)
    result = run("schema", "case")
    assert result.exit_code == 1
    assert result.stderr == ""
