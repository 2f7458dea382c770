"""The aftercare sheet: what to leave and do until when, by the clinic's clock and the traveller's, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from nappage.engine.contact import Contact
from nappage.engine.edition import Edition
from nappage.engine.emergency import emergency_number
from nappage.engine.instruction import Direction, Instruction, Manner, Phase, stated_range
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.symptom import Feature, Level, Symptom, worse_with
from nappage.engine.translation import is_reviewed
from nappage.engine.warning_sign import WarningSign
from nappage.rendering.leaflet import Leaflet
from nappage.rendering.lines import cited
from nappage.rendering.naming import capital
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker, state
from nappage.values.answer import Answer
from nappage.values.statement import Said, say

LISTS = (Manner.DO_NOT, Manner.DO, Manner.EXPECT, Manner.ASK)


@dataclass(frozen=True, slots=True)
class Given:
    """What the sheet is made from: the outlook, what is signed and known, and the contacts still to be made.

    `signs` are what triage says of each symptom for this person: who is called about what follows from nothing else.
    At home the clock of where the person is comes first, the clinic's beside it; at the clinic the other way round.
    """

    found: Outlook
    policy: Policy
    edition: Edition
    speak: Speaker
    contacts: tuple[Contact, ...]
    signs: tuple[WarningSign, ...]
    clinic: str
    patient: str = ""
    away: ZoneInfo | None = None
    at_home: bool = False


def aftercare_leaflet(given: Given) -> Leaflet:
    """Return the sheet that is handed over; it has no sections before a session was given."""
    number = emergency_number(given.edition, given.policy) or ""
    return Leaflet(
        title=home(given, "title"),
        at=given.found.at,
        facts=tuple(_facts(given)),
        call=tuple(_call(given, number)),
        sections=tuple(aftercare_sections(given)),
        foot=(home(given, "decides"), home(given, "edition", edition=given.found.edition[:16])),
        emergency=in_both(given.speak, "emergency", number=number) if number else "",
        watermark=home(given, "fictional") if given.policy.fictional else "",
        language=given.speak.language,
        page_words=(home(given, "page"), home(given, "page-of")),
    )


def aftercare_sections(given: Given) -> Iterator[Section]:
    """Yield the lists, what is often seen, what to call about, and when the clinic asks."""
    if given.found.after.ended is None:
        return
    yield from lists(given.found.after.aftercare, given)
    yield Section("call-now", home(given, "call-now"), tuple(_call_now(given)))
    yield Section("call-today", home(given, "call-today"), (_of_level(given, Level.SAME_DAY), *_lump(given)))
    yield Section("often-seen", home(given, "often-seen"), table=_often_seen(given))
    yield Section("we-call", home(given, "we-call"), table=_calls(given), empty=home(given, "no-call"))


def lists(directions: Iterable[Direction], given: Given) -> Iterator[Section]:
    """Yield what to leave, to do, to know and to ask, before a session or after it."""
    told = tuple(directions)
    for manner in LISTS:
        lines = tuple(direction_at_home(one, given) for one in told if one.manner is manner)
        if lines:
            yield Section(manner.value, home(given, manner.value), lines)


def home(given: Given, code: str, **values: Said) -> str:
    """Return a sentence that stands around the instructions."""
    return given.speak(say(f"home.{code}", **values))


def in_both(speak: Speaker, code: str, **values: Said) -> str:
    """Return a few words in the language and, where nobody has reviewed it, in English."""
    speakers = [speak, *([speak.in_language("en")] if _needs_english(speak) else [])]
    return " · ".join(each(say(f"home.{code}", **values)) for each in speakers)


def in_english(given: Given) -> Given | None:
    """Return the same in English, where nobody has reviewed the words of the language; None where it is not needed."""
    return replace(given, speak=given.speak.in_language("en")) if _needs_english(given.speak) else None


def _needs_english(speak: Speaker) -> bool:
    language = speak.language
    return language != "en" and not (state(language) == "reviewed" and is_reviewed(speak.edition, language))


def direction_at_home(direction: Direction, given: Given) -> Line:
    """Return an instruction with its absolute times; an hour reads as a weekday and a clock time in each place."""
    beneath = list(_times(direction, given))
    if direction.applies is not Answer.YES:
        beneath.append(home(given, "ask-us"))
    if direction.contradicted_by:
        beneath.append(home(given, "otherwise", sources=", ".join(cited(direction.contradicted_by))))
    return Line(given.speak.text(direction.text), Tone.PLAIN, tuple(beneath), cited(direction.because.sources))


def _times(direction: Direction, given: Given) -> Iterator[str]:
    if direction.moment is not None:
        edge = "from" if direction.phase is Phase.BEFORE else "until"
        first, *rest = clocks(direction.moment.instant, given)
        yield home(given, edge, instant=first[0], place=first[1])
        yield from (home(given, "elsewhere", instant=shown, place=where) for shown, where in rest)
    elif direction.days is not None:
        yield given.speak(direction.because.fact)
    elif direction.stated:
        yield _range(direction, given)


def clocks(instant: datetime, given: Given) -> tuple[tuple[str, str], ...]:
    """Return what an instant reads as in each place that concerns the person, with the name of its time."""
    zones = [given.policy.zone, *([given.away] if given.away else [])]
    there = zones[::-1] if given.at_home else zones
    return tuple(
        (Speaker(given.edition, zone, given.speak.language).moment(instant), place(zone.key, given)) for zone in there
    )


def _range(direction: Direction, given: Given) -> str:
    spread = stated_range(given.edition.all(Instruction)[direction.instruction])
    assert spread is not None, "a direction with stated times has a range"
    who = "one-source" if len(direction.stated) == 1 else "sources"
    low, high = given.speak.value(spread.low), given.speak.value(spread.high)
    return home(given, who, high=high) if low == high else home(given, f"{who}-range", low=low, high=high)


def place(zone: str, given: Given) -> str:
    """Return a zone as people call it: "New York time"."""
    return home(given, "place", city=zone.rpartition("/")[2].replace("_", " "))


def _facts(given: Given) -> Iterator[tuple[str, str]]:
    if given.patient:
        yield home(given, "for"), given.patient
    yield home(given, "clinic"), given.clinic
    if given.found.after.ended is not None:
        yield (
            home(given, "ended"),
            f"{given.speak.moment(given.found.after.ended)} ({place(given.policy.zone.key, given)})",
        )
    if given.away is not None:
        yield home(given, "also"), place(given.away.key, given)


def _call(given: Given, number: str) -> Iterator[Line]:
    english = in_english(given)
    codes = {
        "emergency-now" if number else "emergency-unknown": True,
        "call-clinic": bool(given.policy.phone),
        "call-away": given.away is not None,
    }
    values: dict[str, Said] = {"number": number, "phone": given.policy.phone}
    for code in (code for code, is_told in codes.items() if is_told):
        yield Line(home(given, code, **values), english=home(english, code, **values) if english else "")


def call_now(given: Given) -> Line:
    """Return what an ambulance is called for, whatever else is said."""
    return _of_level(given, Level.EMERGENCY)


def _call_now(given: Given) -> Iterator[Line]:
    """Yield what is an emergency alone, then what becomes one with something else: alike rows share a line.

    The sources of all of it stand once, beneath the first line: the sheet is to stay short enough to be read.
    """
    rows: dict[tuple[str, ...], list[Symptom]] = {}
    for sign in given.signs:
        if with_it := _said_beside(sign, given):
            rows.setdefault(with_it, []).append(sign.symptom)
    first, beside = call_now(given), _sources(symptom for symptoms in rows.values() for symptom in symptoms)
    yield replace(first, sources=tuple(dict.fromkeys((*first.sources, *beside))))
    english = in_english(given)
    for features, symptoms in rows.items():
        said = _with(symptoms, features, english) if english else ""
        yield Line(_with(symptoms, features, given), english=said)


def _said_beside(sign: WarningSign, given: Given) -> tuple[str, ...]:
    """Return what makes an emergency of a symptom, but for what is one alone and stands in the line above already."""
    alone = {one.symptom.id for one in given.signs if one.level is Level.EMERGENCY}
    alone |= {one.symptom.gives for one in given.signs if one.level is Level.EMERGENCY}
    return tuple(id for id in sign.emergency_with if id not in alone)


def _with(symptoms: Iterable[Symptom], features: Iterable[str], given: Given) -> str:
    """Return a line such as "Hives, a rash with any of these: fainting, vomiting."."""
    named = capital(", ".join(given.speak.text(one.words) for one in symptoms))
    beside = ", ".join(given.speak.text(given.edition.all(Feature)[id].words) for id in features)
    return home(given, "with-any", symptoms=named, features=beside)


def _of_level(given: Given, level: Level) -> Line:
    """Return all symptoms that triage judges to be of a level whatever else is said with them, as one line."""
    rows = [sign.symptom for sign in given.signs if sign.level is level]
    english = in_english(given)
    return Line(
        capital(_together(rows, given)),
        sources=_sources(rows),
        english=f"{home(english, _CALLS[level])}: {_together(rows, english)}" if english else "",
    )


def _sources(rows: Iterable[Symptom]) -> tuple[str, ...]:
    return cited(source for symptom in rows for source in symptom.cells[0].sources)


_CALLS = {Level.EMERGENCY: "call-now", Level.SAME_DAY: "call-today"}


def _together(rows: Iterable[Symptom], given: Given) -> str:
    return f"{', '.join(given.speak.text(symptom.words) for symptom in rows)}."


def _lump(given: Given) -> Iterator[Line]:
    """Yield what makes a bump one to be seen the same day; nothing is said of one that is quiet (H-08)."""
    lump, english = next(sign for sign in given.signs if sign.symptom.id == "lump"), in_english(given)
    worse = [id for id in worse_with(lump.symptom, Level.SAME_DAY) if id not in lump.emergency_with]
    if lump.level < Level.SAME_DAY and worse:
        said = _with([lump.symptom], worse, english) if english else ""
        yield Line(_with([lump.symptom], worse, given), sources=cited(lump.symptom.sources), english=said)


def _often_seen(given: Given) -> Table:
    rows = [
        (capital(given.speak.text(window.symptom.words)), *(shown for shown, _ in clocks(window.until, given)))
        for window in given.found.after.expected
        if not window.neutral and window.until > window.since
    ]
    first, *rest = (where for _, where in clocks(given.found.at, given))
    grows = in_both(given.speak, "grows")
    until = f"{grows} ({first})" if given.at_home and rest else grows
    return Table((home(given, "what"), until, *rest), tuple(rows))


def _calls(given: Given) -> Table:
    rows = (
        (given.speak.value(contact.day), ", ".join(asked_about(contact, given.edition, given.speak)))
        for contact in given.contacts
    )
    return Table((home(given, "day"), home(given, "ask-about")), tuple(rows))


def asked_about(contact: Contact, edition: Edition, speak: Speaker) -> tuple[str, ...]:
    """Return the symptoms that a contact is there for, each once."""
    ids = dict.fromkeys(id for part in contact.parts for id in part.follow_up.looks_for)
    return tuple(speak.text(edition.all(Symptom)[id].words) for id in ids)
