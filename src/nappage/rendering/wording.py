"""Statements into words of one language, values into how people read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import tomli

from nappage.engine.edition import Edition
from nappage.engine.translation import translated
from nappage.rendering.naming import names, purposes, untranslated
from nappage.values.quantity import Quantity, Unit, plain
from nappage.values.span import CalendarSpan, Elapsed
from nappage.values.statement import Said, Statement

OF_BODY_WEIGHT = (Unit.KG, Unit.POUND, Unit.KG_PER_M2)
NOT_SHOWN = "(not shown)"
NOT_SENTENCES = (
    "term", "atc", "unit", "calendar", "count", "number", "place", "consent", "home", "door", "decide", "checker",
    "clinics", "offline", "passport", "progress", "photos",
)  # fmt: skip
LANGUAGES = ("en", "fr", "es")
# What the name of each file of words begins with: the engine's sentences, and those of each paper.
_FILES = ("", "consent-", "home-", "public-", "passport-", "progress-", "photos-")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)[:}]")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return every sentence of a language by the code of its statement, and every term as "term.<id>"."""
    return {
        f"{group}.{code}": words
        for group, sentences in _groups(language).items()
        for code, words in sentences.items()
        if group != "file"
    }


@cache
def state(language: str) -> str:
    """Return what the words of a language say of themselves: whether anybody has reviewed them."""
    return _groups(language)["file"]["review"]


def _groups(language: str) -> Mapping[str, Mapping[str, str]]:
    folder = resources.files("nappage.rendering").joinpath("words")
    files = (folder.joinpath(name) for name in (f"{each}{language}.toml" for each in _FILES))
    return {group: words for file in files for group, words in tomli.loads(file.read_text(encoding="utf-8")).items()}


def placeholders(sentence: str) -> frozenset[str]:
    """Return the names of the values that a sentence says."""
    return frozenset(_PLACEHOLDER.findall(sentence))


class Speaker:
    """Puts statements into one language, ids into the names that an edition gives them, instants into one time zone.

    With `hide_weight` no weight and no body mass index is ever said, whatever the statement (H-23). `members` is
    asked what the people of the clinic are called whom a statement names by their ids in the record.
    """

    def __init__(
        self,
        edition: Edition,
        zone: ZoneInfo,
        language: str = "en",
        hide_weight: bool = False,
        members: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self.edition = edition
        self._members = members
        self._zone = zone
        self._hide_weight = hide_weight
        self._names = names(edition, language)
        self._purposes = purposes(edition, language)
        self._sentences = catalogue(language)
        self.language = language

    def __call__(self, statement: Statement) -> str:
        """Return the sentence of a statement. A code without words is shown as such: silence would be worse."""
        values = {name: self._said(name, value) for name, value in statement.values}
        sentence = self._sentences.get(statement.code)
        if sentence is None:
            return " ".join([f"[{statement.code}]", *(f"{name} {value}" for name, value in values.items() if value)])
        return _filled(sentence, values)

    def in_language(self, language: str) -> Speaker:
        """Return the speaker of another language, by the same clock."""
        return Speaker(self.edition, self._zone, language, self._hide_weight, self._members)

    def _said(self, name: str, value: Said) -> str:
        # The engine counts the time since a session in minutes; nobody reads 40980 of them.
        if name == "minutes" and isinstance(value, int):
            return lasting(value, self.language)
        # "hair-loss" is a purpose, a condition and a symptom: what a purpose is called is asked by what it is.
        if name == "indication" and value in self._purposes:
            return self._purposes[str(value)]
        if name == "by" and isinstance(value, str):
            return self._members().get(value) or self.value(value)
        return self.value(value)

    def named(self, member: str) -> str:
        """Return the name of a member of the clinic by their id in the record; who is none is called as it says."""
        return self._members().get(member, member)

    def purpose(self, indication: str) -> str:
        """Return what a purpose is called, whatever else bears its id."""
        return self._purposes.get(indication) or self.term(indication)

    def value(self, value: Any) -> str:
        """Return a value as people read it: local date and time, quantity with unit, a name for an id, "" for None."""
        match value:
            case None:
                return ""
            case date():
                return self.moment(value) if isinstance(value, datetime) else self._dated(value)
            case Enum():
                return self.term(str(value.value))
            case Quantity():
                return self.quantity(value)
            case Elapsed() | CalendarSpan():
                return span(value, self.language)
            case Decimal():
                return self._number(value)
            case tuple():
                return ", ".join(map(self.term, value))
            case _:
                return self.term(str(value))

    def moment(self, instant: datetime) -> str:
        """Return an instant as weekday, date and clock time of the zone ("Tue 3 Mar 2026, 10:30")."""
        local = instant.astimezone(self._zone)
        return f"{self._dated(local)}, {local:%H:%M}"

    def until(self, instant: datetime) -> str:
        """Return an instant by which something ends: midnight is said of the day that it ends ("..., 24:00")."""
        local = instant.astimezone(self._zone)
        if local.time() != time():
            return self.moment(instant)
        return f"{self._dated(local - timedelta(days=1))}, 24:00"

    def day(self, instant: datetime) -> str:
        """Return the local day of an instant ("Tue 3 Mar 2026")."""
        return self._dated(instant.astimezone(self._zone))

    def _dated(self, day: date) -> str:
        # Not strftime: its names are those of the machine's locale, not those of the reader.
        weekdays, months = (self._sentences[f"calendar.{names}"].split() for names in ("weekdays", "months"))
        return f"{weekdays[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}"

    def short_day(self, instant: datetime) -> str:
        """Return the local day of an instant without its year ("3 Mar"), where a year stands beside it."""
        local = instant.astimezone(self._zone)
        return f"{local.day} {self._sentences['calendar.months'].split()[local.month - 1]}"

    def quantity(self, quantity: Quantity) -> str:
        """Return a quantity as it is shown: no more figures than anybody measures, a true minus, a readable unit."""
        if self._hide_weight and quantity.unit in OF_BODY_WEIGHT:
            return NOT_SHOWN
        unit = self._sentences.get(f"unit.{quantity.unit.code}", quantity.unit.code)
        amount = self._number(quantity.amount)
        return f"{amount}°" if unit == "°" else f"{amount} {unit}".strip()

    @property
    def point(self) -> str:
        """Return what stands between the whole number and its decimals."""
        return self._sentences["number.point"]

    def _number(self, amount: Decimal) -> str:
        return _rounded(amount).replace(".", self.point)

    def text(self, english: str | Mapping[str, str]) -> str:
        """Return a text of the knowledge in this language; one that has no translation stands there marked, in English.

        Whoever signs sees that something is missing, and so does the program (`untranslated`).
        """
        if not isinstance(english, str):
            return english.get(self.language) or self.text(english["en"])
        if self.language == "en" or not english:
            return english
        return translated(self.edition, self.language, english) or untranslated(english)

    def term(self, term: str) -> str:
        """Return what an id is called here: a term of the language, a name of the edition, a place with its side."""
        for known in (self._names.get(term), self._sentences.get(f"atc.{term}"), self._sentences.get(f"term.{term}")):
            if known is not None:
                return known
        place, _, side = term.partition("/")
        if side not in ("left", "right"):
            return term
        return self._sentences["place.sided"].format(side=self.term(side), place=self.term(place))


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    def optional(part: re.Match[str]) -> str:
        return part[1] if all(values.get(name) for name in placeholders(part[1])) else ""

    return " ".join(_OPTIONAL.sub(optional, sentence).format_map(values).split())


_SHOWN = Decimal("0.01")
_SMALL = Decimal("0.1")


def _rounded(amount: Decimal) -> str:
    """Return a decimal with two places at most, or the two leading figures of a small one; JSON keeps them all."""
    small = amount and abs(amount) < _SMALL
    step = Decimal(1).scaleb(amount.adjusted() - 1) if small else _SHOWN
    return plain(amount.quantize(step, ROUND_HALF_UP)).replace("-", "\N{MINUS SIGN}")


def span(length: Elapsed | CalendarSpan, language: str = "en") -> str:
    """Return a length of time in words ("8 hours", "3 months")."""
    if isinstance(length, Elapsed):
        hours, minutes = divmod(length.minutes, 60)
        if minutes or not hours:
            return _counted(length.minutes, "minute", language)
        return _counted(hours, "hour", language)
    parts = [_counted(length.months, "month", language)] if length.months else []
    days = [_counted(length.days, "day", language)] if length.days or not parts else []
    return f" {catalogue(language)['count.and']} ".join([*parts, *days])


def lasting(minutes: int, language: str = "en") -> str:
    """Return a length of time in the largest unit of which it holds at least two."""
    for unit, size in (("day", 24 * 60), ("hour", 60)):
        if minutes >= 2 * size:
            return _counted(minutes // size, unit, language)
    return _counted(minutes, "minute", language)


def _counted(count: int, unit: str, language: str) -> str:
    one, many = catalogue(language)[f"count.{unit}"].split("|")
    return f"{count} {one if count == 1 else many}"
