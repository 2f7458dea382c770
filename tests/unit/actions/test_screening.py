"""Deciding, confirming, settling: what may be done about a finding, by whom, and what may not by anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from nappage.actions.acting import Denied, Unconfirmed
from nappage.actions.entries import record
from nappage.actions.screening import Settled, confirm, decide, decisions, settle
from nappage.engine.gate import GateName, GateState
from nappage.engine.precaution import Level
from nappage.engine.story import HealthEvent, Patient, Reason, Reply
from nappage.records.models import AuditEvent, Decision, Entry, Member
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from support.cast import Cast
from support.charts import Laid, lay
from support.stories import example, gate

pytestmark = pytest.mark.django_db
NOW, WORDS = "2026-03-03 10:25", "seen by her neurologist in January, letter in the chart"
CODE = "specialist-agrees"


def laid(cast: Cast, *conditions: str, who: str = "injector") -> Laid:
    """Return S1 on the morning of her first session, with conditions told that morning."""
    found = lay(cast, example("s1-thighs-first-session"), who=who)
    at = found.at("2026-03-03 10:00")
    for condition in conditions:
        record(cast.actor("assistant", at), "reply.record", found.person, HealthEvent(condition, at, "patient"))
    return found


def rules(found: Laid) -> list[str]:
    return [because.rule for because in gate(found.look(NOW).outlook, GateName.SCREENING).reasons]


def decided(found: Laid, rule: str, duty: str = "physician", code: str = CODE, words: str = WORDS) -> Entry:
    return decide(found.cast.actor(duty, found.at("2026-03-03 10:20")), found.person, found.course, rule, code, words)


def decide_all(found: Laid) -> None:
    for rule in rules(found):
        decided(found, rule)


def refused(found: Laid, rule: str, duty: str = "physician", **said: str) -> dict[str, str]:
    with pytest.raises(Faulty) as refusal:
        decided(found, rule, duty, **said)
    assert all(fault.expected and fault.found and fault.remedy for fault in refusal.value.faults)
    return {fault.thing: fault.found for fault in refusal.value.faults}


@pytest.mark.proves("R043", "K-21")
def test_a_physicians_decision_in_code_and_words_opens_the_gate(cast: Cast) -> None:
    found = laid(cast, "stroke")
    assert "stroke" in rules(found)
    decide_all(found)
    opened = gate(found.look(NOW).outlook, GateName.SCREENING)
    assert opened.state is GateState.OPEN
    assert {reason.by for reason in opened.decided_by} == {"physician-1"}
    kept = Decision.objects.filter(person=found.person, act="decide on finding")
    assert {decision.entry for decision in kept} == {line.id for line, _ in found.look(NOW).chart.of(Reason)}


@pytest.mark.proves("K-21", "R046", "R047", "R048", "H-20")
@pytest.mark.parametrize(
    ("condition", "rule"), [("pregnancy", "pregnancy"), ("insulin-treated-diabetes", "insulin"), ("", "P04")]
)
def test_level_a_has_no_decision_by_anybody(cast: Cast, condition: str, rule: str) -> None:
    told = example("s1-thighs-first-session")
    found = laid(cast, condition) if condition else lay(cast, told.but(patient=_minor()))
    assert "a decision" in refused(found, rule).values()
    assert found.look(NOW).chart.latest(Reason) is None
    assert gate(found.look(NOW).outlook, GateName.SCREENING).state is GateState.CLOSED


def _minor() -> Patient:
    return replace(example("s1-thighs-first-session").story.patient, born=date(2010, 1, 1))


@pytest.mark.proves("H-20", "E18")
@pytest.mark.parametrize(
    ("said", "things"),
    [
        ({"words": "."}, {"words"}),
        ({"words": "fourteen chars"}, {"words"}),
        ({"code": ""}, {"coded reason"}),
        ({"code": "unavoidable-absence", "words": " "}, {"coded reason", "words"}),
    ],
)
def test_a_decision_without_code_or_enough_words_is_refused_in_four_parts(
    cast: Cast, said: dict[str, str], things: set[str]
) -> None:
    found = laid(cast, "stroke")
    assert set(refused(found, "stroke", **said)) == things
    assert gate(found.look(NOW).outlook, GateName.SCREENING).state is GateState.CLOSED


@pytest.mark.proves("H-22", "K-21")
def test_a_prescriber_who_is_no_physician_is_refused_and_that_is_in_the_trail(cast: Cast) -> None:
    found = laid(cast, "stroke")
    assert refused(found, "stroke", "prescriber") == {"who decides": "prescriber"}
    event = AuditEvent.objects.filter(clinic=cast.clinic.id, act="decide on finding").last()
    assert event is not None
    assert event.detail == {"rule": "stroke", "refused": ["who decides"]}


@pytest.mark.proves("H-22")
def test_a_physician_whose_licence_ended_is_refused(cast: Cast) -> None:
    found = laid(cast, "stroke")
    Member.objects.filter(pk=cast.physician.pk).update(licensed_until=date(2026, 3, 2))
    assert refused(found, "stroke") == {"who decides": "until 2 Mar 2026"}


@pytest.mark.parametrize("duty", ["director", "injector", "assistant", "reception", "auditor"])
def test_who_does_not_prescribe_does_not_decide(cast: Cast, duty: str) -> None:
    found = laid(cast, "stroke")
    with pytest.raises(Denied):
        decided(found, "stroke", duty)


def test_a_decision_is_a_signature_and_needs_its_signer(cast: Cast) -> None:
    found = laid(cast, "stroke")
    actor = replace(cast.actor("physician", found.at(NOW)), confirmed=False)
    with pytest.raises(Unconfirmed):
        decide(actor, found.person, found.course, "stroke", CODE, WORDS)


def test_nothing_is_decided_that_was_not_found_or_that_only_warns(cast: Cast) -> None:
    found = laid(cast, "vasovagal-syncope")
    assert refused(found, "stroke") == {"finding": "none under this rule"}
    warns = [one.precaution.id for one in found.look(NOW).outlook.findings if one.precaution.level is Level.CAUTION]
    assert warns
    assert refused(found, warns[0]) == {"finding": "none under this rule"}


# -- the second clinician --------------------------------------------------------------------------------------------


@pytest.mark.proves("H-20")
def test_who_decides_and_injects_needs_a_second_clinician(cast: Cast) -> None:
    found = laid(cast, "stroke", who="physician")
    decide_all(found)
    look = found.look(NOW)
    assert gate(look.outlook, GateName.SCREENING).state is GateState.CLOSED
    assert {one.needs_second for one in decisions(look).values()} == {True}
    for one in decisions(look).values():
        confirm(cast.actor("prescriber", found.at("2026-03-03 10:22")), found.person, found.course, one.entry)
    opened = gate(found.look(NOW).outlook, GateName.SCREENING)
    assert opened.state is GateState.OPEN
    assert {(reason.by, reason.second) for reason in opened.decided_by} == {("physician-1", "prescriber-1")}


@pytest.mark.proves("H-20")
def test_nobody_confirms_their_own_decision_and_nobody_an_entry_that_is_none(cast: Cast) -> None:
    found = laid(cast, "stroke", who="physician")
    entry = decided(found, "stroke")
    for duty, id in (("physician", entry.id), ("prescriber", UUID(int=7))):
        with pytest.raises(Faulty):
            confirm(cast.actor(duty, found.at(NOW)), found.person, found.course, id)
    with pytest.raises(Denied):
        confirm(cast.actor("injector", found.at(NOW)), found.person, found.course, entry.id)


# -- what settles an unknown -----------------------------------------------------------------------------------------


def unknown(cast: Cast, question: str) -> Laid:
    found = laid(cast)
    at = found.at("2026-03-03 10:05")
    told = Reply(question, Answer.UNKNOWN, at, "patient", how="don't know")
    record(cast.actor("assistant", at), "reply.record", found.person, told)
    return found


def settled(found: Laid, fact: Settled, duty: str = "injector", at: str = "2026-03-03 10:20") -> Entry:
    return settle(found.cast.actor(duty, found.at(at)), found.person, found.course, fact)


@pytest.mark.proves("E08", "H-01")
@pytest.mark.parametrize("question", ["pregnancy", "insulin"])
def test_an_unknown_of_level_a_opens_by_a_recorded_fact_and_by_no_decision(cast: Cast, question: str) -> None:
    found = unknown(cast, question)
    assert question in rules(found)
    assert "a decision" in refused(found, question).values()
    settled(found, Settled(question, Answer.NO, "test-result", "urine test at 10:10, read by two"))
    look = found.look(NOW)
    assert gate(look.outlook, GateName.SCREENING).state is GateState.OPEN
    last = max(look.story.replies, key=lambda reply: reply.at)
    assert (last.by, last.how) == ("injector-1", "test-result: urine test at 10:10, read by two")


@pytest.mark.proves("E08", "S5")
def test_settled_with_yes_it_holds_and_says_what_it_is(cast: Cast) -> None:
    found = unknown(cast, "pregnancy")
    event = HealthEvent("pregnancy", found.at(NOW), "injector-1", since=date(2026, 2, 1))
    settled(found, Settled("pregnancy", Answer.YES, "test-result", "urine test at 10:10, read by two", (event,)))
    assert [because.rule for because in found.look(NOW).outlook.start.holds] == ["pregnancy"]


@pytest.mark.parametrize(
    ("fact", "things"),
    [
        (Settled("pregnancy", Answer.UNKNOWN, "", ""), {"answer", "how it is known", "words"}),
        (Settled("pregnancy", Answer.NO, "guess", "I am rather sure of it"), {"how it is known"}),
        (Settled("pregnancy", Answer.NO, "test-result", "negative"), {"words"}),
        (Settled("pregnancy", Answer.YES, "test-result", "urine test at 10:10"), {"condition"}),
        (Settled("weather", Answer.NO, "test-result", "urine test at 10:10"), {"question"}),
    ],
)
def test_a_fact_needs_its_answer_its_way_and_its_words(cast: Cast, fact: Settled, things: set[str]) -> None:
    found = unknown(cast, "pregnancy")
    with pytest.raises(Faulty) as refusal:
        settled(found, fact)
    assert {fault.thing for fault in refusal.value.faults} == things
    assert rules(found)


@pytest.mark.proves("E08")
@pytest.mark.parametrize("duty", ["assistant", "reception", "director"])
def test_only_a_clinician_settles(cast: Cast, duty: str) -> None:
    found = unknown(cast, "pregnancy")
    with pytest.raises(Denied):
        settled(found, Settled("pregnancy", Answer.NO, "test-result", "urine test at 10:10"), duty)
