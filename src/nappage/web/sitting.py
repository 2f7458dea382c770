"""A sitting: one browser in which somebody logged in fully, who is at it now, and whether it is locked.

It lives in the session and is asked with the instant of the request. A tablet that several people share has one
sitting; whoever is at it is `member`, and everybody else of the clinic may take over by PIN until it is too old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from nappage.records.models import Member
from nappage.web.kept_state import KeptState

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=2)
CONFIRMED_FOR = timedelta(minutes=5)
# The session is written to the database at most this often for the sake of the idle lock alone.
GRAIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Sitting(KeptState):
    """The sitting of a session at an instant."""

    KEY = "sitting"

    @property
    def member_id(self) -> UUID | None:
        """Return who is at it, or was when it locked."""
        chosen = self.session.get("member")
        return UUID(chosen) if chosen else None

    @property
    def lasts(self) -> bool:
        """Return whether somebody logged in fully here within the last twelve hours."""
        return self._within("opened", LASTS)

    @property
    def locked(self) -> bool:
        """Return whether it is locked: by hand, or because nothing was asked for two minutes."""
        return bool(self._state.get("locked")) or not self._within("seen", IDLE)

    @property
    def confirmed(self) -> bool:
        """Return whether who is at it proved it within the last five minutes."""
        return self._state.get("confirmed_by") == self.session.get("member") and self._within(
            "confirmed", CONFIRMED_FOR
        )

    def open(self) -> None:
        """Begin: somebody has just logged in fully; who they are at which clinic may still be asked."""
        now = self.at.isoformat()
        self.session.pop("member", None)
        self.session[self.KEY] = {"opened": now, "seen": now, "locked": False}

    def seat(self, member: Member, *, proved: bool = True) -> None:
        """Put a member at it, who has just proved who they are unless said otherwise."""
        self.session["member"] = str(member.id)
        self._set(seen=self.at.isoformat(), locked=False)
        if proved:
            self.confirm()

    def confirm(self) -> None:
        """Note that who is at it has just proved it."""
        self._set(confirmed=self.at.isoformat(), confirmed_by=self.session.get("member"))

    def stay(self) -> None:
        """Note that somebody is there."""
        if not self._within("seen", GRAIN):
            self._set(seen=self.at.isoformat())

    def lock(self) -> None:
        """Lock it until somebody proves who they are."""
        self._set(locked=True, confirmed="")
