"""A stay: one browser in which somebody logged in at the patient door, about whom, and until when.

It lives in the session and is asked with the instant of the request. It is no sitting of the clinic: who stays here
sits nowhere there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from nappage.assessment.own_access import accesses_of
from nappage.records.models import PortalAccess
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.web.kept_state import KeptState

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=20)
CONFIRMED_FOR = timedelta(minutes=5)
# The session is written to the database at most this often for the sake of the idle end alone.
GRAIN = timedelta(seconds=30)


@dataclass(frozen=True)
class Stay(KeptState):
    """The stay of a session at an instant."""

    KEY = "stay"

    @property
    def opened(self) -> bool:
        """Return whether somebody logged in here at the patient door, however long ago."""
        return bool(self._state)

    @property
    def lasts(self) -> bool:
        """Return whether it goes on: not idle for long, and not older than half a day."""
        return self._within("opened", LASTS) and self._within("seen", IDLE)

    @property
    def dozes(self) -> bool:
        """Return whether it went idle, and is young enough to go on behind a code."""
        return self._within("opened", LASTS) and not self._within("seen", IDLE)

    @property
    def access_id(self) -> UUID | None:
        """Return by which access somebody is here, once that is said."""
        chosen = self._state.get("access")
        return UUID(chosen) if chosen else None

    @property
    def clinic(self) -> str:
        """Return the clinic of that access, "" before it is said."""
        return str(self._state.get("clinic") or "")

    @property
    def several(self) -> bool:
        """Return whether the account has more than one person to choose from."""
        return bool(self._state.get("several"))

    @property
    def confirmed(self) -> bool:
        """Return whether somebody proved within the last five minutes who they are."""
        return self._within("confirmed", CONFIRMED_FOR)

    def open(self, *, several: bool = False) -> None:
        """Begin: somebody has just logged in; about whom may still be asked."""
        now = self.at.isoformat()
        self.session[self.KEY] = {"opened": now, "seen": now, "confirmed": now, "several": several}

    def choose(self, access: PortalAccess) -> None:
        """Let it be about the person of an access from now on."""
        self._set(access=str(access.id), clinic=str(access.clinic_id))

    def confirm(self) -> None:
        """Note that somebody has just proved who they are; that wakes a stay that went idle."""
        self._set(confirmed=self.at.isoformat(), seen=self.at.isoformat())

    def remain(self) -> None:
        """Note that somebody is there."""
        if not self._within("seen", GRAIN):
            self._set(seen=self.at.isoformat())


def open_stay(stay: Stay, user: UUID) -> bool:
    """Open a stay for an account that has just logged in, by code or passkey; return whether it opens any record."""
    with seeing(connection, EVERY_CLINIC):
        found = accesses_of(user, stay.at)
    if found:
        stay.open(several=len(found) > 1)
    return bool(found)
