"""Patients: finding, registering, correcting, linking, the chart, the label."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from nappage.actions.entries import record
from nappage.assessment.chart import chart_of
from nappage.assessment.happening import Note, Signed
from nappage.engine.edition import Edition
from nappage.engine.story import Allergy, HealthEvent, Patient, Reading
from nappage.records.models import AuditEvent, Entry, Identity, Person, PersonLink
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.after_session import given_session, say
from support.cast import Cast
from support.charts import Laid, lay
from support.course import WrittenCourse
from support.pages import forbidden_words, typed_again, words_of_page, words_of_weight
from support.stories import example

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
NOW = "2026-03-03 10:25"
TYPED = {
    "name": "Demo patient 014", "born_0": "14", "born_1": "5", "born_2": "1990", "sex": "female",
    "phone": "+34 600 000 014", "email": "", "language": "en", "height_0": "66.1", "height_1": "[in_i]",
    "phototype": "2",
}  # fmt: skip
NAMES = {
    "mononym": "Prince",
    "140 characters": "María de los Ángeles " * 7,
    "right to left": "محمد بن عبد الله",
    "emoji": "Ana 😀 👩‍⚕️",
    "apostrophe": "Sinéad O’Brien-d'Arcy",
    "blanks": "  Demo   patient  ",
}


@pytest.fixture(autouse=True)
def _morning(cast: Cast, clock: Any) -> None:
    clock(AT)


@pytest.fixture
def person(cast: Cast) -> Person:
    return cast.register("Demo patient 014", AT - timedelta(days=1), phone="+34 600 000 014")


@pytest.fixture
def s1(cast: Cast, clock: Any) -> Laid:
    found = lay(cast, example("s1-thighs-first-session"))
    clock(found.at(NOW))
    return found


def register(cast: Cast, duty: str = "reception", **changes: str) -> Any:
    return cast.client(duty).post("/patients/register/", TYPED | changes)


# -- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["demo", "PATIENT 014", "14.5.1990", "14 may 1990", "600000014", "000 014"])
def test_it_finds_by_name_birth_date_or_telephone(cast: Cast, person: Person, typed: str) -> None:
    cast.register("Someone else", AT, date(1980, 1, 1))
    words = words_of_page(cast.client("reception").get("/patients/", {"q": typed}))
    assert "Demo patient 014" in words
    assert "Someone else" not in words


def test_it_sends_the_rows_alone_while_somebody_types(cast: Cast, person: Person) -> None:
    part = cast.client("reception").get("/patients/?q=demo", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="found">')
    assert "<html" not in part
    assert "1 patient shown" in part


@pytest.mark.proves("H-13")
def test_it_marks_two_of_one_name_and_tells_them_apart(cast: Cast, person: Person) -> None:
    cast.register("demo  PATIENT 014", AT, date(1991, 5, 14))
    words = words_of_page(cast.client("reception").get("/patients/?q=demo"))
    assert words.count("Same name: check the date of birth") == 2
    assert "14 May 1990" in words
    assert "14 May 1991" in words


def test_it_pages_and_asks_the_same_few_questions_however_many_there_are(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        cast.register(f"Mora {number:02}", AT - timedelta(days=1))
    client = cast.client("reception")
    with django_assert_max_num_queries(14):
        first = words_of_page(client.get("/patients/?q=mora"))
    assert "Mora 19" in first
    assert "Mora 20" not in first
    assert "Mora 24" in words_of_page(client.get("/patients/?q=mora&page=2"))
    assert client.get("/patients/?q=mora&page=nonsense").status_code == 200


def test_it_says_what_to_do_where_nobody_is_found(cast: Cast) -> None:
    client = cast.client("reception")
    assert "Register the first patient" in words_of_page(client.get("/patients/"))
    assert "Try part of the name" in words_of_page(client.get("/patients/?q=nobody"))


def test_it_shows_nobody_of_another_clinic(cast: Cast, stranger: Cast, person: Person) -> None:
    assert "Demo patient 014" not in words_of_page(stranger.client("director").get("/patients/?q=demo"))
    for url in ("", "identity/", "labels/", "labels/print/"):
        assert stranger.client("director").get(f"/patients/{person.id}/{url}").status_code == 404


def test_an_auditor_finds_nobody(cast: Cast, person: Person) -> None:
    assert cast.client("auditor").get("/patients/").status_code == 403


# -- registering and correcting --------------------------------------------------------------------------------------


@pytest.mark.proves("E29")
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_it_stores_a_name_exactly_and_finds_it_folded(cast: Cast, name: str) -> None:
    assert register(cast, name=name).status_code == 302
    kept = Identity.objects.get()
    assert kept.name == name
    found = cast.client("reception").get("/patients/", {"q": name.strip().split()[0].upper()})
    assert " ".join(name.split()) in words_of_page(found)
    assert 'dir="auto"' in found.content.decode()


@pytest.mark.proves("S1")
def test_it_keeps_the_height_in_the_unit_it_was_typed_in(cast: Cast) -> None:
    register(cast)
    patient = Identity.objects.get().person
    told = chart_of(patient.id, None, AT).latest(Patient)
    assert told is not None
    assert (str(told.height), told.phototype, told.born) == ("66.1 [in_i]", 2, date(1990, 5, 14))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "  "}, "Write the name."),
        ({"born_1": "13"}, "a day that the calendar has"),
        ({"born_1": "0"}, "a day that the calendar has"),
        ({"born_2": "9" * 5000}, "a day that the calendar has"),
        ({"born_2": "1" + "0" * 20}, "a day that the calendar has"),
        ({"born_1": "May"}, "expected day, month and year in figures, as 14 5 1990, found “14 May 1990”."),
        ({"born_2": "2030"}, "expected a day that has been, found 14 May 2030."),
        ({"born_2": "1190"}, "a year from 1900 on"),
        ({"born_2": "90"}, "found 14 May 0090. Type all four figures of the year."),
        ({"name": "x" * 201}, "a shorter text"),
        ({"height_0": "1,68"}, "decimal mark"),
        ({"height_0": "-3"}, "a number above nothing"),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_it_refuses_in_four_parts_and_what_was_typed_is_still_there(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    answer = register(cast, **changes)
    assert answer.status_code == 422
    words = words_of_page(answer)
    assert said in words
    assert "expected" in words
    assert "found" in words
    for name, value in changes.items():
        assert value in typed_again(answer, name)
    assert "+34 600 000 014" in typed_again(answer, "phone")
    assert not Identity.objects.exists()


@pytest.mark.proves("H-12", "H-23")
@pytest.mark.parametrize(("answer", "kept"), [("other", "68 [in_i]"), ("typed", "68 cm")])
def test_it_asks_whether_a_height_was_meant_in_the_other_unit_and_keeps_what_is_answered(
    cast: Cast, answer: str, kept: str
) -> None:
    typed = {"height_0": "68", "height_1": "cm"}
    asked = register(cast, **typed)
    assert asked.status_code == 422
    words = words_of_page(asked)
    assert "Is 68 cm what you meant?" in words
    assert "expected 120 cm to 220 cm" in words
    assert "68 in = 172.7 cm" in words
    assert typed_again(asked, "height_0") == ["68"]
    assert not Identity.objects.exists()
    register(cast, **typed, **{"height-68-cm": answer})
    told = chart_of(Identity.objects.get().person.id, None, AT).latest(Patient)
    assert told is not None
    assert str(told.height) == kept


def test_it_tells_all_faults_at_once(cast: Cast) -> None:
    words = words_of_page(register(cast, name="", born_0="", height_0="x"))
    assert "3 things have to be mended" in words


def test_it_asks_whether_somebody_alike_is_another_person_before_it_registers(cast: Cast, person: Person) -> None:
    answer = register(cast, name="demo patient 014", phone="")
    assert answer.status_code == 422
    assert "Somebody alike is registered already" in words_of_page(answer)
    assert str(person.id) in answer.content.decode()
    assert Identity.objects.count() == 1
    assert register(cast, name="demo patient 014", phone="", another="on").status_code == 302
    assert Identity.objects.count() == 2


def correction(**changes: str) -> dict[str, str]:
    return (
        {name: TYPED[name] for name in TYPED if not name.startswith(("height", "photo"))}
        | {"contact_note": ""}
        | changes
    )


@pytest.mark.proves("H-21")
def test_it_corrects_who_a_person_is_and_the_trail_names_fields_only(cast: Cast, person: Person) -> None:
    url = f"/patients/{person.id}/identity/"
    answer = cast.client("reception").post(url, correction(name="Demo patient 14", born_2="1991"))
    assert answer.status_code == 302
    identity = Identity.objects.get()
    assert (identity.name, identity.born) == ("Demo patient 14", date(1991, 5, 14))
    event = AuditEvent.objects.get(act="correct identity")
    assert event.detail == {"changed": ["name", "folded", "born"]}
    assert Entry.objects.filter(person=person, kind="patient").count() == 2


def test_the_front_desk_neither_sees_nor_changes_whether_weight_is_hidden(cast: Cast, person: Person) -> None:
    Identity.objects.update(hide_weight=True)
    url = f"/patients/{person.id}/identity/"
    assert "weight" not in words_of_page(cast.client("reception").get(url)).casefold()
    cast.client("reception").post(url, correction())
    assert Identity.objects.get().hide_weight
    cast.client("assistant").post(url, correction())
    assert not Identity.objects.get().hide_weight


# -- one person, two records -----------------------------------------------------------------------------------------


@pytest.fixture
def twin(cast: Cast, s1: Laid) -> Person:
    at = s1.at("2026-02-01 10:00")
    person = cast.register("demo patient 014", at, date(1991, 5, 14))
    record(cast.actor("injector", at), "reply.record", person.id, Allergy("latex", Answer.YES))
    return person


@pytest.mark.proves("H-30")
def test_it_suggests_who_may_be_the_same_and_shows_both_side_by_side(cast: Cast, s1: Laid, twin: Person) -> None:
    words = words_of_page(cast.client("physician").get(f"/patients/{s1.person}/identity/"))
    assert "May be the same person" in words
    assert "The same: name" in words
    page = words_of_page(cast.client("physician").get(f"/patients/{s1.person}/identity/same-as/{twin.id}/"))
    assert "Mon 14 May 1990 Tue 14 May 1991" in page
    assert "a clinician settles this" in page
    assert "latex" in page


@pytest.mark.proves("H-30")
def test_linking_needs_words_holds_on_a_conflict_and_can_be_undone(cast: Cast, s1: Laid, twin: Person) -> None:
    physician = cast.client("physician")
    url = f"/patients/{s1.person}/identity/same-as/{twin.id}/"
    refused = physician.post(url, {"words": "same"})
    assert refused.status_code == 422
    assert typed_again(refused, "words") == ["same"]
    assert physician.post(url, {"words": "the same passport was shown at the desk"}).status_code == 302
    chart = words_of_page(physician.get(f"/patients/{s1.person}/"))
    assert "Allergy: latex" in chart
    assert "Also recorded as: demo patient 014" in chart
    assert "On hold: two linked records of this person do not say the same" in chart
    assert "Settle what two linked records say differently" in chart
    assert "Kept record: Demo patient 014" in words_of_page(physician.get(f"/patients/{twin.id}/"))
    assert "Kept record: Demo patient 014" in words_of_page(physician.get("/patients/?q=demo"))
    undo = f"/patients/{s1.person}/identity/not-same-as/{twin.id}/"
    assert physician.post(undo, {"words": "two sisters, born a year apart"}).status_code == 302
    after = words_of_page(physician.get(f"/patients/{s1.person}/"))
    assert "latex" not in after.split("History")[0]
    assert "On hold" not in after
    assert PersonLink.objects.count() == 2


@pytest.mark.parametrize("duty", ["injector", "assistant", "reception"])
def test_who_may_not_link_is_offered_no_way_to(cast: Cast, s1: Laid, twin: Person, duty: str) -> None:
    client = cast.client(duty)
    page = client.get(f"/patients/{s1.person}/identity/").content.decode()
    assert "Compare and link" not in page
    assert client.get(f"/patients/{s1.person}/identity/same-as/{twin.id}/").status_code == 403
    assert client.post(f"/patients/{s1.person}/identity/same-as/{twin.id}/", {"words": "x" * 20}).status_code == 403


@pytest.mark.proves("H-30")
def test_nobody_is_linked_across_clinics_or_to_themselves(cast: Cast, s1: Laid, stranger: Cast) -> None:
    other = stranger.register("Demo patient 014", AT)
    physician = cast.client("physician")
    for one in (other.id, s1.person):
        url = f"/patients/{s1.person}/identity/same-as/{one}/"
        assert physician.post(url, {"words": "the same passport was shown"}).status_code == 404
    assert not PersonLink.objects.exists()


# -- the chart -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1")
def test_the_chart_draws_the_course_and_shows_gates_and_dates(cast: Cast, s1: Laid) -> None:
    page = cast.client("injector").get(f"/patients/{s1.person}/").content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert page.count('class="gate gate--open"') >= 8
    words = words_of_page(cast.client("injector").get(f"/patients/{s1.person}/"))
    assert "Session 1 of 10, cellulite, body, every two weeks, 10 sessions" in words
    assert "Next 10:30, Room 2, session" in words
    assert "All eight gates open at this instant" in words


def test_what_keeps_the_session_from_starting_stands_before_the_history(cast: Cast, s1: Laid) -> None:
    page = cast.client("injector").get(f"/patients/{s1.person}/").content.decode()
    assert page.count("card--needed") == 1
    assert page.index("card--needed") < page.index('id="history"')


@pytest.mark.proves("S1")
def test_the_chart_counts_the_questions_that_screening_asks(cast: Cast, s1: Laid, clock: Any) -> None:
    clock(s1.at("2026-03-05 09:00"))
    client = cast.client("injector")
    chart = words_of_page(client.get(f"/patients/{s1.person}/"))
    screening = client.get(f"/patients/{s1.person}/screening/").content.decode()
    due = screening.split('id="due"', 1)[1].split("</section>", 1)[0]
    asked = due.count('<div class="question"')
    assert asked > 1
    assert f"{asked} questions are open" in chart
    assert "Screening: open the gate" in chart


def test_screening_that_is_complete_ticks_its_own_stop_and_leads_on(cast: Cast, s1: Laid) -> None:
    page = cast.client("injector").get(f"/patients/{s1.person}/screening/")
    stop = rail_stop(page, "screening")
    assert stop.startswith("rail__stop rail__stop--done rail__stop--current")
    assert 'aria-current="step"' in stop
    assert "On to Preparation" in words_of_page(page)


@pytest.mark.proves("S1")
def test_after_the_session_the_chart_says_what_was_given_and_when_the_next_may_be(cast: Cast, clock: Any) -> None:
    laid = given_session(cast, "s1-thighs-first-session", "2026-03-03 10:30", "2026-03-03 10:58")
    clock(laid.at("2026-03-03 10:45"))
    under_way = words_of_page(cast.client("injector").get(f"/patients/{laid.person}/"))
    assert "Session 1 began Tue 3 Mar 2026, 10:30, and has not ended" in under_way
    clock(laid.at("2026-03-03 11:05"))
    page = cast.client("injector").get(f"/patients/{laid.person}/")
    words = words_of_page(page)
    assert "Session 1 of 10 given, cellulite, body, every two weeks, 10 sessions" in words
    assert "Session 1 was given Tue 3 Mar 2026, 10:30" in words
    assert "Session 2: Tue 10 Mar 2026 at the earliest" in words
    assert "Start: not again today" in words
    assert "may start" not in words
    assert "All eight gates open" not in words
    assert "rail__stop--done" not in rail_stop(page, "session")
    say(laid, "2026-03-03 11:01", Signed(2, 240, Quantity.parse("4.8 mL")), visit=laid.visits[0].id)
    assert "rail__stop--done" in rail_stop(cast.client("injector").get(f"/patients/{laid.person}/"), "session")
    assert "Session 1 was given Tue 3 Mar 2026, 10:30" in words_of_page(cast.client("injector").get("/"))


def rail_stop(page: Any, stage: str) -> str:
    """Return the stop of a stage in the rail, as it is marked up."""
    stops: list[str] = page.content.decode().split('<li class="')
    return next(stop for stop in stops if stop.startswith("rail__stop") and f'/{stage}/"' in stop)


def test_the_chart_without_a_plan_says_what_to_do_next(cast: Cast, person: Person) -> None:
    words = words_of_page(cast.client("injector").get(f"/patients/{person.id}/"))
    assert "There is no plan yet" in words
    assert "nothing booked" in words


def test_a_signed_plan_without_any_booking_leads_to_booking_and_shows_no_rows_without_a_day(cast: Cast) -> None:
    course = WrittenCourse(cast, cast.register("Demo patient 078", AT - timedelta(days=1)).id)
    course.consulted(AT - timedelta(hours=2))
    course.planned(AT - timedelta(hours=1))
    words = words_of_page(cast.client("injector").get(f"/patients/{course.person}/"))
    assert "There is no plan yet" not in words
    assert "No session has a day yet, so there is no course to draw. Book the first session" in words
    assert "No date yet: book the first session, and the others follow from it." in words
    assert "a clinician sets it" not in words


@pytest.mark.proves("S5", "E25")
def test_what_was_taken_back_stays_in_the_history_with_why_and_by_whom(cast: Cast, s1: Laid) -> None:
    at = s1.at("2026-03-03 10:00")
    entry = record(cast.actor("assistant", at), "reply.record", s1.person, HealthEvent("pregnancy", at, "patient"))
    client = cast.client("injector")
    assert "On hold: pregnancy" in words_of_page(client.get(f"/patients/{s1.person}/"))
    url = f"/patients/{s1.person}/entries/{entry.id}/strike/"
    assert "Pregnancy" in words_of_page(client.get(url))
    assert client.post(url, {"words": "wrong"}).status_code == 422
    assert client.post(url, {"words": "the answer of another patient"}).status_code == 302
    page = client.get(f"/patients/{s1.person}/")
    words = words_of_page(page)
    assert "On hold" not in words
    assert "“the answer of another patient”" in words
    assert "by Demo injector" in words
    assert "<s>Pregnancy.</s>" in page.content.decode()
    assert client.post(url, {"words": "the answer of another patient"}).status_code == 409


@pytest.mark.parametrize(("duty", "status"), [("assistant", 403), ("reception", 403), ("injector", 404)])
def test_nobody_takes_back_what_is_not_theirs(
    cast: Cast, stranger: Cast, person: Person, duty: str, status: int
) -> None:
    other = stranger.register("Demo patient 014", AT)
    entry = Entry.objects.get(person=other)
    answer = cast.client(duty).post(f"/patients/{person.id}/entries/{entry.id}/strike/", {"words": "x" * 20})
    assert answer.status_code == status


def test_a_long_history_is_shown_in_parts(cast: Cast, person: Person) -> None:
    actor = cast.actor("assistant", AT)
    for number in range(45):
        record(actor, "reply.record", person.id, Note("said", f"word {number}"))
    client = cast.client("assistant")
    assert "31 earlier entries" in words_of_page(client.get(f"/patients/{person.id}/"))
    assert "word 0”" in words_of_page(client.get(f"/patients/{person.id}/?history=all"))


@pytest.mark.proves("S5")
def test_the_front_desk_sees_on_hold_and_never_a_reason(cast: Cast, s1: Laid) -> None:
    at = s1.at("2026-03-03 10:00")
    actor = cast.actor("assistant", at)
    record(actor, "reply.record", s1.person, HealthEvent("pregnancy", at, "patient"))
    record(actor, "reply.record", s1.person, Allergy("latex", Answer.YES))
    client = cast.client("reception")
    assert client.get(f"/patients/{s1.person}/").status_code == 403
    for url in ("identity/", "visits/", "labels/"):
        words = words_of_page(client.get(f"/patients/{s1.person}/{url}"))
        assert "On hold" in words
        assert not re.search("pregnan|latex|allergy:|allergic|screening|cellulite|session 1", words, re.IGNORECASE), url


@pytest.mark.proves("H-23")
def test_where_weight_is_hidden_the_chart_holds_none(cast: Cast, s1: Laid) -> None:
    Identity.objects.update(hide_weight=True)
    record(
        cast.actor("assistant", s1.at("2026-03-03 10:00")), "measure.record", s1.person,
        Reading("weight", Quantity.parse("49.1 kg"), s1.at("2026-03-03 10:00")),
    )  # fmt: skip
    answer = cast.client("physician").get(f"/patients/{s1.person}/?history=all")
    assert words_of_weight(answer) == []
    assert not {"49.1", "62", "17.4"} & set(words_of_page(answer).split())


# -- labels ----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("E29")
def test_a_label_holds_the_whole_name_or_warns(cast: Cast) -> None:
    fitting = cast.register("محمد بن عبد الله", AT)
    wide = cast.register("漢" * 200, AT)
    client = cast.client("reception")
    assert "محمد بن عبد الله" in words_of_page(client.get(f"/patients/{fitting.id}/labels/print/"))
    page = words_of_page(client.get(f"/patients/{wide.id}/labels/"))
    assert "It does not fit this label" in page
    assert "A name is never cut off" in page
    sheet = client.get(f"/patients/{wide.id}/labels/print/").content.decode()
    assert "漢" * 200 in sheet
    assert "paper.css" in sheet


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-03")
def test_no_page_says_a_forbidden_word(cast: Cast, s1: Laid, twin: Person, edition: Edition) -> None:
    client, base = cast.client("physician"), f"/patients/{s1.person}"
    for url in (
        "/patients/", "/patients/register/", f"{base}/", f"{base}/identity/", f"{base}/identity/same-as/{twin.id}/",
        f"{base}/labels/", f"{base}/labels/print/?sheet=1", f"{base}/?history=all",
    ):  # fmt: skip
        assert forbidden_words(edition, client.get(url)) == [], url
