"""Intake at home: what is told is kept as said and signed, prepares the visit, and opens nothing by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from nappage.actions.acting import Actor
from nappage.actions.entries import record
from nappage.actions.intake import Told, tell_from_home
from nappage.assessment.at_home import ToldAtHome
from nappage.assessment.happening import Lifestyle, MedicineList, Note
from nappage.assessment.look import Look, look_at
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import Channel, HealthEvent, MedicineTaken
from nappage.records.models import AuditEvent, Draft, Entry, Identity, Person
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from support.at_home import HELPER, INTAKE, NAME, ROWS, answered, helper_of
from support.cast import Cast
from support.device import Phone, SetClock
from support.pages import forbidden_words, typed_again, words_of_page, words_of_weight

AT = datetime(2026, 2, 18, 19, tzinfo=UTC)
VISIT = datetime(2026, 2, 19, 9, tzinfo=UTC)


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(AT)
    return cast.register(NAME, AT - timedelta(days=1))


@pytest.fixture
def phone(cast: Cast, person: Person) -> Phone:
    return cast.phone(person.id, at=AT)


def looked(cast: Cast, person: Person, at: datetime = AT) -> Look:
    return look_at(cast.clinic.id, person.id, None, at)


def recorded(person: Person) -> int:
    return Entry.objects.filter(person=person.id, recorded_at__gte=AT).count()


# -- telling ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1")
def test_it_keeps_what_was_said_as_said_with_who_said_it(cast: Cast, person: Person, phone: Phone) -> None:
    typed = answered(stroke="unknown", heart="declined") | {
        "med-0-name": "ibuprofen", "med-0-prescribed": "no", "med-0-still": "stopped", "med-0-last": "16 2 2026",
        "all-0-to": "latex", "all-0-severe": "no", "wish": "My thighs, in summer.", "diet": "No breakfast.",
    }  # fmt: skip
    answer = phone.post(INTAKE, typed)
    assert (answer.status_code, answer["Location"]) == (302, INTAKE)
    look = looked(cast, person)
    replies = {reply.question: reply for reply in look.story.replies}
    assert {reply.channel for reply in replies.values()} == {Channel.PORTAL}
    assert {reply.by for reply in replies.values()} == {"patient"}
    assert (replies["stroke"].answer, replies["stroke"].how) == (Answer.UNKNOWN, "don't know")
    assert (replies["heart"].answer, replies["heart"].how) == (Answer.UNKNOWN, "prefer not to say")
    assert [one.name for one in look.story.medicines] == ["ibuprofen"]
    assert [one.to for one in look.story.allergies] == ["latex"]
    note, lifestyle = look.chart.latest(Note), look.chart.latest(Lifestyle)
    assert note is not None
    assert lifestyle is not None
    assert (note.words, lifestyle.diet) == ("My thighs, in summer.", "No breakfast.")
    ((line, told),) = look.chart.of(ToldAtHome)
    assert (line.by, told.name, told.language) == ("patient", NAME, "en")
    others = {one.id for one in look.chart.lines if one.recorded_at == line.recorded_at} - {line.id}
    assert set(told.entries) == others
    event = AuditEvent.objects.filter(person=person.id, act="tell from home").get()
    assert event.member == phone.access.id


def test_it_says_that_nobody_decides_here_and_tells_nobody_to_stop_anything(person: Person, phone: Phone) -> None:
    page = phone.get(INTAKE)
    words = words_of_page(page)
    assert "Nobody decides by this page" in words
    assert "Keep taking what your doctor gave you" in words
    assert " checked" not in page.content.decode().split('id="told"')[1]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_word_promises_anything(cast: Cast, phone: Phone, language: str) -> None:
    from nappage.assessment.edition_in_use import edition_in_use

    phone.cookies["django_language"] = language
    page = phone.get(INTAKE)
    assert f'<html lang="{language}"' in page.content.decode()
    assert forbidden_words(edition_in_use(), page) == []


def test_it_asks_for_no_weight(cast: Cast, person: Person, phone: Phone) -> None:
    Identity.objects.filter(person=person.id).update(hide_weight=True)
    assert words_of_weight(phone.get(INTAKE)) == []


# -- what is refused -------------------------------------------------------------------------------------------------


def test_it_refuses_a_form_that_is_blank(person: Person, phone: Phone) -> None:
    answer = phone.post(INTAKE, ROWS)
    assert answer.status_code == 422
    words = words_of_page(answer)
    assert "Are you pregnant" in words
    assert "Your full name" in words
    assert recorded(person) == 0


@pytest.mark.parametrize("name", ["", "   ", "Somebody else", HELPER])
def test_it_refuses_what_is_not_signed_with_ones_own_name(person: Person, phone: Phone, name: str) -> None:
    answer = phone.post(INTAKE, answered(name) | {"wish": "My thighs."})
    assert answer.status_code == 422
    assert typed_again(answer, "wish") == ["My thighs."]
    assert recorded(person) == 0


def test_it_refuses_a_question_left_out_and_names_it(person: Person, phone: Phone) -> None:
    typed = answered()
    del typed["q-insulin"]
    answer = phone.post(INTAKE, typed)
    assert answer.status_code == 422
    assert "Do you use insulin" in words_of_page(answer).split("Nothing was saved")[1][:400]
    assert recorded(person) == 0


def test_it_refuses_a_yes_that_does_not_say_to_what(person: Person, phone: Phone) -> None:
    answer = phone.post(INTAKE, answered(stroke="yes"))
    assert answer.status_code == 422
    assert "which of these it is" in words_of_page(answer)
    assert recorded(person) == 0


def test_the_same_form_sent_twice_is_recorded_once(person: Person, phone: Phone) -> None:
    typed = answered()
    assert phone.post(INTAKE, typed).status_code == 302
    before = recorded(person)
    assert phone.post(INTAKE, typed | {"q-insulin": "unknown"}).status_code == 409
    assert recorded(person) == before


def test_the_same_words_of_the_same_day_are_nothing_new(person: Person, phone: Phone) -> None:
    phone.post(INTAKE, answered())
    before = recorded(person)
    assert phone.post(INTAKE, answered()).status_code == 422
    assert recorded(person) == before


# -- who may ---------------------------------------------------------------------------------------------------------


def test_who_helps_signs_as_themselves_and_the_record_says_so(cast: Cast, person: Person) -> None:
    phone = Phone(helper_of(cast, person, AT))
    assert f"You answer for {NAME}, and sign as yourself, {HELPER}" in words_of_page(phone.get(INTAKE))
    assert phone.post(INTAKE, answered(NAME)).status_code == 422
    assert recorded(person) == 0
    assert phone.post(INTAKE, answered(HELPER)).status_code == 302
    ((line, told),) = looked(cast, person).chart.of(ToldAtHome)
    assert (line.by, told.name) == ("proxy", HELPER)
    assert {reply.by for reply in looked(cast, person).story.replies} == {"proxy"}


def test_an_access_that_ended_tells_nothing(cast: Cast, person: Person, clock: SetClock) -> None:
    access = helper_of(cast, person, AT, days=1)
    phone, later = Phone(access), AT + timedelta(days=1)
    clock(later)
    assert phone.post(INTAKE, answered(HELPER))["Location"] == "/my/person/"
    with pytest.raises(Exception, match=r"own\.answer"):
        tell_from_home(Actor(access, later), person.id, None, Told(notes=(Note("said", "hello"),)), HELPER, "en")
    assert recorded(person) == 0


def test_nobody_tells_for_somebody_else(cast: Cast, stranger: Cast, person: Person, phone: Phone) -> None:
    other = stranger.register("Demo patient 077", AT)
    with pytest.raises(Exception, match=r"own\.answer"):
        tell_from_home(Actor(phone.access, AT), other.id, None, Told(notes=(Note("said", "x"),)), NAME, "en")
    with pytest.raises(Exception, match=r"own\.answer"):
        tell_from_home(cast.actor("physician", AT), person.id, None, Told(notes=(Note("said", "x"),)), NAME, "en")


# -- save and resume -------------------------------------------------------------------------------------------------


def test_what_is_kept_for_later_is_sealed_is_no_record_and_comes_back(cast: Cast, person: Person, phone: Phone) -> None:
    typed = {**ROWS, "q-insulin": "declined", "med-0-name": "ibuprofen", "wish": "My thighs.", "name": NAME}
    assert phone.post(INTAKE, typed | {"do": "keep"}).status_code == 302
    assert recorded(person) == 0
    draft = Draft.objects.get(person=person.id)
    assert b"thighs" not in bytes(draft.sealed)
    page = phone.get(INTAKE)
    assert typed_again(page, "wish") == ["My thighs."]
    assert typed_again(page, "med-0-name") == ["ibuprofen"]
    assert typed_again(page, "name") == []
    assert 'value="declined" id="id_q-insulin_3" checked' in page.content.decode()
    assert "It is not sent yet" in words_of_page(page)
    other = Phone(helper_of(cast, person, AT))
    assert typed_again(other.get(INTAKE), "wish") == [""]
    phone.post(INTAKE, answered())
    assert not Draft.objects.exists()


def test_more_rows_keep_what_was_typed_and_send_nothing(person: Person, phone: Phone) -> None:
    page = phone.post(INTAKE, {**ROWS, "med-0-name": "ibuprofen", "do": "more"})
    assert page.status_code == 200
    assert 'name="med-3-name"' in page.content.decode()
    assert typed_again(page, "med-0-name") == ["ibuprofen"]
    assert recorded(person) == 0


# -- what it comes to at the clinic ----------------------------------------------------------------------------------


def test_it_never_takes_away_a_medicine_that_the_clinic_knows(cast: Cast, person: Person, phone: Phone) -> None:
    warfarin = MedicineTaken("warfarin", Answer.YES, purpose="a clot")
    record(cast.actor("physician", AT - timedelta(hours=1)), "reply.record", person.id, MedicineList((warfarin,)))
    page = phone.get(INTAKE).content.decode()
    assert 'value="warfarin"' in page
    left_out = answered() | {"med-TOTAL_FORMS": "1", "med-0-name": "ibuprofen", "med-0-still": "now"}
    assert phone.post(INTAKE, left_out).status_code == 302
    assert "warfarin" in {one.name for one in looked(cast, person).story.medicines}
    tampered = answered() | {"med-INITIAL_FORMS": "1", "med-0-name": "aspirin", "med-0-still": "stopped"}
    phone.post(INTAKE, tampered | {"q-insulin": "unknown"})
    found = {one.name: one for one in looked(cast, person).story.medicines}
    assert found["warfarin"].stopped
    assert (found["warfarin"].prescribed, found["warfarin"].purpose) == (Answer.YES, "a clot")
    assert "aspirin" not in found


@pytest.mark.proves("E08")
def test_a_pregnancy_left_open_at_home_is_settled_by_a_clinician_at_the_visit(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    morning = VISIT - timedelta(hours=2)
    clock(morning)
    phone.post(INTAKE, answered(pregnancy="declined"))
    assert phone.post(INTAKE, answered(pregnancy="no")).status_code == 422
    clock(VISIT)
    nurse = cast.client("assistant")
    page = nurse.get(f"/patients/{person.id}/intake/").content.decode()
    assert 'value="declined" id="id_q-pregnancy_3" checked' in page
    typed = {name: said for name, said in answered().items() if name != "name"}
    answer = nurse.post(f"/patients/{person.id}/intake/", typed)
    assert answer.status_code == 422
    assert "A clinician settles it" in words_of_page(answer)
    screening = nurse.get(f"/patients/{person.id}/screening/")
    assert f"/patients/{person.id}/screening/settle/pregnancy/" in screening.content.decode() or (
        "prefer not to say" in words_of_page(screening)
    )


def test_a_yes_from_home_holds_at_once_and_a_no_opens_nothing(cast: Cast, person: Person, phone: Phone) -> None:
    phone.post(INTAKE, answered(stroke="yes") | {"c-stroke": ["tia"], "o-stroke": "none", "since-tia": "2019"})
    look = looked(cast, person)
    (event,) = (value for _, value in look.chart.of(HealthEvent))
    assert (event.condition, event.by, event.since) == ("tia", "patient", date(2019, 12, 31))
    gate = next(one for one in look.outlook.gates if one.name is GateName.SCREENING)
    assert gate.state is GateState.CLOSED
    from nappage.assessment.questionnaire import questionnaire

    due = {one.question.id for one in questionnaire(look).due}
    assert {"pregnancy", "insulin", "cancer", "medicines", "allergies"} <= due


@pytest.mark.parametrize(("sent", "is_filled"), [(VISIT - timedelta(hours=2), True), (AT, False)])
def test_at_the_clinic_an_answer_of_the_day_fills_in_the_form_and_an_older_one_does_not(
    cast: Cast, person: Person, phone: Phone, clock: SetClock, sent: datetime, is_filled: bool
) -> None:
    clock(sent)
    phone.post(INTAKE, answered(insulin="unknown"))
    clock(VISIT)
    page = cast.client("assistant").get(f"/patients/{person.id}/intake/").content.decode()
    assert ('value="unknown" id="id_q-insulin_2" checked' in page) is is_filled
    assert 'value="no" id="id_q-heart_1" checked' in page  # holds for months: filled in, and asked again all the same
    assert "From home: don&#x27;t know" in page


def test_a_yes_from_home_comes_with_its_conditions_to_the_clinic(
    cast: Cast, person: Person, phone: Phone, clock: SetClock
) -> None:
    clock(VISIT - timedelta(hours=2))
    typed: dict[str, Any] = answered(stroke="yes") | {"c-stroke": ["tia"], "o-stroke": "none"}
    phone.post(INTAKE, typed)
    clock(VISIT)
    page = cast.client("assistant").get(f"/patients/{person.id}/intake/").content.decode()
    assert 'value="yes" id="id_q-stroke_0" checked' in page
    assert 'value="tia" id="id_c-stroke_1" checked' in page


def test_an_act_without_a_name_is_refused_whatever_the_screen(cast: Cast, person: Person, phone: Phone) -> None:
    with pytest.raises(Faulty):
        tell_from_home(Actor(phone.access, AT), person.id, None, Told(notes=(Note("said", "x"),)), " ", "en")
    assert recorded(person) == 0
