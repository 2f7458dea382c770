"""The report of an adverse event: what was given, what was seen and done when, prefilled from the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.emergency import EmergencyProtocol
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.story import Formula, Session, SessionState, Story
from nappage.rendering.leaflet import FICTIONAL, Leaflet
from nappage.rendering.naming import capital, sentence
from nappage.rendering.sections_after import report_line
from nappage.rendering.sheet import Line, Section, Table
from nappage.rendering.wording import Speaker
from nappage.values.age import age_on
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class StepDone:
    """One step of an emergency as it is on the record: when, which protocol and step, what was given, by whom."""

    at: datetime
    protocol: str
    step: str
    by: str
    dose: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Something seen during a session: when, what, in which words."""

    at: datetime
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """What whoever signs adds to the record: the course of it in words, how serious, what became of it, who signs."""

    narrative: str
    serious: tuple[str, ...]
    outcome: str
    reporter: str
    credential: str
    pseudonym: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the report is filled from: the outlook with its story, the steps that were tapped, what was seen."""

    found: Outlook
    story: Story
    policy: Policy
    speak: Speaker
    clinic: str
    steps: tuple[StepDone, ...] = ()
    seen: tuple[Seen, ...] = ()


def adverse_event_leaflet(record: OnRecord, said: Reported) -> Leaflet:
    """Return the report as a leaflet: the person stands there by a pseudonym, age and sex, never by name."""
    patient = record.story.patient
    age = age_on(patient.born, local_day(record.found.at, record.policy.zone))
    return Leaflet(
        title="Report of an adverse event",
        at=record.found.at,
        facts=(
            ("Clinic", record.clinic),
            ("Patient", f"{said.pseudonym}, {age} years" + (f", {patient.sex.value}" if patient.sex else "")),
            ("Serious because", ", ".join(said.serious) or "not held to be serious"),
            ("Outcome", said.outcome),
        ),
        call=(),
        sections=(
            Section("narrative", "What happened", (Line(said.narrative),)),
            *record_sections(record),
        ),
        foot=(
            "Made from the clinic's record; nothing here says what caused it.",
            f"Edition {record.found.edition[:16]}, time zones {record.found.timezones}.",
        ),
        signed=(f"Signed by {said.reporter}, {said.credential}, {record.speak.moment(record.found.at)}.",),
        watermark=FICTIONAL if record.policy.fictional else "",
    )


def record_sections(record: OnRecord) -> Iterator[Section]:
    """Yield what the record holds: the reactions, the steps with their times, what was given, what else is taken."""
    yield Section("event", "Reported and seen", tuple(_events(record)), empty="Nothing is on the record.")
    yield Section(
        "steps", "Steps of the emergency", table=_steps(record), empty="No step of an emergency was recorded."
    )
    for session in _last_sessions(record.story):
        yield Section(
            f"given-{session.start:%Y%m%d%H%M}",
            f"Given on {record.speak.moment(session.start)}",
            tuple(_session(record, session)),
            _products(record, session),
        )
    yield Section("medicines", "Medicines and allergies", tuple(_background(record)), empty="None is recorded.")


def _events(record: OnRecord) -> Iterator[Line]:
    for found in record.found.after.triage.reports:
        line = report_line(found, record.speak, record.policy)
        onset = found.report.onset
        began = f"Began {record.speak.moment(onset)}." if onset else "When it began is not known."
        where = f" Where: {record.speak.term(found.report.zone)}." if found.report.zone else ""
        with_it = ", ".join(record.speak.term(each) for each in found.report.features)
        said = f" With it: {with_it}." if with_it else ""
        yield Line(line.words, line.tone, (f"Level {found.level.value}. {began}{where}{said}",))
    for seen in record.seen:
        words = f"{capital(seen.what.replace('-', ' '))} ({record.speak.moment(seen.at)})"
        yield Line(words, beneath=(sentence(seen.words),) if seen.words else ())


def _steps(record: OnRecord) -> Table:
    protocols = record.speak.edition.all(EmergencyProtocol)

    def words(done: StepDone) -> str:
        protocol = protocols.get(done.protocol)
        known = {step.act: step.words for step in protocol.steps} if protocol else {}
        return known.get(done.step, done.step.replace("-", " "))

    rows = tuple(
        (f"{record.speak.moment(done.at)}:{done.at:%S}", words(done), str(done.dose or ""), done.by)
        for done in sorted(record.steps, key=lambda one: one.at)
    )
    return Table(("when", "step", "given", "by"), rows)


def _last_sessions(story: Story) -> tuple[Session, ...]:
    """Return the last two sessions given: what was given before that is in the chart."""
    given = sorted((one for one in story.sessions if one.state is SessionState.GIVEN), key=lambda one: one.start)
    return tuple(reversed(given[-2:]))


def _session(record: OnRecord, session: Session) -> Iterator[Line]:
    sites = ", ".join(dict.fromkeys(record.speak.term(f"{one.zone}/{one.side.value}") for one in session.sites))
    punctures = sum(one.punctures for one in session.passes)
    depths = ", ".join(dict.fromkeys(record.speak.value(one.depth) for one in session.passes if one.depth))
    yield Line(f"Where: {sites}. Punctures: {punctures}. Depth: {depths or 'not recorded'}.")
    if session.drawn is not None and session.wasted is not None:
        drawn, wasted = record.speak.value(session.drawn), record.speak.value(session.wasted)
        yield Line(f"Drawn {drawn}, thrown away {wasted}.")


def _products(record: OnRecord, session: Session) -> Table:
    formula: Formula | None = next((one for one in record.story.formulas if one.id == session.formula), None)
    rows = tuple(
        (
            record.speak.term(one.agent),
            record.speak.value(one.strength) or "as signed",
            record.speak.value(one.volume),
            one.lot or "not recorded",
        )
        for one in (formula.components if formula else ())
    )
    return Table(("agent", "strength", "volume in the mixture", "lot"), rows)


def _background(record: OnRecord) -> Iterator[Line]:
    for taken in record.story.medicines:
        when = f", last taken {record.speak.moment(taken.last_taken)}" if taken.last_taken else ""
        yield Line(f"{capital(taken.name)}{when}")
    for allergy in record.story.allergies:
        yield Line(f"Allergy as told: {allergy.to}")
