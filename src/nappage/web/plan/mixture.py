"""The formula: components of the signed formulary with strength as supplied, volume and lot, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.moments import day_in_words
from nappage.assessment.look import Look
from nappage.engine.dose import DoseState
from nappage.engine.formula import concentration, total_volume
from nappage.engine.indication import Indication
from nappage.engine.outlook import Outlook
from nappage.engine.policy import LotState, Policy, SignedAgent
from nappage.engine.signing import off_purpose
from nappage.engine.story import Component, Formula
from nappage.rendering.lines import both
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.values.quantity import Quantity, Unit, contained, strength
from nappage.web.forms import fault_error
from nappage.web.plan.typed import Posted, as_typed, shown_number
from nappage.web.typed import MeasureField

ROWS, MOST_ROWS = 4, 12
VOLUMES = [("mL", "mL"), ("uL", "µL")]
_UNITS = {"cm2": "cm²", "[sin_i]": "sq in", "uL": "µL", "ug/mL": "µg/mL", "[iU]/mL": "IU/mL", "[iU]": "IU"}
STRENGTHS = [("mg/mL", "mg/mL"), ("%", "%"), ("ug/mL", "µg/mL"), ("[iU]/mL", "IU/mL")]


class ComponentForm(forms.Form):
    """One line of the formula. A line without an agent is empty."""

    agent = forms.ChoiceField(label=gettext_lazy("Agent"), required=False)
    volume = MeasureField(label=gettext_lazy("Volume"), units=VOLUMES, required=False)
    strength = MeasureField(label=gettext_lazy("Strength as supplied"), units=STRENGTHS, required=False)
    lot = forms.ChoiceField(label=gettext_lazy("Lot"), required=False)

    def __init__(self, policy: Policy, before: Component | None, prefix: str, data: Posted = None) -> None:
        super().__init__(data, prefix=prefix, initial=_initial(before))
        agents: Any = self.fields["agent"]
        agents.choices = [("", _("None")), *((agent.agent, agent.agent) for agent in injected(policy))]
        lots: Any = self.fields["lot"]
        lots.choices = [("", _("Not chosen yet")), *_lots(policy)]
        self._policy = policy

    def clean(self) -> None:
        """Judge the line as a whole: an agent needs a volume, and a lot is of its own agent."""
        said = self.cleaned_data
        agent, lot = said.get("agent") or "", said.get("lot") or ""
        if not agent:
            self._refuse_rest(said)
        elif "volume" in said and said["volume"] is None:
            self._add("volume", _("a volume for {agent}").format(agent=agent), _("nothing"), _("Type how much of it."))
        if agent and lot and lot.partition("|")[0] != agent:
            self._add("lot", _("a lot of {agent}").format(agent=agent), lot.replace("|", " "), _("Choose again."))

    def _refuse_rest(self, said: dict[str, Any]) -> None:
        if said.get("volume") is not None or said.get("strength") is not None:
            found = str(said.get("volume") or said.get("strength"))
            self._add("agent", _("an agent for this line"), found, _("Choose the agent, or clear the line."))

    def _add(self, name: str, expected: str, found: str, remedy: str) -> None:
        self.add_error(name, fault_error(Fault(str(self[name].label), expected, found, remedy)))

    def component(self) -> Component | None:
        """Return the line as a component; the strength is that of the formulary where none was typed."""
        said = self.cleaned_data
        if not said.get("agent") or said.get("volume") is None:
            return None
        signed = self._policy.agents_signed[said["agent"]]
        supplied = said.get("strength") or (None if signed.by_volume else signed.strength)
        return Component(said["agent"], said["volume"], supplied, str(said.get("lot") or "").partition("|")[2])


def _initial(before: Component | None) -> dict[str, Any]:
    if before is None:
        return {}
    return {
        "agent": before.agent,
        "volume": as_typed(before.volume) if before.volume.amount else None,
        "strength": as_typed(before.strength),
        "lot": f"{before.agent}|{before.lot}" if before.lot else "",
    }


def injected(policy: Policy) -> Iterator[SignedAgent]:
    """Yield the agents of the signed formulary that are injected; one that is only a cream is not."""
    yield from (agent for agent in policy.formulary if agent.session_limit is not None or agent.cream_maximum is None)


def _lots(policy: Policy) -> list[tuple[str, list[tuple[str, str]]]]:
    agents = {agent.agent for agent in injected(policy)}
    groups: dict[str, list[tuple[str, str]]] = {}
    for lot in policy.lots:
        if lot.agent in agents and lot.state is LotState.IN_USE:
            words = _("{lot}, until {day}").format(lot=lot.lot, day=day_in_words(lot.expires_on))
            groups.setdefault(lot.agent, []).append((f"{lot.agent}|{lot.lot}", words))
    return list(groups.items())


@dataclass
class FormulaForms:
    """The lines of one formula, as many as were sent."""

    policy: Policy
    forms: list[ComponentForm]

    @staticmethod
    def of(policy: Policy, before: Iterable[Component], data: Posted = None) -> FormulaForms:
        """Return the lines of a formula as it was, or as it was sent."""
        known = list(before)
        rows = max(ROWS, len(known) + 1)
        if data is not None:
            typed = str(data.get("rows", ""))
            rows = min(int(typed), MOST_ROWS) if typed.isascii() and typed.isdigit() else ROWS
        padded = [*known, *([None] * rows)][: min(rows, MOST_ROWS)]
        lines = [ComponentForm(policy, one, f"line{place}", data) for place, one in enumerate(padded, 1)]
        return FormulaForms(policy, lines)

    def is_valid(self) -> bool:
        # Every line is asked, so that all faults are said at once.
        judged = [form.is_valid() for form in self.forms]
        return all(judged)

    def components(self) -> tuple[Component, ...]:
        """Return the components of the lines that can be read."""
        if self.forms and self.forms[0].is_bound:
            found = [form.component() for form in self.forms if form.is_valid()]
            return tuple(one for one in found if one is not None)
        return ()


def starts(look: Look, indication: Indication, earlier: Iterable[Formula]) -> list[tuple[str, str]]:
    """Return what a formula for a purpose can begin with: a signed mixture, or one of this patient's before.

    What the engine does not find named for the purpose stands last, and says so (R060).
    """
    policy = look.policy
    signed = [(f"mixture:{place}", " + ".join(one.agents)) for place, one in enumerate(policy.mixtures)]
    before = [
        (f"formula:{one.id}", _("{id}, {agents}").format(id=one.id, agents=" + ".join(c.agent for c in one.components)))
        for one in earlier
    ]
    offered = [*signed, *before]
    other = {start for start, _words in offered if _is_off(look, indication, started(policy, earlier, start))}
    for_this = [each for each in offered if each[0] not in other]
    said = _("{mixture}: not named for this purpose")
    return [*for_this, *((start, said.format(mixture=words)) for start, words in offered if start in other)]


def _is_off(look: Look, indication: Indication, components: tuple[Component, ...]) -> bool:
    return bool(off_purpose(indication, components, look.policy, look.edition))


def started(policy: Policy, earlier: Iterable[Formula], chosen: str) -> tuple[Component, ...]:
    """Return the components that a chosen beginning holds; a signed mixture names agents and says no volume."""
    kind, _colon, which = chosen.partition(":")
    if kind == "formula":
        return next((one.components for one in earlier if one.id == which), ())
    if kind == "mixture" and which.isdigit() and int(which) < len(policy.mixtures):
        agents = policy.mixtures[int(which)].agents
        return tuple(_bare(policy, agent) for agent in agents if agent in policy.agents_signed)
    return ()


def _bare(policy: Policy, agent: str) -> Component:
    signed = policy.agents_signed[agent]
    return Component(agent, Quantity.parse("0 mL"), None if signed.by_volume else signed.strength)


def echoes(components: tuple[Component, ...]) -> list[dict[str, str]]:
    """Return what each line was taken to mean: "1 % = 10 mg/mL; 2 mL = 20 mg" (H-11)."""
    return [{"agent": one.agent, "text": _echo(one)} for one in components]


def _echo(component: Component) -> str:
    per_ml, volume = concentration(component), exact(component.volume)
    if component.strength is None or per_ml is None:
        return _("{volume}; no strength is stated for it").format(volume=volume)
    taken, held = strength(component.strength), exact(contained(component.volume, per_ml))
    if taken.given.unit is Unit.PERCENT:
        return f"{exact(taken.given)} = {exact(taken.taken_as)}; {volume} = {held}"
    return _("{volume} at {strength} = {held}").format(volume=volume, strength=exact(taken.taken_as), held=held)


def exact(quantity: Quantity) -> str:
    """Return a quantity with every figure that it has: nothing of a strength is rounded away."""
    return f"{shown_number(quantity.amount)} {_UNITS.get(quantity.unit.code, quantity.unit.code)}"


def totals(components: tuple[Component, ...], found: Outlook, speak: Speaker) -> dict[str, Any]:
    """Return the volume of the whole, each dose beside its signed limit, and what is found in the mixture."""
    return {
        "volume": exact(total_volume(components)) if components else "",
        "doses": [
            {
                "agent": check.agent,
                "given": speak.value(check.given),
                "limit": speak.value(check.limit),
                "scope": speak.value(check.scope),
                "text": "" if check.state is DoseState.WITHIN else both(check.because, speak),
            }
            for check in found.treating.doses
        ],
    }
