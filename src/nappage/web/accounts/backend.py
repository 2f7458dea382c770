"""How somebody is known who logged in before: by the library's own ways, read by a query whose words stand."""

from __future__ import annotations

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from nappage.records.models import User
from nappage.records.standing_query import StandingQuery

_USERS = StandingQuery(lambda id: User.objects.filter(pk=id))


class ClinicBackend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Authenticates as the library does."""

    def get_user(self, user_id: UUID) -> User | None:
        """Return who logged in, or None where the account is closed."""
        user = _USERS.first(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
