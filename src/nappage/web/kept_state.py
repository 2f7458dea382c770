"""What the session of one browser keeps under one name, asked with the instant of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.sessions.backends.base import SessionBase


@dataclass(frozen=True)
class KeptState:
    """A part of a session at an instant; moments in it are kept as text."""

    KEY: ClassVar[str]

    session: SessionBase
    at: datetime

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.session.get(self.KEY) or {}
        return state

    def _set(self, **changes: Any) -> None:
        self.session[self.KEY] = {**self._state, **changes}

    def _within(self, name: str, span: timedelta) -> bool:
        """Return whether a moment has been and is not as long ago as a span."""
        text: str | None = self._state.get(name)
        return bool(text) and timedelta(0) <= self.at - datetime.fromisoformat(str(text)) < span
