"""Notifications to a browser (Web Push): encrypted for that browser alone, and handed to the service it named."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import timedelta

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush
from urllib3.exceptions import MaxRetryError, NewConnectionError, SSLError

from nappage.sending.carrier import Letter, Outcome
from nappage.sending.push_address import PushAddress, is_public, written

SECONDS = 20
# How long a service keeps it for a telephone that is off. What it says is still so then: that there is a message.
KEPT_FOR = timedelta(days=1)
NOBODY_THERE, FULL, DOWN = (404, 410), 429, 503
BROKEN = 500
# Urllib3 names what went wrong before anything was said.
_NEVER_LEFT = (NewConnectionError, SSLError)


class PushCarrier:
    """Sends by the service of each browser. A second letter under the same id replaces the first only where it stands.

    Once somebody has wiped it away it would come again: so it is not taken for a carrier that tells two apart.
    """

    dedupes = False

    def __init__(
        self, key: ec.EllipticCurvePrivateKey, contact: str, services: Collection[str],
        session: requests.Session | None = None, public: Callable[[str], bool] = is_public,
    ) -> None:  # fmt: skip
        self._key, self._contact, self._services, self._public = key, contact, services, public
        self._session = session or requests.Session()
        # Where a service leads elsewhere, nobody has looked whether that is a service.
        self._session.max_redirects = 0

    def send(self, letter: Letter) -> Outcome:
        """Return what the service said; gone where nobody is there any more."""
        where = PushAddress.read(letter.address)
        try:
            known = where.is_served_by(self._services) and self._public(where.host)
        except OSError:
            return Outcome.UNREACHABLE
        return self._sent(where, letter) if known else Outcome.REFUSED

    def _sent(self, where: PushAddress, letter: Letter) -> Outcome:
        try:
            webpush(
                json.loads(where.text), written(letter), Vapid02(self._key), {"sub": self._contact},
                ttl=int(KEPT_FOR.total_seconds()), timeout=SECONDS, requests_session=self._session,
            )  # fmt: skip
        except WebPushException as refused:
            return _said(refused.status_code or BROKEN)
        except requests.TooManyRedirects:
            return Outcome.REFUSED
        except requests.RequestException as broken:
            return Outcome.UNREACHABLE if _never_left(broken) else Outcome.UNCLEAR
        return Outcome.SENT


def _said(code: int) -> Outcome:
    """Return what a refusal was: 404 and 410 are for good and for this browser, 429 and 503 for now (RFC 8030)."""
    if code in NOBODY_THERE:
        return Outcome.GONE
    if code in (FULL, DOWN):
        return Outcome.UNREACHABLE
    return Outcome.UNCLEAR if code >= BROKEN else Outcome.REFUSED


def _never_left(broken: requests.RequestException) -> bool:
    """Return whether nothing was handed over: nobody answered, or it was not the one it said it was."""
    cause = broken.args[0] if broken.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(broken, requests.ConnectTimeout) or isinstance(reason, _NEVER_LEFT)
