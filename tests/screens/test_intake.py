"""Intake: what is asked, what a yes opens, what is typed, kept for later, and recorded whole."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from nappage.actions.entries import record
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import InstrumentAnswers, Lifestyle, Note
from nappage.assessment.look import Look, look_at
from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.question import Asks, Question
from nappage.engine.story import HealthEvent, Reading
from nappage.records.keys import new_key
from nappage.records.models import Draft, Entry, Identity, Person, PolicyVersion
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.charts import lay
from support.pages import forbidden_words, typed_again, words_of_page, words_of_weight
from support.stories import example, gate

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
ROWS = {"med-TOTAL_FORMS": "2", "med-INITIAL_FORMS": "0", "all-TOTAL_FORMS": "2", "all-INITIAL_FORMS": "0"}
IBUPROFEN = {
    "med-0-name": "ibuprofen", "med-0-prescribed": "no", "med-0-still": "stopped", "med-0-last": "20 2 2026",
    "med-0-purpose": "headache",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _morning(cast: Cast, clock: Any) -> None:
    clock(AT)


@pytest.fixture
def person(cast: Cast) -> Person:
    return cast.register("Demo patient 014", AT - timedelta(days=1), height=None, phototype=None)


def url(person: Person, rest: str = "") -> str:
    return f"/patients/{person.id}/intake/{rest}"


def no_to_all(**changes: str) -> dict[str, str]:
    """Return a no to every question and whole lists, as S1 answers; `changes` by the question's id."""
    questions = edition_in_use().all(Question).values()
    lists = (Asks.MEDICINES, Asks.ALLERGIES)
    answers = {f"q-{one.id}": "yes" if one.asks in lists else "no" for one in questions}
    return answers | {f"q-{id.replace('_', '-')}": answer for id, answer in changes.items()}


def send(cast: Cast, person: Person, typed: dict[str, Any], duty: str = "assistant") -> Any:
    return cast.client(duty).post(url(person), ROWS | {"sitting": str(new_key())} | typed)


def looked(cast: Cast, person: Person, at: datetime = AT) -> Look:
    return look_at(cast.clinic.id, person.id, None, at)


def answers(cast: Cast, person: Person) -> dict[str, Answer]:
    return {reply.question: reply.answer for reply in looked(cast, person).story.replies}


# -- what is asked ---------------------------------------------------------------------------------------------------


@pytest.mark.proves("K-24", "R049")
def test_it_asks_everything_while_nothing_is_planned_and_less_once_it_is(cast: Cast, person: Person) -> None:
    page = cast.client("assistant").get(url(person)).content.decode()
    assert all(f'name="q-{id}"' in page for id in edition_in_use().all(Question))
    planned = lay(cast, example("s1-thighs-first-session"))
    from nappage.assessment.questionnaire import questionnaire

    found = {one.question.id for one in questionnaire(planned.look("2026-02-19 10:50")).asked}
    assert set(edition_in_use().all(Question)) - found == {"swallowing", "habits"}


def test_each_question_says_its_sources_and_nothing_is_chosen_beforehand(cast: Cast, person: Person) -> None:
    page = cast.client("assistant").get(url(person)).content.decode()
    assert " checked" not in page.split('id="intake"')[1].split("</form>")[0]
    assert page.count('class="sources"') >= len(edition_in_use().all(Question))


@pytest.mark.parametrize(
    ("duty", "status"), [("director", 403), ("reception", 403), ("auditor", 403), ("injector", 200)]
)
def test_who_asks_patients_opens_it(cast: Cast, person: Person, duty: str, status: int) -> None:
    assert cast.client(duty).get(url(person)).status_code == status
    if status == 403:
        assert send(cast, person, no_to_all(), duty).status_code == 403
        assert not answers(cast, person)


def test_another_clinics_patient_is_not_there(cast: Cast, stranger: Cast, person: Person) -> None:
    client = stranger.client("injector")
    for rest in ("", "weighing/"):
        assert client.get(url(person, rest)).status_code == 404
        assert client.post(url(person, rest), ROWS | no_to_all()).status_code == 404


# -- S1 --------------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "R046", "R078", "R081")
def test_it_records_the_whole_sitting_of_s1(cast: Cast, person: Person) -> None:
    typed = no_to_all() | IBUPROFEN | {
        "height_0": "168", "height_1": "cm", "weight_0": "62.0", "weight_1": "kg", "pressure": "118 / 76",
        "phototype": "2", "pinch": "yes", "standing": "yes", "lying": "no", "wish": "My thighs, in summer.",
        "diet": "no diet planned", "activity": "walks three times a week", "goal": "", "said": "",
    }  # fmt: skip
    assert (
        send(cast, person, typed | {"med-0-last": "18 2 2026"}).headers["Location"]
        == f"/patients/{person.id}/screening/"
    )
    look = looked(cast, person)
    assert set(answers(cast, person).values()) == {Answer.NO, Answer.YES}
    assert str(look.outlook.measures.body_mass_index) == "22 kg/m2"
    assert look.outlook.measures.stage is not None
    assert look.outlook.measures.stage.grade == 2
    (ibuprofen,) = look.story.medicines
    assert (ibuprofen.prescribed, ibuprofen.stopped, ibuprofen.purpose) == (Answer.NO, True, "headache")
    assert {reading.code: str(reading.value) for reading in look.story.readings} == {
        "weight": "62 kg", "systolic": "118 mm[Hg]", "diastolic": "76 mm[Hg]",
    }  # fmt: skip
    assert [note.words for _, note in look.chart.of(Note)] == ["My thighs, in summer."]
    assert look.chart.latest(Lifestyle) == Lifestyle("no diet planned", "walks three times a week", "", AT.date())
    assert look.story.patient.phototype == 2


def test_a_value_is_kept_in_the_unit_it_was_typed_in(cast: Cast, person: Person) -> None:
    send(cast, person, {"weight_0": "136.7", "weight_1": "[lb_av]", "height_0": "66.1", "height_1": "[in_i]"})
    story = looked(cast, person).story
    assert [str(reading.value) for reading in story.readings] == ["136.7 [lb_av]"]
    assert str(story.patient.height) == "66.1 [in_i]"


def test_what_was_not_answered_stays_open(cast: Cast, person: Person) -> None:
    send(cast, person, {"q-stroke": "no"})
    assert answers(cast, person) == {"stroke": Answer.NO}
    page = cast.client("assistant").get(url(person)).content.decode()
    assert 'name="q-stroke"' not in page
    assert 'name="q-clots"' in page


def test_the_same_form_sent_twice_is_recorded_once(cast: Cast, person: Person) -> None:
    sitting = {"sitting": str(new_key())}
    assert send(cast, person, no_to_all() | sitting).status_code == 302
    assert send(cast, person, {"q-stroke": "no"} | sitting).status_code == 409
    assert Entry.objects.filter(person=person, kind="reply").count() == 1


# -- not knowing -----------------------------------------------------------------------------------------------------


@pytest.mark.proves("E08", "H-01")
@pytest.mark.parametrize(("typed", "how"), [("unknown", "don't know"), ("declined", "prefer not to say")])
def test_not_knowing_and_not_saying_are_unknown_and_hold(cast: Cast, person: Person, typed: str, how: str) -> None:
    send(cast, person, no_to_all(pregnancy=typed))
    look = looked(cast, person)
    (reply,) = (one for one in look.story.replies if one.question == "pregnancy")
    assert (reply.answer, reply.how, reply.by) == (Answer.UNKNOWN, how, "patient")
    assert gate(look.outlook, GateName.SCREENING).state is GateState.CLOSED
    words = words_of_page(cast.client("assistant").get(f"/patients/{person.id}/screening/"))
    assert f"Said today: {how}" in words
    assert "waits for a clinician" in words


@pytest.mark.proves("E08")
def test_it_refuses_to_turn_it_into_a_no_by_asking_again(cast: Cast, person: Person) -> None:
    send(cast, person, no_to_all(pregnancy="unknown"))
    again = cast.client("injector").post(url(person, "?again=pregnancy"), ROWS | {"q-pregnancy": "no"})
    assert again.status_code == 422
    words = words_of_page(again)
    assert "expected a fact that settles the earlier answer" in words
    assert "found no, after don't know on the same day" in words
    assert answers(cast, person)["pregnancy"] is Answer.UNKNOWN


# -- behind a yes ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("R043", "R044")
def test_a_yes_opens_its_conditions_with_days_as_they_were_said(cast: Cast, person: Person) -> None:
    typed = no_to_all(clots="yes") | {
        "c-clots": ["deep-vein-thrombosis"], "since-deep-vein-thrombosis": "May 2015",
        "until-deep-vein-thrombosis": "12/11/2015", "o-clots": "none", "w-clots": "after a flight",
    }  # fmt: skip
    assert send(cast, person, typed).status_code == 302
    look = looked(cast, person)
    (event,) = look.story.events
    assert (event.condition, event.since, event.until, event.note) == (
        "deep-vein-thrombosis", date(2015, 5, 31), date(2015, 11, 12), "after a flight; since May 2015",
    )  # fmt: skip
    (reply,) = (one for one in look.story.replies if one.question == "clots")
    assert reply.denies == (
        "superficial-vein-thrombosis", "pulmonary-embolism", "arterial-thromboembolism", "thrombophilia",
    )  # fmt: skip


def test_a_yes_without_its_condition_is_asked_for_it_with_everything_still_there(cast: Cast, person: Person) -> None:
    answer = send(cast, person, no_to_all(clots="yes", heart="yes") | {"w-heart": "skips a beat", "o-heart": "unknown"})
    assert answer.status_code == 422
    words = words_of_page(answer)
    assert "expected which of these it is, found yes alone" in words
    assert "One thing has to be mended" in words
    assert 'name="c-clots"' in answer.content.decode()
    assert typed_again(answer, "w-heart") == ["skips a beat"]
    assert not answers(cast, person)


def test_a_yes_that_is_not_sure_of_which_denies_nothing_and_holds(cast: Cast, person: Person) -> None:
    send(cast, person, no_to_all(clots="yes") | {"o-clots": "unknown"})
    look = looked(cast, person)
    assert not look.story.events
    assert "clots" in [because.rule for because in gate(look.outlook, GateName.SCREENING).reasons]


def test_a_question_about_one_condition_needs_no_box(cast: Cast, person: Person) -> None:
    send(cast, person, no_to_all(insulin="yes") | {"since-insulin-treated-diabetes": "2001"})
    (event,) = looked(cast, person).story.events
    assert (event.condition, event.since) == ("insulin-treated-diabetes", date(2001, 12, 31))


@pytest.mark.proves("S5")
def test_pregnancy_asks_for_the_first_day_of_the_last_period(cast: Cast, person: Person) -> None:
    part = cast.client("assistant").get("/intake/details/pregnancy/?q-pregnancy=yes")
    assert "First day of the last period" in words_of_page(part)
    typed = {"c-pregnancy": ["pregnancy"], "since-pregnancy": "20 1 2026", "o-pregnancy": "none"}
    send(cast, person, no_to_all(pregnancy="yes") | typed)
    look = looked(cast, person)
    assert look.story.events[0].since == date(2026, 1, 20)
    assert [because.rule for because in look.outlook.start.holds] == ["pregnancy"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"since-stroke": "2031"}, "a day that has been"),
        ({"since-stroke": "soon"}, "14 5 1990"),
        ({"since-stroke": "2015", "until-stroke": "2014"}, "a day after it began"),
        ({"med-0-name": "ibuprofen", "med-0-last": "1 1 2030"}, "a day that has been"),
        ({"pressure": "76/118"}, "the higher one first"),
        ({"weight_0": "62,0", "weight_1": "kg"}, "decimal mark"),
    ],
)
def test_it_refuses_in_four_parts_with_what_was_typed(
    cast: Cast, person: Person, typed: dict[str, str], said: str
) -> None:
    answer = send(cast, person, no_to_all(stroke="yes") | {"c-stroke": ["stroke"], "o-stroke": "none"} | typed)
    assert answer.status_code == 422
    assert said in words_of_page(answer)
    for name, value in typed.items():
        if not name.endswith("_1"):
            assert value in typed_again(answer, name)
    assert not answers(cast, person)


def test_the_part_behind_a_yes_is_sent_alone_and_a_no_has_none(cast: Cast) -> None:
    client = cast.client("assistant")
    part = client.get("/intake/details/heart/?q-heart=yes").content.decode()
    assert 'name="c-heart"' in part
    assert "<html" not in part
    assert client.get("/intake/details/heart/?q-heart=no").content.decode().strip() == ""
    assert client.get("/intake/details/medicines/").status_code == 404
    assert client.get("/intake/details/nonsense/").status_code == 404
    assert cast.client("reception").get("/intake/details/heart/?q-heart=yes").status_code == 403


def test_a_condition_that_stands_is_not_recorded_again(cast: Cast, person: Person, clock: Any) -> None:
    yes = {"c-stroke": ["stroke"], "since-stroke": "2015", "o-stroke": "none"}
    send(cast, person, no_to_all(stroke="yes") | yes)
    later = AT + timedelta(days=1)
    clock(later)
    assert "Recorded: stroke" in words_of_page(cast.client("assistant").get(url(person)))
    send(cast, person, {"q-stroke": "yes", "c-stroke": ["stroke"], "o-stroke": "none"})
    assert len(looked(cast, person, later).story.events) == 1


# -- medicines and allergies -----------------------------------------------------------------------------------------


@pytest.mark.proves("R048", "H-07")
def test_it_says_what_a_medicine_was_recognised_as_or_that_it_was_not(cast: Cast, person: Person) -> None:
    client = cast.client("assistant")
    known = words_of_page(client.post("/intake/recognised/", {"med-0-name": "acetylsalicylic acid 100 mg tabs"}))
    assert known.startswith("Aspirin; ")
    strange = words_of_page(client.post("/intake/recognised/", {"med-0-name": "Wunderol"}))
    assert "Not recognised: every precaution that asks about medicines stays unknown" in strange
    assert client.get("/intake/recognised/").content.decode().strip() == ""


@pytest.mark.proves("H-01")
def test_a_medicine_nobody_recognises_keeps_its_precautions_unknown(cast: Cast, person: Person) -> None:
    send(cast, person, no_to_all() | {"med-0-name": "Wunderol"})
    look = looked(cast, person)
    rules = [because.rule for because in gate(look.outlook, GateName.SCREENING).reasons]
    assert {"insulin", "heart-medicines"} <= set(rules)
    words = words_of_page(cast.client("assistant").get(f"/patients/{person.id}/screening/"))
    assert "Not recognised Wunderol" in words


def test_the_list_is_taken_up_changed_and_cleared_as_it_stands_in_the_rows(
    cast: Cast, person: Person, clock: Any
) -> None:
    send(cast, person, no_to_all() | IBUPROFEN | {"med-0-last": "18 2 2026", "med-1-name": "paracetamol"})
    before = looked(cast, person).story.medicines
    page = cast.client("assistant").get(url(person))
    assert typed_again(page, "med-0-name") == ["ibuprofen"]
    rows = ROWS | {"med-TOTAL_FORMS": "4", "med-INITIAL_FORMS": "2"} | IBUPROFEN | {"med-0-last": "18 2 2026"}
    same = rows | {"med-1-name": "paracetamol", "med-1-prescribed": "unknown", "med-1-still": "now", "said": "x"}
    send(cast, person, same)
    assert Entry.objects.filter(person=person, kind="medicines").count() == 1
    clock(AT + timedelta(minutes=5))
    send(cast, person, rows | {"med-1-name": ""})
    assert looked(cast, person, AT + timedelta(minutes=5)).story.medicines == before[:1]


@pytest.mark.proves("R048")
@pytest.mark.parametrize(("duty", "by"), [("physician", "physician-1"), ("assistant", "")])
def test_what_a_heart_medicine_is_for_counts_where_a_physician_wrote_it(
    cast: Cast, person: Person, duty: str, by: str
) -> None:
    typed = {"med-0-name": "propranolol", "med-0-prescribed": "yes", "med-0-purpose": "migraine"}
    send(cast, person, no_to_all() | typed, duty)
    assert looked(cast, person).story.medicines[0].purpose_recorded_by == by


@pytest.mark.proves("H-35")
def test_allergies_are_added_and_never_taken_away_by_leaving_them_out(cast: Cast, person: Person) -> None:
    send(cast, person, no_to_all() | {"all-0-to": "penicillin", "all-0-severe": "yes", "all-1-to": "moonlight"})
    send(cast, person, {"all-0-to": "penicillin", "all-0-severe": "yes", "said": "x"})
    assert [(one.to, one.severe) for one in looked(cast, person).story.allergies] == [
        ("penicillin", Answer.YES), ("moonlight", Answer.UNKNOWN),
    ]  # fmt: skip
    words = words_of_page(cast.client("assistant").get(url(person)))
    assert "Allergy: penicillin" in words
    assert "every precaution that asks about allergies stays unknown" in words


def test_more_rows_are_shown_with_everything_that_was_typed(cast: Cast, person: Person) -> None:
    answer = send(cast, person, no_to_all(clots="yes") | IBUPROFEN | {"do": "more", "w-clots": "after a flight"})
    assert answer.status_code == 200
    assert 'name="med-3-name"' in answer.content.decode()
    assert typed_again(answer, "med-0-name") == ["ibuprofen"]
    assert typed_again(answer, "w-clots") == ["after a flight"]
    assert not answers(cast, person)


# -- later, and never lost -------------------------------------------------------------------------------------------


def test_it_is_kept_for_later_sealed_and_taken_up_by_the_same_member_only(cast: Cast, person: Person) -> None:
    typed = no_to_all(clots="yes", heart="") | IBUPROFEN | {"do": "keep", "w-clots": "after a flight", "height_0": "16"}
    assert send(cast, person, typed).status_code == 302
    assert not answers(cast, person)
    assert b"flight" not in bytes(Draft.objects.get().sealed)
    page = cast.client("assistant").get(url(person))
    words = words_of_page(page)
    assert "Nothing of it is recorded yet" in words
    assert "have to be mended" not in words
    assert typed_again(page, "w-clots") == ["after a flight"]
    assert typed_again(page, "med-0-name") == ["ibuprofen"]
    assert typed_again(page, "height_0") == ["16"]
    assert typed_again(cast.client("injector").get(url(person)), "height_0") == []
    send(cast, person, no_to_all())
    assert not Draft.objects.exists()


# -- the body --------------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-12", "H-23")
@pytest.mark.parametrize(
    ("typed", "question", "expected", "kept"),
    [
        ({"height_0": "68", "height_1": "cm"}, "height-68-cm", "120 cm to 220 cm", {}),
        ({"weight_0": "620", "weight_1": "kg"}, "weight-620-kg", "30 kg to 250 kg", {"weight": "620 kg"}),
        ({"pressure": "900/20"}, "pressure-900-20", "60/30 to 260/160", {"systolic": "900 mm[Hg]"}),
        ({"pressure": "120/20"}, "pressure-120-20", "60/30 to 260/160", {"diastolic": "20 mm[Hg]"}),
    ],
)
def test_it_asks_whether_an_unlikely_measure_was_meant_and_keeps_it_when_it_was(
    cast: Cast, person: Person, typed: dict[str, str], question: str, expected: str, kept: dict[str, str]
) -> None:
    asked = send(cast, person, no_to_all() | typed)
    assert asked.status_code == 422
    assert f"expected {expected}" in words_of_page(asked)
    assert typed_again(asked, next(iter(typed))) == [next(iter(typed.values()))]
    assert not answers(cast, person)
    assert send(cast, person, no_to_all() | typed | {question: "typed"}).status_code == 302
    recorded = {one.code: str(one.value) for one in look_at(cast.clinic.id, person.id, None, AT).story.readings}
    assert recorded.items() >= kept.items()


@pytest.mark.proves("H-12")
def test_an_answer_about_one_measure_is_still_there_while_another_is_asked_about(cast: Cast, person: Person) -> None:
    typed = {"height_0": "68", "height_1": "cm", "weight_0": "620", "weight_1": "kg", "height-68-cm": "other"}
    asked = send(cast, person, no_to_all() | typed)
    assert asked.status_code == 422
    assert re.search(r'name="height-68-cm" value="other"[^>]*checked', asked.content.decode())
    assert "expected 30 kg to 250 kg" in words_of_page(asked)
    assert "expected 120 cm" not in words_of_page(asked)


@pytest.mark.proves("H-12")
def test_a_weight_in_pounds_that_was_meant_in_kilograms_is_asked_about_on_its_own_page(
    cast: Cast, person: Person
) -> None:
    Identity.objects.update(hide_weight=True)
    client, typed = cast.client("assistant"), {"weight_0": "62", "weight_1": "[lb_av]"}
    asked = client.post(url(person, "weighing/"), typed)
    assert asked.status_code == 422
    assert "62 kg = 136.7 lb" in words_of_page(asked)
    assert client.post(url(person, "weighing/"), typed | {"weight-62-lb": "other"}).status_code == 302
    (weight,) = look_at(cast.clinic.id, person.id, None, AT).story.readings
    assert str(weight.value) == "62 kg"


@pytest.mark.proves("H-23")
def test_a_low_body_mass_holds_a_fat_indication(cast: Cast) -> None:
    told = example("s1-thighs-first-session").planned(indication="localised-fat")
    found = lay(cast, told)
    at = found.at("2026-03-03 10:00")
    weight = Reading("weight", Quantity.parse("49.1 kg"), at)
    record(cast.actor("assistant", at), "measure.record", found.person, weight)
    look = found.look("2026-03-03 10:25")
    assert str(look.outlook.measures.body_mass_index) == "17.4 kg/m2"
    closed = gate(look.outlook, GateName.SCREENING)
    assert [because.rule for because in closed.reasons] == ["low-bmi"]


@pytest.mark.proves("H-23")
def test_where_weight_is_hidden_no_page_but_its_own_holds_any(cast: Cast, clock: Any) -> None:
    found = lay(cast, example("s1-thighs-first-session").planned(indication="localised-fat"))
    clock(found.at("2026-03-03 10:00"))
    Identity.objects.update(hide_weight=True)
    client, base = cast.client("physician"), f"/patients/{found.person}"
    answer = client.post(f"{base}/intake/weighing/", {"weight_0": "49.1", "weight_1": "kg"})
    assert answer.status_code == 302
    clock(found.at("2026-03-03 10:25"))
    apart = words_of_page(client.get(f"{base}/intake/weighing/"))
    assert "49.1 kg" in apart
    assert "Body mass index 17.4" in apart
    assert "Low body mass index, with a fat indication" in apart
    for rest in ("", "?history=all", "intake/", "screening/", "identity/", "visits/", "preparation/", "plan/"):
        page = client.get(f"{base}/{rest}")
        shown = words_of_weight(page)
        assert shown == ([] if rest != "identity/" else ["weigh", "Weigh"]), rest
        assert not {"49.1", "17.4", "62"} & set(words_of_page(page).split()), rest
        assert "On hold" in words_of_page(page) or rest == "identity/", rest


@pytest.mark.proves("H-23")
def test_the_clinics_own_questions_are_loaded_signed_asked_and_kept_without_a_score(
    cast: Cast, person: Person, clock: Any
) -> None:
    director = cast.client("director")
    items = "Do you look into mirrors often? | never | sometimes | often\n\nWhat do you avoid?"
    loaded = {"name": "How I see myself", "citation": "own, 2026, free to use here", "items": items}
    assert director.post("/intake/items/", loaded | {"items": ""}).status_code == 422
    assert director.post("/intake/items/", loaded).status_code == 302
    clock(AT + timedelta(minutes=1))
    version = PolicyVersion.objects.order_by("-number").first()
    assert version is not None
    assert version.signed_by == "director-1"
    assert version.terms["formulary"]
    page = words_of_page(cast.client("assistant").get(url(person)))
    assert "How I see myself own, 2026, free to use here" in page
    assert "Do you look into mirrors often?" in page
    send(cast, person, {"item-1": "often", "item-2": "the beach"})
    answers = looked(cast, person, AT + timedelta(minutes=1)).chart.latest(InstrumentAnswers)
    assert answers is not None
    assert [(one.item, one.answer) for one in answers.answers] == [
        ("Do you look into mirrors often?", "often"), ("What do you avoid?", "the beach"),
    ]  # fmt: skip
    assert "the beach" in words_of_page(cast.client("physician").get(f"/patients/{person.id}/screening/"))


@pytest.mark.parametrize("duty", ["physician", "injector", "assistant", "reception", "auditor"])
def test_only_the_director_loads_questions(cast: Cast, duty: str) -> None:
    assert cast.client(duty).get("/intake/items/").status_code == 403
    assert cast.client(duty).post("/intake/items/", {"name": "x", "citation": "y", "items": "z"}).status_code == 403


def test_a_reading_is_asked_for_once_a_rule_waits_for_nothing_else(cast: Cast, person: Person) -> None:
    assert "lab-inr" not in cast.client("assistant").get(url(person)).content.decode()
    send(cast, person, no_to_all() | {"med-0-name": "warfarin", "med-0-prescribed": "yes"})
    assert 'name="lab-inr_0"' in cast.client("assistant").get(url(person)).content.decode()
    send(cast, person, {"lab-inr_0": "2.4", "lab-inr_1": "1"})
    assert [str(one.value) for one in looked(cast, person).story.readings] == ["2.4 1"]


@pytest.mark.proves("H-03")
def test_no_page_says_a_forbidden_word(cast: Cast, person: Person, edition: Edition) -> None:
    record(cast.actor("assistant", AT), "reply.record", person.id, HealthEvent("stroke", AT, "patient"))
    for duty, address in (
        ("assistant", url(person)), ("assistant", url(person, "weighing/")), ("director", "/intake/items/"),
        ("assistant", "/intake/details/heart/?q-heart=yes"),
    ):  # fmt: skip
        assert forbidden_words(edition, cast.client(duty).get(address)) == [], address
    assert forbidden_words(edition, send(cast, person, no_to_all(clots="yes"))) == []
