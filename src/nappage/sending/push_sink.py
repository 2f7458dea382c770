"""The local sink of notifications: a push service and its browsers in a folder, for the demo and the tests.

What comes is encrypted for the browser as it always is, and opened as a browser would, with the key that it alone has.
"""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64encode
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from nappage.sending.carrier import Letter, Outcome
from nappage.sending.folder import FolderCarrier
from nappage.sending.push_address import PushAddress, written

# A name that no network has (RFC 6761).
SERVICE = "push.invalid"
_SECRET_BYTES = 16


class PushSink:
    """A push service in a folder: its browsers are kept in `browsers`, what they show lies beside them."""

    dedupes = True

    def __init__(self, folder: Path) -> None:
        self._browsers = folder / "browsers"
        self._shown = FolderCarrier(folder)

    def new_browser(self) -> PushAddress:
        """Return the address of a new browser, which stands in for that of whoever turns notifications on."""
        key, secret, name = ec.generate_private_key(ec.SECP256R1()), os.urandom(_SECRET_BYTES), uuid4().hex
        self._browsers.mkdir(parents=True, exist_ok=True)
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        (self._browsers / name).write_bytes(secret + private)
        public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PushAddress(f"https://{SERVICE}/{name}", _text(public), _text(secret))

    def forget(self, address: PushAddress) -> None:
        """Let a browser be gone, as when somebody takes their leave back in its settings."""
        self._browser(address).unlink()

    def send(self, letter: Letter) -> Outcome:
        """Return sent once the browser shows it; gone where that browser is not there any more."""
        # Takes half a second to import, and only the worker sends.
        from pywebpush import WebPusher

        address = PushAddress.read(letter.address)
        if not self._browser(address).exists():
            return Outcome.GONE
        sealed = WebPusher(json.loads(address.text)).encode(written(letter).encode())["body"]
        shown = json.loads(self._opened(address, sealed))
        return self._shown.send(replace(letter, address=SERVICE, subject=shown["title"], text=shown["body"]))

    def _opened(self, address: PushAddress, sealed: bytes) -> bytes:
        import http_ece

        kept = self._browser(address).read_bytes()
        key = load_der_private_key(kept[_SECRET_BYTES:], None)
        opened: bytes = http_ece.decrypt(sealed, private_key=key, auth_secret=kept[:_SECRET_BYTES])
        return opened

    def _browser(self, address: PushAddress) -> Path:
        return self._browsers / address.endpoint.rpartition("/")[2]


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
