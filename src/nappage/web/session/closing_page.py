"""What the closing of a session shows: volumes that must agree, what happened, what is signed and what was added."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nappage.assessment.happening import (
    Addendum,
    EmergencyStep,
    ReactionSeen,
    RecordedAgain,
    Resumed,
    Stopped,
    Struck,
)
from nappage.assessment.line import Line
from nappage.engine.draw_up import Balance, draw_up
from nappage.engine.formula import total_volume
from nappage.engine.scale import Scale
from nappage.engine.visit import formula_of
from nappage.engine.zone import needs_face_rules
from nappage.rendering.lines import both, cited
from nappage.values.local_time import local_day
from nappage.web.session.charting_page import charted_part
from nappage.web.session.forms import IDENTIFIERS, ScoreForm, SignForm, VolumesForm, WordsForm
from nappage.web.session.frame import Frame
from nappage.web.session.sites import seen_at
from nappage.web.session.time_out import mixture_of
from nappage.web.tape import read_on


def closing_page(frame: Frame, volumes: VolumesForm | None = None, signing: SignForm | None = None) -> dict[str, Any]:
    """Return what stands between the last puncture and the signature."""
    charted = frame.charted
    return charted_part(frame) | {
        "reconciled": _reconciled(frame),
        "volumes_form": volumes or VolumesForm(initial=_first_volumes(frame)),
        "ended": charted.ended[1].at if charted.ended else None,
        "sign_form": signing or SignForm(initial=_shown(frame)),
        "scores": list(scores_of(frame)),
        "happened": list(_happened(frame)),
        "may_sign": frame.asked.member.may("session.sign"),
        "closed": _closed(frame),
    }


def record_page(frame: Frame) -> dict[str, Any]:
    """Return the record of a signed session: what was given, who signed, what was added or corrected since."""
    assert frame.charted.signed is not None, "the record of a session is shown once it is signed"
    line, signed = frame.charted.signed
    return charted_part(frame) | {
        "signed": {"by": line.by, "at": line.at, "passes": signed.passes, "punctures": signed.punctures},
        "started": frame.charted.started,
        "ended": frame.charted.ended[1].at if frame.charted.ended else None,
        "identifiers": _identifiers(frame),
        "mixture": list(mixture_of(frame, frame.charted.session)),
        "read": list(read_on(frame.look, frame.speak, local_day(frame.visit.start, frame.look.policy.zone))),
        "reconciled": _reconciled(frame),
        "addenda": [
            {"words": value.words, "by": added.by, "at": added.at} for added, value in frame.charted.of(Addendum)
        ],
        "struck": list(_struck(frame)),
        "again": [value for _line, value in frame.charted.of(RecordedAgain)],
        "happened": list(_happened(frame)),
        "scores": list(scores_of(frame)),
        "addendum_form": WordsForm(),
        "may_add": frame.asked.member.may("session.sign"),
        "may_strike": frame.asked.member.may("entry.strike"),
    }


def _identifiers(frame: Frame) -> str:
    """Return by what the patient said who they are, in the words of the time-out."""
    words = dict(IDENTIFIERS)
    said = frame.charted.started[1].identifiers if frame.charted.started else ()
    return ", ".join(str(words.get(one, one)) for one in said)


def _first_volumes(frame: Frame) -> dict[str, Any]:
    recorded = frame.charted.drawn
    if recorded is not None:
        return {"drawn": recorded.drawn, "wasted": recorded.wasted, "note": recorded.note}
    formula = formula_of(frame.look.story, frame.charted.session)
    return {"drawn": total_volume(formula.components)} if formula else {}


def _shown(frame: Frame) -> dict[str, Any]:
    tally = frame.charted.tally
    return {"passes": len(frame.charted.passes), "punctures": tally.punctures, "volume": str(tally.volume)}


def _reconciled(frame: Frame) -> dict[str, Any] | None:
    session = frame.charted.session
    if session is None:
        return None
    found = draw_up(session, frame.look.edition)
    return {
        "text": both(found.because, frame.speak)
        if found.balance is not Balance.AGREES
        else frame.speak(found.because.fact),
        "agrees": found.balance is Balance.AGREES,
        "drawn": frame.speak.value(found.drawn),
        "given": frame.speak.value(found.given),
        "wasted": frame.speak.value(found.wasted),
        "difference": frame.speak.value(found.difference),
        "sources": cited(found.because.sources),
    }


def _closed(frame: Frame) -> str:
    """Return the first thing that keeps the chart from being signed; the act itself says all of them."""
    reconciled = _reconciled(frame)
    if frame.charted.ended is None:
        return _("The session has not ended.")
    if frame.charted.grey:
        return _("Copied passes wait to be confirmed or taken off.")
    if reconciled is not None and not reconciled["agrees"]:
        return str(reconciled["text"])
    return ""


def scores_of(frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield the scales that are scored right after a session in these zones, with what was scored."""
    region = "face" if needs_face_rules(frame.look.edition, frame.sites) else "body"
    for scale in frame.look.edition.all(Scale).values():
        if scale.same_day and region in scale.indications:
            yield {"scale": scale, "form": score_form(scale), "scored": _scored(frame, scale)}


def _scored(frame: Frame, scale: Scale) -> int | None:
    started = frame.charted.started
    found = [one for one in frame.look.story.same_day if one.code == scale.id and started and one.at >= started[0].at]
    return found[-1].score if found else None


def score_form(scale: Scale, sent: Any = None) -> ScoreForm:
    """Return the form of a scale: its own steps, with the words it has for some of them."""
    words = {level.score: level.means for level in scale.levels}
    low, high = int(scale.lowest or 0), int(scale.highest or 0)
    steps = [(str(step), f"{step} {words.get(Decimal(step), '')}".strip()) for step in range(low, high + 1)]
    return ScoreForm(steps, scale.name, sent, prefix=scale.id)


def _happened(frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield what happened beside the passes, in order: stops, reactions, steps of an emergency."""
    found: list[tuple[Line, str, str]] = []
    found += [(line, _("Stopped"), value.words) for line, value in frame.charted.of(Stopped)]
    found += [(line, _("Went on"), value.words) for line, value in frame.charted.of(Resumed)]
    found += [(line, seen_at(seen, frame.speak), seen.words) for line, seen in frame.charted.of(ReactionSeen)]
    found += [(line, f"{step.protocol}: {step.step}", "") for line, step in frame.charted.of(EmergencyStep)]
    for line, what, words in sorted(found, key=lambda each: each[0].at):
        yield {"at": line.at, "by": line.by, "what": what[:1].upper() + what[1:], "words": words}


def _struck(frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield the passes that were taken back: what they said, why, by whom."""
    lines = {line.id: line for line in frame.look.chart.lines}
    for struck, strike in frame.look.chart.struck.items():
        line = lines.get(struck)
        if line is not None and line.visit == frame.visit.id and line.kind == "pass":
            (why,) = [value for value in strike.values if isinstance(value, Struck)]
            given = line.values[0].given
            yield {"punctures": given.punctures, "zone": given.site, "why": why.why, "by": strike.by, "at": strike.at}
