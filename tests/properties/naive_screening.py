"""Screening once more: slow, obvious, straight from the story, rule by rule and leaf by leaf.

A truth is a pair (at least, at most): (1, 1) is yes, (0, 0) no, (0, 1) unknown. All is the smaller of each, any the
greater. Nothing is gathered, compiled or remembered; only recognising what was typed is the engine's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nappage.engine.agent import KnownAgent, known_agent
from nappage.engine.allergen import recognise_allergen
from nappage.engine.edition import Edition
from nappage.engine.medicine import Ingredient, Medicine, recognise
from nappage.engine.policy import Policy
from nappage.engine.precaution import Precaution
from nappage.engine.question import Question
from nappage.engine.story import Formula, HealthEvent, MedicineTaken, Reply, Session, Site, Story
from nappage.engine.zone import Zone
from nappage.values.span import CalendarSpan

Truth = tuple[int, int]
YES, NO, UNKNOWN = (1, 1), (0, 0), (0, 1)
WORD = {YES: "yes", NO: "no", UNKNOWN: "unknown"}


def back(day: date, span: CalendarSpan) -> date:
    """Return the day so long before, walking month by month and day by day."""
    year, month, wanted = day.year, day.month, day.day
    for _ in range(span.months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    while True:
        try:
            found = date(year, month, wanted)
            break
        except ValueError:
            wanted -= 1
    return date.fromordinal(found.toordinal() - span.days)


@dataclass(frozen=True)
class Chart:
    """One patient's paper chart, read from the first page for every question."""

    story: Story
    policy: Policy
    edition: Edition
    at: datetime

    def answer(self, rule: Precaution) -> str:
        return WORD[self.truth(rule.when)]

    def truth(self, asked: Any) -> Truth:
        subject = next(iter(asked.__dataclass_fields__))
        if subject in ("all", "any", "none"):
            parts = [self.truth(part) for part in getattr(asked, subject)]
            if subject == "all":
                return min(low for low, _ in parts), min(high for _, high in parts)
            low, high = max(low for low, _ in parts), max(high for _, high in parts)
            return (low, high) if subject == "any" else (1 - high, 1 - low)
        found: Truth = getattr(self, subject)(asked)
        return found

    @property
    def today(self) -> date:
        return self.day(self.at)

    def day(self, instant: datetime) -> date:
        return instant.astimezone(self.policy.zone).date()

    # What the person said.

    def reply_today(self, question: Question) -> str:
        """Return the answer that still stands, or nothing."""
        reply = self.standing_reply(question)
        return reply.answer.value if reply else ""

    def is_denied(self, question: Question, condition: str) -> bool:
        """Return whether a no was said to the whole question, or a yes and a no to this one condition of it."""
        reply = self.standing_reply(question)
        if reply is None:
            return False
        return reply.answer.value == "no" or (reply.answer.value == "yes" and condition in reply.denies)

    def standing_reply(self, question: Question) -> Reply | None:
        """Return the last reply, if it still stands."""
        best = None
        for reply in self.story.replies:
            if reply.question != question.id or reply.at > self.at:
                continue
            denying_first = ["no", "unknown", "yes"] if question.covers else ["yes", "unknown", "no"]
            caution = denying_first.index(reply.answer.value)
            rank = (reply.at, caution, reply.channel.value == "portal", -len(reply.denies), reply.denies)
            if best is None or rank > best[0]:
                best = rank, reply
        if best is None:
            return None
        reply = best[1]
        if question.validity is None:
            stands = reply.channel.value == "clinic" and self.day(reply.at) == self.today
        else:
            stands = self.day(reply.at) >= back(self.today, question.validity)
        return reply if stands else None

    def is_whole(self, subject: str) -> bool:
        return any(
            self.reply_today(question) == "yes"
            for question in self.edition.all(Question).values()
            if question.asks.value == subject
        )

    # Conditions.

    def condition(self, asked: Any) -> Truth:
        questions = [one for one in self.edition.all(Question).values() if asked.condition in one.covers]
        truths = [NO if any(self.is_denied(one, asked.condition) for one in questions) else UNKNOWN]
        for event in self.story.events:
            undone = event.entered_in_error_at is not None and event.entered_in_error_at <= self.at
            if event.condition == asked.condition and event.at <= self.at and not undone:
                truths.append(self.one_event(asked, event))
        return max(low for low, _ in truths), max(high for _, high in truths)

    def one_event(self, asked: Any, event: HealthEvent) -> Truth:
        if asked.at_site and event.zone and self.story.plan and event.zone not in [site.zone for site in self.sites()]:
            return NO
        over = event.until is not None and event.until < self.today
        if asked.active and over:
            return NO
        if not asked.within:
            return YES
        last = event.until or (self.today if asked.active else event.since)
        if last is None:
            return UNKNOWN
        return YES if last > back(self.today, asked.within) else NO

    # Medicines.

    def medicine(self, asked: Any) -> Truth:
        parts: set[str] = set()
        strange = False
        for item in self.story.medicines:
            known = recognise(self.edition, item.name)
            if known is None:
                strange = True
            elif self.counts(asked, item):
                parts |= set(self.parts(asked, item, known))
        if len(parts) >= asked.count:
            return YES
        return NO if self.is_whole("medicines") and not strange else UNKNOWN

    def counts(self, asked: Any, item: MedicineTaken) -> bool:
        other = item.purpose and self.policy.member(item.purpose_recorded_by)
        if asked.unless_other_purpose and other and other.role.value == "physician":
            return False
        if asked.prescribed and item.prescribed.value == "no":
            return False
        if asked.within is None:
            return not item.stopped
        if item.last_taken is None:
            return True
        return self.day(item.last_taken) > back(self.today, asked.within)

    @staticmethod
    def parts(asked: Any, item: MedicineTaken, known: Medicine) -> Iterator[str]:
        def codes(part: Ingredient) -> list[str]:
            return [code.code for code in (part.atc, *part.also) if code]

        named = [
            part.name
            for part in known.ingredients
            if any(code.startswith(wanted) for code in codes(part) for wanted in asked.medicine)
        ]
        yield from named
        if not named and any(f"group:{group}" in asked.medicine for group in known.groups):
            yield item.name

    # Allergies.

    def keys(self) -> tuple[set[str], bool]:
        keys: set[str] = set()
        strange = False
        for allergy in self.story.allergies:
            found = recognise_allergen(self.edition, allergy.to)
            if found is None:
                strange = True
            else:
                keys |= found.keys
        return keys, strange

    def allergy(self, asked: Any) -> Truth:
        keys, strange = self.keys()
        if any(key in keys for key in asked.allergy):
            return YES
        return NO if self.is_whole("allergies") and not strange else UNKNOWN

    def allergy_to_planned(self, asked: Any) -> Truth:
        keys, strange = self.keys()
        agents = self.agents()
        if any(key in agent.keys for agent in agents for key in keys):
            return YES
        described = agents and all(agent.signed or agent.listed for agent in agents)
        return NO if described and self.is_whole("allergies") and not strange else UNKNOWN

    # What is planned for the visit.

    def visit(self) -> Session | None:
        here = sorted(self.story.sessions, key=lambda session: session.start)
        done = [one for one in here if one.state.value == "given" and one.start <= self.at]
        for one in here:
            if one in done and not one.elsewhere and self.day(one.start) == self.today:
                return one
        for one in here:
            booked = one.state.value == "booked" or (one.state.value == "given" and one.start > self.at)
            overtaken = any(one.start <= earlier.start for earlier in done)
            if booked and not overtaken and self.day(one.start) >= self.today:
                return one
        return None

    def sites(self) -> list[Site]:
        if self.story.plan is None:
            return []
        visit = self.visit()
        return list(visit.sites if visit and visit.sites else self.story.plan.sites)

    def formula(self) -> Formula | None:
        if self.story.plan is None:
            return None
        visit = self.visit()
        wanted = visit.formula if visit and visit.formula else self.story.plan.formula
        for formula in self.story.formulas:
            if formula.id == wanted:
                return formula
        return None

    def agents(self) -> list[KnownAgent]:
        formula = self.formula()
        ids = {component.agent for component in formula.components} if formula else set()
        return [known_agent(id, self.policy, self.edition) for id in ids]

    def agent(self, asked: Any) -> Truth:
        ids = [agent.id for agent in self.agents()]
        if any(id in asked.agent for id in ids):
            return YES
        return NO if ids else UNKNOWN

    def agent_class(self, asked: Any) -> Truth:
        hit = any(kind.id in asked.agent_class for agent in self.agents() for kind in agent.classes)
        return YES if hit else self.unless_unclear()

    def modality(self, asked: Any) -> Truth:
        return (
            YES if any(self.modality_of(agent) in asked.modality for agent in self.agents()) else self.unless_unclear()
        )

    @staticmethod
    def modality_of(agent: KnownAgent) -> str:
        if agent.classes and all(kind.carrier for kind in agent.classes):
            return "carrier, which is none"
        if agent.signed and agent.signed.modality:
            return agent.signed.modality
        return agent.listed.modality.value if agent.listed else "unknown"

    def unless_unclear(self) -> Truth:
        agents = self.agents()
        clear = agents and all(agent.classes and self.modality_of(agent) != "unknown" for agent in agents)
        return NO if clear else UNKNOWN

    def zone(self, asked: Any) -> Truth:
        zones = [site.zone for site in self.sites()]
        if any(zone in asked.zone for zone in zones):
            return YES
        return NO if zones else UNKNOWN

    def region(self, asked: Any) -> Truth:
        known = [self.edition.get(Zone, site.zone) for site in self.sites()]
        if any(zone is not None and zone.region.value in asked.region for zone in known):
            return YES
        return NO if known and all(known) else UNKNOWN

    def indication(self, asked: Any) -> Truth:
        return self.of_plan("indication", asked.indication)

    def technique(self, asked: Any) -> Truth:
        return self.of_plan("technique", asked.technique)

    def of_plan(self, name: str, wanted: tuple[str, ...]) -> Truth:
        said = getattr(self.story.plan, name, "")
        if said in wanted:
            return YES
        return NO if said else UNKNOWN

    # The person and the place.

    def age(self) -> int:
        booked = [
            self.day(one.start)
            for one in self.story.sessions
            if one.state.value == "booked" or (one.state.value == "given" and one.start > self.at)
        ]
        on = min([day for day in booked if day >= self.today] or [self.today])
        born = self.story.patient.born
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def age_below(self, asked: Any) -> Truth:
        return YES if self.age() < max(asked.age_below, self.policy.minimum_age or 0) else NO

    def age_over(self, asked: Any) -> Truth:
        return YES if self.age() > asked.age_over else NO

    def sex(self, asked: Any) -> Truth:
        sex = self.story.patient.sex
        return UNKNOWN if sex is None else YES if sex == asked.sex else NO

    def phototype_from(self, asked: Any) -> Truth:
        phototype = self.story.patient.phototype
        return UNKNOWN if phototype is None else YES if phototype >= asked.phototype_from else NO

    def jurisdiction(self, asked: Any) -> Truth:
        return YES if self.policy.jurisdiction in asked.jurisdiction else NO

    def reading(self, asked: Any) -> Truth:
        code = "weight" if asked.reading == "bmi" else asked.reading
        read = [reading for reading in self.story.readings if reading.code == code and reading.at <= self.at]
        direct = [reading for reading in self.story.readings if reading.code == "bmi" and reading.at <= self.at]
        height = self.story.patient.height
        missing = NO if asked.only_if_measured else UNKNOWN
        if asked.reading == "bmi" and (height is None or not read):
            read = direct
        if not read:
            return missing
        latest = sorted(read, key=lambda reading: (reading.at, str(reading.value)))[-1]
        if asked.within and self.day(latest.at) <= back(self.today, asked.within):
            return missing
        value = latest.value.amount
        if asked.reading == "bmi" and latest.code == "weight" and height is not None:
            value = value / (height.amount / 100) ** 2
        bounds = [(asked.over, 1), (asked.under, -1)]
        return YES if all(sign * (value - bound.amount) > 0 for bound, sign in bounds if bound) else NO
