"""The schedules side by side: what each source says, and the dates that the engine works out for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.look import Look
from nappage.assessment.prospect import prospect
from nappage.engine.edition import Edition
from nappage.engine.indication import Indication, PlanFinding
from nappage.engine.outlook import Outlook
from nappage.engine.session_limit import session_limit
from nappage.engine.story import Formula, Plan
from nappage.engine.variant import ScheduleVariant
from nappage.rendering.lines import both, cited
from nappage.rendering.naming import sentence
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.values.local_time import local
from nappage.web.forms import fault_error
from nappage.web.plan.typed import Posted
from nappage.web.typed import instant_of

LONGEST_TYPED = 99
# The rules by which the plan's findings speak of a schedule and its count.
_ABOUT = ("variant", "session-count")


class ScheduleForm(forms.Form):
    """Which schedule, how many sessions, and the day that is talked of for the first."""

    sessions = forms.IntegerField(
        label=gettext_lazy("Number of sessions"),
        required=False,
        min_value=1,
        max_value=LONGEST_TYPED,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    first_day = forms.DateField(
        label=gettext_lazy("First session, if a day is talked of"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    first_clock = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=forms.TimeInput({"type": "time", "step": "300"}, format="%H:%M"),
        input_formats=["%H:%M"],
    )
    variant = forms.ChoiceField(label=gettext_lazy("Schedule"), required=False, widget=forms.RadioSelect)

    def __init__(
        self,
        edition: Edition,
        indication: Indication,
        zone: ZoneInfo,
        before: Plan | None,
        first: datetime | None,
        data: Posted = None,
    ) -> None:
        moment = local(first, zone) if first else None
        initial = {
            "sessions": before.sessions or None if before else None,
            "variant": before.variant if before else "",
            "first_day": moment.date() if moment else None,
            "first_clock": moment.time() if moment else None,
        }
        super().__init__(data, initial=initial)
        self._limit, self._zone = session_limit(edition), zone
        variants = [edition.all(ScheduleVariant)[id] for id in indication.variants]
        offered: Any = self.fields["variant"]
        offered.choices = [(variant.id, variant.title) for variant in variants]

    def clean_sessions(self) -> int:
        """Return the number of sessions, 0 for none yet; more than any plan may hold is refused here already."""
        typed = self.cleaned_data["sessions"]
        if typed and typed > self._limit.most:
            expected = _("at most {most}; one more needs a new plan, new screening and a new consent").format(
                most=self._limit.most
            )
            fault = Fault(str(self["sessions"].label), expected, str(typed), str(_("Plan fewer.")))
            raise fault_error(fault)
        return typed or 0

    def clean(self) -> None:
        """Judge day and time together: one without the other is no instant, and some hours do not exist."""
        day, clock = self.cleaned_data.get("first_day"), self.cleaned_data.get("first_clock")
        self.cleaned_data["first"] = None
        if day is None and clock is None:
            return
        if day is None or clock is None:
            missing = "first_day" if day is None else "first_clock"
            expected = str(_("a day and a time, or neither"))
            self.add_error(
                missing, fault_error(Fault(str(self["first_day"].label), expected, str(_("one of them")), ""))
            )
            return
        try:
            self.cleaned_data["first"] = instant_of(day, clock, self._zone, str(self["first_day"].label))
        except forms.ValidationError as never:
            self.add_error("first_clock", never)


def compared(
    look: Look, indication: Indication, plan: Plan, formula: Formula | None, first: datetime | None, speak: Speaker
) -> list[dict[str, Any]]:
    """Return each schedule of a purpose beside the others: counts, interval, dates, notes, sources."""
    variants = [look.edition.all(ScheduleVariant)[id] for id in indication.variants]
    return [_compared(look, variant, plan, formula, first, speak) for variant in variants]


def _compared(
    look: Look, variant: ScheduleVariant, plan: Plan, formula: Formula | None, first: datetime | None, speak: Speaker
) -> dict[str, Any]:
    sessions, limit = _sessions(variant, plan.sessions), session_limit(look.edition)
    asked = Plan(plan.indication, variant.id, plan.sites, plan.formula, sessions)
    found = prospect(look, asked, formula, first)
    coming = found.course.coming
    dates = [(line.number, speak.moment(line.proposed)) for line in coming if line.proposed is not None]
    dated = len(dates) == len(coming) > 0
    return {
        "id": variant.id,
        "chosen": variant.id == plan.variant,
        "title": sentence(variant.title).rstrip("."),
        "counts": _counts(variant),
        "steps": _steps(variant, speak),
        "dates": dates if dated else [],
        "no_dates": "" if dated else _why_none(found, speak),
        "notes": [both(line.because, speak) for line in _own(found, (variant.id, *_ABOUT, limit.id))],
        "catalogue": variant.catalogue,
        "sources": cited(variant.sources),
    }


def _sessions(variant: ScheduleVariant, typed: int) -> int:
    """Return for how many sessions a schedule is worked out: what was typed, else as near to it as the source goes."""
    fewest = variant.fewest or 1
    if not typed:
        return variant.most or fewest
    return max(fewest, min(typed, variant.most or typed))


def _counts(variant: ScheduleVariant) -> str:
    if variant.fewest and variant.most:
        same = variant.fewest == variant.most
        return str(variant.most) if same else _("{low} to {high}").format(low=variant.fewest, high=variant.most)
    return _("up to {high}").format(high=variant.most) if variant.most else _("not stated")


def _steps(variant: ScheduleVariant, speak: Speaker) -> str:
    steps = [
        _("{low} to {high}").format(low=speak.value(step.proposed), high=speak.value(step.latest))
        if step.latest
        else speak.value(step.proposed)
        for step in variant.steps
    ]
    return _(", then ").join(steps) if steps else _("not stated")


def _why_none(found: Outlook, speak: Speaker) -> str:
    undated = next((line for line in found.course.coming if line.proposed is None), None)
    return both(undated.because, speak) if undated else ""


def _own(found: Outlook, about: tuple[str, ...]) -> Iterator[PlanFinding]:
    """Yield what the engine says of this schedule and its number of sessions, and of nothing else in the plan."""
    yield from (line for line in found.course.plan if line.because.rule in about)
