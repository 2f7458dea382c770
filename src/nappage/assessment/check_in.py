"""Check-ins: which one is due, and the reading of a beginning that is known to the day only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nappage.assessment.look import Look
from nappage.engine.contact import Contact
from nappage.engine.escalation import escalators
from nappage.engine.facts import gather
from nappage.engine.known import known_at
from nappage.engine.story import SymptomReport
from nappage.engine.treatment import treatments
from nappage.engine.triage import triage


@dataclass(frozen=True, slots=True)
class Began:
    """When something began, as people say it: between two instants, both None where nobody knows."""

    first: datetime | None = None
    last: datetime | None = None


def due_now(look: Look) -> tuple[Contact, ...]:
    """Return the check-ins that are due and that nobody has answered, the oldest first."""
    return tuple(one for one in look.contacts if one.is_due(look.at))


def read_urgently(look: Look, said: Sequence[tuple[SymptomReport, Began]]) -> tuple[SymptomReport, ...]:
    """Return the reports with the beginning of each read in the more urgent way, as the engine judges both ends."""
    story = known_at(look.story, look.at)
    whole = replace(story, sessions=(*story.earlier, *story.sessions))
    done = treatments(whole, look.policy, look.edition)
    context = escalators(look.edition, gather(story, look.policy, look.edition, look.at))
    ended = [one.ended for one in done if one.ended <= look.at]

    def urgency(report: SymptomReport) -> str:
        found = triage(look.edition, [*story.reports, report], done, context, look.at)
        return next(one.level for one in found.reports if one.report is report)

    chosen = []
    for report, began in said:
        ends = [replace(report, onset=end) for end in _ends(began, ended)]
        chosen.append(max(ends, key=urgency))
    return tuple(chosen)


def _ends(began: Began, ended: Sequence[datetime]) -> Sequence[datetime | None]:
    """Return both ends of a beginning; a session that ended between them comes before what began on its day."""
    first, last = began.first, began.last
    if first is None or last is None:
        return (None,)
    return max((first, *(end for end in ended if first < end <= last))), last
