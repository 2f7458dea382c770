"""The carriers of this installation, by the name of the channel they serve, as its settings name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from nappage.sending.carrier import Carrier
from nappage.sending.folder import FolderCarrier
from nappage.sending.mail import MailCarrier, MailServer
from nappage.sending.push_key import push_key
from nappage.sending.push_sink import SERVICE, PushSink
from nappage.sending.sms import SmsCarrier

SINK = "folder"


def ways() -> Mapping[str, str]:
    """Return by what each channel is carried, as the settings say it; "" where nothing is sent by it."""
    return {"push": settings.NAPPAGE_PUSH, "sms": settings.NAPPAGE_SMS, "email": settings.NAPPAGE_MAIL}


def carriers() -> Mapping[str, Carrier]:
    """Return what is set up; a channel without a carrier is not there, and nothing is sent by it."""
    found: dict[str, Carrier] = {}
    if settings.NAPPAGE_PUSH:
        found["push"] = PushSink(sink("push")) if settings.NAPPAGE_PUSH == SINK else _push_carrier()
    if settings.NAPPAGE_SMS:
        found["sms"] = FolderCarrier(sink("sms")) if settings.NAPPAGE_SMS == SINK else SmsCarrier(settings.NAPPAGE_SMS)
    if settings.NAPPAGE_MAIL == SINK:
        found["email"] = FolderCarrier(sink("email"))
    elif settings.NAPPAGE_MAIL:
        found["email"] = MailCarrier(MailServer.parse(settings.NAPPAGE_MAIL), settings.NAPPAGE_MAIL_FROM)
    return found


def push_services() -> Collection[str]:
    """Return the push services to which this installation writes; the sink's own where nothing leaves the machine."""
    return (SERVICE,) if settings.NAPPAGE_PUSH == SINK else tuple(settings.NAPPAGE_PUSH_SERVICES)


def _push_carrier() -> Carrier:
    # Takes half a second to import, which every start of the server would wait for.
    from nappage.sending.push import PushCarrier

    # Services want to know whom to ask; a port is no part of that.
    contact = f"https://{urlsplit(settings.NAPPAGE_ADDRESS).hostname}"
    return PushCarrier(push_key(settings.NAPPAGE_MASTER_KEY), contact, push_services())


def sink(channel: str) -> Path:
    """Return the folder that stands in for the world outside."""
    return Path(settings.NAPPAGE_FOLDER) / "outgoing" / channel
