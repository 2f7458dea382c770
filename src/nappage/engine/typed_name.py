"""Names as people type them, folded so that habits of spelling do not hide what is meant. Nothing is ever guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from nappage.engine.edition import Edition
from nappage.values.fault import Fault
from nappage.values.remembered import remembered

_DROPPED = str.maketrans(dict.fromkeys("'’´`®™©", ""))
_JOINED = re.compile(r"\s*[/+&]\s*")
_APART = re.compile(r"[^\w%/.,]+|(?<!\d)[.,]|[.,](?!\d)")


@remembered
def fold(text: str) -> str:
    """Return a name in lower case, without accents, hyphens and doubled spaces ("  Co-Dióvan®" is "co diovan").

    Points and commas stay only inside numbers, and "/", "+" and "&" all become "/": they join the parts of a name.
    """
    letters = text.translate(_DROPPED).casefold()
    if not letters.isascii():
        parted = unicodedata.normalize("NFKD", letters)
        letters = "".join(character for character in parted if not unicodedata.combining(character))
    return " ".join(_APART.sub(" ", _JOINED.sub("/", letters)).split())


class Named(Protocol):
    """An entry that people may type: under its name or one of its other names."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


N = TypeVar("N", bound=Named)


def folded_names(entry: Named) -> frozenset[str]:
    """Return every name of an entry, folded."""
    return frozenset(fold(name) for name in (entry.name, *entry.names))


def by_name(entries: Iterable[N]) -> Mapping[str, N]:
    """Return the entries by each of their folded names."""
    return {name: entry for entry in entries for name in folded_names(entry)}


def check_names(
    entry: Named, thing: str, edition: Edition, index: Callable[[Edition], Mapping[str, Named]]
) -> Iterator[Fault]:
    """Yield a fault for each name of an entry that, folded, also means another entry of the index, or nothing."""
    known = edition.derive(index)
    for name in (entry.name, *entry.names):
        folded = fold(name)
        if not folded:
            yield Fault(f"{thing}.names", "a name with letters or digits", repr(name), "Remove it or write it out.")
        elif known[folded].id != entry.id:
            meant = f"{name!r}, which is also {known[folded].id}"
            yield Fault(f"{thing}.names", "a name that means one entry", meant, "Keep the name with one of the two.")
