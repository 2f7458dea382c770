"""A version of the plan as rows to read, and what one version changed in the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nappage.assessment.look import Look
from nappage.assessment.planned import PlanVersion, assessed, versions
from nappage.engine.comparison import Alternative
from nappage.engine.story import Component, Criterion, Plan, Side, Site
from nappage.engine.suitability import Suitability
from nappage.engine.variant import ScheduleVariant
from nappage.rendering.lines import cited
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.web.plan.areas import name_of
from nappage.web.plan.mixture import exact
from nappage.web.plan.price import RULES, lines

Row = dict[str, Any]


def rows(look: Look, version: PlanVersion, speak: Speaker) -> list[Row]:
    """Return everything a version says, in the order of the form; what it does not say has no row."""
    plan, terms = version.plan, version.terms
    found = (
        _row(_("Purpose"), sentence(speak.purpose(plan.indication)).rstrip(".") if plan.indication else ""),
        _row(_("Goal, in the patient's words"), terms.goal),
        *_assessed(look, plan, speak),
        *_suitability(look, plan),
        _row(_("Causes found"), ", ".join(_named(cause, speak) for cause in plan.causes)),
        _row(_("Treated"), _places(plan.sites, speak)),
        _row(_("Size"), "; ".join(f"{name_of(one.site, speak)}: {exact(one.size)}" for one in terms.sizes)),
        _row(_("Waiting in the queue"), _places(plan.queued, speak)),
        _row(_("Stays untreated and is measured"), _named(plan.sentinel, speak)),
        *_schedule(look, plan),
        _row(_("Technique"), _named(plan.technique, speak)),
        _row(_("Layer aimed at"), _named(plan.layer, speak)),
        _row(_("Depth talked of"), exact(terms.depth) if terms.depth else ""),
        _row(_("Formula"), _formula(version)),
        _row(_("Checkpoint"), _criterion(plan.criterion, speak)),
        _row(_("Food and exercise"), plan.lifestyle),
        _row(_("Other ways shown"), _ways(look, terms.alternatives_shown)),
        *_prices(version),
        _row(_("Why this version"), terms.why),
    )
    return [row for row in found if row["text"]]


def _row(label: str, text: str, **more: Any) -> Row:
    return {"label": label, "text": text, **more}


def _named(id: str, speak: Speaker) -> str:
    return sentence(speak.term(id)).rstrip(".") if id else ""


def _places(sites: Iterable[Site], speak: Speaker) -> str:
    return ", ".join(name_of(site, speak) for site in sites)


def _assessed(look: Look, plan: Plan, speak: Speaker) -> Iterator[Row]:
    for need, words in assessed(look.chart, look.edition, plan.indication).items():
        yield _row(_named(need, speak), words)


def _suitability(look: Look, plan: Plan) -> Iterator[Row]:
    words = {Answer.YES: _("Yes"), Answer.NO: _("No"), Answer.UNKNOWN: _("Not known")}
    for one in plan.suitability:
        question = look.edition.get(Suitability, one.question)
        said = f"{words[one.answer]}. {one.how_long}".strip() if one.how_long else words[one.answer]
        if question is not None:
            yield _row(question.text, said, sources=cited(question.sources))


def _schedule(look: Look, plan: Plan) -> Iterator[Row]:
    variant = look.edition.get(ScheduleVariant, plan.variant)
    if variant is not None:
        yield _row(_("Schedule"), sentence(variant.title).rstrip("."), sources=cited(variant.sources))
    yield _row(_("Sessions"), str(plan.sessions) if plan.sessions else "")


def _formula(version: PlanVersion) -> str:
    if version.formula is None:
        return ""
    parts = "; ".join(_component(one) for one in version.formula.components)
    return f"{version.formula.id}: {parts}"


def _component(component: Component) -> str:
    strength = f" {exact(component.strength)}" if component.strength else ""
    lot = f" ({component.lot})" if component.lot else ""
    return f"{component.agent}{strength}, {exact(component.volume)}{lot}"


def _criterion(criterion: Criterion | None, speak: Speaker) -> str:
    if criterion is None:
        return ""
    before = _("Before session {number}: ").format(number=criterion.checkpoint)
    if criterion.change is None:
        return before + criterion.words
    measured = _("{place} {change}, beyond what the untreated place changes").format(
        place=speak.term(criterion.landmark), change=speak.quantity(criterion.change)
    )
    return f"{before}{criterion.words} ({measured})" if criterion.words else before + measured


def _ways(look: Look, shown: Iterable[str]) -> str:
    known = look.edition.all(Alternative)
    return ", ".join(known[id].name["en"] for id in shown if id in known)


def _prices(version: PlanVersion) -> Iterator[Row]:
    price = version.terms.price
    if price is None:
        return
    yield from (_row(one["label"], one["text"], note=one.get("note", "")) for one in lines(price))
    if price.refund is not None:
        yield _row(_("If it is stopped early"), str(RULES[price.refund]))


def signed_words(version: PlanVersion, speak: Speaker, names: Mapping[str, str]) -> str:
    """Return which version it is, who signed it and when; or whose draft it is."""
    plan = version.plan
    if plan.signed_at is None:
        words = _("Draft by {by}, {at}")
        return words.format(by=names.get(version.by, version.by), at=speak.moment(version.written_at))
    words = _("Version {number}, signed by {by} on {at}")
    by = names.get(plan.signed_by, plan.signed_by)
    return words.format(number=version.number, by=by, at=speak.moment(plan.signed_at))


def version_history(look: Look, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the signed versions, the newest first, each with what it changed."""
    speak = Speaker(look.edition, look.policy.zone)
    signed = versions(look.chart)
    shown = [
        {
            "title": signed_words(version, speak, names),
            "rows": rows(look, version, speak),
            "changes": changes(look, signed[place - 1], version, speak) if place else [],
            "first": not place,
        }
        for place, version in enumerate(signed)
    ]
    return shown[::-1]


def changes(look: Look, before: PlanVersion, after: PlanVersion, speak: Speaker) -> list[dict[str, str]]:
    """Return each row that differs between two versions, with what stood there before and after."""
    then, now = (
        {row["label"]: f"{row['text']} {row.get('note', '')}".strip() for row in rows(look, version, speak)}
        for version in (before, after)
    )
    none = _("nothing")
    return [
        {"label": label, "before": then.get(label, none), "after": now.get(label, none)}
        for label in dict.fromkeys((*then, *now))
        if then.get(label) != now.get(label)
    ]


def sides(plan: Plan) -> bool:
    """Return whether any place of a plan has a side: then whose right and left it is has to be said."""
    return any(site.side is not Side.MIDLINE for site in (*plan.sites, *plan.queued))
