"""The carriers are those that the settings name, and a channel without one is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from nappage.project.environment import read_environment
from nappage.sending.carriers import carriers
from nappage.sending.folder import FolderCarrier
from nappage.sending.mail import MailCarrier
from nappage.sending.push import PushCarrier
from nappage.sending.push_address import KNOWN_SERVICES
from nappage.sending.push_sink import PushSink
from nappage.sending.sms import SmsCarrier
from nappage.values.fault import Faulty

SERVED = {
    "NAPPAGE_SECRET_KEY": "k" * 40, "NAPPAGE_MASTER_KEY": "5e" * 32, "NAPPAGE_HOSTS": "clinic.test other.test",
    "NAPPAGE_BEHIND_PROXY": "1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("mail", "sms", "push", "found"),
    [
        ("", "", "", {}),
        ("folder", "folder", "folder", {"push": PushSink, "sms": FolderCarrier, "email": FolderCarrier}),
        (
            "smtp://mail.test",
            "twilio://a:b@1/{to}",
            "on",
            {"push": PushCarrier, "sms": SmsCarrier, "email": MailCarrier},
        ),
    ],
)
def test_a_channel_has_the_carrier_that_is_set_up(
    settings: Settings, tmp_path: Path, mail: str, sms: str, push: str, found: dict[str, type]
) -> None:
    settings.NAPPAGE_MAIL, settings.NAPPAGE_SMS, settings.NAPPAGE_PUSH = mail, sms, push
    settings.NAPPAGE_FOLDER = tmp_path
    settings.NAPPAGE_MAIL_FROM = "desk@clinic.test"
    assert {name: type(carrier) for name, carrier in carriers().items()} == found


def test_outside_the_demo_nothing_is_sent_unless_somebody_set_it_up(tmp_path: Path) -> None:
    found = read_environment(SERVED | {"NAPPAGE_DATA": str(tmp_path)}).sending
    assert (found.mail, found.sms, found.push, found.address) == ("", "", "", "https://clinic.test")
    assert found.push_services == KNOWN_SERVICES


def test_the_demo_sends_into_its_own_folder(tmp_path: Path) -> None:
    found = read_environment({"NAPPAGE_DATA": str(tmp_path), "NAPPAGE_DEMO": "1", "NAPPAGE_ADDRESS": "http://here:1/"})
    sending = found.sending
    assert (sending.mail, sending.sms, sending.push, sending.address) == (*["folder"] * 3, "http://here:1")


def test_every_address_that_cannot_be_one_is_told_at_once_and_no_password_is_shown(tmp_path: Path) -> None:
    wrong = {
        "NAPPAGE_MAIL": "http://desk:hidden@mail.test", "NAPPAGE_SMS": "twilio://hidden@1", "NAPPAGE_ADDRESS": "clinic",
        "NAPPAGE_DATA": str(tmp_path),
    }  # fmt: skip
    with pytest.raises(Faulty) as refused:
        read_environment(SERVED | wrong)
    assert [fault.thing for fault in refused.value.faults] == [
        "NAPPAGE_MAIL", "NAPPAGE_MAIL_FROM", "NAPPAGE_SMS", "NAPPAGE_ADDRESS",
    ]  # fmt: skip
    assert "hidden" not in str(refused.value)


def test_the_clinic_may_name_the_push_services_itself(tmp_path: Path) -> None:
    told = {
        "NAPPAGE_DATA": str(tmp_path),
        "NAPPAGE_PUSH": "on",
        "NAPPAGE_PUSH_SERVICES": "Push.Example.org other.example",
    }
    sending = read_environment(SERVED | told).sending
    assert (sending.push, sending.push_services) == ("on", ("push.example.org", "other.example"))


@pytest.mark.parametrize(
    ("told", "things"),
    [
        ({"NAPPAGE_PUSH": "folder"}, ["NAPPAGE_PUSH"]),
        ({"NAPPAGE_PUSH": "yes"}, ["NAPPAGE_PUSH"]),
        ({"NAPPAGE_PUSH": "on", "NAPPAGE_ADDRESS": "http://clinic.test"}, ["NAPPAGE_ADDRESS"]),
        ({"NAPPAGE_PUSH": "on", "NAPPAGE_ADDRESS": "https://inside"}, ["NAPPAGE_ADDRESS"]),
        ({"NAPPAGE_PUSH": "on", "NAPPAGE_ADDRESS": "https://10.0.0.7"}, ["NAPPAGE_ADDRESS"]),
        (
            {"NAPPAGE_PUSH": "on", "NAPPAGE_PUSH_SERVICES": "https://a.test 127.0.0.1 ok.example"},
            ["NAPPAGE_PUSH_SERVICES"] * 2,
        ),
        ({"NAPPAGE_PUSH": "on", "NAPPAGE_PUSH_SERVICES": "localhost *"}, ["NAPPAGE_PUSH_SERVICES"] * 2),
        ({"NAPPAGE_PUSH": "on", "NAPPAGE_MASTER_KEY": ""}, ["NAPPAGE_MASTER_KEY"]),
    ],
)
def test_notifications_never_start_insecurely(tmp_path: Path, told: dict[str, str], things: list[str]) -> None:
    with pytest.raises(Faulty) as refused:
        read_environment(SERVED | {"NAPPAGE_DATA": str(tmp_path)} | told)
    assert [fault.thing for fault in refused.value.faults] == things
