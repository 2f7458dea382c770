"""The plan's form as a whole: its parts, filled from the version before or from what was sent, and their draft."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms

from nappage.actions.plans import Drafted
from nappage.assessment.at_home import AreaWish
from nappage.assessment.happening import PlanTerms
from nappage.assessment.look import Look
from nappage.assessment.planned import PlanVersion, formulas
from nappage.engine.area import AreaSize
from nappage.engine.indication import Indication
from nappage.engine.story import Component, Formula, Plan
from nappage.engine.suitability import SuitabilityAnswer
from nappage.rendering.figures import DRAWN
from nappage.rendering.wording import Speaker
from nappage.web.forms import FieldFault, faults_of
from nappage.web.plan.agreement import AgreementForm
from nappage.web.plan.areas import AreasForm
from nappage.web.plan.mixture import FormulaForms, started
from nappage.web.plan.placement import PlacementForm
from nappage.web.plan.price import PriceForm
from nappage.web.plan.schedule import ScheduleForm
from nappage.web.plan.sizes import SizesForm
from nappage.web.plan.suitability import SuitabilityForm
from nappage.web.plan.typed import Posted

TRIED = "tried"


@dataclass
class Writing:
    """One plan in the making: for which purpose, after which version, with what was sent."""

    look: Look
    indication: Indication
    before: PlanVersion | None
    data: Posted = None

    @cached_property
    def speak(self) -> Speaker:
        return Speaker(self.look.edition, self.look.policy.zone)

    @property
    def _plan(self) -> Plan | None:
        """Return the version before, as far as it is for this purpose: another one asks for other things."""
        return self.before.plan if self.before else None

    @property
    def _terms(self) -> PlanTerms:
        return self.before.terms if self.before else PlanTerms()

    @cached_property
    def areas(self) -> AreasForm:
        return AreasForm(self.look.edition, self.speak, self._plan, self.data, self.wish.sites if self.wish else ())

    @cached_property
    def wish(self) -> AreaWish | None:
        """Return the places that the person wished for, the one they mind most first; a plan begins with them."""
        return self.look.chart.latest(AreaWish)

    @cached_property
    def suitability(self) -> SuitabilityForm:
        return SuitabilityForm(self.look, self.indication, self._plan, self.data)

    @cached_property
    def sizes(self) -> SizesForm:
        """Return a field for the size of each place that is ticked by now."""
        return SizesForm(self.areas.chosen, self.speak, self._terms.sizes, self.data)

    @cached_property
    def schedule(self) -> ScheduleForm:
        zone = self.look.policy.zone
        return ScheduleForm(self.look.edition, self.indication, zone, self._plan, self._terms.first, self.data)

    @cached_property
    def placement(self) -> PlacementForm:
        return PlacementForm(self.look, self._plan, self._terms.depth, self.data)

    @cached_property
    def mixture(self) -> FormulaForms:
        return FormulaForms.of(self.look.policy, self._components, self._mixture_data)

    @cached_property
    def agreement(self) -> AgreementForm:
        return AgreementForm(self.look, self.indication, self._plan, self._terms, self.speak, self.data)

    @cached_property
    def price(self) -> PriceForm:
        return PriceForm(self._terms.price, self.data)

    @property
    def earlier(self) -> tuple[Formula, ...]:
        return tuple(formulas(self.look.chart).values())

    @property
    def is_filling(self) -> bool:
        """Return whether the formula is to be begun anew from one of the choices."""
        return self.data is not None and self.data.get("then") == "fill"

    @property
    def _components(self) -> tuple[Component, ...]:
        if self.is_filling and self.data is not None:
            return started(self.look.policy, self.earlier, str(self.data.get("start", "")))
        return self.before.formula.components if self.before and self.before.formula else ()

    @property
    def _mixture_data(self) -> Posted:
        return None if self.is_filling else self.data

    @property
    def _forms(self) -> list[forms.Form]:
        first = [self.suitability, self.areas, self.sizes, self.schedule, self.placement]
        return [*first, *self.mixture.forms, self.agreement, self.price]

    def is_valid(self) -> bool:
        """Return whether every part can be read; all of them are asked."""
        judged = [form.is_valid() for form in self._forms]
        return all(judged)

    @property
    def faults(self) -> list[FieldFault]:
        """Return every fault of every part, in the order of the page."""
        return [fault for form in self._forms if form.is_bound for fault in faults_of(form)]

    def so_far(self) -> Drafted:
        """Return the draft that the parts make which can be read; what cannot be read is as it was before."""
        before = self._plan
        said = {**_said(self.schedule), **_said(self.placement), **_said(self.agreement), **_said(self.areas)}
        plan = Plan(
            indication=self.indication.id,
            variant=said.get("variant") or "",
            sites=self.areas.treated,
            formula=before.formula if before else "",
            sessions=said.get("sessions") or 0,
            technique=said.get("technique") or "",
            layer=said.get("layer") or "",
            queued=self.areas.waiting,
            sentinel=said.get("sentinel") or "",
            criterion=self._criterion(),
            lifestyle=str(said.get("lifestyle") or "").strip(),
            causes=tuple(said.get("causes") or ()),
            suitability=self._suitability(),
        )
        return Drafted(plan, self._terms_so_far(said), self._components_so_far(), self._assessed())

    def _terms_so_far(self, said: dict[str, Any]) -> PlanTerms:
        return PlanTerms(
            goal=str(said.get("goal") or "").strip(),
            price=self.price.price if self.price.is_bound and self.price.is_valid() else self._terms.price,
            alternatives_shown=tuple(said.get("alternatives") or ()),
            depth=said.get("depth") if self.placement.is_bound else self._terms.depth,
            first=said.get("first") if self.schedule.is_bound else self._terms.first,
            drawn=DRAWN,
            why=str(said.get("why") or "").strip(),
            sizes=self._sizes(),
        )

    def _suitability(self) -> tuple[SuitabilityAnswer, ...]:
        readable = not self.suitability.is_bound or self.suitability.is_valid()
        return self.suitability.answers() if readable else self._plan.suitability if self._plan else ()

    def _sizes(self) -> tuple[AreaSize, ...]:
        if not self.sizes.is_bound:
            return self._terms.sizes
        self.sizes.is_valid()
        return self.sizes.sizes()

    def _criterion(self) -> Any:
        if self.agreement.is_bound:
            return self.agreement.criterion() if self.agreement.is_valid() else None
        return self._plan.criterion if self._plan else None

    def _assessed(self) -> dict[str, str]:
        return dict(self.agreement.assessed()) if self.agreement.is_bound and self.agreement.is_valid() else {}

    def _components_so_far(self) -> tuple[Component, ...]:
        return self.mixture.components() if self.mixture.forms[0].is_bound else self._components

    @property
    def tried(self) -> Formula | None:
        """Return the mixture of the page as a formula that nobody has signed, to ask the engine about."""
        components = self._components_so_far()
        return Formula(TRIED, components) if components else None


def _said(form: forms.Form) -> dict[str, Any]:
    """Return what a form says: what could be read of what was sent, else what it was filled with."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def base_of(version: PlanVersion | None) -> UUID | None:
    """Return the key of the version that a form was opened with."""
    return version.entry if version else None
