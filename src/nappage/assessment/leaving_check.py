"""The check before somebody leaves: a line of the list that is gone through and a follow-up, which are one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nappage.assessment.happening import Started
from nappage.assessment.look import Look
from nappage.engine.contact import ContactMade
from nappage.engine.follow_up import FollowUpPart, follow_ups
from nappage.engine.treatment import treatments


@dataclass(frozen=True, slots=True)
class LeavingCheck:
    """The check after the last session: the line of the list, from when and by when, and the answer once it is made.

    An answer that came before it was due counts only where somebody recorded it as this check.
    """

    line: str
    part: FollowUpPart
    made: ContactMade | None

    def is_open(self, at: datetime) -> bool:
        """Return whether it is to be asked at an instant: it is due, and nobody has made it."""
        return self.made is None and (self.part.due is None or self.part.due <= at)


def leaving_check(look: Look) -> LeavingCheck | None:
    """Return the check before leaving after the last session; None where no session was given."""
    line = next((one for one in look.outlook.after.leaving if one.follow_up), None)
    part = _part(look, line.follow_up) if line else None
    if line is None or part is None:
        return None
    due = part.due or part.session
    made = [one for _, one in look.chart.of(ContactMade) if one.settles(part, due)]
    return LeavingCheck(line.instruction, part, made[-1] if made else None)


def _part(look: Look, follow_up: str) -> FollowUpPart | None:
    """Return a follow-up of the session that was started last."""
    started = [line.at for line, _ in look.chart.of(Started)]
    days = follow_ups(look.edition, treatments(look.story, look.policy, look.edition), look.policy.zone)
    parts = (part for day in days for part in day.parts if part.session in started[-1:])
    return next((part for part in parts if part.follow_up.id == follow_up), None)
