"""What the kept account library finds wrong, told in our four parts."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nappage.values.fault import Fault
from nappage.web.forms import fault_error

_PAIR = _("User name and password")
_CODE = _("Code")
_WAIT = _("Wait five minutes, then try again.")
_TELL_DIRECTOR = _("If you do not know it any more, ask the director.")
FAULTS: Mapping[str, tuple[object, object, object, object]] = {
    "username_password_mismatch": (
        _PAIR,
        _("a user name and the password that belongs to it"),
        _("two that do not belong together"),
        _("Type both again. After five wrong tries you have to wait five minutes."),
    ),
    "too_many_login_attempts": (_PAIR, _("at most five wrong tries in five minutes"), _("more than that"), _WAIT),
    "rate_limited": (_("This page"), _("fewer tries in a minute"), _("more than that"), _WAIT),
    "incorrect_password": (_("Password"), _("your password"), _("another one"), _TELL_DIRECTOR),
    "enter_current_password": (_("Password"), _("your present password"), _("another one"), _TELL_DIRECTOR),
    "incorrect_code": (
        _CODE,
        _("the code that is shown now, or a recovery code not used yet"),
        _("another one"),
        _("Wait for the next code and type it. Is the clock of your telephone right?"),
    ),
    "account_inactive": (
        _("This account"),
        _("one that is in use"),
        _("one that was closed"),
        _("Ask the director."),
    ),
    "cannot_delete_authenticator": (
        _("Second factor"),
        _("at least one, because your duties need it"),
        _("this is the last"),
        _("Add another one first."),
    ),
    "cannot_generate_recovery_codes": (
        _("Recovery codes"),
        _("a second factor that they stand in for"),
        _("none"),
        _("Set up an authenticator app or a passkey first."),
    ),
}


def worded(code: str, otherwise: ValidationError) -> ValidationError:
    """Return the error for a code of the library in four parts, the library's own where we have no words for it."""
    parts = FAULTS.get(code)
    return otherwise if parts is None else fault_error(Fault(*(str(part) for part in parts)))
