"""A mail server for the tests: it says what a real one would, and can hang up in the middle."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread


@dataclass
class MailServer:
    """What the server is to answer, and what it got. `answers` may name another answer for a command; "" hangs up."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)


USUAL = {
    "EHLO": "250 here",
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "DATA": "354 go on",
    ".": "250 taken",
    "QUIT": "221",
}


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: MailServer = self.server.told  # type: ignore[attr-defined]
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            answer = server.answers.get(word, USUAL.get(word, "500 what"))
            if not self._say(answer):
                return
            if word == "DATA" and answer.startswith("354"):
                server.mails.append(self._mail())
                if not self._say(server.answers.get(".", USUAL["."])):
                    return

    def _mail(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def _say(self, answer: str) -> bool:
        if answer:
            self.wfile.write(f"{answer}\r\n".encode())
        return bool(answer)


@contextmanager
def mail_server(**answers: str) -> Iterator[MailServer]:
    """Serve until the test is done."""
    told = MailServer(answers={word.replace("END", "."): answer for word, answer in answers.items()})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.told = told  # type: ignore[attr-defined]
        told.port = server.server_address[1]
        serving = Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        yield told
        server.shutdown()
        serving.join()
