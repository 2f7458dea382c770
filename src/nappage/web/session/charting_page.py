"""What the charting shows: each zone with its passes, totals against signed limits, copies that wait, the next pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from nappage.access.permissions import may
from nappage.actions.passes import as_one
from nappage.assessment.charted import Charted
from nappage.assessment.happening import PassGiven, Started
from nappage.assessment.line import Line
from nappage.engine.formula import total_volume
from nappage.engine.objection import Weight
from nappage.engine.story import Site
from nappage.engine.visit import formula_of
from nappage.records.keys import new_key
from nappage.records.models import Member
from nappage.records.standing_query import StandingQuery
from nappage.rendering.lines import both, cited
from nappage.values.quantity import Quantity, Unit
from nappage.web.forms import FieldFault, faults_of
from nappage.web.session.forms import PassForm, ReasonForm
from nappage.web.session.frame import Frame
from nappage.web.session.sites import figure_of, key_of, seen_at, words_of
from nappage.web.session.time_out import doses_of, reason_form


def charting_page(frame: Frame, form: BaseForm | None = None) -> dict[str, Any]:
    """Return what the charting of a session shows."""
    last = last_pass(frame)
    shown = form if isinstance(form, PassForm) else pass_form(frame, initial=first_values(frame, last))
    current = str(shown["site"].value() or "")
    point = frame.asked.request.GET.get("mode") == "point"
    return charted_part(frame) | {
        "form": shown,
        "lacking": _lacking(frame, ("volume",) if point else ("volume", "punctures")),
        "point": point,
        "figure": next((figure_of(site) for site in frame.sites if key_of(site) == current), None),
        "reason": _reason(frame),
        "as_last": last.given.punctures if last else None,
        "may_copy": not frame.charted.passes and not frame.charted.grey and before_this(frame) is not None,
    }


def _reason(frame: Frame) -> ReasonForm | None:
    """Return the form of a coded reason for a depth that a pass was refused for, for who may give one."""
    return reason_form(frame, "depth") if frame.asked.member.may("reason.record") else None


def _lacking(frame: Frame, names: tuple[str, ...]) -> list[FieldFault]:
    """Return what is said of fields of a pass that were left blank; a script says it, also without a network."""
    blank = PassForm(frame.named_sites, [], frame.look.edition, {})
    fields = {blank[name].auto_id for name in names}
    return [found for found in faults_of(blank) if found.id in fields]


def charted_part(frame: Frame) -> dict[str, Any]:
    """Return the part of the page that changes with every pass, wherever it was charted."""
    charted, at = frame.charted, frame.asked.at
    return {
        "charted": charted,
        "visit": frame.visit,
        "person": frame.asked.person,
        "zones": [_zone(frame, site) for site in frame.sites],
        "grey": [_row(frame, line, copied.copy) for line, copied in charted.grey],
        "lot_in_use": charted.passes[-1][1].needle_lot if charted.passes else "",
        "tally": charted.tally,
        "volume": frame.speak.value(charted.tally.volume),
        "doses": doses_of(frame),
        "is_whole": not charted.passes,
        "drawn": _drawn(frame),
        "warnings": list(_warnings(frame)),
        "lasted": charted.lasted(at) // timedelta(minutes=1),
        "halted": _halted(frame),
        "may_chart": frame.asked.member.may("session.chart"),
    }


def _zone(frame: Frame, site: Site) -> dict[str, Any]:
    passes = frame.charted.passes_in(site)
    counted = Charted.tally_of(passes)
    return {
        "key": key_of(site),
        "words": words_of(site, frame.speak),
        "figure": figure_of(site),
        "operator": frame.charted.operator_in(site),
        "rows": [_row(frame, line, charted) for line, charted in _shown(passes)],
        "passes": len(passes),
        "punctures": counted.punctures,
        "volume": frame.speak.value(counted.volume),
        "theirs": frame.charted.operator_in(site) not in ("", frame.asked.member.slug),
    }


def _shown(passes: tuple[tuple[Line, PassGiven], ...]) -> Iterator[tuple[Line | None, PassGiven]]:
    """Yield each pass; many single points become one row that counts them."""
    points = [each for each in passes if each[1].given.punctures == 1]
    if len(points) <= SINGLE_ROWS:
        yield from passes
        return
    yield from ((None, counted) for counted in as_one(points))
    yield from (each for each in passes if each[1].given.punctures != 1)


SINGLE_ROWS = 6


def _row(frame: Frame, line: Line | None, charted: PassGiven) -> dict[str, Any]:
    given, speak = charted.given, frame.speak
    return {
        "id": line.id if line else None,
        "key": new_key(),
        "zone": words_of(given.site, speak),
        "technique": speak.term(given.technique),
        "spacing": speak.value(charted.spacing),
        "depth": speak.value(given.depth),
        "layer": speak.term(given.layer) if given.layer else "",
        "needle": " ".join(filter(None, (charted.needle, speak.value(given.needle_length)))),
        "needle_lot": charted.needle_lot,
        "punctures": given.punctures,
        "each": speak.value(given.volume_per_puncture),
        "volume": speak.value(given.volume_per_puncture * given.punctures),
        "by": given.by or (line.by if line else ""),
        "at": line.at if line else None,
        "copied": charted.copied,
        "points": line is None,
    }


def _drawn(frame: Frame) -> dict[str, str]:
    """Return how much of the mixture is left, by what was recorded as drawn and wasted, else by the formula."""
    formula = formula_of(frame.look.story, frame.charted.session)
    recorded = frame.charted.drawn
    whole = recorded.drawn if recorded else total_volume(formula.components) if formula else Quantity.parse("0 mL")
    wasted = recorded.wasted if recorded else Quantity.parse("0 mL")
    left = whole.to(Unit.ML) - frame.charted.tally.volume - wasted.to(Unit.ML)
    return {
        "of": frame.speak.value(whole),
        "left": frame.speak.value(left),
        "words": _("drawn up") if recorded else _("in the formula"),
        "wasted": frame.speak.value(wasted) if wasted.amount else "",
    }


def _warnings(frame: Frame) -> Iterator[dict[str, Any]]:
    treating = frame.look.outlook.treating
    for objection in treating.objections if frame.charted.passes else ():
        level = "information" if objection.weight is Weight.NOTE else "caution"
        yield _finding(frame, objection.because, level)
    for because in treating.punctures:
        yield _finding(frame, because, "caution")


def _finding(frame: Frame, because: Any, level: str) -> dict[str, Any]:
    return {
        "text": both(because, frame.speak),
        "level": level,
        "rule": because.rule,
        "sources": cited(because.sources),
    }


def _halted(frame: Frame) -> dict[str, Any] | None:
    line = frame.charted.paused
    if line is None:
        return None
    (said,) = line.values
    what = _("Stopped") if line.kind == "stopped" else seen_at(said, frame.speak)
    return {"what": what[:1].upper() + what[1:], "words": said.words, "at": line.at, "by": line.by}


# -- the next pass ---------------------------------------------------------------------------------------------------


def pass_form(frame: Frame, sent: Any = None, initial: dict[str, Any] | None = None) -> PassForm:
    """Return the form of a pass: what was sent, or what it begins with."""
    members = _MEMBERS.rows(frame.asked.actor.clinic)
    operators = [(slug, name) for slug, name, duties in members if may(duties, "session.chart")]
    return PassForm(frame.named_sites, operators, frame.look.edition, sent, initial=initial)


_MEMBERS = StandingQuery(
    lambda clinic: (
        Member.objects.filter(clinic=clinic, active=True).order_by("name").values_list("slug", "name", "duties")
    )
)


def last_pass(frame: Frame) -> PassGiven | None:
    """Return the pass charted last in this session, else the last of the session before."""
    if frame.charted.passes:
        return frame.charted.passes[-1][1]
    before = before_this(frame)
    passes = list(as_one(before.passes)) if before else []
    return passes[-1] if passes else None


def before_this(frame: Frame) -> Charted | None:
    """Return what was charted at the last session with passes, or None."""
    begun = sorted(
        (line.at, line.visit)
        for line, _started in frame.look.chart.of(Started)
        if line.visit not in (None, frame.visit.id)
    )
    earlier = [Charted(frame.look.chart, visit) for _at, visit in begun if visit is not None]
    return next((charted for charted in reversed(earlier) if charted.passes), None)


def first_values(frame: Frame, last: PassGiven | None) -> dict[str, Any]:
    """Return what the form of the next pass begins with: the plan, and what was typed last. No number of our own.

    The lot of a needle is that of the box on the table: it is never taken over from another day.
    """
    plan = frame.look.story.plan
    said: dict[str, Any] = {
        "id": new_key(),
        "site": frame.asked.request.GET.get("zone") or _next_zone(frame),
        "technique": plan.technique if plan else "",
        "layer": plan.layer if plan else "",
        "operator": frame.asked.member.slug,
        "device": frame.charted.started[1].device if frame.charted.started else "",
    }
    if last is None:
        return said
    given = last.given
    return said | {
        "technique": given.technique,
        "layer": given.layer or said["layer"],
        "volume": given.volume_per_puncture,
        "depth": given.depth,
        "angle": given.angle,
        "needle_length": given.needle_length,
        "needle": last.needle,
        "needle_lot": last.needle_lot if frame.charted.passes else "",
        "spacing": last.spacing,
        "device": last.device or said["device"],
    }


def _next_zone(frame: Frame) -> str:
    """Return the zone to begin with: the one this member charts, else the first that nobody does."""
    mine = [site for site in frame.sites if frame.charted.operator_in(site) == frame.asked.member.slug]
    free = [site for site in frame.sites if not frame.charted.operator_in(site)]
    chosen = mine[-1:] or free[:1] or list(frame.sites[:1])
    return key_of(chosen[0]) if chosen else ""
