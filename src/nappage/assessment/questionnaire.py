"""The questions that this person has to be asked: those that some rule waits for, and how each stands today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nappage.assessment.look import Look
from nappage.engine.facts import Facts, gather
from nappage.engine.known import known_at
from nappage.engine.precaution import screen
from nappage.engine.question import Question, question_behind
from nappage.engine.story import Channel, Reply
from nappage.values.answer import Answer
from nappage.values.local_time import local_day


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answer given last, and whether that answer still holds today."""

    question: Question
    last: Reply | None
    holds: bool

    @property
    def is_due(self) -> bool:
        return not self.holds

    @property
    def from_home(self) -> bool:
        """Whether the last answer came by the portal: at the clinic it is asked again."""
        return self.last is not None and self.last.channel is Channel.PORTAL

    @property
    def is_open(self) -> bool:
        """Whether it was answered today, and the answer settles nothing by itself."""
        return self.holds and self.last is not None and self.last.answer is Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What has to be asked under the plan as it stands, questions of the exclusions first."""

    asked: tuple[Asked, ...]

    @property
    def due(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.is_due)

    @property
    def due_again(self) -> tuple[Asked, ...]:
        """Return the short form of a visit: the exclusions, and what was answered once and holds no longer."""
        return tuple(one for one in self.due if one.question.level_a_or_b or one.last is not None)

    @property
    def never_asked(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.due if one not in self.due_again)

    @property
    def answered(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.holds and not one.from_home)

    @property
    def to_ask(self) -> tuple[Asked, ...]:
        """Return what is due, and what was said from home: it is gone through again."""
        return tuple(one for one in self.asked if one.is_due or one.from_home)

    def get(self, question: str) -> Asked | None:
        """Return one question of it, or None."""
        return next((one for one in self.asked if one.question.id == question), None)


def questionnaire(look: Look) -> Questionnaire:
    """Return what has to be asked: without a plan everything may matter, with one only what it leaves open."""
    story = known_at(look.story, look.at)
    facts = gather(story, look.policy, look.edition, look.at)
    bare = replace(story, replies=(), events=(), medicines=(), allergies=())
    needed = _waited_for(look, gather(bare, look.policy, look.edition, look.at))
    latest = {reply.question: reply for reply in sorted(story.replies, key=lambda reply: reply.at)}
    asked = (
        Asked(question, facts.replies.get(question.id) or latest.get(question.id), question.id in facts.replies)
        for question in look.edition.all(Question).values()
        if question.id in needed
    )
    return Questionnaire(tuple(sorted(asked, key=lambda one: not one.question.level_a_or_b)))


def prepared(look: Look, found: Questionnaire) -> dict[str, Reply]:
    """Return the answers from home that fill in a form, by question; of the exclusions only those of today (ruling 7).

    Nothing of it is recorded before somebody sends that form.
    """
    day = local_day(look.at, look.policy.zone)
    told = {one.question.id: one.last for one in found.to_ask if one.last is not None and one.from_home}
    of_the_day = {one.question.id for one in found.to_ask if one.question.level_a_or_b}
    return {
        id: reply for id, reply in told.items() if id not in of_the_day or local_day(reply.at, look.policy.zone) == day
    }


def _waited_for(look: Look, facts: Facts) -> frozenset[str]:
    unknown = (found for found in screen(look.edition, facts) if found.answer is Answer.UNKNOWN)
    behind = (question_behind(look.edition, fact) for found in unknown for fact in found.facts)
    return frozenset(question.id for question in behind if question is not None)


def said_today(look: Look, questions: Iterable[str]) -> dict[str, Reply]:
    """Return the last answer given today to each of these questions, by question."""
    wanted, day = frozenset(questions), local_day(look.at, look.policy.zone)
    today = (reply for reply in look.story.replies if local_day(reply.at, look.policy.zone) == day)
    told = sorted((reply for reply in today if reply.question in wanted), key=lambda reply: reply.at)
    return {reply.question: reply for reply in told}
