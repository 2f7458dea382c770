"""What a consent is made from: one plan, what the clinic signed, the edition, and what the clinic alone knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from nappage.engine.agent import KnownAgent, known_agent
from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook
from nappage.engine.policy import Policy
from nappage.engine.story import Formula, Side, Site, Story
from nappage.rendering.naming import sentence
from nappage.rendering.sheet import Line
from nappage.rendering.wording import Speaker
from nappage.values.statement import Said, say


@dataclass(frozen=True, slots=True)
class Price:
    """One line of what is to be paid, as the clinic writes it: for what, and how much with its currency."""

    item: str
    amount: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the patient and the answer that was given, both as they were said."""

    question: str
    answer: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What no story holds: who the patient is, what things cost, what was asked.

    `version` is the id of this text in the clinic's records. `names` are those of people and products by their ids,
    `credentials` what stands on a licence, by the id of its holder; `injectors` are those who may inject.
    """

    version: str
    patient: str
    plan_version: str = ""
    address: str = ""
    names: dict[str, str] = field(default_factory=dict)
    credentials: dict[str, str] = field(default_factory=dict)
    injectors: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()
    refunds: tuple[str, ...] = ()
    answered: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Consenting:
    """One consent in the making: what every section of it asks."""

    story: Story
    policy: Policy
    edition: Edition
    found: Outlook
    at: datetime
    speak: Speaker
    given: Particulars

    def say(self, code: str, **values: Said) -> str:
        """Return a sentence of the consent in its language."""
        return self.speak(say(f"consent.{code}", **values))

    def line(self, code: str, **values: Said) -> Line:
        """Return a sentence as a line of its own."""
        return Line(sentence(self.say(code, **values)))

    @property
    def indication(self) -> str:
        return self.story.plan.indication if self.story.plan else ""

    @property
    def formula(self) -> Formula | None:
        """Return the mixture of the plan, if it is recorded."""
        plan = self.story.plan
        return next((each for each in self.story.formulas if plan and each.id == plan.formula), None)

    @property
    def agents(self) -> tuple[KnownAgent, ...]:
        """Return what is known of each agent of the mixture."""
        components = self.formula.components if self.formula else ()
        return tuple(known_agent(each.agent, self.policy, self.edition) for each in components)

    def name(self, id: str) -> str:
        """Return what a person or an agent is called: the clinic's name for it, else the edition's."""
        return self.given.names.get(id) or self.speak.value(id)

    def sites(self, sites: tuple[Site, ...]) -> str:
        """Return places with their sides."""
        return ", ".join(self.place(site) for site in sites)

    def place(self, site: Site) -> str:
        """Return a place with its side; what lies in the middle has none."""
        return self.speak.term(site.zone if site.side is Side.MIDLINE else f"{site.zone}/{site.side.value}")
