"""A passport as people read it: the same sections on a page, on paper and on a terminal, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nappage.fhir.passport import UNTREATED, AllergyTold, Named, Passport, Product, SessionDone
from nappage.rendering.naming import capital
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker
from nappage.values.quantity import Quantity
from nappage.values.statement import Said, say

# The engine's words as a passport holds them, by the code of the sentence that says the same in every language.
_WORDS: Mapping[str, str] = {
    "no reaction seen at the reading": "result-no-reaction",
    "positive": "result-positive",
    "indeterminate": "result-indeterminate",
    "awaited": "result-awaited",
    "no result is judged without a formula": "result-not-judged",
    "within measurement variation": "judged-within",
    "beyond measurement variation": "judged-beyond",
    "cannot be judged": "judged-unknown",
}
# A passport writes how much went into a place as it writes every quantity: a number, one space, its unit.
_VOLUME = re.compile(r"\b\d+(?:\.\d+)? mL\b")


@dataclass(frozen=True, slots=True)
class PassportSheet:
    """What a reader sees of one passport: facts about it, and its sections, the allergies first."""

    title: str
    facts: tuple[tuple[str, str], ...]
    says: str
    fictional: str
    sections: tuple[Section, ...]


def passport_sheet(passport: Passport, speak: Speaker) -> PassportSheet:
    """Return what a passport says, in the language of the speaker."""
    told = _Teller(passport, speak)
    return PassportSheet(
        title=told.say("title"),
        facts=tuple(told.facts()),
        says=told.say("says"),
        fictional=told.say("fictional") if passport.fictional else "",
        sections=(
            told.allergies(),
            told.sessions(),
            told.tests(),
            told.measures(),
            told.readings(),
            told.papers(),
            *((told.earlier(),) if passport.earlier else ()),
        ),
    )


def card_sheet(passport: Passport, speak: Speaker, here: tuple[str, str] | None) -> PassportSheet:
    """Return what an emergency card says: whom to call, the allergies, and what was given last with its lots.

    `here` is the country where the person is, by name, with its emergency number.
    """
    told = _Teller(passport, speak)
    return PassportSheet(
        title=told.say("card"),
        facts=tuple(told.card_facts(here)),
        says="",
        fictional=told.say("fictional") if passport.fictional else "",
        sections=(told.allergies(), told.last_session()),
    )


@dataclass(frozen=True)
class _Teller:
    passport: Passport
    speak: Speaker

    def say(self, code: str, **values: Said) -> str:
        return self.speak(say(f"passport.{code}", **values))

    def named(self, named: Named) -> str:
        """Return what something is called in this language, where its id is known; else as the passport says it."""
        if not named.code or self.speak.language == "en":
            return named.text
        code = named.code.removesuffix(UNTREATED)
        name = self.speak.term(code)
        if name == code:
            return named.text
        return name if code == named.code else self.say("untreated", place=name)

    def facts(self) -> Iterator[tuple[str, str]]:
        passport = self.passport
        yield self.say("name"), passport.holder.name
        yield self.say("born"), self.speak.value(passport.holder.born)
        yield self.say("clinic"), passport.issuer.name
        yield self.say("phone"), passport.issuer.phone or self.say("not-known")
        yield self.say("emergency-there"), passport.issuer.emergency or self.say("emergency-unknown")
        yield self.say("issued"), self._moment(passport.at)

    def card_facts(self, here: tuple[str, str] | None) -> Iterator[tuple[str, str]]:
        """Yield whom the card is about and whom to call, the number of where the person is before the clinic's."""
        passport = self.passport
        yield self.say("name"), f"{passport.holder.name}, {self.speak.value(passport.holder.born)}"
        if here:
            yield self.say("emergency-here", country=here[0]), here[1]
        yield self.say("emergency-there"), passport.issuer.emergency or self.say("emergency-unknown")
        yield self.say("clinic"), " · ".join(filter(None, (passport.issuer.name, passport.issuer.phone)))
        yield self.say("issued"), self._day(passport.at)

    def last_session(self) -> Section:
        """Return what was given at the last session, product by product."""
        last = max(self.passport.sessions, key=lambda session: session.start, default=None)
        columns = tuple(map(self.say, ("product", "lot", "dose", "where")))
        rows = tuple(row[2:6] for row in self._session(last)) if last else ()
        title = f"{self.say('last-session')}: {self._day(last.start)}" if last else self.say("last-session")
        return Section("last-session", title, table=Table(columns, rows), empty=self.say("no-sessions"))

    def _moment(self, at: datetime) -> str:
        return f"{self._day(at)}, {at:%H:%M}"

    def _day(self, at: datetime) -> str:
        # A passport says each time by the clock of the clinic that wrote it, wherever it is read.
        return self.speak.value(at.date())

    def _size(self, size: Quantity | None) -> str:
        return self.speak.quantity(size) if size else self.say("not-known")

    def _section(self, name: str, *columns: str, rows: Iterator[tuple[str, ...]], empty: str) -> Section:
        table = Table(tuple(map(self.say, columns)), tuple(rows))
        return Section(name, self.say(name), table=table, empty=self.say(empty))

    def allergies(self) -> Section:
        lines = tuple(Line(one.to, Tone.ALARM, (self._how(one),)) for one in self.passport.allergies)
        return Section("allergies", self.say("allergies"), lines, empty=self.say("no-allergies"))

    def _how(self, one: AllergyTold) -> str:
        return self.say("allergy-from-test") if one.from_test else self.say(f"allergy-{one.criticality}")

    def sessions(self) -> Section:
        rows = (row for session in self.passport.sessions for row in self._session(session))
        columns = ("when", "purpose", "product", "lot", "dose", "where", "by")
        return self._section("sessions", *columns, rows=rows, empty="no-sessions")

    def _session(self, session: SessionDone) -> Iterator[tuple[str, ...]]:
        staff: dict[UUID | None, str] = {one.id: one.name for one in self.passport.professionals}
        purpose = self.speak.purpose(session.purpose.code) if session.purpose.code else session.purpose.text
        said: tuple[str, ...] = (self._moment(session.start), capital(purpose))
        places = ", ".join(map(self.named, session.places))
        by = staff.get(session.by, self.say("not-known"))
        if not session.products:
            yield (*said, self.say("not-known"), "", "", places, by)
        for product in session.products:
            where = self._where(product, session) or places
            yield (*said, self._product(product), product.lot, self._size(product.dose), where, by)
            # What a session was and who gave it stands once, beside its first product.
            said, by = ("", ""), ""

    def _where(self, product: Product, session: SessionDone) -> str:
        where = product.where
        for place in session.places:
            where = where.replace(place.text, self.named(place))
        return _VOLUME.sub(lambda said: self._size(Quantity.parse(said[0])), where)

    def _product(self, product: Product) -> str:
        name = self.named(product.name)
        parts = [name, self.speak.quantity(product.strength) if product.strength else ""]
        return " ".join(filter(None, [*parts, f"({self.say('cream')})" if product.by_cream else ""]))

    def tests(self) -> Section:
        """Return the tests with what was seen; each wheal in mm is said as the clinic wrote it, in English."""
        columns = ("when", "tested", "result", *(("readings-of-test",) if self.speak.language == "en" else ()))
        rows = (
            (self._moment(test.at), test.of, self._words(test.result), "; ".join(test.readings))[: len(columns)]
            for test in self.passport.tests
        )
        return self._section("tests", *columns, rows=rows, empty="no-tests")

    def _words(self, words: str) -> str:
        return self.say(_WORDS[words]) if words in _WORDS else words

    def measures(self) -> Section:
        rows = (
            (
                self.named(one.place),
                self._day(one.at),
                self._size(one.change),
                self._size(one.detectable),
                self._words(one.judged),
            )
            for one in self.passport.changes
        )
        found = self._section(
            "measures", "place", "when", "change", "detectable", "judged", rows=rows, empty="no-measures"
        )
        first = (Line(self.say("measures-first")),) if self.passport.changes else ()
        return Section(found.name, found.title, first, found.table, found.empty)

    def readings(self) -> Section:
        by_visit: dict[tuple[str, str], list[str]] = {}
        for one in self.passport.tape:
            by_visit.setdefault((self.named(one.landmark), self._day(one.at)), []).append(self._size(one.value))
        rows = ((*visit, "; ".join(sizes)) for visit, sizes in by_visit.items())
        return self._section("readings", "place", "when", "reading", rows=rows, empty="no-readings")

    def papers(self) -> Section:
        consents = (
            Line(
                self.say(
                    "consent-withdrawn" if one.is_withdrawn else "consent-given",
                    version=one.version,
                    at=self._day(one.at),
                )
            )
            for one in self.passport.consents
        )
        papers = (
            Line(
                self.say("paper-kept", title=one.title, at=self._day(one.at)),
                beneath=(self.say("paper-digest", digest=one.digest),),
            )
            for one in self.passport.papers
        )
        return Section("papers", self.say("papers"), (*consents, *papers), empty=self.say("no-papers"))

    def earlier(self) -> Section:
        lines = tuple(
            Line(self.say("earlier-of", title=one.title, at=self._day(one.at))) for one in self.passport.earlier
        )
        return Section("earlier", self.say("earlier"), lines)
