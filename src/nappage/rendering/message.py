"""The words of a message, in the language of the person: a letter that tells nobody beside them what they come for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import tomli

from nappage.assessment.channel import Channel
from nappage.assessment.dispatch import Dispatch
from nappage.engine.edition import Edition
from nappage.rendering.wording import Speaker
from nappage.sending.carrier import Letter
from nappage.values.local_time import local

# The one page behind every link; what is new is said there, to whoever has logged in.
DOOR = "/my/"


@cache
def message_words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of messages by language."""
    text = resources.files("nappage.rendering").joinpath("words", "messages.toml").read_text(encoding="utf-8")
    return tomli.loads(text)


def letter(message: Dispatch, edition: Edition, address: str) -> Letter:
    """Return the letter of a message; `address` is where the patient door is. Its id is that of the message.

    A notification says that there is one, whatever it is about: it lies on the screen until somebody takes it up.
    """
    words = message_words().get(message.language) or message_words()["en"]
    id = f"{message.id}-{message.channel.value}"
    if message.channel is Channel.PUSH:
        return Letter(id, message.address, words["push-subject"], words["push"])
    values = {
        "link": address + DOOR,
        "when": _when(message, edition, words),
        "code": message.code,
        "until": f"{local(message.until, message.away):%H:%M}",
    }
    text = words[message.kind].format_map(values)
    if message.channel is Channel.EMAIL and not message.code:
        text = f"{text}\n\n{words['foot']}\n"
    subject = words[f"{message.kind}-subject"]
    return Letter(id, message.address, subject, text)


def _when(message: Dispatch, edition: Edition, words: Mapping[str, str]) -> str:
    """Return when a visit is by the clinic's clock, which is named to whoever is where clocks show another time."""
    if message.starts_at is None:
        return ""
    said = Speaker(edition, message.zone, message.language).moment(message.starts_at)
    there, here = (local(message.starts_at, zone).utcoffset() for zone in (message.zone, message.away))
    place = message.zone.key.rpartition("/")[2].replace("_", " ")
    return said if there == here else words["place"].format(when=said, place=place)
