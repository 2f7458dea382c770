"""The six exclusions once more, from the entries alone: slow, obvious, and asking nothing of the engine.

For each of the six: a no of this very day and nothing recorded against it; for the three of level B a physician's
coded decision instead. What a medicine is, is written here by name for the few that the test types.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.assessment.happening import MedicineList, Started
from nappage.assessment.line import Line, open_lines, person_key
from nappage.engine.story import HealthEvent, Reason, Reply
from nappage.records.models import Credential, Entry, Member

HEART, INSULIN, OTHERS = ("bisoprolol", "ramipril"), ("insulin glargine",), ("paracetamol",)
LEAST_WORDS = 15
# The question, and what it must not be, for each of the six; then whether a physician may decide.
PREGNANCY = (("pregnancy", ("pregnancy", "pregnancy-possible")),)
STROKE = (("stroke", ("stroke", "tia", "cerebral-haemorrhage")),)
CANCER = (("cancer", ("cancer",)),)
CLOTS = (
    ("clots", ("deep-vein-thrombosis", "pulmonary-embolism", "arterial-thromboembolism")),
    ("leg-swelling", ("leg-swelling-one-sided",)),
)


@dataclass(frozen=True)
class Page:
    """Everything that stands in one person's entries at an instant."""

    person: UUID
    at: datetime
    zone: ZoneInfo

    @property
    def lines(self) -> list[Line]:
        entries = Entry.objects.filter(person=self.person, recorded_at__lte=self.at).order_by("recorded_at", "id")
        every = open_lines(list(entries), person_key(self.person))
        struck = {line.strikes for line in every}
        return [line for line in every if line.id not in struck and line.strikes is None]

    def values(self, kind: type) -> list[object]:
        return [value for line in self.lines for value in line.values if isinstance(value, kind)]

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def said_today(self, question: str) -> Reply | None:
        """Return the last answer to a question, if it was given today."""
        said = [one for one in self.values(Reply) if isinstance(one, Reply) and one.question == question]
        return said[-1] if said and self.day(said[-1].at) == self.day(self.at) else None

    def is_denied(self, questions: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
        """Return whether each condition was denied today, and none is recorded."""
        recorded = {one.condition for one in self.values(HealthEvent) if isinstance(one, HealthEvent)}
        for question, conditions in questions:
            reply = self.said_today(question)
            denied = set(conditions) if reply and reply.answer.value == "no" else set(reply.denies) if reply else set()
            if not set(conditions) <= denied or recorded & set(conditions):
                return False
        return True

    def medicines(self) -> list[str] | None:
        """Return what is taken, None where nobody said today that the list is whole or something is unknown."""
        whole = self.said_today("medicines")
        lists = [one for one in self.values(MedicineList) if isinstance(one, MedicineList)]
        taken = [one.name for one in lists[-1].medicines if not one.stopped] if lists else []
        known = all(name in (*HEART, *INSULIN, *OTHERS) for name in taken)
        return taken if whole and whole.answer.value == "yes" and known else None

    def is_decided(self, rule: str, injector: str) -> bool:
        """Return whether a physician decided in code and words; with a second clinician if the physician injects."""
        return any(
            isinstance(one, Reason)
            and one.rule == rule
            and one.code
            and len(one.words.strip()) >= LEAST_WORDS
            and Member.objects.filter(slug=one.by, credential=Credential.PHYSICIAN).exists()
            and (one.by != injector or one.second not in ("", one.by))
            for one in self.values(Reason)
        )


def against_start(page: Page, injector: str) -> Iterator[str]:
    """Yield each of the six exclusions that forbids a start at this instant."""
    taken = page.medicines()
    if not page.is_denied(PREGNANCY):
        yield "pregnancy"
    if taken is None or set(taken) & set(INSULIN) or not page.is_denied((("insulin", ("insulin-treated-diabetes",)),)):
        yield "insulin"
    if taken is None or len(set(taken) & set(HEART)) > 1:
        yield "several heart medicines"
    for name, questions in (("stroke", STROKE), ("cancer", CANCER), ("clots", CLOTS)):
        if not page.is_denied(questions) and not page.is_decided(name, injector):
            yield name


def starts(person: UUID) -> dict[UUID, tuple[datetime, str]]:
    """Return every start ever recorded for a person, struck or not: its entry, its instant and who injects."""
    lines = open_lines(list(Entry.objects.filter(person=person, kind="started")), person_key(person))
    return {
        line.id: (line.recorded_at, value.injector)
        for line in lines
        for value in line.values
        if isinstance(value, Started)
    }
