"""What the installation is told about sending messages: by which servers, from whom, and where its links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from nappage.sending.push_address import KNOWN_SERVICES
from nappage.values.fault import Fault

# What is sent stays in the folder of the installation, to be looked at (sending/folder.py).
SINK = "folder"
ON = "on"
_HOST = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*")
_PUBLIC = re.compile(rf"https://{_HOST.pattern}(:\d+)?(/|$)")


@dataclass(frozen=True, slots=True)
class Sending:
    """The mail server, the address mails come from, the provider of texts, what links begin with; each may be empty.

    `push` says whether notifications go to browsers, `push_services` by which hosts.
    """

    mail: str
    mail_from: str
    sms: str
    address: str
    push: str = ""
    push_services: tuple[str, ...] = KNOWN_SERVICES


def read_sending(variables: Mapping[str, str], *, demo: bool) -> Sending:
    """Return what is set up; the demo sends into its own folder, anybody else nowhere unless it is said."""
    usual = SINK if demo else ""
    address = variables.get("NAPPAGE_ADDRESS") or _first_host(variables)
    mail_from = variables.get("NAPPAGE_MAIL_FROM", "")
    services = variables.get("NAPPAGE_PUSH_SERVICES", "").lower().split()
    return Sending(
        variables.get("NAPPAGE_MAIL", usual), mail_from, variables.get("NAPPAGE_SMS", usual), address.rstrip("/"),
        variables.get("NAPPAGE_PUSH", usual), tuple(services) or KNOWN_SERVICES,
    )  # fmt: skip


def _first_host(variables: Mapping[str, str]) -> str:
    """Return the address that people type for the first of the hosts, empty where none is named."""
    return next((f"https://{host}" for host in variables.get("NAPPAGE_HOSTS", "").split()), "")


def faults_of_sending(found: Sending, *, demo: bool) -> Iterator[Fault]:
    """Yield what would keep messages from leaving; what the addresses hold is never shown, they have passwords."""
    if found.mail not in ("", SINK):
        yield from _faults_of_mail(found)
    if found.sms not in ("", SINK) and not ("://" in found.sms and "{to}" in found.sms):
        remedy = "Write the provider's address with {to} in the place of the number; docs/how-to/send-messages.md."
        yield Fault("NAPPAGE_SMS", "the address of a provider that holds {to}", "another", remedy)
    if found.address and not _names_a_host(found.address, ("http", "https")):
        remedy = "Write it as people type it, such as https://clinic.example; the links in messages begin with it."
        yield Fault("NAPPAGE_ADDRESS", "an address that begins with https://", found.address, remedy)
    if found.push:
        yield from _faults_of_push(found, demo=demo)


def _faults_of_mail(found: Sending) -> Iterator[Fault]:
    if not _names_a_host(found.mail, ("smtp", "smtps", "smtp+plain")):
        remedy = "Write smtp://user:password@host:587 or smtps://user:password@host:465, or leave it out."
        yield Fault("NAPPAGE_MAIL", "an address that begins with smtp:// or smtps://", "another", remedy)
    if "@" not in found.mail_from:
        remedy = "Set it to the address that e-mails come from. Its name must not tell what the clinic does."
        yield Fault("NAPPAGE_MAIL_FROM", "an e-mail address", "none", remedy)


def _faults_of_push(found: Sending, *, demo: bool) -> Iterator[Fault]:
    """Yield what is wrong about notifications. The sink is the demo's: elsewhere somebody would wait for them."""
    if found.push not in ((SINK, ON) if demo else (ON,)):
        remedy = "Write on, or leave it out; folder is for the demo only."
        yield Fault("NAPPAGE_PUSH", "on, or nothing", found.push, remedy)
    elif found.push == ON and not _PUBLIC.match(found.address):
        remedy = "Set it to the https address of the patient door: push services ask for it, and browsers for https."
        yield Fault("NAPPAGE_ADDRESS", "https:// and the name of a public host", found.address or "nothing", remedy)
    for host in found.push_services:
        if not _HOST.fullmatch(host):
            remedy = "Name each service by its host alone, such as push.example.org; those that end like it count too."
            yield Fault("NAPPAGE_PUSH_SERVICES", "names of hosts, by blanks apart", host, remedy)


def _names_a_host(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
