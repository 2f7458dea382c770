"""Where one run of the tests keeps its database: a folder of its own, removed when the run ends."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_NAMED = "NAPPAGE_TEST_FOLDER"


def run_folder() -> Path:
    """Return the folder of this run; the workers of a run share the one that its first process made."""
    if _NAMED not in os.environ:
        made = tempfile.mkdtemp(prefix="nappage-tests-")
        os.environ[_NAMED] = made
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(os.environ[_NAMED])
