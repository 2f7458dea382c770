"""The contract of .importlinter holds: dependencies point down, nothing is cyclic, the clinical packages are pure."""

from __future__ import annotations

import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

from architecture.source_tree import ROOT, modules_of


def test_the_import_contract_is_kept() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [str(lint), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "", "COLUMNS": "200"},
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


# What reads claims or words for people, and what knows nothing of medicine at all. Every other module is a rule.
NO_RULE = {
    "claim", "claim_recognition", "lexicon", "evidence", "sentence", "wording", "comparison", "frequent_question",
    "figure", "requirement", "source", "edition", "typed_name",
}  # fmt: skip


def test_every_rule_is_kept_from_claims() -> None:
    contract = ConfigParser()
    contract.read(ROOT / ".importlinter")
    kept = set(contract["importlinter:contract:claims"]["source_modules"].split())
    rules = {name.removesuffix(".py").partition("/")[2] for name in modules_of("engine")} - NO_RULE - {"__init__"}
    assert kept == {f"nappage.engine.{name}" for name in rules}
