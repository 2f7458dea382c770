"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.adaptation import Adaptation
from nappage.engine.checkpoint import Checkpoint
from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.engine.maintenance import Maintenance
from nappage.engine.minimum_interval import MinimumInterval
from nappage.engine.override import Override, ReasonCode
from nappage.engine.session_limit import SessionLimit
from nappage.engine.source import Source
from nappage.engine.variant import ScheduleVariant
from nappage.library import schedule_cases as schedule
from nappage.values.fault import Fault

Check = Callable[[Any, str, Edition], Iterable[Fault]]
AnswerCase = Callable[[Edition, str, Mapping[str, Any]], str]


def _nothing_more(entry: Entry, thing: str, edition: Edition) -> Iterable[Fault]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its table name, its class, what must hold beyond the class, and what answers its cases.

    `check` yields the faults of one entry against the whole edition; `answer` returns, for the entry a case is about
    and what the case gives, the text that the case expects. A kind without `answer` is asked through another's cases.
    """

    name: str
    entry: type[Entry]
    check: Check = _nothing_more
    answer: AnswerCase | None = None


def _answer_source(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    return edition.all(Source)[about].tag.value


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("indication", Indication, schedule.check_indication, schedule.answer_indication),
        Kind("variant", ScheduleVariant, schedule.check_variant, schedule.answer_variant),
        Kind("minimum_interval", MinimumInterval, schedule.check_minimum_interval, schedule.answer_minimum_interval),
        Kind("session_limit", SessionLimit, schedule.check_session_limit, schedule.answer_session_limit),
        Kind("checkpoint", Checkpoint, answer=schedule.answer_checkpoint),
        Kind("adaptation", Adaptation, schedule.check_adaptation, schedule.answer_adaptation),
        Kind("maintenance", Maintenance, answer=schedule.answer_maintenance),
        Kind("override", Override, schedule.check_override, schedule.answer_override),
        Kind("reason_code", ReasonCode, schedule.check_reason_code, schedule.answer_reason_code),
    )
}
