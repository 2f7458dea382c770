"""The channels by which a person can be written to, and whether they agreed to each: dated, given and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Channel(Enum):
    """A way of writing to somebody; of several that a person agreed to, the first is taken.

    Push comes first: whoever turned it on did so last and with the device in hand. Where it goes no more, the next is
    there.
    """

    PUSH = "push"
    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ChannelConsent:
    """Whether messages may be sent by one channel from now on. The one recorded last counts; all of them stay."""

    channel: Channel
    given: bool
    words: str = ""


REACHED: Mapping[str, type] = MappingProxyType({"channel-consent": ChannelConsent})
