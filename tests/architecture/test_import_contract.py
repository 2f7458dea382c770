"""The contract of .importlinter holds: dependencies point down, nothing is cyclic, the clinical packages are pure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from architecture.source_tree import ROOT


def test_the_import_contract_is_kept() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [str(lint), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "", "COLUMNS": "200"},
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
