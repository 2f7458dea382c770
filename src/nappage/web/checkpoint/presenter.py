"""What the checkpoint shows: what was found, what is offered, what holds and where that is settled, the recall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nappage.actions.checkpoints import in_the_way
from nappage.engine.checkpoint import RULE, CheckpointFinding, Continuation
from nappage.engine.pause import RULE as PAUSE
from nappage.engine.pause import Pause, Resumption
from nappage.engine.story import Assessment, Verdict
from nappage.records.models import Course
from nappage.rendering import sections_after, sections_course
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.sheet import Line
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.web.reasons.forms import ReasonForm
from nappage.web.screen import Asked
from nappage.web.speaking import speaker


def checkpoint_page(asked: Asked) -> dict[str, Any]:
    """Return what the page shows besides banner and rail."""
    look, speak = asked.look, speaker(asked)
    course = look.outlook.course
    return {
        "due": _due(asked, course.checkpoint, speak) if course.checkpoint else None,
        "agreed": _agreed(asked, speak),
        "judged": list(_judged(asked, speak)),
        "offers": list(_offers(asked, speak)),
        "holds": list(_holds(asked, speak)),
        "pauses": list(_pauses(asked, speak)),
        "exposure": _exposure(asked, speak),
        "appraisals": [_lines(line) for line in sections_course.appraisals(look.outlook, speak)],
        "recall": _recall(asked, speak),
        "silenced": course.silenced,
        "earlier": _earlier(asked),
        "further": _further(asked),
        "may_judge": asked.member.may("response.judge"),
        "may_pause": asked.member.may("course.pause"),
        "may_accept": asked.member.may("step.accept"),
    }


MET = {
    Answer.YES: "The agreed criterion is met.",
    Answer.NO: "The agreed criterion is not met.",
    Answer.UNKNOWN: "It is not known whether the agreed criterion is met.",
}
FOLLOWS = {
    Continuation.GO_ON: "The session may go on, as far as the checkpoint is concerned.",
    Continuation.STOP: "By default: stop. The session is not given.",
    Continuation.HOLD: "By default: wait. The session is not given until it is known.",
}


def _due(asked: Asked, due: CheckpointFinding, speak: Speaker) -> dict[str, Any]:
    asks = due.continuation is not Continuation.GO_ON and asked.member.may("reason.record")
    return {
        "session": due.session,
        "met": MET[due.met],
        "stops": due.continuation is not Continuation.GO_ON,
        "follows": FOLLOWS[due.continuation],
        "text": both(due.because, speak),
        "sources": cited(due.because.sources),
        "reason": due.reason,
        "code": speak.term(due.reason.code) if due.reason else "",
        "form": ReasonForm(RULE, speak) if asks else None,
        "url": reverse("give-reason", kwargs={"person": asked.person, "rule": RULE}),
    }


def _agreed(asked: Asked, speak: Speaker) -> list[dict[str, str]]:
    plan = asked.look.story.plan
    agreed = plan.criterion if plan else None
    if plan is None or agreed is None:
        return []
    rows = [("Judged before session", str(agreed.checkpoint)), ("In the patient's and clinician's words", agreed.words)]
    if agreed.change is not None:
        rows.append(("Change agreed on", f"{speak.term(agreed.landmark)}: {speak.quantity(agreed.change)}"))
    return [{"label": label, "text": text} for label, text in rows if text]


def _judged(asked: Asked, speak: Speaker) -> Iterator[dict[str, Any]]:
    for line, one in asked.look.chart.of(Assessment):
        raters = f"{one.raters_agreeing} / {one.raters}" if one.raters else ""
        yield {"at": line.at, "by": one.by, "verdict": speak.value(one.verdict), "raters": raters}


def rated_so(rated: Mapping[str, Verdict]) -> str:
    """Return how many masked raters found what on the photos, in words; nothing where nobody rated."""
    if not rated:
        return ""
    counted = Counter(rated.values())
    return _(
        "Masked ratings of photos since the last judgement: {improved} improved, {between} could not tell, "
        "{not_improved} not improved. They are kept with the judgement."
    ).format(
        improved=counted[Verdict.IMPROVED], between=counted[Verdict.BETWEEN], not_improved=counted[Verdict.NOT_IMPROVED]
    )


def _offers(asked: Asked, speak: Speaker) -> Iterator[dict[str, Any]]:
    """Yield what is offered with its reason; the dates that would follow stand beside it, and nothing moves."""
    course = asked.look.outlook.course
    moments = [speak.moment(one.proposed) for one in course.offered if one.proposed]
    for offer in course.offers:
        yield {
            "text": sentence(speak(offer.because.fact)),
            "remedy": sentence(speak(offer.because.remedy)),
            "sources": cited(offer.because.sources),
            "step": offer.step.id if offer.step else "",
            "interval": speak.value(offer.step.proposed) if offer.step else "",
            "moments": moments if offer.step else [],
            "url": reverse("checkpoint-interval", kwargs={"person": asked.person, "step": offer.step.id})
            if offer.step
            else "",
        }


def _holds(asked: Asked, speak: Speaker) -> Iterator[dict[str, Any]]:
    for because in asked.look.outlook.course.holds:
        if because.rule != PAUSE:
            yield {
                "text": sentence(speak(because.fact)),
                "because": sentence(speak(because.remedy)),
                "level": "hold",
                "rule": because.rule,
                "sources": cited(because.sources),
                "url": reverse("screening", kwargs={"person": asked.person}),
                "act": "Screening",
            }


def _pauses(asked: Asked, speak: Speaker) -> Iterator[dict[str, Any]]:
    ended = {one.pause: (line, one) for line, one in asked.look.chart.of(Resumption)}
    for line, pause in asked.look.chart.of(Pause):
        over = ended.get(line.id)
        yield {
            "id": line.id,
            "why": sentence(speak.value(pause.why)).rstrip("."),
            "words": pause.words,
            "by": pause.by,
            "at": pause.at,
            "until": pause.until,
            "ended": over[1] if over else None,
        }


def _exposure(asked: Asked, speak: Speaker) -> Any:
    sections = sections_after.exposure(asked.look.outlook, speak)
    return next(iter(sections), None)


def _recall(asked: Asked, speak: Speaker) -> dict[str, Any] | None:
    found = asked.look.outlook.course.recall
    if found is None:
        return None
    return _lines(next(sections_course.recall(asked.look.outlook, speak)))


def _lines(line: Line) -> dict[str, Any]:
    return {"words": line.words, "beneath": line.beneath, "sources": line.sources}


def _earlier(asked: Asked) -> Any:
    """Return the course that this one follows, if it does."""
    if asked.course is None:
        return None
    present = Course.objects.filter(pk=asked.course).select_related("follows").first()
    return present.follows if present else None


def _further(asked: Asked) -> dict[str, str] | None:
    """Return what stands in the way of a further course; None for who may not open one."""
    if not asked.member.may("plan.write") or asked.course is None:
        return None
    return {"closed": in_the_way(asked.look)}
