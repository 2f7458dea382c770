"""Codes to log in with at the patient door. From outside, an address that opens a record and one of nobody are alike.

Both leave one row in one transaction, are counted and limited alike, and are answered before anything is sent: the
outbox sends, later and by itself.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from nappage.actions.messages import send_code
from nappage.actions.portal_accesses import written_address
from nappage.assessment.channel import Channel
from nappage.assessment.own_access import accesses_of
from nappage.records.keys import new_key
from nappage.records.models import LoginCode, PortalAccess, User
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.values.fault import Fault, Faulty

LASTS = timedelta(minutes=10)
TRIES = 5
# So many codes for one address in an hour: enough for a slow mail, and no use for guessing.
MOST, SPAN = 5, timedelta(hours=1)
FORGOTTEN = timedelta(days=1)
DIGITS = 6
NOBODY = UUID(int=0)


def ask_for_code(address: str, at: datetime) -> UUID:
    """Return the id of a code, which is sent if the address opens somebody's record; Faulty after too many of them."""
    where, id = written_address(address), new_key()
    asked_for = _digest("address", where)
    with seeing(connection, EVERY_CLINIC), transaction.atomic():
        LoginCode.objects.filter(at__lt=at - FORGOTTEN).delete()
        if LoginCode.objects.filter(asked_for=asked_for, at__gt=at - SPAN).count() >= MOST:
            raise Faulty([_too_many()])
        user = _account(where)
        found = accesses_of(user.id if user else NOBODY, at)
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        LoginCode.objects.create(
            id=id,
            user=user if found else None,
            asked_for=asked_for,
            digest=_digest(str(id), code),
            at=at,
            until=at + LASTS,
        )
        if found:
            _send(found[0].access, where, code, at)
    return id


def try_code(id: UUID, typed: str, at: datetime) -> User:
    """Return the account that a code opens, once; Faulty if it is another one, too old, used, or tried too often."""
    with transaction.atomic():
        # The code alone is locked: PostgreSQL locks no account that may not be there.
        row = LoginCode.objects.select_for_update(of=("self",)).select_related("user").filter(pk=id).first()
        if row is None or row.used or at >= row.until or row.tries >= TRIES:
            raise Faulty([_ended()])
        code = "".join(letter for letter in typed if letter.isdigit())
        if row.user is not None and row.user.is_active and hmac.compare_digest(row.digest, _digest(str(id), code)):
            LoginCode.objects.filter(pk=id).update(used=True)
            return row.user
        LoginCode.objects.filter(pk=id).update(tries=F("tries") + 1)
    raise Faulty([_wrong(TRIES - row.tries - 1)])


def _account(address: str) -> User | None:
    named = {"email": address} if "@" in address else {"phone": address}
    return User.objects.filter(is_active=True, memberships=None, **named).first() if address else None


def _send(access: PortalAccess, address: str, code: str, at: datetime) -> None:
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    send_code(access.clinic_id, access.person_id, channel, code, at, at + LASTS, address=address)


def _digest(salt: str, text: str) -> str:
    return salted_hmac(f"nappage.login-code.{salt}", text, algorithm="sha256").hexdigest()


def _too_many() -> Fault:
    expected = _("at most {most} codes in an hour").format(most=MOST)
    return Fault(_("Code"), expected, _("more than that"), _("Use the last one we sent, or wait an hour."))


def _ended() -> Fault:
    return Fault(_("Code"), _("one that is still good"), _("one that has ended"), _("Ask for a new code."))


def _wrong(left: int) -> Fault:
    if left < 1:
        return _ended()
    remedy = _("Look at the last message and type it again. Tries left: {left}.").format(left=left)
    return Fault(_("Code"), _("the one that we sent"), _("another one"), remedy)
