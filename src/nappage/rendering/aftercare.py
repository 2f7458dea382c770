"""The aftercare sheet: what to leave and do until when, by the clinic's clock and the traveller's, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from nappage.engine.contact import Contact
from nappage.engine.edition import Edition
from nappage.engine.emergency import emergency_number
from nappage.engine.follow_up import FollowUp
from nappage.engine.instruction import Direction, Instruction, Manner, Phase, stated_range
from nappage.engine.symptom import Escalator, Symptom
from nappage.rendering.given import Given, clocks, home, in_both, in_english, place
from nappage.rendering.leaflet import Leaflet
from nappage.rendering.naming import capital
from nappage.rendering.sheet import Line, Section, Table, Tone
from nappage.rendering.source_names import named_sources
from nappage.rendering.whom_to_call import call_now, call_soon, call_today
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.statement import Said

LISTS = (Manner.DO_NOT, Manner.DO, Manner.EXPECT, Manner.ASK)


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
    """Yield whom to call about what, the lists, what is often seen, and when the clinic asks."""
    if given.found.after.ended is None:
        return
    for name, called in (("call-now", call_now), ("call-today", call_today), ("call-soon", call_soon)):
        if lines := called(given):
            yield Section(name, home(given, name), lines)
    yield from lists(given.found.after.aftercare, given)
    yield Section("often-seen", home(given, "often-seen"), tuple(_raised(given)), _often_seen(given))
    yield Section("we-call", home(given, "we-call"), table=_calls(given), empty=home(given, "no-call"))


def lists(directions: Iterable[Direction], given: Given) -> Iterator[Section]:
    """Yield what to leave, to do, to know and to ask, before a session or after it."""
    told = tuple(directions)
    for manner in LISTS:
        lines = tuple(direction_at_home(one, given) for one in told if one.manner is manner)
        if lines:
            yield Section(manner.value, home(given, manner.value), lines)


def direction_at_home(direction: Direction, given: Given) -> Line:
    """Return an instruction with its absolute times; an hour reads as a weekday and a clock time in each place."""
    beneath = list(_times(direction, given))
    if direction.applies is not Answer.YES:
        beneath.append(home(given, "ask-us"))
    if direction.contradicted_by:
        others = "; ".join(named_sources(direction.contradicted_by, given.speak))
        beneath.append(home(given, "otherwise", sources=others))
    sources = named_sources(direction.because.sources, given.speak)
    return Line(given.speak.text(direction.text), Tone.PLAIN, tuple(beneath), sources)


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


def _range(direction: Direction, given: Given) -> str:
    spread = stated_range(given.edition.all(Instruction)[direction.instruction])
    assert spread is not None, "a direction with stated times has a range"
    who = "one-source" if len(direction.stated) == 1 else "sources"
    low, high = given.speak.value(spread.low), given.speak.value(spread.high)
    return home(given, who, high=high) if low == high else home(given, f"{who}-range", low=low, high=high)


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


def _raised(given: Given) -> Iterator[Line]:
    """Yield why more than in others is called about in this person, where something of them raises it."""
    escalators = given.edition.all(Escalator)
    reasons = ", ".join(given.speak.text(escalators[id].words) for id in given.found.after.escalators)
    if reasons:
        yield Line(home(given, "raised", reasons=reasons))


def _often_seen(given: Given) -> Table:
    """Return until when what is often seen, by the clocks that concern the person; what ends together shares a row."""
    ends: dict[datetime, list[str]] = {}
    for window in given.found.after.expected:
        if not window.neutral and window.until > window.since:
            ends.setdefault(window.until, []).append(given.speak.text(window.symptom.words))
    rows = [
        (capital("; ".join(named)), *(shown for shown, _ in clocks(until, given)))
        for until, named in sorted(ends.items())
    ]
    first, *rest = (where for _, where in clocks(given.found.at, given))
    grows = in_both(given.speak, "grows")
    column = f"{grows} ({first})" if given.at_home and rest else grows
    return Table((home(given, "what"), column, *rest), tuple(rows))


def _calls(given: Given) -> Table:
    rows = (
        (given.speak.value(contact.day), ", ".join(asked_about(contact, given.edition, given.speak)))
        for contact in given.contacts
    )
    return Table((home(given, "day"), home(given, "ask-about")), tuple(rows))


def asked_about(contact: Contact, edition: Edition, speak: Speaker) -> tuple[str, ...]:
    """Return the symptoms that a contact is there for, each once."""
    return tuple(
        dict.fromkeys(said for part in contact.parts for said in symptoms_asked(part.follow_up, edition, speak))
    )


def symptoms_asked(follow_up: FollowUp, edition: Edition, speak: Speaker) -> tuple[str, ...]:
    """Return the symptoms that a follow-up is there for."""
    return tuple(speak.text(edition.all(Symptom)[id].words) for id in follow_up.looks_for)
