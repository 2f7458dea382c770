"""The allergy test once more: its readings minute by minute, its cover component by component (decisions 9 to 13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from nappage.engine.agent import known_agent
from nappage.engine.medicine import recognise
from nappage.engine.question import Question
from nappage.engine.story import AllergyTest, Component, Formula, WhealReading
from nappage.engine.wheal import TestProtocol
from properties.naive_screening import Chart
from properties.naive_sums import CONCENTRATIONS, Amount, plainly

OPEN, OPENS, CLOSED = "open", "opens-at", "closed"
Standing = tuple[str, datetime | None]


def strength_of(component: Component) -> Amount | None:
    stated = component.strength
    return plainly(stated) if stated is not None and stated.unit.code in CONCENTRATIONS else None


def mean(reading: WhealReading) -> Fraction:
    return (Fraction(reading.long_axis.amount) + Fraction(reading.short_axis.amount)) / 2


def longest(reading: WhealReading) -> Fraction:
    return max(Fraction(reading.long_axis.amount), Fraction(reading.short_axis.amount))


@dataclass(frozen=True)
class Bench:
    """The bench at which tests are read, with the patient's chart beside it; axes are written in mm."""

    chart: Chart
    protocol: TestProtocol

    @property
    def at(self) -> datetime:
        return self.chart.at

    def gate(self, formula: Formula) -> Standing:
        """Return where the gate stands by the tests alone: open, closed, or open from an instant on."""
        if self.is_positive_for(formula):
            return CLOSED, None
        if self.chart.policy.test_required.value == "no" and not self.reactions():
            return OPEN, None
        opening = []
        for component in formula.components:
            instants = [test.at + timedelta(hours=24) for test in self.tests() if self.covers(test, component)]
            if not instants:
                return CLOSED, None
            opening.append(min(instants))
        if not opening:
            return CLOSED, None
        return (OPENS, max(opening)) if max(opening) > self.at else (OPEN, None)

    def is_positive_for(self, formula: Formula) -> bool:
        agents = {component.agent for component in formula.components}
        tested = [test for test in self.tests() if agents & {component.agent for component in test.components}]
        return any(self.verdict(test) == "positive" for test in tested)

    def tests(self) -> list[AllergyTest]:
        return [test for test in self.chart.story.tests if test.at <= self.at and test.entered_at <= self.at]

    def reactions(self) -> list[datetime]:
        """Return when something was reported; before the first session it can only be about the test (H-06)."""
        assert not self.chart.story.reports or not [
            one for one in self.chart.story.sessions if one.state.value == "given"
        ]
        return [report.at for report in self.chart.story.reports if report.at <= self.at]

    def covers(self, test: AllergyTest, component: Component) -> bool:
        same = [
            one for one in test.components if (one.agent, strength_of(one)) == (component.agent, strength_of(component))
        ]
        if not same or any(test.at < reaction for reaction in self.reactions()):
            return False
        verdict, is_late = self.verdict(test), test.at + timedelta(hours=24) <= self.at
        if verdict == "indeterminate" or (verdict == "awaited" and is_late):
            return False
        signed = self.chart.policy.agents_signed.get(component.agent)
        if strength_of(component) is None and not (signed and signed.by_volume):
            return False
        if (signed is None or signed.new_lot_closes_test) and component.lot not in {one.lot for one in same} - {""}:
            return False
        return self.is_valid(test)

    def is_valid(self, test: AllergyTest) -> bool:
        span = self.chart.policy.test_validity
        if span is None:
            return False
        day, wanted = self.chart.day(test.at), self.chart.day(test.at).day
        for _ in range(span.months):
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        while wanted > 28:
            try:
                day.replace(day=wanted)
                break
            except ValueError:
                wanted -= 1
        return self.chart.today <= day.replace(day=wanted) + timedelta(days=span.days)

    def verdict(self, test: AllergyTest) -> str:
        seen = sorted(
            (reading for reading in test.readings if test.at <= reading.at <= self.at), key=lambda reading: reading.at
        )
        wheals = [reading for reading in seen if reading.substance.value != "control"]
        controls = [reading for reading in seen if reading.substance.value == "control"]
        if self.is_reaction(test, wheals, controls):
            return "positive"
        doubts = [*self.misgiven(test), *self.disturbed(test, wheals), *self.unclear(test, wheals, controls)]
        if doubts:
            return "indeterminate"
        is_read = any(self.is_immediate(test, one) for one in wheals) and any(self.is_late(test, one) for one in wheals)
        return "nothing seen" if is_read else "awaited"

    @staticmethod
    def minutes(test: AllergyTest, reading: WhealReading) -> float:
        return (reading.at - test.at) / timedelta(minutes=1)

    def is_immediate(self, test: AllergyTest, reading: WhealReading) -> bool:
        return 15 <= self.minutes(test, reading) <= 20

    def is_late(self, test: AllergyTest, reading: WhealReading) -> bool:
        return self.minutes(test, reading) >= 24 * 60

    def is_reaction(self, test: AllergyTest, wheals: list[WhealReading], controls: list[WhealReading]) -> bool:
        blebs = [mean(one) for one in wheals if self.minutes(test, one) < 15]
        beside = [mean(one) for one in controls if self.is_immediate(test, one)]
        for one in wheals:
            minutes = self.minutes(test, one)
            if minutes > 20 and one.infiltrate.value == "yes":
                return True
            if minutes >= 15 and one.flare.value == "yes" and (blebs or beside):
                before = blebs[0] if blebs else min(beside)
                if mean(one) - before >= 3:
                    return True
        return False

    def misgiven(self, test: AllergyTest) -> Iterator[str]:
        policy, entered_late = self.chart.policy, test.entered_at - test.at
        for component in test.components:
            known = known_agent(component.agent, policy, self.chart.edition)
            if any(kind.detergent or kind.contains for kind in known.classes):
                yield "a detergent is never tested"
        if entered_late < timedelta(0):
            yield "entered before it was given"
        second = policy.member(test.second) if test.second != test.by else None
        if entered_late > timedelta(hours=2) and second is None:
            yield "nobody countersigned"
        if entered_late >= timedelta(hours=24) and second is not None:
            day = self.chart.day(test.entered_at)
            if second.role.value != "physician" or not second.licensed_from <= day <= second.licensed_until:
                yield "no physician countersigned"

    def disturbed(self, test: AllergyTest, wheals: list[WhealReading]) -> Iterator[str]:
        if not test.control:
            yield "no control"
        if len(test.components) > 1 and any(one.substance.value == "component" for one in wheals):
            yield "one component of several was read"
        for event in self.chart.story.events:
            lasts = event.until is None or event.until >= self.chart.today
            undone = event.entered_in_error_at is not None and event.entered_in_error_at <= self.at
            if event.condition in self.protocol.not_possible and event.at <= self.at and lasts and not undone:
                yield "no test is possible in this condition"
        for item in self.chart.story.medicines:
            known = recognise(self.chart.edition, item.name)
            if known and not item.stopped and set(self.protocol.not_possible_taking) & known.classes:
                yield "no test is possible on this medicine"
        yield from self.masked(test, wheals)

    def masked(self, test: AllergyTest, wheals: list[WhealReading]) -> Iterator[str]:
        known = [(item, recognise(self.chart.edition, item.name)) for item in self.chart.story.medicines]
        if not self.is_whole_since_the_tests() or any(medicine is None for _, medicine in known):
            yield "nobody knows what was taken"
            return
        until = max((one.at for one in wheals if self.is_late(test, one)), default=self.at)
        for item, medicine in known:
            if medicine is None or not set(self.protocol.masked_by) & medicine.classes:
                continue
            taken_lately = item.last_taken is None or item.last_taken > test.at - timedelta(hours=168)
            midnight = datetime(1, 1, 1, tzinfo=self.at.tzinfo)
            if item.since:
                midnight = datetime(item.since.year, item.since.month, item.since.day, tzinfo=self.chart.policy.zone)
            if taken_lately and midnight <= until:
                yield "a medicine that hides a reaction"

    def is_whole_since_the_tests(self) -> bool:
        """Return whether the last word at the clinic, of any test's day or later, is that the list is whole."""
        ids = [one.id for one in self.chart.edition.all(Question).values() if one.asks.value == "medicines"]
        told = [
            reply
            for reply in self.chart.story.replies
            if reply.question in ids and reply.channel.value == "clinic" and reply.at <= self.at
        ]
        last = [reply for reply in told if all(other.at <= reply.at for other in told)]
        days = [self.chart.day(test.at) for test in self.tests()]
        return bool(last) and all(
            reply.answer.value == "yes" and all(self.chart.day(reply.at) >= day for day in days) for reply in last
        )

    def unclear(self, test: AllergyTest, wheals: list[WhealReading], controls: list[WhealReading]) -> Iterator[str]:
        immediate = [one for one in wheals if self.is_immediate(test, one)]
        late = [one for one in wheals if self.is_late(test, one)]
        beside = [one for one in controls if self.is_immediate(test, one)]
        if not immediate and self.at > test.at + timedelta(minutes=20):
            yield "no immediate reading"
        if immediate and test.control and not beside:
            yield "the control was not read"
        for one in wheals:
            if 20 < self.minutes(test, one) < 24 * 60 and one.flare.value == "yes":
                yield "a flare between the two readings"
        yield from self.not_clear(immediate, beside, ("no", "unknown"))
        yield from self.not_clear(late, [one for one in controls if self.is_late(test, one)], ("no",))
        if late and late[0].at > test.at + timedelta(hours=72) and not late[0].seen_meanwhile.strip():
            yield "nobody asked what was seen meanwhile"

    @staticmethod
    def not_clear(
        wheals: list[WhealReading], controls: list[WhealReading], no_infiltrate: tuple[str, ...]
    ) -> Iterator[str]:
        smallest = min(((mean(one), longest(one)) for one in controls), default=(Fraction(0), Fraction(0)))
        for one in wheals:
            larger = mean(one) - smallest[0] > 2 or longest(one) - smallest[1] > 2
            if larger or one.flare.value != "no" or one.infiltrate.value not in no_infiltrate:
                yield "neither a reaction nor clearly none"
