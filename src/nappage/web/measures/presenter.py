"""What the page of measures shows: one picture for each goal, scales by whose judgement they are, what was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe

from nappage.engine.course import given
from nappage.engine.indication import Indication
from nappage.engine.known import known_at
from nappage.engine.progress import progress
from nappage.engine.scale import Scale, ScoreChange, score_objection
from nappage.engine.story import Formula, Session
from nappage.engine.tally import tally
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.progress_table import ProgressShown, progress_shown, told
from nappage.rendering.wording import Speaker
from nappage.values.local_time import local_day
from nappage.web.measures.forms import shown_score
from nappage.web.screen import Asked
from nappage.web.speaking import speaker
from nappage.web.tape import read_on


def measures_page(asked: Asked) -> dict[str, Any]:
    """Return what the page shows besides banner and rail."""
    speak = speaker(asked)
    return progress_of(asked, speak) | {
        "left_out": [_span(one, speak) for one in asked.look.outlook.measures.left_out],
        "last_read": _last_read(asked, speak),
        "same_day": list(_same_day(asked)),
        "stage": _stage(asked, speak),
        "weight": weight_shown(asked),
        "may_measure": asked.member.may("measure.record"),
    }


def _last_read(asked: Asked, speak: Speaker) -> dict[str, Any] | None:
    """Return what the tape showed on the last day that it was read, compared with anything or not."""
    look = asked.look
    days = [local_day(reading.at, look.policy.zone) for reading in look.story.tape]
    if not days:
        return None
    return {"day": speak.value(max(days)), "places": list(read_on(look, speak, max(days)))}


def progress_of(asked: Asked, speak: Speaker) -> dict[str, Any]:
    """Return what the page and the paper show alike, in the language of the speaker."""
    changes = list(_scores(asked, speak))
    return {
        "places": places_shown(asked, speak),
        "doubts": [_doubt(each.because, speak) for each in asked.look.outlook.measures.objections],
        "judged_first": _judged_first(asked, speak),
        "primary": [one for one in changes if one["primary"]],
        "told": [one for one in changes if not one["primary"]],
        "given": given_shown(asked, speak),
    }


def places_shown(asked: Asked, speak: Speaker) -> list[ProgressShown]:
    """Return each treated place with its picture, table and words."""
    look, hidden = asked.look, _hides_weight(asked)
    left_out = look.outlook.measures.left_out
    found = progress(look.edition, look.policy, look.story, look.at, left_out)
    shown = (progress_shown(one, speak, hide_weight=hidden, key=f"place-{n}") for n, one in enumerate(found, 1))
    return [replace(one, picture=mark_safe(one.picture)) for one in shown]


def _hides_weight(asked: Asked) -> bool:
    return bool(asked.identity and asked.identity.hide_weight)


def _doubt(because: Any, speak: Speaker) -> dict[str, Any]:
    return {
        "text": sentence(speak(because.fact)),
        "because": sentence(speak(because.remedy)),
        "level": "caution",
        "rule": because.rule,
        "sources": cited(because.sources),
    }


def _span(excluded: Any, speak: Speaker) -> dict[str, str]:
    return {"since": speak.value(excluded.since), "until": speak.value(excluded.until)}


def _judged_first(asked: Asked, speak: Speaker) -> dict[str, Any] | None:
    """Return what the purpose is judged by first, what stands beside it, and what only explains it."""
    plan = asked.look.story.plan
    purpose = asked.look.edition.get(Indication, plan.indication) if plan else None
    if purpose is None:
        return None
    return {
        "purpose": speak.purpose(purpose.id),
        "first": told(speak, f"first-{purpose.primary.value}"),
        "beside": ", ".join(speak.term(one).replace("-", " ") for one in purpose.secondary),
        "covariates": ", ".join(one.replace("-", " ") for one in purpose.covariates),
    }


def _scores(asked: Asked, speak: Speaker) -> Iterator[dict[str, Any]]:
    for change in asked.look.outlook.measures.scores:
        against = score_objection(change.scale, change.latest.score)
        yield {
            "scale": speak.text(change.scale.name),
            "primary": change.scale.primary,
            "who": speak.value(change.latest.told_by),
            "before": _score(change.scale, change.before, speak) if change.before else "",
            "now": _score(change.scale, change.latest, speak),
            "at": change.latest.at,
            "by": change.latest.by,
            "words": told(speak, change.course.value if change.before else _alone(change)),
            "error": _beyond(change),
            "against": both(against.because, speak) if against else "",
            "sources": cited(change.because.sources),
        }


def _alone(change: ScoreChange) -> str:
    return "compares-itself" if change.scale.compares else "no-earlier"


def _score(scale: Scale, score: Any, speak: Speaker) -> str:
    means = next((speak.text(level.means) for level in scale.levels if level.score == score.score), "")
    return " ".join(filter(None, (shown_score(score), means)))


def _beyond(change: ScoreChange) -> str:
    if change.beyond_error is None:
        return ""
    known = {"yes": "more than this way of counting errs", "no": "no more than this way of counting errs"}
    return known.get(change.beyond_error.value, "how far this way of counting errs is not known")


def _same_day(asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield what was seen right after a session: kept apart, because it says nothing of the weeks after."""
    for one in sorted(asked.look.story.same_day, key=lambda seen: seen.at):
        scale = asked.look.edition.get(Scale, one.code)
        yield {"scale": scale.name if scale else one.code, "score": one.score, "at": one.at}


def _stage(asked: Asked, speak: Speaker) -> dict[str, Any] | None:
    stage = asked.look.outlook.measures.stage
    if stage is None:
        return None
    seen = stage.observation
    looks = [("pinched", seen.pinch), ("standing", seen.standing), ("lying", seen.lying)]
    return {
        "grade": stage.grade,
        "at": seen.at,
        "looks": ", ".join(f"{look} {speak.value(answer)}" for look, answer in looks),
    }


def weight_shown(asked: Asked) -> dict[str, Any] | None:
    """Return the weight at session 1 and now, as typed; None where it is hidden or was not read."""
    if _hides_weight(asked):
        return None
    taken = sorted((one for one in asked.look.story.readings if one.code == "weight"), key=lambda one: one.at)
    if not taken:
        return None
    speak, first, last = speaker(asked), taken[0], taken[-1]
    change = last.value - first.value.to(last.value.unit)
    return {
        "first": speak.quantity(first.value),
        "first_at": first.at,
        "last": speak.quantity(last.value),
        "last_at": last.at,
        "change": speak.quantity(change) if first is not last else "",
    }


def given_shown(asked: Asked, speak: Speaker) -> list[dict[str, Any]]:
    """Return with what each session was given, exactly: outcomes of different mixtures are different outcomes."""
    look = asked.look
    story = known_at(look.story, look.at)
    formulas = {formula.id: formula for formula in story.formulas}
    return [
        _given(session, formulas.get(session.formula), speak)
        | {"number": number, "day": speak.value(local_day(session.start, look.policy.zone))}
        for number, session in enumerate(given(story.sessions), 1)
    ]


def _given(session: Session, formula: Formula | None, speak: Speaker) -> dict[str, str]:
    """Return what was mixed, and how much of it was given in which way; what was not charted is left empty."""
    counted = tally(session.passes)
    return {
        "mixture": _mixture(formula, speak),
        "volume": speak.quantity(counted.volume) if session.passes else "",
        "ways": ", ".join(dict.fromkeys(speak.term(one.technique) for one in session.passes)),
        "punctures": f"{counted.punctures}" if session.passes else "",
    }


def _mixture(formula: Formula | None, speak: Speaker) -> str:
    if formula is None:
        return ""
    parts = [
        " ".join(
            filter(
                None,
                (speak.term(part.agent), speak.quantity(part.volume), speak.value(part.strength), _lot(part, speak)),
            )
        )
        for part in formula.components
    ]
    return f"{formula.id}: {'; '.join(parts)}"


def _lot(part: Any, speak: Speaker) -> str:
    return f"({told(speak, 'lot', lot=part.lot)})" if part.lot else ""
