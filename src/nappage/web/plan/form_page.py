"""What the page of the form shows beside its fields: figures, schedules side by side, warnings, echoes, other ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from nappage.assessment.prospect import prospect
from nappage.engine.comparison import Alternative
from nappage.engine.session_limit import size_note
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.values.number import DecimalMark
from nappage.values.statement import say
from nappage.web.plan.agreement import tape_note, ways_shown
from nappage.web.plan.areas import figures, later_boxes, listed, over
from nappage.web.plan.mixture import MOST_ROWS, echoes, starts, totals
from nappage.web.plan.placement import warnings
from nappage.web.plan.price import refund_table
from nappage.web.plan.schedule import compared
from nappage.web.plan.wish import wish_shown
from nappage.web.plan.writing import Writing, base_of
from nappage.web.typed import decimal_mark


def form_page(writing: Writing) -> dict[str, Any]:
    """Return the context of the form: what is worked out is asked of the engine, with what was typed so far."""
    look, speak = writing.look, writing.speak
    tried, formula = writing.so_far(), writing.tried
    plan, components = replace(tried.plan, formula=formula.id if formula else ""), tried.components
    found = prospect(look, plan, formula, tried.terms.first)
    criterion, size = plan.criterion, size_note(look.edition)
    return {
        "writing": writing,
        "faults": writing.faults,
        "base": base_of(writing.before) or "",
        "purpose": sentence(speak.purpose(writing.indication.id)).rstrip("."),
        "signed_before": bool(writing.before and writing.before.plan.signed_at),
        "groups": listed(writing.areas, look.edition, speak),
        "figures": figures(plan.sites, plan.queued, speak),
        "wish": wish_shown(look, speak),
        "over": over(writing.areas, look.edition, look.policy, speak),
        "later": later_boxes(writing.areas, speak),
        "variants": compared(look, writing.indication, plan, formula, tried.terms.first, speak),
        "size_note": {"text": both(size, speak), "sources": cited(size.sources)},
        "first_known": tried.terms.first is not None or bool(look.story.sessions),
        "warnings": warnings(look, plan, components, tried.terms.depth, speak),
        "rows": len(writing.mixture.forms),
        "more_rows": min(len(writing.mixture.forms) + 2, MOST_ROWS),
        "starts": starts(look, writing.indication, writing.earlier),
        "echoes": echoes(components),
        "totals": totals(components, found, speak),
        "mixture": [
            {"text": both(one.because, speak), "rule": one.because.rule, "level": _WEIGHTS[one.weight.value]}
            for one in found.treating.mixture
        ],
        "stops": speak(say("checkpoint.stop-unless-reason")),
        "tape": tape_note(look, criterion, speak),
        "ways": [_way(way, speak.language) for way in ways_shown(look, writing.indication)],
        "refund": refund_table(tried.terms.price, criterion.checkpoint if criterion else 0),
        "number_example": _("0.05") if decimal_mark() is DecimalMark.POINT else _("0,05"),
    }


_WEIGHTS = {"hold": "hold", "no data": "hold", "warn": "caution"}


def _way(way: Alternative, language: str) -> dict[str, Any]:
    """Return one other way: its name, what is published in a sentence, what was paid for it where that is known."""
    sessions, cost = way.sessions, way.cost
    count = ""
    if sessions is not None:
        low, high = sessions.low, sessions.high
        count = str(high) if low == high else _("{low} to {high}").format(low=low, high=high)
    return {
        "id": way.id,
        "name": way.name.get(language, way.name["en"]),
        "text": way.text.get(language, way.text["en"]),
        "sessions": count,
        "cost": f"{cost.low}-{cost.high} {cost.currency}" if cost is not None and cost.high else "",
        "sources": cited(way.sources),
    }
