"""Random visits: the open one, but for what the dice did to the answers of the morning and to what lies on the desk.

As with stories, each is made from one seed. Every kind of thing is left alone more often than not, so that all gates
are open often enough and each of them is closed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from nappage.engine.edition import Edition
from nappage.engine.policy import (
    Activation,
    EmergencyKit,
    Lot,
    LotState,
    Policy,
    Role,
    SignedAgent,
    SignedMixture,
    StaffMember,
)
from nappage.engine.story import (
    AllergyTest,
    Channel,
    Component,
    Consent,
    Cream,
    Formula,
    HealthEvent,
    MedicineTaken,
    Pass,
    Patient,
    Plan,
    Reading,
    Reason,
    Reply,
    Session,
    SessionState,
    Story,
    SymptomReport,
    TestSubstance,
    WhealReading,
)
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan
from support.fictional import AGENT_A, AGENT_B, AGENT_L, AGENT_P, TEST_AT, clear_readings
from support.open_visit import AT, CLINIC, F1, PLAN, SIGNED, STAFF, THIGHS, A, B, answers, visit_story
from support.recorded import recorded

BEHIND = {
    "pregnancy": ("pregnancy",),
    "insulin": ("insulin", "medicines"),
    "heart-medicines": ("medicines",),
    "stroke": ("stroke",),
    "cancer": ("cancer",),
    "clots": ("clots", "leg-swelling"),
}
LEVEL_B = ("stroke", "cancer", "clots")
# What else one of these questions leaves open, so that a decision about the exclusion alone opens nothing.
BESIDE = {"stroke": ("P07",), "cancer": ("P09", "P09-2", "P10"), "clots": ("P08",)}


def morning(dice: Random, edition: Edition) -> Story:
    """Return a visit that is open but for what the dice did to answers, events and decisions, in any order."""
    replies = list(answers(edition, AT - timedelta(minutes=20)))
    asked = sorted({question for questions in BEHIND.values() for question in questions})
    for question in dice.sample(asked, dice.choice([0, 0, 1, 1, 2])):
        replies = [each for each in replies if each.question != question]
        replies += [reply(dice, question) for _ in range(dice.randint(0, 2))]
    events = [event(dice) for _ in range(dice.choice([0, 0, 0, 1]))]
    reasons = []
    for id in dice.sample(LEVEL_B, dice.randint(0, 3)):
        by, second = dice.choice(["physician", "physician", "nurse", "prescriber"]), dice.choice(["", "physician"])
        said = dice.choice(["seen and examined here", "."])
        decided = dice.choice([AT, AT, AT + timedelta(minutes=1)])
        reasons += [Reason(rule, "specialist-agrees", said, by, decided, second) for rule in (id, *BESIDE[id])]
    dice.shuffle(replies)
    dice.shuffle(reasons)
    injector = dice.choice(["nurse", "physician"])
    story = visit_story(edition, replies=tuple(replies), events=tuple(events), reasons=tuple(reasons))
    return replace(story, sessions=(replace(story.sessions[0], injector=injector),))


def reply(dice: Random, question: str) -> Reply:
    ago = dice.choice(
        [timedelta(0), timedelta(hours=10), timedelta(hours=11), timedelta(days=1), -timedelta(minutes=1)]
    )
    return Reply(question, dice.choice(list(Answer)), AT - ago, "patient", dice.choice(list(Channel)))


def event(dice: Random) -> HealthEvent:
    texts = ["pregnancy", "pregnancy until 2025-01-01", "stroke since 1999-01-01", "cancer", "pulmonary-embolism"]
    found: HealthEvent = recorded(dice.choice(texts))["events"][0]
    return found


T = TypeVar("T")
TODAY = date(2026, 3, 3)
DAYS = (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=1), date(2030, 1, 1))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Beside the four of the open visit: a detergent, a lecithin, an ester, one nobody signed and one nobody knows.
SIGNED_TOO = (
    SignedAgent("deoxycholic-acid", None, Quantity.parse("30 mg"), agent_class="detergent", new_lot_closes_test=False),
    SignedAgent("phosphatidylcholine", None, Quantity.parse("99 mg"), agent_class="lecithin"),
    SignedAgent("procaine", None, Quantity.parse("60 mg"), anaesthetic_maximum=Quantity.parse("45 mg")),
    SignedAgent("aminophylline", None, Quantity.parse("90 mg"), modality="intradermal", new_lot_closes_test=False),
)
AGENTS = ("A", "B", "L", "P", *(one.agent for one in SIGNED_TOO), "biotin", "a mixture nobody knows")
STRENGTHS = {"A": "10 mg/mL", "B": "", "L": "1 %", "P": "50 mg/mL"}
MEDICINES = ("paracetamol", "cetirizine", "propranolol", "a white tablet")
RULES = ("stroke", "P09", "C01", "H01", "allergy-test")


@dataclass(frozen=True)
class Visits:
    """Lays things on the desk, or takes them off it, by the dice."""

    dice: Random
    edition: Edition

    def now_and_then(self) -> bool:
        return self.dice.random() < 0.15

    def mostly(self, usual: T, others: Sequence[T]) -> T:
        return self.dice.choice(others) if self.now_and_then() else usual

    def visit(self) -> tuple[Story, Policy]:
        story = morning(self.dice, self.edition) if self.now_and_then() else visit_story(self.edition)
        changes = [self.paper, self.tests, self.mixtures, self.people, self.course, self.body]
        for change in changes:
            if self.dice.random() < 0.5:
                story = replace(story, **change(story))
        if any(session.state is SessionState.GIVEN for session in story.sessions):
            # What is reported after a session need not be of the test; the naive triage compares what it is of.
            story = replace(story, reports=())
        return story, self.clinic()

    # What was agreed and signed.

    def paper(self, story: Story) -> dict[str, Any]:
        plan: Plan | None = replace(
            PLAN,
            indication=self.mostly("cellulite", ["anxiety", "pain", "never-heard"]),
            signed_at=self.mostly(SIGNED, [None, AT + MINUTE, AT, SIGNED + MINUTE]),
            formula=self.mostly("F1", ["F2", ""]),
        )
        consents = [
            Consent(SIGNED + self.dice.choice([MINUTE, 2 * HOUR, -MINUTE, 30 * DAY]), "patient", str(index))
            for index in range(self.mostly(1, [0, 2]))
        ]
        if consents and self.now_and_then():
            consents[0] = replace(consents[0], withdrawn_at=self.dice.choice([SIGNED + DAY, AT, AT + MINUTE]))
        kept = {consent.at: consent for consent in consents}
        return {"plan": self.mostly(plan, [None]), "consents": tuple(kept.values())}

    def reason(self, story: Story) -> Reason:
        return Reason(
            self.dice.choice(RULES),
            self.dice.choice(["specialist-agrees", "clinical-need-documented", "assessed-at-the-visit", "unheard-of"]),
            self.dice.choice(["seen and examined here", "exactly fifteen", "exactly 15 long", "         .        "]),
            self.mostly("physician", ["nurse", "other-physician", "prescriber", "nobody"]),
            AT - self.dice.choice([timedelta(0), HOUR, DAY, 9 * DAY, -MINUTE]),
            self.dice.choice(["", "other-physician", "physician", "assistant"]),
            self.dice.choice([None, None, AT, AT + DAY]),
        )

    # The test.

    def tests(self, story: Story) -> dict[str, Any]:
        tests = tuple(self.test(f"T{index}") for index in range(self.mostly(1, [0, 2, 2, 3])))
        if self.now_and_then():
            tests = (self.fresh(),)
        reports = (SymptomReport("itch", at=AT - self.dice.choice([HOUR, 2 * DAY, -MINUTE])),)
        return {
            "tests": tests,
            "reports": reports if self.now_and_then() else (),
            "medicines": tuple(self.medicine() for _ in range(self.mostly(0, [1, 2]))),
            "replies": self.mostly(story.replies, [(*story.replies, self.whole())]),
        }

    def test(self, id: str) -> AllergyTest:
        at = self.mostly(
            TEST_AT, [AT - HOUR, AT - DAY, AT - DAY + MINUTE, AT - 40 * DAY, AT - 190 * DAY, AT - 4 * DAY, AT + MINUTE]
        )
        components = self.mostly((A, B), [(A,), (B,), self.components(), self.components()])
        entered = self.mostly(timedelta(0), [2 * HOUR, 2 * HOUR + MINUTE, DAY - MINUTE, DAY, -MINUTE, 400 * DAY])
        return AllergyTest(
            id,
            components,
            at,
            "nurse",
            at + entered,
            clear_readings(at) if self.dice.random() < 0.6 else self.readings(at),
            self.mostly("", ["nurse", "assistant", "physician", "nobody", "retired"]),
            self.mostly(True, [False]),
        )

    def fresh(self) -> AllergyTest:
        """Return a test of today: at most its immediate reading was made."""
        at = AT - self.dice.choice([10 * MINUTE, 16 * MINUTE, 3 * HOUR, 23 * HOUR])
        return AllergyTest("T1", (A, B), at, "nurse", at, clear_readings(at))

    def readings(self, at: datetime) -> tuple[WhealReading, ...]:
        found = []
        for minutes in self.dice.sample([0, 14, 15, 18, 20, 21, 240, 1439, 1440, 1500, 4320, 4321], 6):
            substance = self.dice.choice([TestSubstance.MIX, TestSubstance.MIX, TestSubstance.CONTROL])
            if self.dice.random() < 0.05:
                substance = TestSubstance.COMPONENT
            found.append(self.reading(substance, at + minutes * MINUTE))
        return tuple(found)

    def reading(self, substance: TestSubstance, at: datetime) -> WhealReading:
        axes = [Quantity.parse(f"{self.dice.choice(['0', '3', '5', '5.5', '7', '8', '11'])} mm") for _ in range(2)]
        flare, infiltrate = (self.mostly(Answer.NO, list(Answer)) for _ in range(2))
        meanwhile = self.dice.choice(["", " ", "nothing"])
        return WhealReading(substance, at, "nurse", axes[0], axes[1], flare, infiltrate, meanwhile)

    def medicine(self) -> MedicineTaken:
        since = self.dice.choice([None, TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=400)])
        taken = self.dice.choice([None, TEST_AT - 168 * HOUR, TEST_AT - 168 * HOUR + MINUTE, AT - HOUR])
        stopped = self.dice.random() < 0.5
        return MedicineTaken(self.dice.choice(MEDICINES), since=since, last_taken=taken, stopped=stopped)

    def whole(self) -> Reply:
        ago = self.dice.choice([timedelta(0), 20 * MINUTE, DAY, -MINUTE])
        channel = self.dice.choice(list(Channel))
        return Reply("medicines", self.dice.choice(list(Answer)), AT - ago, "patient", channel)

    # What is in the syringe.

    def mixtures(self, story: Story) -> dict[str, Any]:
        signed_at = self.mostly(SIGNED, [None, AT, AT + MINUTE])
        by = self.mostly("physician", ["prescriber", "nurse", "retired", ""])
        first = Formula("F1", self.mostly(F1.components, [self.components(), self.components(), ()]), signed_at, by)
        second = Formula("F2", self.components(), SIGNED, "physician")
        return {"formulas": self.mostly((first, second), [(first,), ()])}

    def components(self) -> tuple[Component, ...]:
        return tuple(self.component() for _ in range(self.dice.choice([1, 1, 2, 2, 3])))

    def component(self) -> Component:
        agent = self.dice.choice(AGENTS[:4]) if self.dice.random() < 0.6 else self.dice.choice(AGENTS)
        strength = self.mostly(STRENGTHS.get(agent, "20 mg/mL"), ["10 mg/mL", "1 %", "2 %", "", "5 mg"])
        volume = Quantity.parse(self.dice.choice(["1 mL", "2 mL", "1.5 mL", "500 uL"]))
        lot = self.mostly(f"{agent}-1", ["", f"{agent}-2"])
        return Component(agent, volume, Quantity.parse(strength) if strength else None, lot)

    # Who is here for which session.

    def people(self, story: Story) -> dict[str, Any]:
        injector = self.mostly("nurse", ["physician", "prescriber", "assistant", "retired", "alone", "", "director"])
        start = self.mostly(AT, [AT + DAY, AT - HOUR, AT - 30 * DAY, AT + 6 * HOUR])
        now = Session(start, formula=self.mostly("F1", ["", "F2"]), sites=THIGHS, injector=injector)
        sessions = [now] if start >= AT else [replace(now, state=SessionState.GIVEN, passes=self.passes())]
        if self.now_and_then():
            creams = (Cream("L", Quantity.parse("2 g"), Quantity.parse("50 cm2"), AT - HOUR, AT, Answer.NO),)
            sessions[0] = replace(sessions[0], creams=creams)
        reasons = tuple(self.reason(story) for _ in range(self.dice.choice([0, 0, 1, 3])))
        return {"sessions": tuple(sessions), "reasons": (*story.reasons, *reasons)}

    def passes(self) -> tuple[Pass, ...]:
        each = Quantity.parse(self.dice.choice(["0.02 mL", "20 uL", "0.02 mL/{puncture}"]))
        return tuple(Pass(site, "nappage", self.dice.choice([60, 120]), each) for site in THIGHS)

    def course(self, story: Story) -> dict[str, Any]:
        before = [
            Session(
                AT - days * DAY,
                self.mostly(SessionState.GIVEN, [SessionState.NOT_GIVEN, SessionState.ENTERED_IN_ERROR]),
                formula=self.mostly("F1", ["F2", ""]),
                passes=self.passes(),
                elsewhere=self.now_and_then(),
                end=self.mostly(None, [AT - days * DAY + HOUR]),
            )
            for days in self.dice.sample([7, 14, 27, 28], self.dice.choice([0, 0, 1, 2]))
        ]
        return {"sessions": (*before, *story.sessions)}

    def body(self, story: Story) -> dict[str, Any]:
        born = date(self.mostly(1990, [1950, 2010]), 5, 14)
        weights = [Reading("weight", Quantity.parse(self.dice.choice(["62 kg", "47 kg"])), SIGNED)]
        events = [event(self.dice)] if self.now_and_then() else []
        if self.now_and_then():
            events += recorded(self.dice.choice(["dermographism", "heart-failure", "dermographism until 2026-03-02"]))[
                "events"
            ]
        return {
            "patient": Patient(born, height=self.mostly(Quantity.parse("168 cm"), [None]), phototype=2, sex=None),
            "readings": tuple(self.mostly(weights, [[]])),
            "events": (*story.events, *events),
        }

    # The clinic.

    def clinic(self) -> Policy:
        agents = [AGENT_A, AGENT_B, AGENT_L, AGENT_P, *SIGNED_TOO]
        return replace(
            CLINIC,
            signed=self.mostly(CLINIC.signed, [None]),
            indications=self.mostly(CLINIC.indications, [self.switches(), self.switches()]),
            formulary=tuple(self.agent(one) for one in agents),
            mixtures=self.mostly(
                (SignedMixture(("A", "B", "P"), "fictional"),), [(), (SignedMixture(("A", "L"), "-"),)]
            ),
            staff=self.staff(),
            kit=self.mostly(
                CLINIC.kit, [None, EmergencyKit(TODAY, self.dice.choice(DAYS), self.mostly(("nurse",), [()]))]
            ),
            lots=tuple(self.lot(one.agent) for one in agents),
            test_validity=self.mostly(CLINIC.test_validity, [None, CalendarSpan(months=1), CalendarSpan(days=1)]),
            test_required=self.mostly(Answer.YES, list(Answer)),
        )

    def switches(self) -> tuple[Activation, ...]:
        return tuple(
            Activation(
                self.dice.choice(["cellulite", "anxiety", "pain", "never-heard"]),
                self.mostly("fictional", [" ", ""]),
                self.dice.choice(DAYS),
                self.dice.choice(["", "SOP 12"]),
            )
            for _ in range(self.dice.randint(0, 3))
        )

    def agent(self, signed: SignedAgent) -> SignedAgent:
        if not self.now_and_then():
            return replace(signed, modality="intradermal", window_limit=self.window_limit(signed), window=_FOUR_WEEKS)
        return replace(
            signed,
            session_limit=self.mostly(signed.session_limit, [None, Quantity.parse("20 mg"), Quantity.parse("4 mL")]),
            anaesthetic_maximum=self.mostly(signed.anaesthetic_maximum, [None, Quantity.parse("20 mg")]),
            new_lot_closes_test=self.dice.random() < 0.5,
            reduction_factors=self.mostly((), [(("low-weight", "0.5"), ("over-70", "0.5"))]),
            window_limit=self.window_limit(signed),
            window=self.mostly(_FOUR_WEEKS, [None]),
        )

    def window_limit(self, signed: SignedAgent) -> Quantity | None:
        return self.mostly(None, [signed.session_limit * 2 if signed.session_limit else None])

    def staff(self) -> tuple[StaffMember, ...]:
        retired = StaffMember("retired", Role.PHYSICIAN, date(2010, 1, 1), date(2026, 2, 1))
        alone = StaffMember(
            "alone", Role.INJECTOR, date(2010, 1, 1), date(2030, 1, 1), self.dice.choice(["", "retired"])
        )
        members = [*STAFF, retired, alone]
        if self.now_and_then():
            index = self.dice.randrange(len(members))
            ends = self.dice.choice(DAYS)
            members[index] = replace(members[index], licensed_until=ends)
        return tuple(members)

    def lot(self, agent: str) -> Lot:
        state = self.mostly(LotState.IN_USE, list(LotState)) if self.now_and_then() else LotState.IN_USE
        expires = self.dice.choice(DAYS) if self.now_and_then() else date(2026, 12, 31)
        discard = self.dice.choice(DAYS) if self.now_and_then() else None
        return Lot(agent, f"{agent}-1", expires, state, discard_on=discard)


_FOUR_WEEKS = CalendarSpan(days=28)
