"""The allergy-test gate: which tests cover the very formula that is to be given, and from which instant on.

The gate is open when every ingredient of the formula is in a test in validity whose readings showed no reaction and
which is a full 24 h old, in hours that really passed (decisions 9 to 13). It never says that nobody can react.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from nappage.engine.agent import known_agent
from nappage.engine.edition import Edition
from nappage.engine.formula import Fingerprint, concentration, fingerprint, ingredient
from nappage.engine.policy import Policy, Role
from nappage.engine.story import AllergyTest, Component, Formula
from nappage.engine.wheal import Circumstances, Judgement, ReadingVerdict, TestProtocol, judge
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.values.statement import Because, Statement, say


class TestGate(Enum):
    """Open, not yet but at a known instant (if it is read then), or closed."""

    OPEN = "open"
    OPENS = "opens at"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class JudgedTest:
    """A test with the verdict on its readings and the instant before which it opens nothing."""

    test: AllergyTest
    fingerprint: Fingerprint
    opens: datetime
    judgement: Judgement

    @property
    def verdict(self) -> ReadingVerdict:
        return self.judgement.verdict


@dataclass(frozen=True, slots=True)
class TestState:
    """Where the gate of one formula stands. A `decidable` closed gate may be decided by a physician, with a reason.

    `opens_at` is the instant from which it is or will be open; `covering` are the ids of the tests that count.
    """

    gate: TestGate
    opens_at: datetime | None
    covering: tuple[str, ...]
    tests: tuple[JudgedTest, ...]
    because: tuple[Because, ...]
    decidable: bool = True


def test_protocol(edition: Edition) -> TestProtocol:
    """Return the protocol of the edition: there is one."""
    return next(iter(edition.all(TestProtocol).values()))


def judged(
    tests: tuple[AllergyTest, ...], policy: Policy, edition: Edition, circumstances: Circumstances, at: datetime
) -> tuple[JudgedTest, ...]:
    """Return the tests given by `at` with their verdicts, latest first."""
    protocol = edition.derive(test_protocol)
    given = sorted((test for test in tests if test.at <= at), key=lambda test: (test.at, test.id), reverse=True)
    return tuple(_judged(test, protocol, policy, edition, circumstances, at) for test in given)


def _judged(
    test: AllergyTest, protocol: TestProtocol, policy: Policy, edition: Edition, around: Circumstances, at: datetime
) -> JudgedTest:
    judgement = judge(test, protocol, around, at)
    faults = tuple(_misgiven(test, protocol, policy, edition))
    if faults and judgement.verdict is not ReadingVerdict.POSITIVE:
        judgement = Judgement(ReadingVerdict.INDETERMINATE, (*faults, *judgement.because))
    return JudgedTest(test, fingerprint(test.components), protocol.opens_after.after(test.at), judgement)


def _misgiven(test: AllergyTest, protocol: TestProtocol, policy: Policy, edition: Edition) -> Iterator[Because]:
    """Yield why a test cannot count as given and entered: what was tested, and how late it was written down."""
    for component in test.components:
        if known_agent(component.agent, policy, edition).is_detergent:
            fact = say("test.detergent", test=test.at, agent=component.agent)
            yield protocol.because("not_possible", fact, say("test.physician-decides"))
    if test.entered_at < test.at:
        yield protocol.because("opens_after", say("test.entered-before-given", test=test.at), say("test.correct-time"))
    needed = _signer_needed(test, protocol)
    if needed and not _has_signer(test, needed, policy):
        fact = say(f"test.needs-{needed}", entered=test.entered_at, given=test.at)
        yield protocol.because(f"{needed.replace('-', '_')}_after", fact, say("test.have-countersigned"))


def _signer_needed(test: AllergyTest, protocol: TestProtocol) -> str:
    if test.entered_at >= protocol.physician_after.after(test.at):
        return "physician"
    return "second-person" if test.entered_at > protocol.second_person_after.after(test.at) else ""


def _has_signer(test: AllergyTest, needed: str, policy: Policy) -> bool:
    second = policy.member(test.second)
    if second is None or second.id == test.by:
        return False
    day = local_day(test.entered_at, policy.zone)
    return needed == "second-person" or policy.is_licensed_as(second.id, day, Role.PHYSICIAN)


def state(
    formula: Formula,
    tests: tuple[AllergyTest, ...],
    policy: Policy,
    edition: Edition,
    circumstances: Circumstances,
    at: datetime,
) -> TestState:
    """Return where the gate of a formula stands at an instant."""
    all_tests = judged(tests, policy, edition, circumstances, at)
    protocol = edition.derive(test_protocol)
    if positive := tuple(_positive(formula, all_tests)):
        return TestState(TestGate.CLOSED, None, (), all_tests, positive, decidable=False)
    if policy.test_required is Answer.NO and not circumstances.reactions:
        fact = protocol.because("opens_after", say("test.not-required"), say("test.can-still-react"))
        return TestState(TestGate.OPEN, None, (), all_tests, (fact,))
    cover = [_cover(component, all_tests, policy, edition, circumstances, at) for component in formula.components]
    return _combined(cover, all_tests, protocol, at)


def _positive(formula: Formula, tests: tuple[JudgedTest, ...]) -> Iterator[Because]:
    agents = {component.agent for component in formula.components}
    for judged_test in tests:
        tested = {component.agent for component in judged_test.test.components}
        if judged_test.verdict is ReadingVerdict.POSITIVE and agents & tested:
            yield from judged_test.judgement.because


@dataclass(frozen=True, slots=True)
class _Cover:
    """The test that covers one component and from when, or why none does."""

    test: str = ""
    opens: datetime | None = None
    because: tuple[Because, ...] = ()


def _cover(
    component: Component,
    tests: tuple[JudgedTest, ...],
    policy: Policy,
    edition: Edition,
    circumstances: Circumstances,
    at: datetime,
) -> _Cover:
    """Return the earliest-opening test of a component, else the reasons against its latest one."""
    protocol = edition.derive(test_protocol)
    refusals: list[tuple[Because, ...]] = []
    covers: list[_Cover] = []
    for judged_test in tests:
        if all(component.agent != each.agent for each in judged_test.test.components):
            continue
        reasons = tuple(_against(component, judged_test, protocol, policy, circumstances, at))
        if reasons:
            refusals.append(reasons)
        else:
            covers.append(_Cover(judged_test.test.id, judged_test.opens, judged_test.judgement.because))
    if covers:
        return min(covers, key=lambda cover: (cover.opens, cover.test))
    return _Cover(because=refusals[0] if refusals else (_untested(component, protocol, policy, edition),))


def _untested(component: Component, protocol: TestProtocol, policy: Policy, edition: Edition) -> Because:
    if known_agent(component.agent, policy, edition).is_detergent:
        fact = say("test.never-a-substance", agent=component.agent)
        return protocol.because("not_possible", fact, say("test.physician-decides"))
    fact = say("test.untested", agent=component.agent, strength=component.strength)
    return protocol.because("opens_after", fact, say("test.give"))


def _against(
    component: Component,
    judged_test: JudgedTest,
    protocol: TestProtocol,
    policy: Policy,
    circumstances: Circumstances,
    at: datetime,
) -> Iterator[Because]:
    """Yield each reason why a test with this agent does not cover this component."""
    test = judged_test.test
    if judged_test.verdict is ReadingVerdict.INDETERMINATE:
        yield from judged_test.judgement.because
    if judged_test.verdict is ReadingVerdict.AWAITED and judged_test.opens <= at:
        yield from judged_test.judgement.because
    if fact := _other_product(component, test, policy):
        yield protocol.because("opens_after", fact, say("test.give"))
    if fact := _out_of_validity(test, policy, at):
        yield protocol.because("opens_after", fact, say("test.give"))
    for reaction in circumstances.reactions:
        if test.at < reaction <= at:
            fact = say("test.reaction-reported", test=test.at, at=reaction)
            yield protocol.because("meanwhile_after", fact, say("test.clinician-decides"))


def _other_product(component: Component, test: AllergyTest, policy: Policy) -> Statement | None:
    same = [each for each in test.components if ingredient(each) == ingredient(component)]
    if not same:
        return say("test.other-strength", test=test.at, agent=component.agent, strength=component.strength)
    signed = policy.agents_signed.get(component.agent)
    if concentration(component) is None and not (signed and signed.by_volume):
        return say("test.strength-not-stated", test=test.at, agent=component.agent)
    if signed is not None and not signed.new_lot_closes_test:
        return None
    return _other_lot(component, test, same)


def _other_lot(component: Component, test: AllergyTest, same: list[Component]) -> Statement | None:
    if not component.lot or not any(each.lot for each in same):
        return say("test.lot-not-recorded", test=test.at, agent=component.agent)
    if component.lot not in {each.lot for each in same}:
        return say("test.new-lot", test=test.at, agent=component.agent, lot=component.lot)
    return None


def last_day(given: datetime, policy: Policy) -> date | None:
    """Return the last day of the clinic's calendar on which a test counts; None while no validity is signed."""
    return policy.test_validity.after(local_day(given, policy.zone)) if policy.test_validity else None


def _out_of_validity(test: AllergyTest, policy: Policy, at: datetime) -> Statement | None:
    last = last_day(test.at, policy)
    if last is None:
        return say("test.validity-unsigned", test=test.at)
    return say("test.expired", test=test.at, last=last) if local_day(at, policy.zone) > last else None


def _combined(covers: list[_Cover], tests: tuple[JudgedTest, ...], protocol: TestProtocol, at: datetime) -> TestState:
    """Return the state that the covers of all components come to: as late as the latest, closed if one is missing."""
    because = _reasons(cover for cover in covers if not cover.opens)
    opening = [cover.opens for cover in covers if cover.opens is not None]
    if because or not opening:
        nothing = protocol.because("sites", say("test.empty-formula"), say("test.give"))
        return TestState(TestGate.CLOSED, None, (), tests, because or (nothing,))
    opens = max(opening)
    used = tuple(sorted({cover.test for cover in covers}))
    why = _reasons(covers)
    if opens > at:
        waits = protocol.because("opens_after", say("test.opens", at=opens), say("test.read"))
        return TestState(TestGate.OPENS, opens, used, tests, (waits, *why))
    return TestState(TestGate.OPEN, opens, used, tests, why)


def _reasons(covers: Iterable[_Cover]) -> tuple[Because, ...]:
    """Return the reasons without repeats. Comparing the few there are costs less than hashing all their values."""
    seen: list[Because] = []
    for reason in (reason for cover in covers for reason in cover.because):
        if reason not in seen:
            seen.append(reason)
    return tuple(seen)
