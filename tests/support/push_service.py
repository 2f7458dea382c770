"""The push services of the world outside and the browsers they serve: they hear what a real one would, and answer."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import http_ece
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from requests.adapters import BaseAdapter

from nappage.sending.push_address import PushAddress

# That of the sink, which every installation of the tests writes to.
HOST = "push.invalid"


def text(content: bytes) -> str:
    """Return bytes as they stand in an address."""
    return urlsafe_b64encode(content).decode().rstrip("=")


@dataclass
class Browser:
    """A browser in which notifications were turned on: it alone has the key to what is sent to its address."""

    name: str = field(default_factory=lambda: uuid4().hex)
    host: str = HOST
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def address(self) -> PushAddress:
        public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PushAddress(f"https://{self.host}/send/{self.name}", text(public), text(self.secret))

    def opened(self, sealed: bytes) -> dict[str, str]:
        """Return what it shows."""
        found: dict[str, str] = json.loads(http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.secret))
        return found


class PushService(BaseAdapter):
    """A push service in the place of the network: it answers with a code, leads elsewhere, or breaks down."""

    def __init__(self, answer: int | Exception = 201, leads_to: str = "") -> None:
        super().__init__()
        self.answer, self.leads_to = answer, leads_to
        self.asked: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Return the answer. What is not signed by who it says it is would be no use to a real one either."""
        self.asked.append(request)
        assert Vapid02.verify(request.headers["authorization"])
        if isinstance(self.answer, Exception):
            raise self.answer
        response = requests.Response()
        response.status_code, response.request, response.url = self.answer, request, str(request.url)
        if self.leads_to:
            response.headers["location"] = self.leads_to
        return response

    def close(self) -> None:
        """Nothing is open."""

    def session(self) -> requests.Session:
        """Return a session in which every address leads here."""
        made = requests.Session()
        made.mount("https://", self)
        return made
