"""What the page of intake shows: each question with its last answer, by how often it is asked, and the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from nappage.assessment.draft_kept import DraftKept
from nappage.assessment.questionnaire import Asked as AskedQuestion
from nappage.engine.allergen import recognise_allergen
from nappage.engine.edition import Edition
from nappage.engine.medicine import recognise
from nappage.engine.question import Asks, Question
from nappage.engine.story import Reply
from nappage.rendering.lines import cited
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.web.from_home import told_at_home
from nappage.web.intake.questions import QuestionsForm
from nappage.web.intake.sitting import Sitting, standing_events
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

LISTS = (Asks.MEDICINES, Asks.ALLERGIES)


def intake_context(asked: Asked, sitting: Sitting, draft: DraftKept | None = None) -> dict[str, Any]:
    """Return what the page of intake shows besides banner and rail."""
    look, speak = asked.look, speaker(asked)
    recorded = standing_events(look)
    shown = [question_shown(sitting.questions, one, speak, recorded) for one in sitting.questions.asked.values()]
    holding = [answered_shown(one, speak) for one in sitting.questionnaire.answered]
    return {
        "sitting": sitting,
        "groups": [
            {"title": title, "aside": aside, "questions": [one for one in shown if one["group"] == group]}
            for group, title, aside in (
                ("day", _("Asked on the day of every visit"), _("what keeps or delays treatment")),
                ("span", _("Asked again after a time"), _("only what may matter here")),
            )
        ],
        "lists": {one["asks"]: one for one in shown if one["group"] == "list"},
        "answered": [one for one in holding if not one["unsettled"]],
        "unsettled": [one for one in holding if one["unsettled"]],
        "medicines": list(_rows(sitting.medicines.forms, look.edition, speak)),
        "allergies_known": [
            {"to": one.to, "severe": speak.value(one.severe), "recognised": allergen_words(look.edition, one.to)}
            for one in look.story.allergies
        ],
        "instrument": look.policy.instrument,
        "draft": draft,
        "from_home": told_at_home(look, speak),
    }


def question_shown(form: QuestionsForm, one: AskedQuestion, speak: Speaker, recorded: dict[str, Any]) -> dict[str, Any]:
    """Return a question with its field, the last answer, what is recorded behind it, and its sources."""
    question = one.question
    known = [speak.term(condition) for condition in question.covers if condition in recorded]
    return {
        "id": question.id,
        "asks": question.asks.value,
        "group": "list" if question.asks in LISTS else "day" if question.level_a_or_b else "span",
        "field": form[f"q-{question.id}"],
        "last": last_answer(one, speak),
        "recorded": ", ".join(known),
        "rows": form.rows(question.id),
        "others": _field(form, f"o-{question.id}"),
        "words": _field(form, f"w-{question.id}"),
        "sources": cited(question.sources),
        "unreviewed": True,
        "asks_details": bool(question.covers),
    }


def _field(form: QuestionsForm, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None


def last_answer(one: AskedQuestion, speak: Speaker) -> str:
    """Return the answer given last, with its day, or nothing."""
    if one.last is None:
        return ""
    said = said_words(one.last, speak)
    words = _("From home: {said}, {day}") if one.from_home else _("Last answer: {said}, {day}")
    return words.format(said=said, day=speak.day(one.last.at))


def said_words(reply: Reply, speak: Speaker) -> str:
    """Return an answer in words; of not knowing, the way it was said."""
    return reply.how if reply.answer is Answer.UNKNOWN and reply.how else speak.value(reply.answer)


def answered_shown(one: AskedQuestion, speak: Speaker) -> dict[str, Any]:
    """Return a question whose answer still holds."""
    assert one.last is not None, "an answer that holds was given"
    unsettled = one.last.answer is Answer.UNKNOWN
    said = one.last.how if unsettled and one.last.how else speak.value(one.last.answer)
    return {
        "id": one.question.id,
        "text": one.question.text,
        "said": said,
        "how": "" if unsettled else one.last.how,
        "day": speak.day(one.last.at),
        "unsettled": unsettled and bool(one.question.covers),
    }


def _rows(forms: Iterable[Any], edition: Edition, speak: Speaker) -> Iterator[dict[str, Any]]:
    for form in forms:
        typed = str(form["name"].value() or "")
        yield {"form": form, "recognised": medicine_words(edition, speak, typed) if typed else None}


def medicine_words(edition: Edition, speak: Speaker, typed: str) -> dict[str, Any]:
    """Return what a typed medicine was recognised as, or that it was not and what follows from that."""
    medicine = recognise(edition, typed)
    if medicine is None:
        words = _("Not recognised: every precaution that asks about medicines stays unknown. Compare it with the box.")
        return {"known": False, "words": words}
    classes = [speak.term(code) for code in sorted(medicine.classes) if speak.term(code) != code]
    named = ", ".join(part.name for part in medicine.ingredients)
    return {"known": True, "words": sentence("; ".join([named, *dict.fromkeys(classes)]))}


def allergen_words(edition: Edition, typed: str) -> dict[str, Any]:
    """Return whether a typed allergy was recognised, and what follows where it was not."""
    if recognise_allergen(edition, typed) is None:
        words = _("Not recognised: every precaution that asks about allergies stays unknown. Write the substance.")
        return {"known": False, "words": words}
    return {"known": True, "words": _("Recognised.")}


def question_of(edition: Edition, id: str) -> Question | None:
    """Return a question of the edition, or None."""
    return edition.get(Question, id)
