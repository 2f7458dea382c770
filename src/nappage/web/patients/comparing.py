"""Two records side by side before they are linked: what they share, what differs, and what each warns of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.assessment.look import Look, look_at
from nappage.engine.question import Question
from nappage.engine.story import Reply
from nappage.records.models import Course, Identity
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.web.patients.search import short_number
from nappage.web.screen import Asked
from nappage.web.speaking import speaker


def compared(asked: Asked, other: Identity) -> list[dict[str, Any]]:
    """Return the rows of the comparison; `differs` marks what a clinician will have to settle."""
    assert asked.identity is not None, "a patient's screen has a patient"
    speak = speaker(asked)
    looks = (asked.look, look_at(asked.actor.clinic, other.person_id, _present_course(other.person_id), asked.at))
    rows = [
        _row(_("Number"), short_number(asked.person), short_number(other.person_id)),
        _row(_("Name"), asked.identity.name, other.name),
        _row(_("Date of birth"), *(speak.value(one.born) for one in (asked.identity, other)), settles=True),
        _row(_("Sex"), asked.identity.sex, other.sex, settles=True),
        _row(_("Telephone"), asked.identity.phone, other.phone),
        _row(_("E-mail"), asked.identity.email, other.email),
        _row(_("Allergies"), *(_allergies(look) for look in looks)),
        _row(_("Conditions"), *(_conditions(look, speak) for look in looks)),
        _row(_("Medicines"), *(", ".join(one.name for one in look.story.medicines) for look in looks)),
        _row(_("Sessions given"), *(str(len(look.outlook.course.given)) for look in looks)),
    ]
    return [*rows, *_answers(looks, speak)]


def _present_course(person: UUID) -> UUID | None:
    return Course.objects.filter(person=person).order_by("-opened_at").values_list("id", flat=True).first()


def _row(label: str, here: str, there: str, *, settles: bool = False) -> dict[str, Any]:
    differs = bool(here and there and here != there)
    return {"label": label, "here": here or "–", "there": there or "–", "differs": differs, "settles": settles}


def _allergies(look: Look) -> str:
    return ", ".join(allergy.to for allergy in look.story.allergies)


def _conditions(look: Look, speak: Speaker) -> str:
    standing = (event for event in look.story.events if event.entered_in_error_at is None)
    return ", ".join(dict.fromkeys(speak.term(event.condition) for event in standing))


def _answers(looks: tuple[Look, Look], speak: Speaker) -> list[dict[str, Any]]:
    """Return the questions that one record answers with yes and the other with no."""
    here, there = (_latest(look) for look in looks)
    rows = []
    for id, question in speak.edition.all(Question).items():
        answers = [said[id].answer for said in (here, there) if id in said]
        if set(answers) == {Answer.YES, Answer.NO} and question.covers:
            rows.append(_row(question.text, here[id].answer.value, there[id].answer.value, settles=True))
    return rows


def _latest(look: Look) -> dict[str, Reply]:
    return {reply.question: reply for reply in sorted(look.story.replies, key=lambda reply: reply.at)}
