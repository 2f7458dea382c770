"""What the page of screening shows: each finding with its rule, why, which fact matched and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nappage.actions.screening import Decided, against_deciding, decisions, may_confirm
from nappage.assessment.happening import InstrumentAnswers
from nappage.assessment.look import Look
from nappage.assessment.questionnaire import Questionnaire, prepared
from nappage.engine.gate import unsettled
from nappage.engine.medicine import recognise
from nappage.engine.precaution import Finding, Layer
from nappage.engine.question import Asks
from nappage.rendering.body_weight import is_of_weight, rules_of_weight
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.sections_screening import Open, matching, open_questions
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.statement import Statement
from nappage.web.intake.forms import LABORATORY
from nappage.web.intake.presenter import allergen_words, question_shown
from nappage.web.intake.questions import QuestionsForm
from nappage.web.intake.sitting import needed_readings, standing_events
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

OF_PLAN = {
    f"fact.{kind}-unknown" for kind in ("agent", "agent-class", "modality", "zone", "region", "indication", "technique")
}
LEVELS = {
    "A": _("level A: nobody may decide against it"),
    "B": _("level B: a physician decides"),
    "hard": _("clinic rule: a physician decides"),
    "clear": _("clinic rule: the treating doctor is asked, a physician decides"),
    "defer": _("clinic rule: it waits for its date"),
    "caution": _("clinic rule: it warns"),
}


def screening_context(asked: Asked, form: QuestionsForm, found: Questionnaire) -> dict[str, Any]:
    """Return what the page of screening shows besides banner and rail."""
    look, speak = asked.look, speaker(asked)
    hidden = bool(asked.identity and asked.identity.hide_weight)
    rules = rules_of_weight(look.outlook) if hidden else frozenset()
    decided = decisions(look)
    matched = matching(look.outlook)
    recorded = standing_events(look)
    return {
        "findings": [finding_shown(one, asked, decided) for one in matched if one.precaution.id not in rules],
        "held_by_weight": any(one.precaution.id in rules for one in matched),
        "disagreements": [both(unsettled(look.edition, one), speak) for one in look.story.disagreements],
        "form": form,
        "due": [
            question_shown(form, one, speak, recorded) | {"listing": _listing(look, one.question.asks)}
            for one in form.asked.values()
        ],
        "unsettled": list(_unsettled(asked, found, speak, decided)),
        "never_asked": len(found.never_asked),
        "unplanned": list(_unplanned(asked, speak)),
        "open": list(_open(asked, found, speak, hidden)),
        "unrecognised": list(_unrecognised(look)),
        "instrument_answers": look.chart.latest(InstrumentAnswers),
        "gate_open": not any(gate.reasons for gate in look.outlook.gates if gate.name.value == "screening"),
    }


def _listing(look: Look, asks: Asks) -> str:
    """Return what a list holds by now, where a question asks whether that is all."""
    if asks is Asks.MEDICINES:
        return ", ".join(one.name for one in look.story.medicines) or str(_("nothing is listed"))
    if asks is Asks.ALLERGIES:
        return ", ".join(one.to for one in look.story.allergies) or str(_("nothing is listed"))
    return ""


def finding_shown(one: Finding, asked: Asked, decided: dict[str, Decided]) -> dict[str, Any]:
    """Return a finding that matched, with its decision or the way to one."""
    speak, rule = speaker(asked), one.precaution
    decision = decided.get(rule.id)
    return {
        "rule": rule.id,
        "title": rule.title,
        "level": rule.level.value,
        "level_words": LEVELS[rule.level.value],
        "holds": rule.level.holds,
        "kind": "alarm" if rule.level.value == "A" else "hold" if rule.level.holds else "caution",
        "of_texts": rule.layer is Layer.TEXTS,
        "why": sentence(rule.why),
        "facts": [sentence(speak(fact)) for fact in dict.fromkeys(one.facts)],
        "remedy": " ".join(filter(None, (sentence(rule.mitigation), speak(one.because.remedy)))),
        "until": speak.value(one.until),
        "sources": cited(rule.sources),
        "reviewed": rule.review.value if hasattr(rule.review, "value") else str(rule.review),
        "decision": _decision_shown(decision, asked) if decision else None,
        "decide_url": _decide_url(asked, one, decision),
        "decidable": rule.level.decidable and rule.level.holds,
    }


def _decision_shown(decision: Decided, asked: Asked) -> dict[str, Any]:
    reason, who = decision.reason, asked.member.slug
    may = asked.member.may("decision.record") and reason.by != who and may_confirm(asked.look.policy, who)
    return {
        "code": speaker(asked).term(reason.code),
        "words": reason.words,
        "by": reason.by,
        "at": reason.at,
        "second": reason.second,
        "needs_second": decision.needs_second,
        "confirm_url": _url(asked, "confirm-decision", entry=decision.entry) if decision.needs_second and may else "",
    }


def _decide_url(asked: Asked, one: Finding, decision: Decided | None) -> str:
    """Return the way to the form of a decision: only for whom and against what there may be one."""
    if decision is not None or not asked.member.may("decision.record"):
        return ""
    stands = any(True for _fault in against_deciding(asked.look, asked.member.slug, one.precaution.id))
    return "" if stands else _url(asked, "decide", rule=one.precaution.id)


def _url(asked: Asked, name: str, **parts: Any) -> str:
    return reverse(name, kwargs={"person": asked.person, **parts})


def _unsettled(
    asked: Asked, found: Questionnaire, speak: Speaker, decided: dict[str, Decided]
) -> Iterator[dict[str, Any]]:
    """Yield each question answered with not knowing: what settles it, and what a physician may decide meanwhile."""
    waiting = {
        each.question.id: each.waiting
        for each in open_questions(asked.look.outlook, speak, speak.edition)
        if each.question
    }
    from_home = prepared(asked.look, found)
    for one in found.asked:
        is_left_open = one.question.id in from_home and one.question.level_a_or_b and bool(one.question.covers)
        if one.last is not None and one.last.answer is Answer.UNKNOWN and (one.is_open or is_left_open):
            rules = [finding for finding in waiting.get(one.question.id, []) if finding.precaution.level.holds]
            yield {
                "id": one.question.id,
                "text": one.question.text,
                "said": one.last.how or speak.value(one.last.answer),
                "rules": [_waiting_rule(finding, asked, decided) for finding in rules],
            }


def _waiting_rule(finding: Finding, asked: Asked, decided: dict[str, Decided]) -> dict[str, Any]:
    decision = decided.get(finding.precaution.id)
    return {
        "title": finding.precaution.title,
        "level": LEVELS[finding.precaution.level.value],
        "decision": _decision_shown(decision, asked) if decision else None,
        "decide_url": _decide_url(asked, finding, decision),
    }


def _open(asked: Asked, found: Questionnaire, speak: Speaker, hidden: bool) -> Iterator[dict[str, Any]]:
    """Yield what is open besides the questions that are due and those that were answered with not knowing."""
    due = {one.question.id for one in found.asked if one.is_due or one.is_open}
    for each in open_questions(asked.look.outlook, speak, asked.look.edition):
        if not _of_plan(asked, each, speak) and not _said_above(asked, each, speak, due):
            of_weight = each.question is None and any(is_of_weight(fact) for fact in _facts(each, speak))
            yield {
                "text": each.words,
                "partly": each.question is not None,
                "waiting": list(dict.fromkeys(finding.precaution.title for finding in each.waiting)),
                "holds": bool(each.holding),
                "url": _way(asked, each, of_weight, hidden),
                "sources": cited(each.question.sources) if each.question else (),
            }


def _way(asked: Asked, each: Open, of_weight: bool, hidden: bool) -> str:
    if each.question is not None and each.question.covers:
        return _url(asked, "intake") + f"?again={each.question.id}#question-{each.question.id}"
    if of_weight and hidden:
        return _url(asked, "weighing")
    return _url(asked, "intake") + ("#medicines" if each.question is not None else "#measures")


def _said_above(asked: Asked, each: Open, speak: Speaker, due: set[str]) -> bool:
    """Return whether the page says it already, or it waits for something that it does say."""
    if each.question is None:
        codes = {str(fact["about"]) for fact in _facts(each, speak) if fact.code == "fact.reading-unknown"}
        return bool(codes) and codes <= set(LABORATORY) - set(needed_readings(asked.look.outlook))
    return each.question.id in due or (not each.question.covers and any(_unrecognised(asked.look)))


def _facts(each: Open, speak: Speaker) -> list[Statement]:
    """Return the unknown facts behind one open line."""
    facts = (fact for finding in each.waiting for fact in finding.facts)
    return [fact for fact in facts if sentence(speak(fact)) == each.words]


def _of_plan(asked: Asked, each: Open, speak: Speaker) -> bool:
    """Return whether it waits for the plan alone: so does a whole list of allergies until it says what is given."""
    if each.question is not None:
        return each.question.asks is Asks.ALLERGIES and not asked.look.story.formulas and _is_whole(asked.look, each)
    return any(fact.code in OF_PLAN for fact in _facts(each, speak))


def _is_whole(look: Look, each: Open) -> bool:
    replies = [reply for reply in look.story.replies if each.question and reply.question == each.question.id]
    last = max(replies, key=lambda reply: reply.at, default=None)
    return last is not None and last.answer is Answer.YES and not any(_unrecognised(look))


def _unplanned(asked: Asked, speak: Speaker) -> Iterator[str]:
    """Yield what the plan does not say yet; one way leads to all of it."""
    for each in open_questions(asked.look.outlook, speak, asked.look.edition):
        if _of_plan(asked, each, speak):
            yield each.words if each.question is None else str(_("Allergies to what is planned: not known yet."))


def _unrecognised(look: Look) -> Iterator[str]:
    """Yield each medicine and allergy that nobody recognises, because it keeps rules open that no question closes."""
    for medicine in look.story.medicines:
        if recognise(look.edition, medicine.name) is None:
            yield medicine.name
    for allergy in look.story.allergies:
        if not allergen_words(look.edition, allergy.to)["known"]:
            yield allergy.to
