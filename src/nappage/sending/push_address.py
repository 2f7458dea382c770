"""Where a notification goes: what a browser told when it was turned on there, and by whose services it may go."""

from __future__ import annotations

import hashlib
import json
import re
import socket
from base64 import urlsafe_b64decode
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from nappage.sending.carrier import Letter

# Those of Chrome, Firefox, Edge and Safari. A browser names its own; from nobody else would a real one come.
KNOWN_SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com")
HTTPS = 443
# Nothing stands in it that two programs could read in two ways.
_PLAIN = re.compile(r"https://(?P<host>([a-z0-9-]{1,63}\.)+[a-z]{2,63})(:443)?/[!-~]*")
# Services give out addresses of some two hundred letters.
_LONGEST = 1000
_SECRET_BYTES = 16


@dataclass(frozen=True, slots=True)
class PushAddress:
    """The address that a push service gave out for one browser, and the two keys with which only that browser reads."""

    endpoint: str
    key: str
    secret: str

    @staticmethod
    def read(text: str) -> PushAddress:
        """Return the address in the form in which a browser writes it (JSON); ValueError where it is none."""
        try:
            told: Any = json.loads(text)
            found = PushAddress(str(told["endpoint"]), str(told["keys"]["p256dh"]), str(told["keys"]["auth"]))
        except (KeyError, TypeError, RecursionError):
            raise ValueError("no endpoint or no keys") from None
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(found.key))
        if len(_bytes(found.secret)) != _SECRET_BYTES or len(found.endpoint) > _LONGEST:
            raise ValueError("a secret or an endpoint of another length")
        return found

    @property
    def text(self) -> str:
        """Return the address as a browser writes it."""
        return json.dumps({"endpoint": self.endpoint, "keys": {"p256dh": self.key, "auth": self.secret}})

    @property
    def device(self) -> str:
        """Return by what the browser is known again; nobody can write to it by that."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()

    @property
    def host(self) -> str:
        """Return the host of the endpoint, "" unless it is plain: by https, at the usual port, of nobody's account."""
        found = _PLAIN.fullmatch(self.endpoint)
        return found["host"] if found else ""

    def is_served_by(self, services: Collection[str]) -> bool:
        """Return whether the endpoint is one of these services', by https and at its usual port.

        Whoever sends the form chooses the endpoint: any other would let them have this server knock at any door.
        """
        return any(self.host == one or self.host.endswith(f".{one}") for one in services)


def written(letter: Letter) -> str:
    """Return what the browser's worker reads once it has opened the letter (web/emergency/.../worker.js)."""
    return json.dumps({"title": letter.subject, "body": letter.text, "tag": letter.id}, ensure_ascii=False)


def is_public(host: str) -> bool:
    """Return whether every address that a host has now is of the public network; OSError where it has none."""
    found = {str(each[4][0]) for each in socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)}
    return all(ip_address(address).is_global for address in found)


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
