"""Who needs a second factor, and whether they have one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from nappage.access.permissions import NEEDS_SECOND_FACTOR
from nappage.records.models import Member

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_factor(member: Member) -> bool:
    """Return whether a member's duties need one; nobody's do in the demo."""
    return not settings.NAPPAGE_DEMO and not NEEDS_SECOND_FACTOR.isdisjoint(member.duties)


def has_second_factor(member: Member) -> bool:
    """Return whether an authenticator app or a passkey is set up; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=member.user_id, type__in=FACTORS).exists())
