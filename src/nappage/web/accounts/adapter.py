"""How the kept account library behaves here: the clinic makes accounts, a log-in opens a sitting and is audited."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nappage.actions.sittings import note_log_in, note_log_in_refused
from nappage.assessment.line import master_key
from nappage.records.models import Member
from nappage.web.accounts.second_factor import FACTORS, needs_second_factor
from nappage.web.accounts.wording import worded
from nappage.web.arrived import arrived
from nappage.web.stay import open_stay

_SECRET_OF_A_FACTOR = b"second factor"


class ClinicAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts of members of a clinic."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: a director adds a member."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Log in fully: open a sitting, and seat the account's only membership; with several, the clinic is asked."""
        super().login(request, user)
        if open_stay(arrived(request).stay, user.pk):
            return
        sitting = arrived(request).sitting
        sitting.open()
        members = list(Member.objects.filter(user=user, active=True)[:2])
        if len(members) == 1:
            sitting.seat(members[0])
            note_log_in(members[0], arrived(request).at)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where a log-in leads: somebody of the portal to their own door."""
        url: str = super().get_login_redirect_url(request)
        return reverse("my-person") if arrived(request).stay.opened else url

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Append the failed log-in to the trail."""
        super().authentication_failed(request, **credentials)
        note_log_in_refused(str(credentials.get("username", "")), arrived(request).at)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return an error in four parts."""
        return worded(code, super().validation_error(code, *args))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Authenticator apps, passkeys and recovery codes."""

    def encrypt(self, text: str) -> str:
        """Return a secret sealed with the installation's master key, as it is stored."""
        return base64.b64encode(master_key().seal(text.encode(), _SECRET_OF_A_FACTOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret in the clear."""
        return master_key().open(base64.b64decode(encrypted_text), _SECRET_OF_A_FACTOR).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether this factor may go: the last one of somebody whose duties need one may not."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        memberships = Member.objects.filter(user_id=authenticator.user_id, active=True)
        return not any(needs_second_factor(member) for member in memberships)

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return what a device shows beside a passkey: of somebody of the portal the address that they log in with."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        address = user.email or user.phone
        return entity | ({"name": address, "display_name": address} if address else {})

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """Return the name offered for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey {number}").format(number=number)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return an error in four parts."""
        return worded(code, super().validation_error(code, *args))
