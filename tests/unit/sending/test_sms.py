"""SMS by a provider that Apprise speaks to: sent where it confirmed, and again only where the text cannot have left."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from nappage.sending.carrier import Letter, Outcome
from nappage.sending.sms import SmsCarrier

LETTER = Letter(
    "0190-sms", "+34 600 000 014", "You have a message", "You have a message. Read it here: https://a.test/my/"
)
TAKEN = json.dumps({"result": [{"message_id": 1, "status": "ok"}]})


class Provider(ThreadingHTTPServer):
    """A provider of texts that answers as it is told; 0 hangs up."""

    daemon_threads = True
    status, said = 200, TAKEN

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.texts: list[dict[str, object]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:  # named by the library
        self.server.texts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["params"])
        if not self.server.status:
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.said.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        serving = Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        yield server
        server.shutdown()
        serving.join()


def carrier(port: int) -> SmsCarrier:
    return SmsCarrier(f"smseagle://token-of-tests@127.0.0.1:{port}/{{to}}")


def test_a_text_goes_to_the_number_with_its_words_and_nothing_else(provider: Provider) -> None:
    assert carrier(provider.server_port).send(LETTER) is Outcome.SENT
    (text,) = provider.texts
    assert (text["to"], text["message"]) == ("34600000014", LETTER.text)


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (200, json.dumps({"result": [{"status": "error"}]}), Outcome.UNREACHABLE),
        (403, "", Outcome.UNREACHABLE),
        (503, "", Outcome.UNCLEAR),
        (0, "", Outcome.UNCLEAR),
    ],
)
def test_what_was_answered_did_not_leave_and_what_was_not_is_unclear(
    provider: Provider, status: int, said: str, outcome: Outcome
) -> None:
    provider.status, provider.said = status, said
    assert carrier(provider.server_port).send(LETTER) is outcome


def test_a_provider_that_is_not_there_got_nothing() -> None:
    assert carrier(1).send(LETTER) is Outcome.UNREACHABLE


def test_a_number_that_is_none_is_refused(provider: Provider) -> None:
    elsewhere = SmsCarrier("voipms://password:desk@clinic.test/1")
    assert elsewhere.send(LETTER) is Outcome.REFUSED
    assert provider.texts == []


def test_neither_number_nor_text_stands_in_a_log(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    provider.status = 403
    with caplog.at_level(logging.DEBUG):
        carrier(provider.server_port).send(LETTER)
    assert caplog.text == ""
    assert logging.getLogger("apprise").propagate
