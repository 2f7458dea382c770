"""E-mail: what the server says is what became of the letter; where it said nothing any more, nobody knows."""

from __future__ import annotations

from email import message_from_string, policy

import pytest

from nappage.sending.carrier import Letter, Outcome
from nappage.sending.mail import MailCarrier, MailServer
from support.mail_server import mail_server

LETTER = Letter(
    "0190-email", "demo014@example.test", "Vos rendez-vous ont changé", "Pour les voir : https://a.test/my/"
)


def carrier(port: int) -> MailCarrier:
    return MailCarrier(MailServer.parse(f"smtp+plain://127.0.0.1:{port}"), "Desk <desk@clinic.test>")


def test_a_letter_goes_with_the_same_id_in_every_try() -> None:
    with mail_server() as server:
        assert [carrier(server.port).send(LETTER) for _ in range(2)] == [Outcome.SENT] * 2
    mails = [message_from_string(mail, policy=policy.default) for mail in server.mails]
    assert {mail["Message-ID"] for mail in mails} == {"<0190-email@clinic.test>"}
    assert (mails[0]["Subject"], mails[0]["To"], mails[0]["Auto-Submitted"]) == (
        LETTER.subject, LETTER.address, "auto-generated",
    )  # fmt: skip
    assert mails[0].get_content().strip() == LETTER.text


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"RCPT": "550 no such user"}, Outcome.REFUSED),
        ({"RCPT": "450 busy"}, Outcome.UNREACHABLE),
        ({"MAIL": "421 too many"}, Outcome.UNREACHABLE),
        ({"MAIL": "553 not from you"}, Outcome.REFUSED),
        ({"DATA": "554 no"}, Outcome.REFUSED),
        ({"END": "451 later"}, Outcome.UNREACHABLE),
        ({"END": "552 too large"}, Outcome.REFUSED),
        ({"END": ""}, Outcome.UNCLEAR),
    ],
)
def test_what_the_server_says_is_what_became_of_it(answers: dict[str, str], outcome: Outcome) -> None:
    with mail_server(**answers) as server:
        assert carrier(server.port).send(LETTER) is outcome


def test_a_server_that_is_not_there_or_will_not_encrypt_gets_nothing() -> None:
    assert carrier(1).send(LETTER) is Outcome.UNREACHABLE
    with mail_server() as server:
        encrypted = MailCarrier(MailServer.parse(f"smtp://127.0.0.1:{server.port}"), "desk@clinic.test")
        assert encrypted.send(LETTER) is Outcome.UNREACHABLE
    assert server.mails == []


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("smtp://desk:a%40b@mail.test", MailServer("smtp", "mail.test", 587, "desk", "a@b")),
        ("smtps://mail.test", MailServer("smtps", "mail.test", 465, "", "")),
        ("smtp+plain://mail.test:25", MailServer("plain", "mail.test", 25, "", "")),
    ],
)
def test_an_address_names_a_server(address: str, read: MailServer) -> None:
    assert MailServer.parse(address) == read
