"""What else bears on an allergy test: medicines that hide a reaction, conditions it cannot be read in, reactions."""

from __future__ import annotations

from datetime import date, time

from nappage.engine.allergy_test import test_protocol
from nappage.engine.edition import Edition
from nappage.engine.facts import Facts, precedence
from nappage.engine.medicine import classes_of, recognise
from nappage.engine.policy import Policy
from nappage.engine.question import Asks, lists
from nappage.engine.story import Channel, HealthEvent, Story
from nappage.engine.triage import Triage
from nappage.engine.wheal import Circumstances, Taken
from nappage.values.answer import Answer
from nappage.values.local_time import at_local, local_day


def circumstances(story: Story, policy: Policy, edition: Edition, facts: Facts, triage: Triage) -> Circumstances:
    """Return what else bears on a test: what hides a reaction, what makes it unreadable, reactions reported."""
    present = (id for id, events in facts.events.items() if any(_lasts(event, facts.day) for event in events))
    return Circumstances(
        _antihistamines(story, policy, edition), frozenset(present), facts.taken, triage.reaction_instants
    )


def _lasts(event: HealthEvent, day: date) -> bool:
    return event.until is None or event.until >= day


def _antihistamines(story: Story, policy: Policy, edition: Edition) -> tuple[Taken, ...] | None:
    """Return the medicines that hide a reaction, or None unless the list of all that is taken is known to be whole.

    It has to be said on the day of the last test or later: what was asked before cannot tell what was taken then.
    """
    known = [(item, recognise(edition, item.name)) for item in story.medicines]
    if not _is_whole_since_the_test(story, policy, edition) or any(medicine is None for _, medicine in known):
        return None
    masking = frozenset(edition.derive(test_protocol).masked_by)
    return tuple(
        Taken(at_local(item.since, time.min, policy.zone) if item.since else None, item.last_taken)
        for item, medicine in known
        if medicine and not masking.isdisjoint(classes_of(medicine))
    )


def _is_whole_since_the_test(story: Story, policy: Policy, edition: Edition) -> bool:
    question = edition.derive(lists).get(Asks.MEDICINES)
    told = [reply for reply in story.replies if question and reply.question == question.id]
    at_clinic = (reply for reply in told if reply.channel is Channel.CLINIC)
    last = max(at_clinic, key=lambda reply: precedence(reply, Asks.MEDICINES), default=None)
    if last is None or last.answer is not Answer.YES:
        return False
    tested = max((test.at for test in story.tests), default=last.at)
    return local_day(last.at, policy.zone) >= local_day(tested, policy.zone)
