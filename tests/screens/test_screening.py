"""Screening: the findings, the short form of the day, decisions, and what settles an unknown."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from nappage.actions.entries import record
from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.question import Asks, Question
from nappage.engine.story import Allergy, HealthEvent, Reason, Reply, Side, Site
from nappage.records.models import AuditEvent
from nappage.values.answer import Answer
from support.cast import Cast
from support.charts import Laid, lay
from support.pages import forbidden_words, typed_again, words_of_page
from support.stories import example, gate

NOW = "2026-03-03 10:25"
WORDS = "seen by her neurologist in January, letter in the chart"
DECISION = {"code": "specialist-agrees", "words": WORDS}


@pytest.fixture
def s1(cast: Cast, clock: Any) -> Laid:
    """Return S1 on the morning of her first session, every gate open."""
    found = lay(cast, example("s1-thighs-first-session"))
    clock(found.at(NOW))
    return found


def tell(found: Laid, *values: object, at: str = "2026-03-03 10:00") -> None:
    record(found.cast.actor("assistant", found.at(at)), "reply.record", found.person, *values)


def stroke(found: Laid) -> None:
    tell(found, HealthEvent("stroke", found.at("2026-03-03 10:00"), "patient"))


def url(found: Laid, rest: str = "") -> str:
    return f"/patients/{found.person}/screening/{rest}"


def opened(found: Laid) -> bool:
    return gate(found.look(NOW).outlook, GateName.SCREENING).state is GateState.OPEN


def decide(found: Laid, rule: str, duty: str = "physician", **changes: str) -> Any:
    return found.cast.client(duty).post(url(found, f"decide/{rule}/"), DECISION | changes)


# -- what it shows ---------------------------------------------------------------------------------------------------


@pytest.mark.proves("R043", "K-21")
def test_a_finding_shows_rule_level_fact_why_what_would_change_it_sources_and_review(cast: Cast, s1: Laid) -> None:
    stroke(s1)
    words = words_of_page(cast.client("injector").get(url(s1)))
    for said in (
        "History of stroke level B: a physician decides", "Recorded: stroke", "Why The text says",
        "What would change it A physician decides and signs", "rule stroke", "000:21", "from the texts, unreviewed",
        "clinic rule, unreviewed",
    ):  # fmt: skip
        assert said in words


def test_it_says_plainly_when_nothing_matches_and_nothing_is_open(cast: Cast, s1: Laid) -> None:
    words = words_of_page(cast.client("injector").get(url(s1)))
    assert "No rule matches what is recorded." in words
    assert "To ask at this visit" not in words


def test_a_whole_list_of_allergies_waits_for_the_plan_and_is_not_asked_again(cast: Cast, s1: Laid) -> None:
    at = s1.at(NOW)
    person = cast.register("Demo patient 078", at)
    before = words_of_page(cast.client("assistant").get(f"/patients/{person.id}/screening/"))
    assert "Allergies to what is planned" not in before
    for told in (Allergy("latex"), Reply("allergies", Answer.YES, at, "patient")):
        record(cast.actor("assistant", at), "reply.record", person.id, told)
    page = words_of_page(cast.client("assistant").get(f"/patients/{person.id}/screening/"))
    assert "Allergies to what is planned: not known yet." in page
    assert "Is this list of everything you are allergic to complete?" not in page


@pytest.mark.proves("H-01", "R046", "R049")
def test_the_next_visit_asks_only_what_does_not_hold_any_more(cast: Cast, s1: Laid, clock: Any) -> None:
    clock(s1.at("2026-03-17 10:00"))
    page = cast.client("assistant").get(url(s1)).content.decode()
    asked = [id for id in edition_in_use().all(Question) if f'name="q-{id}"' in page]
    assert asked[:6] == ["pregnancy", "insulin", "stroke", "clots", "leg-swelling", "cancer"]
    assert {"medicines", "allergies", "infection", "infection-at-site"} <= set(asked)
    assert "heart" not in asked
    assert "Last answer: no, Tue 3 Mar 2026" in words_of_page(cast.client("assistant").get(url(s1)))
    assert "The list: ibuprofen." in words_of_page(cast.client("assistant").get(url(s1)))


@pytest.mark.proves("H-01")
def test_the_short_form_opens_the_gate_of_the_day(cast: Cast, s1: Laid, clock: Any) -> None:
    at = "2026-03-17 10:05"
    clock(s1.at(at))
    assert gate(s1.look(at).outlook, GateName.SCREENING).state is GateState.CLOSED
    lists = (Asks.MEDICINES, Asks.ALLERGIES)
    typed = {f"q-{id}": "yes" if one.asks in lists else "no" for id, one in edition_in_use().all(Question).items()}
    client = cast.client("assistant")
    assert client.post(url(s1), typed).status_code == 302
    assert gate(s1.look(at).outlook, GateName.SCREENING).state is GateState.OPEN
    assert "To ask at this visit" not in words_of_page(client.get(url(s1)))


@pytest.mark.proves("H-01")
@pytest.mark.parametrize("left_out", ["pregnancy", "insulin", "stroke", "clots", "cancer", "medicines"])
def test_one_question_left_out_keeps_the_gate_closed(cast: Cast, s1: Laid, clock: Any, left_out: str) -> None:
    at = "2026-03-17 10:05"
    clock(s1.at(at))
    lists = (Asks.MEDICINES, Asks.ALLERGIES)
    typed = {f"q-{id}": "yes" if one.asks in lists else "no" for id, one in edition_in_use().all(Question).items()}
    for answer in ("", "unknown", "declined"):
        cast.client("assistant").post(url(s1), typed | {f"q-{left_out}": answer})
        assert gate(s1.look(at).outlook, GateName.SCREENING).state is GateState.CLOSED


def test_a_yes_in_the_short_form_is_asked_for_its_condition(cast: Cast, s1: Laid, clock: Any) -> None:
    clock(s1.at("2026-03-17 10:05"))
    answer = cast.client("assistant").post(url(s1), {"q-cancer": "yes"})
    assert answer.status_code == 422
    assert "expected which of these it is" in words_of_page(answer)
    told = {"q-cancer": "yes", "c-cancer": ["cancer"], "since-cancer": "2019", "o-cancer": "none"}
    assert cast.client("assistant").post(url(s1), told).status_code == 302
    assert s1.look("2026-03-17 10:06").story.events[0].condition == "cancer"


@pytest.mark.parametrize(
    ("duty", "reads", "records"),
    [("director", 200, False), ("assistant", 200, True), ("reception", 403, False), ("auditor", 403, False)],
)
def test_who_reads_and_who_records(cast: Cast, s1: Laid, clock: Any, duty: str, reads: int, records: bool) -> None:
    clock(s1.at("2026-03-17 10:05"))
    client = cast.client(duty)
    assert client.get(url(s1)).status_code == reads
    before = len(s1.look("2026-03-17 10:06").story.replies)
    client.post(url(s1), {"q-stroke": "no"})
    assert (len(s1.look("2026-03-17 10:06").story.replies) > before) is records


def test_another_clinic_sees_nothing_of_it(cast: Cast, stranger: Cast, s1: Laid) -> None:
    stroke(s1)
    client = stranger.client("physician")
    for rest in ("", "decide/stroke/", "settle/stroke/"):
        assert client.get(url(s1, rest)).status_code == 404
        assert client.post(url(s1, rest), DECISION).status_code == 404
    assert not opened(s1)


# -- decisions -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("R043", "K-21", "H-20")
def test_a_physician_decides_each_finding_and_the_gate_opens(cast: Cast, s1: Laid) -> None:
    stroke(s1)
    page = cast.client("physician").get(url(s1)).content.decode()
    rules = [because.rule for because in gate(s1.look(NOW).outlook, GateName.SCREENING).reasons]
    for rule in rules:
        assert f"/screening/decide/{rule}/" in page
        assert decide(s1, rule).status_code == 302
    assert opened(s1)
    words = words_of_page(cast.client("assistant").get(url(s1)))
    assert WORDS in words
    assert "the treating doctor was asked and agrees" in words
    assert "On hold" not in words


@pytest.mark.proves("H-20", "E18")
@pytest.mark.parametrize("words", [".", "fourteen chars"])
def test_a_decision_in_too_few_words_is_refused_in_four_parts_and_the_words_stay(
    cast: Cast, s1: Laid, words: str
) -> None:
    stroke(s1)
    answer = decide(s1, "stroke", words=words)
    assert answer.status_code == 422
    said = words_of_page(answer)
    assert f"expected at least 15 characters, found {len(words)}: “{words}”" in said
    assert "Write what was found and why it is acceptable" in said
    assert typed_again(answer, "words") == [words]
    assert 'value="specialist-agrees" id="id_code_0" checked' in answer.content.decode()
    assert not opened(s1)


@pytest.mark.proves("H-20")
def test_everything_that_is_missing_is_told_at_once(cast: Cast, s1: Laid) -> None:
    stroke(s1)
    said = words_of_page(decide(s1, "stroke", code="", words=""))
    assert "2 things have to be mended" in said


@pytest.mark.proves("K-21", "R046", "R047")
@pytest.mark.parametrize(("condition", "rule"), [("pregnancy", "pregnancy"), ("insulin-treated-diabetes", "insulin")])
def test_level_a_has_no_form_and_no_decision_whatever_is_sent(cast: Cast, s1: Laid, condition: str, rule: str) -> None:
    tell(s1, HealthEvent(condition, s1.at("2026-03-03 10:00"), "patient"))
    page = cast.client("physician").get(url(s1))
    assert "level A: nobody may decide against it" in words_of_page(page)
    assert f"decide/{rule}/" not in page.content.decode()
    shown = cast.client("physician").get(url(s1, f"decide/{rule}/"))
    assert shown.status_code == 403
    assert 'id="decide"' not in shown.content.decode()
    answer = decide(s1, rule)
    assert answer.status_code == 422
    assert "expected a recorded fact: level A has no decision" in words_of_page(answer)
    assert s1.look(NOW).chart.latest(Reason) is None


@pytest.mark.proves("H-22", "K-21")
def test_a_prescriber_without_a_physicians_credential_is_offered_no_form_and_refused(cast: Cast, s1: Laid) -> None:
    stroke(s1)
    assert "decide/stroke" not in cast.client("prescriber").get(url(s1)).content.decode()
    answer = decide(s1, "stroke", "prescriber")
    assert answer.status_code == 422
    assert "expected someone whose credential says physician, found prescriber" in words_of_page(answer)
    assert not opened(s1)


@pytest.mark.parametrize("duty", ["director", "injector", "assistant", "reception", "auditor"])
def test_nobody_else_decides_and_the_attempt_is_in_the_trail(cast: Cast, s1: Laid, duty: str) -> None:
    stroke(s1)
    assert decide(s1, "stroke", duty).status_code == 403
    event = AuditEvent.objects.filter(act="refused").last()
    assert event is not None
    assert event.detail == {"permission": "decision.record"}


def test_a_decision_asks_who_signs_where_that_was_not_said(cast: Cast, s1: Laid) -> None:
    stroke(s1)
    client = cast.client("physician", confirmed=False)
    assert client.post(url(s1, "decide/stroke/"), DECISION).status_code == 403
    assert s1.look(NOW).chart.latest(Reason) is None


def test_there_is_nothing_to_decide_where_nothing_was_found(cast: Cast, s1: Laid) -> None:
    assert decide(s1, "stroke").status_code == 404


@pytest.mark.proves("H-20")
def test_who_decides_and_injects_is_confirmed_by_a_second_clinician(cast: Cast, clock: Any) -> None:
    found = lay(cast, example("s1-thighs-first-session"), who="physician")
    clock(found.at(NOW))
    stroke(found)
    assert "a second clinician confirms your decision" in words_of_page(
        cast.client("physician").get(url(found, "decide/stroke/"))
    )
    for because in gate(found.look(NOW).outlook, GateName.SCREENING).reasons:
        decide(found, because.rule)
    assert not opened(found)
    assert "confirm/" not in cast.client("physician").get(url(found)).content.decode()
    prescriber = cast.client("prescriber")
    page = prescriber.get(url(found)).content.decode()
    ways = [part.split('"')[0] for part in page.split('action="')[1:] if "/confirm/" in part.split('"')[0]]
    assert len(ways) >= 1
    assert cast.client("physician").post(ways[0]).status_code == 302
    assert not opened(found)
    for way in ways:
        assert prescriber.get(way).status_code == 405
        assert prescriber.post(way).status_code == 302
    assert opened(found)
    assert "confirmed by Demo prescriber" in words_of_page(cast.client("physician").get(url(found)))


@pytest.mark.proves("K-21", "H-01")
def test_a_physician_may_decide_on_an_unknown_of_level_b_and_never_on_one_of_level_a(cast: Cast, s1: Laid) -> None:
    unknown(s1, "stroke")
    page = cast.client("physician").get(url(s1)).content.decode()
    rules = [because.rule for because in gate(s1.look(NOW).outlook, GateName.SCREENING).reasons]
    assert "stroke" in rules
    for rule in rules:
        assert f"decide/{rule}/" in page
        decide(s1, rule)
    assert opened(s1)
    assert f"Demo physician decided: “{WORDS}”" in words_of_page(cast.client("assistant").get(url(s1)))
    unknown(s1, "pregnancy")
    assert "decide/pregnancy/" not in cast.client("physician").get(url(s1)).content.decode()
    assert not opened(s1)


# -- settling --------------------------------------------------------------------------------------------------------


def unknown(found: Laid, question: str = "pregnancy") -> None:
    tell(found, Reply(question, Answer.UNKNOWN, found.at("2026-03-03 10:00"), "patient", how="prefer not to say"))


FACT = {"answer": "no", "means": "test-result", "words": "urine test at 10:10, read by two"}


@pytest.mark.proves("E08", "H-01")
def test_a_clinician_settles_an_unknown_by_a_fact_with_who_and_how(cast: Cast, s1: Laid) -> None:
    unknown(s1)
    client = cast.client("injector")
    assert "Said today: prefer not to say" in words_of_page(client.get(url(s1)))
    assert "Last answer: prefer not to say" in words_of_page(client.get(url(s1, "settle/pregnancy/")))
    assert client.post(url(s1, "settle/pregnancy/"), FACT).status_code == 302
    assert opened(s1)
    history = words_of_page(client.get(f"/patients/{s1.person}/"))
    assert "no (test-result: urine test at 10:10, read by two), said by Demo injector" in history


@pytest.mark.proves("E08")
def test_a_fact_without_its_way_or_words_is_refused_with_what_was_typed(cast: Cast, s1: Laid) -> None:
    unknown(s1)
    answer = cast.client("injector").post(url(s1, "settle/pregnancy/"), {"answer": "no", "words": "negative"})
    assert answer.status_code == 422
    assert typed_again(answer, "words") == ["negative"]
    short = cast.client("injector").post(url(s1, "settle/pregnancy/"), FACT | {"words": "negative"})
    assert "expected at least 15 characters, found 8: “negative”" in words_of_page(short)
    assert not opened(s1)


@pytest.mark.proves("E08", "S5")
def test_settled_with_yes_it_holds(cast: Cast, s1: Laid) -> None:
    unknown(s1)
    client = cast.client("injector")
    bare = client.post(url(s1, "settle/pregnancy/"), FACT | {"answer": "yes"})
    assert bare.status_code == 422
    told = {"answer": "yes", "c-pregnancy": ["pregnancy"], "since-pregnancy": "1 2 2026", "o-pregnancy": "none"}
    assert client.post(url(s1, "settle/pregnancy/"), FACT | told).status_code == 302
    assert "On hold: pregnancy" in words_of_page(client.get(url(s1)))
    assert s1.look(NOW).story.events[0].by == "injector-1"


@pytest.mark.proves("E08")
@pytest.mark.parametrize("duty", ["director", "assistant", "reception"])
def test_nobody_but_a_clinician_settles(cast: Cast, s1: Laid, duty: str) -> None:
    unknown(s1)
    client = cast.client(duty)
    assert client.post(url(s1, "settle/pregnancy/"), FACT).status_code == 403
    assert "settle/pregnancy" not in client.get(url(s1)).content.decode()
    assert not opened(s1)


# -- going on against a warning --------------------------------------------------------------------------------------


@pytest.fixture
def over_the_cap(cast: Cast, clock: Any) -> Laid:
    """Return S1 with a third area planned for the first session."""
    sites = (Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT), Site("flank", Side.RIGHT))
    found = lay(cast, example("s1-thighs-first-session").planned(sites=sites))
    clock(found.at(NOW))
    return found


def reason(found: Laid, rule: str = "area-cap", duty: str = "injector", **changes: str) -> Any:
    typed = {f"{rule}-code": "small-neighbouring-areas", f"{rule}-words": "three patches that touch each other"}
    return found.cast.client(duty).post(
        f"/patients/{found.person}/reasons/{rule}/",
        typed | {f"{rule}-{name}": value for name, value in changes.items()} | {"next": url(found)},
    )


@pytest.mark.proves("E18", "H-20", "R014")
def test_a_reason_of_one_character_is_refused_and_one_in_words_is_counted(cast: Cast, over_the_cap: Laid) -> None:
    found = over_the_cap
    answer = reason(found, words=".")
    assert answer.status_code == 422
    said = words_of_page(answer)
    assert "In your words The reason is too short or says nothing." in said
    assert "found The reason" not in said
    assert "Give a coded reason in 15 characters or more" in said
    assert typed_again(answer, "area-cap-words") == ["."]
    assert not found.look(NOW).story.reasons
    assert reason(found).headers["Location"] == url(found)
    (given,) = found.look(NOW).story.reasons
    assert (given.rule, given.code, given.by) == ("area-cap", "small-neighbouring-areas", "injector-1")
    notice = next(one for one in found.look(NOW).outlook.start.notices if one.override == "area-cap")
    assert notice.reason == given
    page = words_of_page(cast.client("injector").get(f"/patients/{found.person}/reasons/area-cap/"))
    assert "small neighbouring areas three patches that touch each other Demo injector" in page


def test_a_reason_leads_nowhere_but_back_into_the_clinic(over_the_cap: Laid) -> None:
    client = over_the_cap.cast.client("injector")
    typed = {
        "area-cap-code": "small-neighbouring-areas",
        "area-cap-words": "three patches that touch",
        "next": "//evil",
    }
    answer = client.post(f"/patients/{over_the_cap.person}/reasons/area-cap/", typed)
    assert answer.headers["Location"] == f"/patients/{over_the_cap.person}/"


@pytest.mark.parametrize("rule", ["screening", "consent", "nonsense"])
def test_what_no_reason_sets_aside_has_no_form(over_the_cap: Laid, rule: str) -> None:
    assert reason(over_the_cap, rule).status_code == 404


@pytest.mark.parametrize("duty", ["assistant", "reception", "director", "auditor"])
def test_who_does_not_treat_gives_no_reason(over_the_cap: Laid, duty: str) -> None:
    assert reason(over_the_cap, duty=duty).status_code == 403


@pytest.mark.proves("H-03")
def test_no_page_says_a_forbidden_word(cast: Cast, s1: Laid, clock: Any, edition: Edition) -> None:
    stroke(s1)
    unknown(s1)
    client = cast.client("physician")
    for address in (
        url(s1), url(s1, "decide/stroke/"), url(s1, "settle/pregnancy/"), f"/patients/{s1.person}/reasons/area-cap/",
    ):  # fmt: skip
        assert forbidden_words(edition, client.get(address)) == [], address
    clock(s1.at(NOW) + timedelta(days=14))
    assert forbidden_words(edition, client.get(url(s1))) == []


# -- a form that is older than what stands ---------------------------------------------------------------------------


def test_an_answer_from_an_older_page_is_shown_again_beside_the_one_that_stands_and_then_recorded(
    cast: Cast, s1: Laid
) -> None:
    """Two tabs: the second one's “yes, I may be pregnant” is never lost behind a page that shows nothing of it."""
    tabs, sent = cast.client("injector"), {"q-pregnancy": "yes", "c-pregnancy": "pregnancy", "o-pregnancy": "unknown"}
    answer = tabs.post(url(s1), sent)
    assert answer.status_code == 422
    words = words_of_page(answer)
    assert "a question that is open, found one answered meanwhile: no, Tue 3 Mar 2026" in words
    assert re.search(r'name="q-pregnancy"[^>]*value="yes"[^>]*checked', answer.content.decode())
    assert opened(s1)
    assert tabs.post(url(s1), sent | {"again": "pregnancy"}).status_code == 302
    assert not opened(s1)


def test_answers_that_were_recorded_before_are_no_mistake(cast: Cast, s1: Laid) -> None:
    again = cast.client("injector").post(url(s1), {"q-pregnancy": "no", "q-insulin": "no"}, follow=True)
    assert "These answers were recorded before." in words_of_page(again)
