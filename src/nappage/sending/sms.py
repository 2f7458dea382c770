"""SMS by one of the providers that Apprise speaks to, named by its address in which {to} is the number."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nappage.records.name_folding import digits
from nappage.sending.carrier import Letter, Outcome

PLACE = "{to}"
# Apprise answers yes or no. Why, it only writes to its log, in the same words for each of its providers.
_ON_THE_WAY = "Socket Exception"
_NEVER_LEFT = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "NameResolutionError",
    "Failed to establish a new connection",
)
_TALKERS = ("apprise", "urllib3")
_NOBODY_KNOWS = re.compile(r"error=5\d\d\b")


class SmsCarrier:
    """Sends by a provider. No provider that Apprise knows tells two of the same texts apart."""

    dedupes = False

    def __init__(self, provider: str) -> None:
        self._provider = provider

    def send(self, letter: Letter) -> Outcome:
        """Return what the provider said; unclear where it may have taken the text and the answer got lost."""
        with _overheard() as said:
            service = service_of(self._provider, letter.address)
            if service is None:
                return Outcome.REFUSED
            if service.notify(body=letter.text):
                return Outcome.SENT
        return _why_not("\n".join(said))


def _why_not(said: str) -> Outcome:
    """Return what a refusal was: one that was answered did not leave either, unless the provider itself broke down."""
    if _ON_THE_WAY in said:
        return Outcome.UNREACHABLE if any(one in said for one in _NEVER_LEFT) else Outcome.UNCLEAR
    return Outcome.UNCLEAR if _NOBODY_KNOWS.search(said) else Outcome.UNREACHABLE


def service_of(provider: str, number: str) -> Any:
    """Return Apprise's service for a number, None where the number or the address is none."""
    from apprise import Apprise

    return Apprise.instantiate(provider.replace(PLACE, digits(number)))


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Hear what Apprise says, and let nobody else: it and what it calls name the number and the text."""
    listener = _Listener()
    before = [(logger, logger.level, logger.propagate) for logger in map(logging.getLogger, _TALKERS)]
    for logger, _, _ in before:
        logger.addHandler(listener)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
    try:
        yield listener.said
    finally:
        for logger, level, spreads in before:
            logger.removeHandler(listener)
            logger.setLevel(level)
            logger.propagate = spreads
