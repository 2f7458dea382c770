"""E-mail by SMTP, through Django's own backend. Where an answer got lost, nobody here knows what became of a letter."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from nappage.sending.carrier import Letter, Outcome

# Mail servers answer within seconds or not at all.
SECONDS = 20
FOR_GOOD = range(500, 600)


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server: `smtps` is encrypted from the first byte, `smtp` before anything is said, `plain` never."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    @staticmethod
    def parse(address: str) -> MailServer:
        """Return what an address such as smtp://user:password@host:587 names."""
        parts = urlsplit(address)
        scheme = parts.scheme.removesuffix("+plain") if parts.scheme.endswith("+plain") else parts.scheme
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
        kind = "plain" if parts.scheme.endswith("+plain") else scheme
        return MailServer(
            kind, parts.hostname or "", port, unquote(parts.username or ""), unquote(parts.password or "")
        )


class MailCarrier:
    """Sends by a mail server. Mail servers do not tell two of the same letters apart."""

    dedupes = False

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    def send(self, letter: Letter) -> Outcome:
        """Return what the server said; unclear where it was given the letter and the answer got lost."""
        backend = EmailBackend(
            host=self._server.host, port=self._server.port, username=self._server.user,
            password=self._server.password, use_tls=self._server.scheme == "smtp",
            use_ssl=self._server.scheme == "smtps", timeout=SECONDS,
        )  # fmt: skip
        try:
            return self._sent(backend, letter)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                backend.close()

    def _sent(self, backend: EmailBackend, letter: Letter) -> Outcome:
        try:
            backend.open()
        except (OSError, smtplib.SMTPException):
            return Outcome.UNREACHABLE
        try:
            backend.send_messages([self._written(letter)])
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            return Outcome.REFUSED if all(code in FOR_GOOD for code in codes) else Outcome.UNREACHABLE
        except smtplib.SMTPResponseException as refused:
            return Outcome.REFUSED if refused.smtp_code in FOR_GOOD else Outcome.UNREACHABLE
        except (OSError, smtplib.SMTPException):
            return Outcome.UNCLEAR
        return Outcome.SENT

    def _written(self, letter: Letter) -> EmailMessage:
        domain = self._sender.rpartition("@")[2].rstrip(">")
        headers = {"Message-ID": f"<{letter.id}@{domain}>", "Auto-Submitted": "auto-generated"}
        return EmailMessage(letter.subject, letter.text, self._sender, [letter.address], headers=headers)
