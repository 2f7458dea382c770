"""Notifications: sealed for one browser, signed by this installation, and sent to no address but a push service's."""

from __future__ import annotations

import socket
from base64 import urlsafe_b64decode
from dataclasses import replace
from pathlib import Path

import http_ece
import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from nappage.sending.carrier import Letter, Outcome
from nappage.sending.folder import letters_in
from nappage.sending.push import KEPT_FOR, PushCarrier
from nappage.sending.push_address import KNOWN_SERVICES, PushAddress, is_public
from nappage.sending.push_key import public_push_key, push_key
from nappage.sending.push_sink import PushSink
from support.push_service import HOST, Browser, PushService

MASTER = "5e" * 32
BROWSER = Browser()
LETTER = Letter("0190-push", BROWSER.address.text, "Vous avez un message", "Touchez ici pour le lire.")
SHOWN = {"title": LETTER.subject, "body": LETTER.text, "tag": LETTER.id}
POOL = HTTPSConnectionPool(HOST)
NOBODY_ANSWERS = requests.ConnectionError(
    MaxRetryError(POOL, "/", NewConnectionError(HTTPSConnection(HOST), "refused"))
)


def carrier(service: PushService) -> PushCarrier:
    return PushCarrier(push_key(MASTER), "https://clinic.test", (HOST,), service.session(), lambda host: True)


def test_only_that_browser_reads_it_and_the_service_learns_who_sends_and_how_long_to_keep_it() -> None:
    service = PushService()
    assert carrier(service).send(LETTER) is Outcome.SENT
    (asked,) = service.asked
    sealed = asked.body
    assert isinstance(sealed, bytes)
    assert BROWSER.opened(sealed) == SHOWN
    assert b"message" not in sealed
    with pytest.raises(http_ece.ECEException):
        Browser().opened(sealed)
    assert (asked.headers["content-encoding"], asked.headers["ttl"]) == ("aes128gcm", str(24 * 60 * 60))
    signed = asked.headers["authorization"]
    assert isinstance(signed, str)
    token, public = (part.partition("=")[2] for part in signed.split(" ")[1].split(","))
    assert public.rstrip("=") == public_push_key(MASTER)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["sub"]) == (f"https://{HOST}", "https://clinic.test")
    assert KEPT_FOR.days == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (201, Outcome.SENT), (404, Outcome.GONE), (410, Outcome.GONE), (403, Outcome.REFUSED), (413, Outcome.REFUSED),
        (429, Outcome.UNREACHABLE), (503, Outcome.UNREACHABLE), (500, Outcome.UNCLEAR),
        (requests.ConnectTimeout(), Outcome.UNREACHABLE), (requests.ReadTimeout(), Outcome.UNCLEAR),
        (NOBODY_ANSWERS, Outcome.UNREACHABLE),
        (requests.ConnectionError(ProtocolError("hung up")), Outcome.UNCLEAR),
    ],
)  # fmt: skip
def test_what_the_service_says_is_what_became_of_it(answer: int | Exception, outcome: Outcome) -> None:
    assert carrier(PushService(answer)).send(LETTER) is outcome


def test_it_never_goes_where_a_service_leads() -> None:
    service = PushService(307, leads_to="https://169.254.169.254/latest")
    assert carrier(service).send(LETTER) is Outcome.REFUSED
    assert [asked.url for asked in service.asked] == [BROWSER.address.endpoint]


def test_it_sends_nothing_to_who_is_no_service_any_more_or_stands_on_the_networks_inside() -> None:
    service = PushService()
    other = Letter("0190-push", Browser(host="elsewhere.example").address.text, "", "")
    assert carrier(service).send(other) is Outcome.REFUSED
    inside = PushCarrier(push_key(MASTER), "https://clinic.test", (HOST,), service.session(), lambda host: False)
    assert inside.send(LETTER) is Outcome.REFUSED
    assert service.asked == []


def test_a_service_that_has_no_address_now_is_asked_again_later() -> None:
    def unknown(host: str) -> bool:
        raise OSError(f"{host} has no address")

    made = PushCarrier(push_key(MASTER), "https://clinic.test", (HOST,), public=unknown)
    assert made.send(LETTER) is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    ("addresses", "public"),
    [
        (["142.250.1.1"], True), (["2607:f8b0::1"], True), (["127.0.0.1"], False), (["10.1.2.3"], False),
        (["169.254.169.254"], False), (["::1"], False), (["142.250.1.1", "192.168.0.7"], False),
    ],
)  # fmt: skip
def test_every_address_of_a_host_is_of_the_public_network(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], public: bool
) -> None:
    found = [(0, 0, 0, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: found)
    assert is_public("push.test") is public


@pytest.mark.parametrize(
    ("endpoint", "served"),
    [
        ("https://fcm.googleapis.com/fcm/send/a", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/a", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=a", True),
        ("https://web.push.apple.com/a", True),
        ("https://web.push.apple.com:443/a", True),
        ("http://fcm.googleapis.com/a", False),
        ("https://fcm.googleapis.com:8443/a", False),
        ("https://fcm.googleapis.com@127.0.0.1/a", False),
        ("https://user@fcm.googleapis.com/a", False),
        ("https://evilfcm.googleapis.com.example.org/a", False),
        ("https://evilfcm.googleapis.com/a", False),
        ("https://127.0.0.1/a", False),
        ("https://.fcm.googleapis.com/a", False),
        (f"https://{'a' * 64}.fcm.googleapis.com/a", False),
        ("https://127.0.0.1\\.fcm.googleapis.com/a", False),
        ("https://fcm.googleapis.com\\@127.0.0.1/a", False),
        ("https://127.0.0.1#.fcm.googleapis.com/a", False),
        ("https://fcm.googleapis.com\n.example.org/a", False),
        ("https://[::1]/a", False),
        ("https://localhost/a", False),
        ("https://fcm.googleapis.com:port/a", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_an_address_is_that_of_a_push_service_by_https_and_nothing_else(endpoint: str, served: bool) -> None:
    assert PushAddress(endpoint, "", "").is_served_by(KNOWN_SERVICES) is served


@pytest.mark.parametrize(
    "told",
    ["", "[" * 5000, "none", "[]", "{}", '{"endpoint": "https://push.test"}', '{"endpoint": "a", "keys": []}'],
)
def test_what_is_no_address_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PushAddress.read(told)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"key": "AAAA"}, id="a key too short"),
        pytest.param({"secret": "AAAA"}, id="a secret too short"),
        pytest.param({"endpoint": "a" * 1001}, id="an endpoint too long"),
    ],
)
def test_an_address_of_another_size_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PushAddress.read(replace(BROWSER.address, **changed).text)


def test_an_address_is_read_as_it_is_written_and_known_again_without_telling_itself() -> None:
    address = BROWSER.address
    assert PushAddress.read(address.text) == address
    assert address.device == PushAddress(address.endpoint, "", "").device
    assert address.endpoint not in address.device


def test_the_key_is_made_from_the_master_key_alone_and_fits_a_browser() -> None:
    point = urlsafe_b64decode(public_push_key(MASTER) + "=")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    assert public_push_key(MASTER) == public_push_key(MASTER)
    assert public_push_key(MASTER) != public_push_key("5f" * 32)


def test_the_sink_opens_what_comes_as_a_browser_would_and_its_browsers_can_be_gone(tmp_path: Path) -> None:
    sink = PushSink(tmp_path)
    mine, other = sink.new_browser(), sink.new_browser()
    assert sink.send(Letter("1-push", mine.text, "You have a message", "Tap")) is Outcome.SENT
    assert list(letters_in(tmp_path)) == [Letter("1-push", HOST, "You have a message", "Tap")]
    sink.forget(mine)
    assert sink.send(Letter("2-push", mine.text, "You have a message", "Tap")) is Outcome.GONE
    stranger = PushAddress(other.endpoint, BROWSER.address.key, BROWSER.address.secret)
    with pytest.raises(http_ece.ECEException):
        sink.send(Letter("3-push", stranger.text, "You have a message", "Tap"))
