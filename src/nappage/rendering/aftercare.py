"""The aftercare sheet: what to leave and do until when, by the clinic's clock and the traveller's, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nappage.engine.contact import Contact
from nappage.engine.edition import Edition
from nappage.engine.emergency import emergency_number
from nappage.engine.instruction import Direction, Instruction, Manner, stated_range
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.symptom import Feature, Level, Symptom, least, worse_with
from nappage.rendering.leaflet import Leaflet
from nappage.rendering.lines import cited
from nappage.rendering.naming import capital
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer

TITLES = {
    Manner.DO_NOT: ("do-not", "Please leave"),
    Manner.DO: ("do", "Please do"),
    Manner.EXPECT: ("expect", "Good to know"),
    Manner.ASK: ("ask", "Ask us"),
}
DECIDES = "These are the clinic's instructions. What your clinician tells you in person comes first."


@dataclass(frozen=True, slots=True)
class Given:
    """What the sheet is made from: the outlook, what is signed and known, and the contacts still to be made."""

    found: Outlook
    policy: Policy
    edition: Edition
    speak: Speaker
    contacts: tuple[Contact, ...]
    clinic: str
    patient: str = ""
    away: ZoneInfo | None = None


def aftercare_leaflet(given: Given) -> Leaflet:
    """Return the sheet that is handed over; it has no sections before a session was given."""
    number = emergency_number(given.edition, given.policy) or ""
    return Leaflet(
        title="After your session",
        at=given.found.at,
        facts=tuple(_facts(given)),
        call=tuple(_call(given, number)),
        sections=tuple(aftercare_sections(given)),
        foot=(DECIDES, f"Edition {given.found.edition[:16]}."),
        emergency=f"Emergency {number}" if number else "",
        fictional=given.policy.fictional,
    )


def aftercare_sections(given: Given) -> Iterator[Section]:
    """Yield the lists, what is often seen, what to call about, and when the clinic asks."""
    if given.found.after.ended is None:
        return
    for manner, (name, title) in TITLES.items():
        lines = tuple(aftercare_line(one, given) for one in given.found.after.aftercare if one.manner is manner)
        if lines:
            yield Section(name, title, lines)
    yield Section("call-now", "Have the emergency number called for", (_at_least(given, Level.EMERGENCY),))
    yield Section("call-today", "Call us the same day about", (_at_least(given, Level.SAME_DAY), *_lump(given)))
    yield Section("often-seen", "Often seen, and until when", table=_often_seen(given))
    yield Section("we-call", "When we ask how it is", table=_calls(given), empty="No call is open.")


def aftercare_line(direction: Direction, given: Given) -> Line:
    """Return an instruction with its absolute times; an hour reads as a weekday and a clock time in each place."""
    speak, moment = given.speak, direction.moment
    beneath: list[str] = []
    if moment is not None:
        until = speak.moment(moment.instant)
        beneath.append(f"Until {until} ({place(moment.readings[0].zone)}).")
        beneath.extend(
            f"That is {other(given, reading.shows)} in {place(reading.zone)}." for reading in moment.readings[1:]
        )
    elif direction.days is None and direction.stated:
        beneath.append(f"{capital(_range(direction, given))}.")
    if direction.applies is not Answer.YES:
        beneath.append("Ask us whether it is for you.")
    if direction.contradicted_by:
        beneath.append(f"{', '.join(cited(direction.contradicted_by))} says otherwise.")
    return Line(speak.text(direction.text), Tone.PLAIN, tuple(beneath), cited(direction.because.sources))


def _range(direction: Direction, given: Given) -> str:
    spread = stated_range(given.edition.all(Instruction)[direction.instruction])
    assert spread is not None, "a direction with stated times has a range"
    low, high = given.speak.value(spread.low), given.speak.value(spread.high)
    if len(direction.stated) == 1:
        return f"one source says {high}" if low == high else f"one source says {low} to {high}"
    return f"the sources say {high}" if low == high else f"the sources say {low} to {high}"


def other(given: Given, shows: datetime) -> str:
    """Return what a clock elsewhere shows, as weekday, day and time."""
    zone = shows.tzinfo
    assert isinstance(zone, ZoneInfo), "a reading is local"
    return Speaker(given.edition, zone, given.speak.language).moment(shows)


def place(zone: str) -> str:
    """Return a zone as people call it: "New York time"."""
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def _facts(given: Given) -> Iterator[tuple[str, str]]:
    if given.patient:
        yield "For", given.patient
    yield "Clinic", given.clinic
    if given.found.after.ended is not None:
        yield "Session ended", f"{given.speak.moment(given.found.after.ended)} ({place(given.policy.zone.key)})"
    if given.away is not None:
        yield "Times also for", place(given.away.key)


def _call(given: Given, number: str) -> Iterator[str]:
    called = f"call {number}" if number else "call the emergency number"
    yield f"An emergency, such as trouble breathing: {called} now."
    if given.policy.phone:
        yield f"The clinic: {given.policy.phone}. Call us about anything that worries you; you need no reason."
    if given.away is not None:
        yield "Where you travel, the emergency number may be another one: ask for it on arrival."


def _at_least(given: Given, level: Level) -> Line:
    """Return all symptoms that are of a level whatever else is said with them, as one line."""
    rows = [symptom for symptom in given.edition.all(Symptom).values() if least(symptom) is level]
    words = ", ".join(given.speak.text(symptom.words) for symptom in rows)
    return Line(f"{capital(words)}.", sources=cited(source for symptom in rows for source in symptom.cells[0].sources))


def _lump(given: Given) -> Iterator[Line]:
    """Yield what makes a bump one to be seen the same day; nothing is said of one that is quiet (H-08)."""
    lump = given.edition.all(Symptom)["lump"]
    features = [given.edition.all(Feature)[id] for id in worse_with(lump, Level.SAME_DAY)]
    words = ", ".join(given.speak.text(feature.words) for feature in features)
    yield Line(f"{capital(given.speak.text(lump.words))} with any of these: {words}.", sources=cited(lump.sources))


def _often_seen(given: Given) -> Table:
    rows = []
    for window in given.found.after.expected:
        if not window.neutral and window.until > window.since:
            until = [given.speak.moment(window.until), *(_there(window.until, given))]
            rows.append((capital(given.speak.text(window.symptom.words)), *until))
    there = (place(given.away.key),) if given.away else ()
    return Table(("what", "call us if it lasts longer, or grows", *there), tuple(rows))


def _there(instant: datetime, given: Given) -> Iterator[str]:
    """Yield an instant by the clock of the place where somebody travels."""
    if given.away is not None:
        yield Speaker(given.edition, given.away, given.speak.language).moment(instant)


def _calls(given: Given) -> Table:
    rows = (
        (given.speak.value(contact.day), ", ".join(asked_about(contact, given.edition, given.speak)))
        for contact in given.contacts
    )
    return Table(("day", "we ask about"), tuple(rows))


def asked_about(contact: Contact, edition: Edition, speak: Speaker) -> tuple[str, ...]:
    """Return the symptoms that a contact is there for, each once."""
    ids = dict.fromkeys(id for part in contact.parts for id in part.follow_up.looks_for)
    return tuple(speak.text(edition.all(Symptom)[id].words) for id in ids)
