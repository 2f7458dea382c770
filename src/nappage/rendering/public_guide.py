"""Who tells on a public page: the sentences of a language, the knowledge in it, and whether anybody reviewed that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition
from nappage.engine.translation import is_text_reviewed, translated
from nappage.rendering.source_names import named_sources
from nappage.rendering.wording import Speaker, catalogue, lasting, state
from nappage.values.citation import Citation
from nappage.values.statement import Said, say

_NO_ZONE = ZoneInfo("UTC")
UNREVIEWED = "unreviewed translation"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is shown: the words, the language they are in, and the English that has to stand beside them."""

    words: str
    language: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """The voice of the public pages in one language. It says sentences of `group`, and those of a consent."""

    edition: Edition
    language: str
    group: str = "decide"

    @property
    def speak(self) -> Speaker:
        """Return the speaker of the language; no instant is told here, so the zone is nobody's."""
        return Speaker(self.edition, _NO_ZONE, self.language)

    def say(self, code: str, **values: Said) -> str:
        """Return a sentence of the consent in this language: what both say is worded once."""
        return self.speak(say(f"consent.{code}", **values))

    def own(self, code: str, **values: Said) -> str:
        """Return a sentence of the public pages in this language."""
        return self.speak(say(f"{self.group}.{code}", **values))

    def text(self, english: str) -> Wording:
        """Return a text of the knowledge in this language, or in English where nobody has translated it."""
        found = english if self.language == "en" else translated(self.edition, self.language, english)
        return Wording(found, self.language) if found else Wording(english, "en")

    def urgent(self, english: str) -> Wording:
        """Return a text that somebody may act on in an emergency: beside a translation nobody reviewed, the English."""
        found = self.text(english)
        beside = "" if is_text_reviewed(self.edition, self.language, english) or found.language == "en" else english
        return Wording(found.words, found.language, beside)

    def urgent_sentence(self, code: str, minutes: int | None = None) -> Wording:
        """Return a sentence of the public pages that somebody may act on in an emergency, as `urgent` does.

        What it says of a time is worded in each language anew.
        """
        words = self._lasting(code, minutes)
        if state(self.language) != UNREVIEWED:
            return Wording(words, self.language)
        return Wording(words, self.language, Guide(self.edition, "en", self.group)._lasting(code, minutes))

    def _lasting(self, code: str, minutes: int | None) -> str:
        return self.own(code) if minutes is None else self.own(code, span=lasting(minutes, self.language))

    def named(self, sources: Iterable[Citation]) -> tuple[str, ...]:
        """Return sources by their names, each once."""
        return named_sources(sources, self.speak)

    def place(self, citation: Citation) -> str:
        """Return one source by its name, with the place in it."""
        return ", ".join(self.named((citation,)))

    @property
    def words(self) -> dict[str, str]:
        """Return the sentences of the group for a template, by their code with underscores."""
        return self.words_of(self.group)

    def words_of(self, group: str) -> dict[str, str]:
        """Return the sentences of another group in the same way."""
        start = f"{group}."
        found = catalogue(self.language).items()
        return {code.removeprefix(start).replace("-", "_"): text for code, text in found if code.startswith(start)}
