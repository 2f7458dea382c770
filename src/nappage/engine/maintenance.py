"""When a patient whose course is complete is asked back: windows counted from the last session, never from a recall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from nappage.engine.course import given
from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.engine.opening_hours import next_open_day
from nappage.engine.policy import Policy
from nappage.engine.story import Story
from nappage.values.local_time import local_day
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance(Entry):
    """How long after the last session a source asks the patient back, with the upper end where it gives one."""

    opens: CalendarSpan
    closes: CalendarSpan | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """The window of the nth recall in local days, and the day offered; None if the clinic states no opening then.

    A recall is a reminder of a visit, not a booking: a further session is a new plan with its own screening.
    """

    nth: int
    opens: date
    closes: date | None
    offered: date | None
    because: Because


def recall(edition: Edition, story: Story, policy: Policy, nth: int = 1, silenced: bool = False) -> Recall | None:
    """Return the nth recall of a completed course; None while sessions are outstanding or where no source has one.

    None too when silenced: nobody is to be reminded (a pregnancy, a withdrawal), so there is nothing to send.
    """
    if silenced or story.plan is None:
        return None
    indication = edition.get(Indication, story.plan.indication)
    entry = edition.get(Maintenance, indication.maintenance) if indication else None
    done = given(story.sessions)
    if entry is None or not done or len(done) < story.plan.sessions:
        return None
    anchor = local_day(done[-1].start, policy.zone)
    opens = entry.opens.times(nth).after(anchor)
    closes = entry.closes.times(nth).after(anchor) if entry.closes else None
    fact = say("recall.from-last-session", anchor=anchor, opens=entry.opens, closes=entry.closes, nth=nth)
    because = Because(entry.id, fact, say("recall.new-plan-needed"), entry.sources)
    return Recall(nth, opens, closes, next_open_day(policy, opens), because)


def coming_recall(
    edition: Edition, story: Story, policy: Policy, at: datetime, silenced: bool = False
) -> Recall | None:
    """Return the first recall whose window, or offered day where there is no upper end, has not gone by."""
    today = local_day(at, policy.zone)
    found = recall(edition, story, policy, silenced=silenced)
    while found is not None and max(filter(None, (found.opens, found.closes, found.offered))) < today:
        found = recall(edition, story, policy, found.nth + 1)
    return found
