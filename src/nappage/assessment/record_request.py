"""What a person asked of the clinic about their own record, until it is done: a copy, or an erasure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from nappage.assessment.carried import RecordAsked, Wanted
from nappage.assessment.erasure import ERASED, PUT_OFF
from nappage.assessment.look import Look
from nappage.engine.deadline import COPY_OR_ERASURE, deadline
from nappage.records.models import AuditEvent, Entry

COPIED = "export patient"
# Which act of the clinic answers which wish; an erasure that is put off is answered with its reason and day.
ANSWERS: Mapping[Wanted, tuple[str, ...]] = MappingProxyType(
    {Wanted.COPY: (COPIED, "complaint pack"), Wanted.ERASURE: (ERASED, PUT_OFF)}
)
KIND = "record-asked"


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """One wish: when it was said, by when it is to be answered, whose task it is, and what answered it."""

    entry: UUID
    wanted: Wanted
    at: datetime
    due: datetime
    owner: str
    answer: AuditEvent | None = None


def requests_of(look: Look) -> Iterator[RecordRequest]:
    """Yield what the person asked, the first first, with the act that answered it."""
    owner = look.policy.signed.by if look.policy.signed else ""
    for line, asked in look.chart.of(RecordAsked):
        done = AuditEvent.objects.filter(
            person=look.chart.person, act__in=ANSWERS[asked.wanted], at__gte=line.recorded_at, at__lte=look.at
        )
        due = deadline(look.edition, COPY_OR_ERASURE, line.recorded_at, look.policy.zone)
        answer = done.order_by("number").first()
        yield RecordRequest(line.id, asked.wanted, line.recorded_at, due, owner, answer)


def open_requests(look: Look) -> Iterator[RecordRequest]:
    """Yield what nobody has answered yet."""
    return (request for request in requests_of(look) if request.answer is None)


def requested(clinic: UUID, at: datetime) -> list[UUID]:
    """Return who ever asked for something and is here still: whether it is answered is known when it is opened."""
    rows = Entry.objects.filter(clinic=clinic, kind=KIND, recorded_at__lte=at, person__key__isnull=False)
    return list(rows.order_by().values_list("person", flat=True).distinct())
