"""Where sessions are kept: in the database, as Django keeps them; read by a query whose words stand."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from nappage.records.standing_query import StandingQuery

_LASTING = StandingQuery(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(DatabaseSessions):
    """The session of one browser."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table that Django's own store keeps sessions in."""
        return Session

    def _get_session_from_db(self) -> Any:
        found = _LASTING.first(str(self.session_key), timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
