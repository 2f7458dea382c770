"""The session: the time-out and its start, the room, charting without script, closing, correcting; who may do what."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nappage.actions.lots import uses_of
from nappage.assessment.happening import Addendum, ReactionSeen
from nappage.engine.edition import Edition
from nappage.engine.story import Allergy, SessionState
from nappage.engine.wording import offences
from nappage.records.keys import new_key
from nappage.records.models import AuditEvent, Entry, Identity, Lot, LotState, Visit
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.web.tape import read_on
from support.cast import Cast
from support.charts import lay
from support.papers import caught
from support.sessions import (
    LEFT,
    RIGHT,
    SECOND_DAY,
    Chair,
    at_the_chair,
    face_at_the_chair,
    given,
    two_weeks_later,
    under_way,
)
from support.stories import example

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime], None]
SAID = {"identifiers": ["name", "birth-date"], "sites": ["thigh/right", "thigh/left"]}


def address(chair: Chair, name: str, **more: Any) -> str:
    return reverse(name, kwargs={"person": chair.laid.person, "visit": chair.visit.id} | more)


def today(chair: Chair) -> str:
    return reverse("session", kwargs={"person": chair.laid.person})


def shown(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return words(answer.content)


def words(content: bytes) -> str:
    """Return what is read on a page: its main part and what stands beside it, without tags."""
    page = re.sub(r"<(script|style|svg).*?</\1>", " ", content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def chair(cast: Cast, clock: Clock) -> Chair:
    chair = at_the_chair(cast)
    clock(chair.at("10:30"))
    return chair


@pytest.fixture
def started(cast: Cast, clock: Clock) -> Chair:
    chair = under_way(cast)
    clock(chair.at("10:40"))
    return chair


# -- the time-out ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "H-02")
def test_it_refuses_a_start_at_0958_and_keeps_what_was_ticked(cast: Cast, chair: Chair, clock: Clock) -> None:
    clock(chair.at("09:58"))
    client = cast.client("injector")
    before = shown(client, today(chair))
    assert "Not before Tue 3 Mar 2026, 10:00" in before
    assert "Allergy test: opens Tue 3 Mar 2026, 10:00" in before
    answer = client.post(address(chair, "session-start"), SAID)
    assert answer.status_code == 422
    assert "The late reading is due from Tue 3 Mar 2026, 10:00" in words(answer.content)
    form = answer.content.split(b'id="time-out"')[1].split(b"</form>")[0]
    assert form.count(b" checked") == 4
    assert chair.charted().started is None


@pytest.mark.proves("S1", "H-01", "H-03")
def test_it_starts_at_1030_with_two_identifiers_and_both_sites(cast: Cast, chair: Chair) -> None:
    client = cast.client("injector")
    answer = client.post(address(chair, "session-start"), SAID)
    assert answer.status_code == 302
    assert "nothing charted yet" in shown(client, today(chair))
    started = chair.charted().started
    assert started is not None
    assert started[1].identifiers == ("name", "birth-date")


@pytest.mark.proves("H-13", "H-14")
def test_it_refuses_a_start_without_two_identifiers_and_each_site_and_says_so_in_four_parts(
    cast: Cast, chair: Chair
) -> None:
    answer = cast.client("injector").post(address(chair, "session-start"), {"identifiers": ["name"]})
    assert answer.status_code == 422
    said = words(answer.content)
    assert "Who is here expected two identifiers said by the patient, found name. Ask for name and birth date." in said
    assert "right thigh expected the site confirmed aloud, found not confirmed." in said
    assert "left thigh expected" in said
    page = answer.content.decode()
    for box in ("id_identifiers_0", "id_sites_0", "id_sites_1"):
        assert [f'<a href="#{box}">' in page, f'id="{box}"' in page] == [True, True], box


def test_before_the_first_puncture_it_asks_for_tape_and_photographs_that_are_not_there(
    cast: Cast, clock: Clock
) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))
    clock(chair.at("10:30"))
    page = shown(cast.client("injector"), today(chair))
    assert "Measured before the first puncture, or never" in page
    assert "The tape lacks readings of today: " in page
    assert "Poses without a baseline photograph: " in page
    assert "One taken later cannot replace it." in page


@pytest.mark.proves("H-13")
def test_nobody_is_known_by_a_photo_or_a_number_that_is_not_recorded(cast: Cast, chair: Chair) -> None:
    client = cast.client("injector")
    Identity.objects.filter(person=chair.laid.person).update(phone="")
    assert 'value="photo"' not in client.get(today(chair)).content.decode()
    by = SAID | {"identifiers": ["name", "phone"]}
    assert client.post(address(chair, "session-start"), by).status_code == 422
    Identity.objects.filter(person=chair.laid.person).update(phone="+34 600 000 123")
    assert "The telephone on record ends in 123." in shown(client, today(chair))
    assert client.post(address(chair, "session-start"), by).status_code == 302


def test_it_says_with_whom_the_visit_was_booked_and_for_whom_it_is_judged(cast: Cast, chair: Chair) -> None:
    Visit.objects.filter(pk=chair.visit.pk).update(member=cast.injector)
    page = shown(cast.client("physician"), today(chair))
    assert "booked with Demo injector" in page
    assert "What stands below is judged for Demo physician, who would start it now." in page


@pytest.mark.proves("H-15", "H-03")
def test_a_closed_gate_says_why_who_may_decide_and_where_to_go(cast: Cast, chair: Chair) -> None:
    Lot.objects.filter(clinic=cast.clinic, lot="A-101").update(state=LotState.RECALLED)
    client = cast.client("injector")
    page = client.get(today(chair)).content.decode()
    assert "Nobody may decide against it" in page
    assert f'<a href="{reverse("lots")}">' in page
    assert page.count("gate--open") == 7
    answer = client.post(address(chair, "session-start"), SAID)
    assert answer.status_code == 422
    assert "A-101" in words(answer.content)


def test_the_gates_are_asked_anew_while_the_page_is_open(cast: Cast, chair: Chair, clock: Clock) -> None:
    clock(chair.at("09:58"))
    client = cast.client("injector")
    part = f"{address(chair, 'session-visit')}?gates"
    assert "gate--later" in client.get(part).content.decode()
    clock(chair.at("10:20"))
    fragment = client.get(part).content.decode()
    assert fragment.count("gate--open") == 8
    assert "<html" not in fragment


@pytest.mark.proves("E18", "H-20")
def test_a_warning_is_refused_without_a_reason_of_15_characters_and_then_starts(cast: Cast, clock: Clock) -> None:
    told = example("s1-thighs-first-session")
    taken = told.taking("ibuprofen", prescribed=Answer.NO, last_taken=told.at("2026-02-26 21:00"), stopped=True)
    chair = at_the_chair(cast, taken)
    clock(chair.at("10:30"))
    client = cast.client("injector")
    assert "Record the reason" in shown(client, today(chair))
    assert client.post(address(chair, "session-start"), SAID).status_code == 422
    reason = {
        "for-wash-out-rule": "wash-out",
        "for-wash-out-code": "bruising-risk-discussed",
        "for-wash-out-words": ".",
    }
    answer = client.post(address(chair, "session-reason"), reason)
    assert answer.status_code == 422
    reason["for-wash-out-words"] = "Told of the bruising; she wishes to go on."
    assert client.post(address(chair, "session-reason"), reason).status_code == 302
    assert "Told of the bruising" in shown(client, today(chair))
    assert client.post(address(chair, "session-start"), SAID).status_code == 302


def test_without_a_visit_today_it_says_what_to_do_next(cast: Cast, chair: Chair, clock: Clock) -> None:
    clock(chair.laid.at("2026-03-01 10:00"))
    assert "No session is booked for today." in shown(cast.client("injector"), today(chair))


@pytest.mark.proves("E11", "H-04")
def test_another_agent_at_the_chair_closes_the_gate_and_only_a_physician_is_asked_to_decide(
    cast: Cast, chair: Chair
) -> None:
    agent = {"agent": "L", "volume": "1.0", "lot": "L-101"}
    assert cast.client("injector").post(address(chair, "session-mixture"), agent).status_code == 403
    physician = cast.client("physician")
    assert "A-101" in shown(physician, address(chair, "session-mixture"))
    assert physician.post(address(chair, "session-mixture"), agent).status_code == 302
    assert "L 10 mg/mL was never tested" in shown(physician, today(chair)) or "L 1 % was never tested" in shown(
        physician, today(chair)
    )
    assert "Decide against the gate of the test" in shown(physician, today(chair))
    assert "Decide against the gate of the test" not in shown(cast.client("injector"), today(chair))
    assert physician.post(address(chair, "session-mixture"), {"without": "L"}).status_code == 302
    assert cast.client("injector").post(address(chair, "session-start"), SAID).status_code == 302


@pytest.mark.proves("E11", "H-35")
def test_no_decision_is_offered_against_a_matched_allergy(cast: Cast, clock: Clock) -> None:
    told = example("s1-thighs-first-session").but(allergies=(Allergy("A", Answer.YES),))
    chair = at_the_chair(cast, told)
    clock(chair.at("10:30"))
    answer = cast.client("physician").post(address(chair, "session-start"), SAID)
    assert answer.status_code == 422


# -- the room --------------------------------------------------------------------------------------------------------


@pytest.mark.proves("E06", "H-12", "H-14")
def test_a_slip_at_a_baseline_is_asked_about_with_its_side_and_no_reading_before_it(cast: Cast, clock: Clock) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))
    clock(chair.at("10:20"))
    typed = {f"thigh-{side}-1": "22.5" for side in ("right", "left")}
    page = words(cast.client("injector").post(address(chair, "session-measures"), typed).content)
    for side in ("Right", "Left"):
        assert f"{side} thigh: 22.5 cm is outside 30 cm to 110 cm. Was it 22.5 in, that is 57.2 cm?" in page
    assert "after ." not in page


@pytest.mark.proves("E06", "H-12", "R029")
def test_22_5_in_the_centimetres_is_asked_about_before_it_is_recorded(cast: Cast, clock: Clock) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))
    clock(chair.at("10:20"))
    client = cast.client("injector")
    typed = {"thigh-right-1": "57.2", "thigh-right-1-unit": "cm", "thigh-right-2": "22.5", "thigh-right-2-unit": "cm"}
    answer = client.post(address(chair, "session-measures"), typed)
    assert answer.status_code == 422
    assert "22.5 in = 57.2 cm" in words(answer.content)
    assert 'value="22.5"' in answer.content.decode()
    assert chair.look("10:25").story.tape == ()
    assert client.post(address(chair, "session-measures"), typed | {"thigh-right-2-answer": "other"}).status_code == 302
    assert [str(one.value) for one in chair.look("10:25").story.tape] == ["57.2 cm", "22.5 [in_i]"]
    typed_of = [event.detail["typed"] for event in AuditEvent.objects.filter(act__contains="tape readings")]
    assert typed_of[0] == ["thigh/right: 57.2 cm", "thigh/right: 22.5 cm"]
    assert typed_of[1][1] == "thigh/right: 22.5 cm, meant [in_i]"


def test_the_height_above_the_kneecap_is_kept_and_shown_the_next_time(cast: Cast, clock: Clock) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))
    clock(chair.at("10:20"))
    client, room = cast.client("injector"), address(chair, "session-room")
    assert "Height above the kneecap" in words(client.get(room).content)
    typed = {"thigh-right-1": "57.2", "thigh-right-height": "nine"}
    answer = client.post(address(chair, "session-measures"), typed)
    assert answer.status_code == 422
    assert 'value="nine"' in answer.content.decode()
    typed["thigh-right-height"] = "9.5"
    assert client.post(address(chair, "session-measures"), typed).status_code == 302
    (reading,) = chair.look("10:25").story.tape
    assert str(reading.height) == "9.5 cm"
    (shown,) = read_on(
        chair.look("10:25"), Speaker(chair.look("10:25").edition, chair.look("10:25").policy.zone), date(2026, 3, 3)
    )
    assert shown["values"] == "57.2 cm (9.5 cm above the kneecap)"
    clock(chair.at("10:20") + timedelta(days=7))
    assert "last time 9.5 cm" in words(client.get(room).content)


def test_what_cannot_be_read_is_said_in_four_parts_and_stays_typed(cast: Cast, clock: Clock) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))
    clock(chair.at("10:20"))
    typed = {"thigh-right-1": "57,2", "thigh-left-1": "57 cm", "arm-right-sentinel-1": "28.4"}
    answer = cast.client("assistant").post(address(chair, "session-measures"), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert [f'value="{text}"' in page for text in typed.values()] == [True, True, True]
    assert "2 things have to be mended" in words(answer.content)
    for field in ("thigh-right-1", "thigh-left-1"):
        assert [f'<a href="#{field}">' in page, f'id="{field}"' in page] == [True, True], field
    nothing = cast.client("assistant").post(address(chair, "session-measures"), {})
    assert '<a href="#thigh-right-1">Readings</a>' in nothing.content.decode()
    assert chair.look("10:25").story.tape == ()


@pytest.mark.proves("H-32")
def test_a_third_reading_is_asked_for_when_two_are_apart(cast: Cast, clock: Clock) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))
    clock(chair.at("10:20"))
    client = cast.client("injector")
    client.post(address(chair, "session-measures"), {"thigh-right-1": "57.2", "thigh-right-2": "56.4"})
    page = client.get(address(chair, "session-room")).content.decode()
    assert 'name="thigh-right-3"' in page
    client.post(address(chair, "session-measures"), {"thigh-right-3": "56.8"})
    assert 'name="thigh-right-3"' not in client.get(address(chair, "session-room")).content.decode()
    assert len(chair.look("10:25").story.tape) == 3


@pytest.mark.proves("H-09")
def test_the_cream_has_its_limit_and_its_clock_and_too_much_is_refused(cast: Cast, chair: Chair, clock: Clock) -> None:
    clock(chair.at("10:00"))
    client = cast.client("assistant")
    cream = {"agent": "L-cream", "mass": "21", "area": "60", "occluded": "no"}
    answer = client.post(address(chair, "session-cream"), cream)
    assert answer.status_code == 422
    assert 'value="21"' in answer.content.decode()
    assert '<a href="#id_mass">' in answer.content.decode()
    assert client.post(address(chair, "session-cream"), cream | {"mass": "8"}).status_code == 302
    room = shown(client, address(chair, "session-room"))
    assert "Wipe off by" in room
    assert "11:00" in room
    ((line, _, _),) = chair.charted("10:05").creams
    clock(chair.at("10:25"))
    assert client.post(address(chair, "session-cream-off", cream=line.id)).status_code == 302
    assert "8 g of 20 g" in shown(client, address(chair, "session-room"))
    assert cast.client("reception").get(address(chair, "session-room")).status_code == 403


# -- charting --------------------------------------------------------------------------------------------------------


def sent(site: str = "thigh/right", **more: str) -> dict[str, str]:
    said = {
        "id": str(new_key()), "ago": "", "site": site, "technique": "nappage", "spacing": "15", "volume": "0.02",
        "depth": "3", "needle": "30G", "needle_length": "4", "needle_lot": "",
        "layer": "superficial-subcutis", "angle": "", "device": "",
        "operator": "injector-1", "note": "", "punctures": "120",
    }  # fmt: skip
    return said | more


def posted(client: Client, chair: Chair, said: dict[str, str]) -> Any:
    return client.post(address(chair, "session-passes"), json.dumps(said), content_type="application/json")


def test_the_banner_names_the_session_that_has_begun_and_nothing_it_was_booked_for(cast: Cast, started: Chair) -> None:
    page = shown(cast.client("injector"), today(started))
    assert "Session 1 of 10, cellulite, body, every two weeks, 10 sessions" in page
    assert "Next nothing booked" in page


@pytest.mark.proves("R021", "K-14")
def test_a_needle_is_charted_with_gauge_length_and_lot_and_stands_in_the_record(cast: Cast, started: Chair) -> None:
    client = cast.client("injector")
    first = client.get(today(started)).content.decode()
    for name in ("needle", "needle_length", "needle_lot"):
        empty = first.partition(f'name="{name}"')[2].partition(">")[0]
        assert "value=" not in empty, name
    client.post(address(started, "session-passes"), sent(needle="32 G", needle_length="4.5", needle_lot="N-2291"))
    ((_, charted),) = started.charted().passes
    assert (charted.needle, str(charted.given.needle_length), charted.needle_lot) == ("32 G", "4.5 mm", "N-2291")
    page = client.get(today(started)).content.decode()
    assert "32 G 4.5 mm needle lot N-2291" in shown(client, today(started))
    assert 'value="N-2291"' in page


@pytest.mark.proves("R062", "R166", "R177", "R181", "R010")
def test_a_plain_form_charts_a_pass_and_the_same_form_twice_is_one(cast: Cast, started: Chair) -> None:
    client, said = cast.client("injector"), sent()
    for _ in range(2):
        assert client.post(address(started, "session-passes"), said).status_code == 302
    ((line, charted),) = started.charted().passes
    assert str(line.id) == said["id"]
    assert (charted.given.punctures, str(charted.given.depth), charted.needle) == (120, "3 mm", "30G")
    page = shown(client, today(started))
    assert "saved 1 of 1" in page
    assert "14.4 mg of 40 mg" in page
    assert "2.6 mL left of 5 mL" in page


@pytest.mark.proves("H-18", "E16")
def test_the_journal_s_pass_is_answered_with_what_is_saved_and_again_with_the_same(cast: Cast, started: Chair) -> None:
    client, said = cast.client("injector"), sent(ago="75")
    first, again = posted(client, started, said), posted(client, started, said | {"ago": "140"})
    for answer in (first, again):
        assert answer.status_code == 200
        assert (answer.json()["saved"], answer.json()["passes"], answer.json()["punctures"]) == (said["id"], 1, 120)
    assert 'id="totals"' in first.json()["html"]
    assert (started.at("10:40") - started.charted().passes[0][0].at).seconds == 75


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("field", "typed", "found"),
    [("volume", "0,02", "0,02"), ("volume", "", "nothing"), ("punctures", "many", "many"), ("depth", "3 mm", "3 mm")],
)
def test_what_cannot_be_read_is_refused_with_everything_typed_still_there(
    cast: Cast, started: Chair, field: str, typed: str, found: str
) -> None:
    client = cast.client("injector")
    answer = client.post(address(started, "session-passes"), sent(**{field: typed}))
    assert answer.status_code == 422
    assert "15" in answer.content.decode()
    said = posted(client, started, sent(**{field: typed}))
    assert said.status_code == 422
    (fault,) = said.json()["faults"]
    assert found in fault["found"]
    assert set(fault) == {"id", "thing", "expected", "found", "remedy"}
    assert (fault["id"], all(fault.values())) == (f"id_{field}", True)
    assert f'<a href="#id_{field}">' in answer.content.decode()
    assert started.charted().passes == ()


def test_each_number_left_blank_is_named_with_a_link_to_it_and_the_script_has_the_same_words(
    cast: Cast, started: Chair
) -> None:
    client = cast.client("injector")
    page = client.get(today(started)).content.decode()
    told = page[page.index("data-lacking") : page.index("data-saving")]
    refused = posted(client, started, sent(volume="", punctures=""))
    faults = refused.json()["faults"]
    assert [fault["id"] for fault in faults] == ["id_volume", "id_punctures"]
    for fault in faults:
        assert f'<a href="#{fault["id"]}">{fault["thing"]}</a>' in told
        assert f"expected {fault['expected']}, found {fault['found']}. {fault['remedy']}" in words(told.encode())
    point = client.get(f"{today(started)}?mode=point").content.decode()
    assert '<a href="#id_punctures">' not in point[point.index("data-lacking") : point.index("data-saving")]


@pytest.mark.proves("H-10")
def test_a_pass_over_a_signed_limit_is_refused_in_words(cast: Cast, started: Chair) -> None:
    client = cast.client("injector")
    assert posted(client, started, sent(punctures="334")).status_code == 422
    answer = client.post(address(started, "session-passes"), sent(punctures="334"))
    assert answer.status_code == 422
    assert "40.08 mg" in words(answer.content)
    assert started.charted().passes == ()


@pytest.mark.proves("H-11")
def test_a_pass_of_more_than_is_mixed_is_named_as_a_slip(cast: Cast, started: Chair) -> None:
    answer = posted(cast.client("injector"), started, sent(punctures="600", volume="0.05"))
    assert answer.status_code == 422
    slips = [fault for fault in answer.json()["faults"] if fault["thing"] == "Volume of the pass"]
    assert [(slip["expected"], slip["found"]) for slip in slips] == [("at most the 5 mL that are mixed", "30 mL")]


def test_a_depth_that_is_refused_is_headed_depth_and_its_reason_can_be_given_there(cast: Cast, started: Chair) -> None:
    client = cast.client("injector")
    refused = posted(client, started, sent(depth="40", needle_length="4", layer="superficial-subcutis"))
    assert refused.status_code == 422
    assert "A needle of 4 mm reaches 4 mm, not 40 mm" in {fault["found"] for fault in refused.json()["faults"]}
    assert ("id_depth", "Depth") in {(fault["id"], fault["thing"]) for fault in refused.json()["faults"]}
    assert "Record a coded reason for a depth" in shown(client, today(started))
    reason = {"for-depth-rule": "depth", "for-depth-code": "", "for-depth-words": "."}
    again = client.post(address(started, "session-reason"), reason)
    assert again.status_code == 422
    assert b'<details class="nhsuk-details" open>' in again.content


@pytest.mark.proves("E13", "H-19")
def test_the_second_in_one_zone_is_shown_the_first_s_entries_and_may_take_it_over(cast: Cast, started: Chair) -> None:
    assert posted(cast.client("injector"), started, sent(punctures="60")).status_code == 200
    physician = cast.client("physician")
    other = sent(operator="physician-1", punctures="60")
    answer = posted(physician, started, other)
    assert answer.status_code == 409
    assert "60 × 0.02 mL" in answer.json()["theirs"]
    assert answer.json()["passes"] == 1
    plain = physician.post(address(started, "session-passes"), other)
    assert plain.status_code == 409
    assert "Demo injector charts this zone" in words(plain.content)
    assert "injector-1" not in words(plain.content)
    assert posted(physician, started, sent("thigh/left", operator="physician-1")).status_code == 200
    taking = {"site": "thigh/right", "seen": "1"}
    assert physician.post(address(started, "session-take-over"), taking).status_code == 302
    assert posted(physician, started, other).status_code == 200
    assert started.charted().tally.punctures == 240


@pytest.mark.proves("K-13")
def test_point_mode_charts_one_puncture_a_tap_without_script_too(cast: Cast, started: Chair) -> None:
    client = cast.client("injector")
    page = client.get(f"{address(started, 'session-visit')}?mode=point").content.decode()
    assert '<input type="hidden" name="punctures" value="1">' in page
    for _ in range(3):
        client.post(address(started, "session-passes"), sent(punctures="1"))
    assert started.charted().tally.punctures == 3


@pytest.mark.proves("H-39")
def test_the_last_session_is_copied_grey_and_each_pass_confirmed_or_taken_off(cast: Cast, clock: Clock) -> None:
    first = under_way(cast, example("s1-thighs-first-session").screened(SECOND_DAY))
    first.chart(given(RIGHT))
    first.chart(given(LEFT))
    second = two_weeks_later(first)
    clock(second.at("10:31"))
    client = cast.client("injector")
    assert client.post(address(second, "session-copy")).status_code == 302
    page = shown(client, today(second))
    assert "Copied, not confirmed" in page
    assert "0 punctures" in page
    right, left = (line.id for line, _ in second.charted().grey)
    assert client.post(address(second, "session-confirm", copy=right), {"punctures": "110"}).status_code == 302
    assert client.post(address(second, "session-drop", copy=left)).status_code == 302
    assert second.charted().tally.punctures == 110
    assert "copied" in shown(client, today(second))
    assert client.post(address(second, "session-confirm", copy=left)).status_code == 409


def test_a_pass_entered_in_error_is_taken_back_with_a_reason(cast: Cast, started: Chair) -> None:
    wrong = started.chart()
    client = cast.client("injector")
    page = address(started, "session-correct", entry=wrong.id)
    assert "In words" in shown(client, page)
    assert client.post(page, {"words": ""}).status_code == 422
    assert client.post(page, {"words": "Charted on the wrong side."}).status_code == 302
    assert started.charted().passes == ()
    assert client.get(page).status_code == 409


# -- stop, reactions -------------------------------------------------------------------------------------------------


def test_one_tap_stops_the_session_of_today_whoever_taps(cast: Cast, started: Chair) -> None:
    stop = reverse("session-stop", kwargs={"person": started.laid.person})
    assert cast.client("reception").post(stop).status_code == 302
    client = cast.client("injector")
    page = shown(client, today(started))
    assert "Stopped 10:40, Demo reception" in page
    assert posted(client, started, sent()).status_code in (200, 409)
    assert client.post(address(started, "session-resume")).status_code == 302
    assert "Stopped" not in shown(client, today(started)).replace("Stop session", "")


@pytest.mark.proves("H-40")
def test_what_was_seen_halts_the_session_and_stands_in_its_record(cast: Cast, started: Chair, clock: Clock) -> None:
    clock(started.at("10:36"))
    assistant = cast.client("assistant")
    assert "Needlestick" in shown(assistant, address(started, "session-reaction"))
    assert assistant.post(address(started, "session-reaction"), {"what": "no-such"}).status_code == 422
    seen = {"what": "dizziness", "site": "", "words": "pale, lay down"}
    assert assistant.post(address(started, "session-reaction"), seen).status_code == 302
    assert [value.what for _, value in started.charted().of(ReactionSeen)] == ["dizziness"]
    clock(started.at("10:50"))
    page = shown(cast.client("injector"), today(started))
    assert "6 minutes, pauses left out, paused" in page
    assert "pale, lay down" in shown(cast.client("injector"), address(started, "session-closing"))


def test_what_was_seen_keeps_its_side(cast: Cast, started: Chair) -> None:
    injector, page = cast.client("injector"), address(started, "session-reaction")
    assert {"thigh/right", "thigh/left"} <= set(
        re.findall(r'<option value="([^"]*)"', injector.get(page).content.decode())
    )
    assert injector.post(page, {"what": "bruise", "site": "thigh/left", "words": "small"}).status_code == 302
    assert [value.site for _, value in started.charted().of(ReactionSeen)] == [LEFT]
    assert "A bruise, left thigh" in shown(injector, today(started))
    assert "A bruise, left thigh: small" in shown(injector, address(started, "session-closing"))
    chart = shown(injector, reverse("chart", kwargs={"person": started.laid.person}))
    assert "A bruise, left thigh: “small”." in chart


def test_who_starts_second_is_told_the_name_of_who_started(cast: Cast, started: Chair) -> None:
    answer = cast.client("physician").post(address(started, "session-start"), SAID)
    assert answer.status_code == 409
    assert "This session was started by Demo injector" in words(answer.content)


# -- closing ---------------------------------------------------------------------------------------------------------


def closed(cast: Cast, chair: Chair, clock: Clock) -> Client:
    """Chart, end, reconcile and sign through the screens, as S1's first session."""
    client = cast.client("injector")
    for site in ("thigh/right", "thigh/left"):
        assert posted(client, chair, sent(site)).status_code == 200
    clock(chair.at("10:58"))
    assert client.post(address(chair, "session-end")).status_code == 302
    volumes = {"drawn": "5.0", "wasted": "0.2", "note": ""}
    assert client.post(address(chair, "session-volumes"), volumes).status_code == 302
    clock(chair.at("11:01"))
    signing = {"passes": "2", "punctures": "240", "volume": "4.8 mL", "seen": "on"}
    assert client.post(address(chair, "session-sign"), signing).status_code == 302
    return client


@pytest.mark.proves("H-39")
def test_it_asks_of_what_more_was_drawn_up_than_mixed(cast: Cast, started: Chair) -> None:
    client = cast.client("injector")
    said = {"drawn": "50", "wasted": "45.2", "note": " "}
    asked = client.post(address(started, "session-volumes"), said)
    assert asked.status_code == 422
    page = words(asked.content)
    assert "Drawn up" in page
    assert "at most the 5 mL that are mixed" in page
    assert 'value="45.2"' in asked.content.decode()
    assert client.post(address(started, "session-volumes"), said | {"note": "a tenfold mixture"}).status_code == 302
    assert client.post(address(started, "session-volumes"), said | {"drawn": "5.0", "wasted": "0.2"}).status_code == 302


@pytest.mark.proves("S1", "H-39")
def test_s1_s_first_session_is_reconciled_and_signed(cast: Cast, started: Chair, clock: Clock) -> None:
    client = closed(cast, started, clock)
    page = shown(client, today(started))
    assert "Demo injector, 3 Mar 2026, 11:01: 2 passes, 240 punctures" in page
    assert "28.8 mg of 40 mg" in page
    assert "0.2 mL wasted" in page
    assert posted(client, started, sent()).status_code == 409


def test_the_record_says_who_what_and_which_lot_and_leads_on_to_what_comes_after(
    cast: Cast, started: Chair, clock: Clock
) -> None:
    client = closed(cast, started, clock)
    page = shown(client, today(started))
    assert "This chart is signed" in page
    assert "Who it was, by Name, Birth date" in page
    assert "Started 10:30, Demo injector" in page
    assert "injector-1" not in page
    assert "A-101" in page
    assert "0 mL left of 5 mL drawn up, 0.2 mL wasted" in page
    assert reverse("after", kwargs={"person": started.laid.person}) in client.get(today(started)).content.decode()


def test_the_record_keeps_what_the_tape_showed_that_day(cast: Cast, started: Chair, clock: Clock) -> None:
    page = shown(closed(cast, started, clock), today(started))
    assert "The tape that day" in page
    measures = shown(cast.client("injector"), reverse("measures", kwargs={"person": started.laid.person}))
    assert "There is nothing to compare yet." in measures
    assert "Read so far Tue 3 Mar 2026" in measures


def test_the_record_is_printed_with_whose_it_is_what_was_given_and_what_was_added(
    cast: Cast, started: Chair, clock: Clock
) -> None:
    assert cast.client("injector").get(address(started, "session-paper")).status_code == 409
    client = closed(cast, started, clock)
    client.post(address(started, "session-addendum"), {"words": "Two points bled a little."})
    assert address(started, "session-paper") in client.get(today(started)).content.decode()
    with caught() as papers:
        assert client.get(address(started, "session-paper"))["Content-Type"] == "application/pdf"
    said = words(papers[0].paper.page.encode())
    for told in (
        "Demo patient 014 · born 14 May 1990",
        "Demo injector, 3 Mar 2026, 11:01: 2 passes, 240 punctures, 4.8 mL",
        "Who it was, by Name, Birth date",
        "4.8 mL given and 0.2 mL wasted",
        "A 10 mg/mL 3 mL A-101",
        "Right thigh: 120 punctures, 2.4 mL",
        "30G 4 mm 120 × 0.02 mL = 2.4 mL",
        "No reaction and no stop is recorded.",
        "Two points bled a little.",
    ):
        assert told in said, told
    may = {duty for duty in DUTIES if cast.client(duty).get(address(started, "session-paper")).status_code == 200}
    assert may == {*DUTIES} - {"reception", "auditor"}


@pytest.mark.proves("H-22")
def test_the_question_who_signs_says_whose_chart_and_how_much_was_given(cast: Cast, started: Chair) -> None:
    posted(cast.client("injector"), started, sent())
    signing = {"passes": "1", "punctures": "120", "volume": "2.4 mL", "seen": "on"}
    answer = cast.client("injector", confirmed=False).post(address(started, "session-sign"), signing)
    assert answer.status_code == 403
    said = words(answer.content)
    assert "Patient Demo patient 014, 14 May 1990" in said
    assert "The chart of the session of Tue 3 Mar 2026: 1 passes, 120 punctures, 2.4 mL given" in said
    assert f"/emergency/?person={started.laid.person}" in answer.content.decode()


@pytest.mark.proves("H-39", "H-18")
def test_the_signature_says_everything_that_is_open(cast: Cast, started: Chair) -> None:
    client = cast.client("injector")
    posted(client, started, sent())
    assert "The session has not ended." in shown(client, address(started, "session-closing"))
    signing = {"passes": "2", "punctures": "240", "volume": "4.8 mL", "seen": "on"}
    answer = client.post(address(started, "session-sign"), signing)
    assert answer.status_code == 422
    said = words(answer.content)
    assert "expected 1 passes, 120 punctures, 2.4 mL, found 2 passes, 240 punctures, 4.8 mL" in said
    assert "the session ended, found still under way" in said
    assert "what was drawn and wasted is not recorded" in said
    assert client.post(address(started, "session-sign"), signing | {"seen": ""}).status_code == 422
    assert client.post(address(started, "session-sign"), signing | {"volume": "much"}).status_code == 422
    assert client.post(address(started, "session-volumes"), {"drawn": "", "wasted": "x"}).status_code == 422


def test_an_end_tapped_too_early_is_taken_back(cast: Cast, started: Chair) -> None:
    client = cast.client("injector")
    client.post(address(started, "session-end"))
    assert started.charted().ended is not None
    client.post(address(started, "session-reopen"))
    assert started.charted().ended is None


def test_an_addendum_stands_below_the_signed_chart(cast: Cast, started: Chair, clock: Clock) -> None:
    client = closed(cast, started, clock)
    assert client.post(address(started, "session-addendum"), {"words": " "}).status_code == 422
    assert client.post(address(started, "session-addendum"), {"words": "A plaster on the left."}).status_code == 302
    assert "A plaster on the left. Demo injector" in shown(client, today(started))
    assert len(started.charted().of(Addendum)) == 1


@pytest.mark.proves("E25")
def test_a_signed_chart_of_the_wrong_twin_is_moved_with_reference(cast: Cast, started: Chair, clock: Clock) -> None:
    client = closed(cast, started, clock)
    twin = lay(cast, example("s1-thighs-first-session").but(tape=()), "Demo patient 032", "physician", 0)
    page = address(started, "session-wrong-person")
    assert "Demo patient 032, 14 May 1990" in shown(client, f"{page}?q=DEMO patient 032")
    assert "Nobody of that name" in shown(client, f"{page}?q=nobody")
    said = {"q": "032", "onto": str(twin.person), "words": ""}
    assert client.post(page, said).status_code == 422
    answer = client.post(page, said | {"words": "The twin sister was in the chair."})
    assert answer.status_code == 302
    right = Visit.objects.get(person=twin.person, booked_by="injector-1")
    there = shown(client, reverse("session-visit", kwargs={"person": twin.person, "visit": right.id}))
    assert "28.8 mg of 40 mg" in there
    assert {use.person_id for use in uses_of(Lot.objects.get(clinic=cast.clinic, lot="A-101"))} == {twin.person}
    given_here = [one for one in started.look("11:05").story.sessions if one.state is SessionState.GIVEN]
    assert given_here == []


@pytest.mark.proves("S2", "R107")
def test_a_face_has_its_cream_and_its_glow_and_thighs_have_no_glow(cast: Cast, started: Chair, clock: Clock) -> None:
    assert "Glow" not in shown(cast.client("injector"), address(started, "session-closing"))
    face = face_at_the_chair(cast)
    clock(face.at("14:20"))
    assistant = cast.client("assistant")
    cream = {"agent": "L-cream", "mass": "8", "area": "60", "occluded": "no"}
    assert assistant.post(address(face, "session-cream"), cream).status_code == 302
    clock(face.at("14:45"))
    ((line, _, _),) = face.charted("14:45").creams
    assistant.post(address(face, "session-cream-off", cream=line.id))
    clock(face.at("14:50"))
    injector = cast.client("injector")
    said = {"identifiers": ["name", "birth-date"], "sites": ["face"]}
    assert injector.post(address(face, "session-start"), said).status_code == 302
    clock(face.at("15:20"))
    assert posted(injector, face, sent("face", depth="2", layer="intradermal")).status_code == 200
    injector.post(address(face, "session-end"))
    clock(face.at("15:25"))
    assert "Glow right after the session" in shown(injector, address(face, "session-closing"))
    score = address(face, "session-score", scale="glow")
    assert assistant.post(score, {"glow-score": "3"}).status_code == 302
    look = face.look("15:26")
    assert [one.score for one in look.story.same_day] == [3]
    assert look.outlook.treating.anaesthetic is not None
    assert str(look.outlook.treating.anaesthetic.total) == "0.4"
    assert assistant.post(address(face, "session-score", scale="firmness")).status_code == 404


# -- who may ---------------------------------------------------------------------------------------------------------

POSTS = {
    "session-start": ("injector", "prescriber", "physician"),
    "session-passes": ("injector", "prescriber", "physician"),
    "session-copy": ("injector", "prescriber", "physician"),
    "session-take-over": ("injector", "prescriber", "physician"),
    "session-resume": ("injector", "prescriber", "physician"),
    "session-end": ("injector", "prescriber", "physician"),
    "session-volumes": ("injector", "prescriber", "physician"),
    "session-sign": ("injector", "prescriber", "physician"),
    "session-addendum": ("injector", "prescriber", "physician"),
    "session-reopen": ("director", "injector", "prescriber", "physician"),
    "session-wrong-person": ("director", "injector", "prescriber", "physician"),
    "session-mixture": ("prescriber", "physician"),
    "session-reason": ("injector", "prescriber", "physician"),
    "session-reaction": ("assistant", "injector", "prescriber", "physician"),
    "session-measures": ("assistant", "injector", "prescriber", "physician"),
    "session-cream": ("assistant", "injector", "prescriber", "physician"),
}
DUTIES = ("director", "prescriber", "injector", "assistant", "reception", "auditor", "physician")


@pytest.mark.parametrize("name", POSTS)
def test_only_who_may_is_let_through_and_a_refusal_is_written_down(cast: Cast, started: Chair, name: str) -> None:
    for duty in DUTIES:
        status = cast.client(duty).post(address(started, name)).status_code
        assert (status != 403) is (duty in POSTS[name]), duty
    refused = AuditEvent.objects.filter(act="refused", person=started.laid.person).count()
    assert refused == len(DUTIES) - len(POSTS[name])


@pytest.mark.parametrize("name", [*POSTS, "session-visit", "session-room", "session-closing", "session-paper"])
def test_another_clinic_and_nobody_see_nothing(cast: Cast, stranger: Cast, started: Chair, name: str) -> None:
    method = "post" if name in POSTS else "get"
    assert getattr(stranger.client("physician"), method)(address(started, name)).status_code == 404
    assert getattr(Client(), method)(address(started, name)).status_code == 302


@pytest.mark.proves("H-13")
@pytest.mark.parametrize("name", [*POSTS, "session-visit", "session-room", "session-closing", "session-paper"])
def test_a_visit_is_reached_only_through_its_own_patient(cast: Cast, started: Chair, name: str) -> None:
    other = cast.register("Demo patient 041", started.at("09:00"))
    crossed = reverse(name, kwargs={"person": other.id, "visit": started.visit.id})
    client = cast.client("physician")
    before = Entry.objects.count()
    assert (client.post(crossed) if name in POSTS else client.get(crossed)).status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", POSTS)
def test_an_address_that_is_only_opened_writes_nothing(cast: Cast, started: Chair, name: str) -> None:
    before = Entry.objects.count()
    assert cast.client("physician").get(address(started, name)).status_code in (200, 302, 409)
    assert Entry.objects.count() == before


def test_no_page_of_a_session_says_a_forbidden_word(cast: Cast, chair: Chair, clock: Clock, edition: Edition) -> None:
    client = cast.client("injector")
    seen = [client.get(address(chair, name)).content for name in ("session-visit", "session-room")]
    chair.start()
    chair.chart()
    clock(chair.at("10:45"))
    names = ("session-visit", "session-room", "session-closing", "session-reaction", "session-wrong-person")
    seen += [client.get(address(chair, name)).content for name in names]
    seen.append(cast.client("physician").get(address(chair, "session-mixture")).content)
    said = [words(page.split(b"<main", 1)[1]) for page in seen]
    assert [f"{one.word}: {one.around}" for page in said for one in offences(edition, page)] == []
