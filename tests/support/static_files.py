"""The list of the static files, made once for all clients of a run: each has a handler of its own that would list them.

A server makes it once too. Listing reads the folders of every part and the time of every file.
"""

from __future__ import annotations

from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

_list_files = WhiteNoiseMiddleware.add_files_from_finders
_listed: dict[str, Any] = {}


def list_static_files_once() -> None:
    """Let every client from now on take the list that the first one made."""
    WhiteNoiseMiddleware.add_files_from_finders = _take


def _take(self: WhiteNoiseMiddleware) -> None:
    if not _listed:
        _list_files(self)
        _listed.update(self.files)
    self.files.update(_listed)
