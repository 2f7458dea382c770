"""Statements into words of one language, values into how people read them."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from nappage.values.quantity import plain
from nappage.values.statement import Said, Statement


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every sentence of a language by the code of its statement."""
    file = resources.files("nappage.rendering").joinpath("words", f"{language}.toml")
    groups = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{group}.{code}": words for group, sentences in groups.items() for code, words in sentences.items()}


class Speaker:
    """Puts statements into one language, instants into one time zone."""

    def __init__(self, zone: ZoneInfo, language: str = "en") -> None:
        self._zone = zone
        self.language = language
        self._sentences = catalogue(language)

    def __call__(self, statement: Statement) -> str:
        """Return the sentence of a statement. A code without words is shown as such: silence would be worse."""
        sentence = self._sentences.get(statement.code)
        values = {name: self.value(value) for name, value in statement.values}
        if sentence is None:
            return " ".join([f"[{statement.code}]", *(f"{name} {value}" for name, value in values.items() if value)])
        return " ".join(sentence.format_map(values).split())

    def value(self, value: Said) -> str:
        """Return a value as people read it: local date and time, a list with commas, nothing for None."""
        match value:
            case None:
                return ""
            case datetime():
                return self.moment(value)
            case date():
                return f"{value:%-d %b %Y}"
            case Enum():
                return self._term(str(value.value))
            case Decimal():
                return plain(value)
            case tuple():
                return ", ".join(self._term(item) for item in value)
            case str():
                return self._term(value)
            case _:
                return str(value)

    def moment(self, instant: datetime) -> str:
        """Return an instant as weekday, date and clock time of the zone ("Tue 3 Mar 2026 10:30")."""
        return f"{instant.astimezone(self._zone):%a %-d %b %Y %H:%M}"

    def day(self, instant: datetime) -> str:
        """Return the local day of an instant ("3 Mar 2026")."""
        return f"{instant.astimezone(self._zone):%-d %b %Y}"

    def clock(self, instant: datetime) -> str:
        """Return the clock time of an instant."""
        return f"{instant.astimezone(self._zone):%H:%M}"

    def _term(self, term: str) -> str:
        return self._sentences.get(f"term.{term}", term)
