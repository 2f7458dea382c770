"""S1's first visit in a real browser, by keyboard alone; the screens of patients, intake and screening looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page

from nappage.actions.entries import record
from nappage.actions.links import link
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import MedicineList
from nappage.assessment.look import Look, look_at
from nappage.engine.gate import GateName
from nappage.engine.question import Asks, Question
from nappage.engine.story import Allergy, HealthEvent, MedicineTaken, Reply
from nappage.records.models import Identity
from nappage.values.answer import Answer
from support.browser import Visitors, axe_serious, photograph
from support.cast import Cast
from support.charts import lay
from support.stories import example, gate

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
MOST = 400


@pytest.fixture(autouse=True)
def _morning(cast: Cast, clock: Any) -> None:
    clock(AT)


def tab_to(page: Page, what: str) -> None:
    """Press the tabulator until something is focused; fails where no tabulator leads there."""
    for _ in range(MOST):
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {what}")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f"[name='{name}']")
    page.keyboard.type(text)


def choose(page: Page, name: str, place: int) -> None:
    """Choose one of the answers to a question by its place."""
    tab_to(page, f"[name='{name}']")
    page.keyboard.press("Space")
    for _ in range(place):
        page.keyboard.press("ArrowDown")


def recorded(cast: Cast) -> Look:
    person = Identity.objects.get().person_id
    return look_at(cast.clinic.id, person, None, AT)


@pytest.mark.proves("S1")
def test_s1_is_registered_asked_and_screened_by_keyboard_alone(page_as: Visitors, cast: Cast) -> None:
    page = page_as("assistant")
    page.goto("/patients/")
    tab_to(page, "a[href='/patients/register/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/")
    for name, text in (("name", "Demo patient 014"), ("born_0", "14"), ("born_1", "5"), ("born_2", "1990")):
        type_into(page, name, text)
    choose(page, "sex", 0)
    type_into(page, "phone", "+34 600 000 014")
    tab_to(page, "button.primary__button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/intake/")
    _ask_everything(page)
    tab_to(page, "button.primary__button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/screening/")
    look = recorded(cast)
    assert {reply.answer for reply in look.story.replies} == {Answer.YES, Answer.NO}
    assert len(look.story.replies) == len(edition_in_use().all(Question))
    assert [medicine.name for medicine in look.story.medicines] == ["ibuprofen"]
    assert str(look.outlook.measures.body_mass_index) == "22 kg/m2"
    assert look.outlook.measures.stage is not None
    assert look.outlook.measures.stage.grade == 2
    assert "No rule matches what is recorded." in page.content()


def _ask_everything(page: Page) -> None:
    type_into(page, "wish", "My thighs, in summer.")
    questions = edition_in_use().all(Question)
    lists = {id for id, one in questions.items() if one.asks in (Asks.MEDICINES, Asks.ALLERGIES)}
    # In the order of the page: first what is asked every day, then the rest, then the lists with their own question.
    names = page.evaluate("[...new Set([...document.querySelectorAll('#intake [name^=q-]')].map(one => one.name))]")
    for name in names:
        if name.removeprefix("q-") not in lists:
            choose(page, name, 1)
        elif name == "q-medicines":
            _medicine(page)
            choose(page, name, 0)
        else:
            choose(page, name, 0)
    type_into(page, "height_0", "168")
    type_into(page, "weight_0", "62.0")
    for name, place in (("pinch", 0), ("standing", 0), ("lying", 1)):
        choose(page, name, place)
    type_into(page, "activity", "walks three times a week")


def _medicine(page: Page) -> None:
    type_into(page, "med-0-name", "ibuprofen")
    tab_to(page, "[name='med-0-prescribed']")
    page.keyboard.type("no")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name='med-0-still']")
    page.keyboard.press("ArrowDown")
    type_into(page, "med-0-last", "18 2 2026")
    type_into(page, "med-0-purpose", "headache")
    page.wait_for_selector("text=Ibuprofen;")


def test_a_yes_opens_its_conditions_at_once_and_focus_stays(page_as: Visitors, cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT - timedelta(days=1))
    page = page_as("assistant")
    page.goto(f"/patients/{person.id}/intake/")
    choose(page, "q-clots", 0)
    page.wait_for_selector("[name='since-deep-vein-thrombosis']")
    assert page.evaluate("document.activeElement.name") == "q-clots"
    assert axe_serious(page) == []
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[name='since-deep-vein-thrombosis']", state="detached")


def test_without_script_a_yes_is_asked_for_its_condition_by_the_server(page_as: Visitors, cast: Cast) -> None:
    person = cast.register("Demo patient 014", AT - timedelta(days=1))
    page = page_as("assistant", script=False)
    page.goto(f"/patients/{person.id}/intake/")
    page.check("[name='q-clots'][value='yes']", force=True)
    page.fill("[name='said']", "after a flight")
    page.click("button.primary__button")
    assert "yes alone" in page.inner_text("main")
    page.check("[name='c-clots'][value='deep-vein-thrombosis']", force=True)
    page.check("[name='o-clots'][value='none']", force=True)
    page.fill("[name='since-deep-vein-thrombosis']", "2015")
    assert page.input_value("[name='said']") == "after a flight"
    page.click("button.primary__button")
    page.wait_for_url("**/screening/")
    assert recorded(cast).story.events[0].since == date(2015, 12, 31)


def test_patients_are_found_while_one_types(page_as: Visitors, cast: Cast) -> None:
    for number in (14, 15):
        cast.register(f"Demo patient {number:03}", AT - timedelta(days=1))
    page = page_as("reception")
    page.goto("/patients/")
    page.keyboard.type("demo patient 015")
    page.wait_for_selector("text=Demo patient 014", state="detached")
    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("/patients/")


@pytest.mark.proves("E08")
def test_what_is_open_is_settled_in_the_browser(page_as: Visitors, cast: Cast, clock: Any) -> None:
    found = lay(cast, example("s1-thighs-first-session"))
    at = found.at("2026-03-03 10:00")
    told = Reply("pregnancy", Answer.UNKNOWN, at, "patient", how="don't know")
    record(cast.actor("assistant", at), "reply.record", found.person, told)
    clock(found.at("2026-03-03 10:25"))
    page = page_as("injector")
    page.goto(f"/patients/{found.person}/screening/")
    page.click("a:has-text('Settle it')")
    assert not page.is_visible("[name='c-pregnancy']")
    page.check("[name='answer'][value='no']", force=True)
    page.check("[name='means'][value='test-result']", force=True)
    page.fill("[name='words']", "urine test at 10:10, read by two")
    page.click("button.primary__button")
    page.wait_for_url("**/screening/")
    assert not gate(found.look("2026-03-03 10:26").outlook, GateName.SCREENING).reasons


def test_every_screen_of_a_full_chart_is_looked_at(page_as: Visitors, cast: Cast, clock: Any) -> None:
    """What says nothing of a chart (registering, identity, labels, items) is looked at in the walk of every screen."""
    base = f"/patients/{_a_full_chart(cast, clock)}"
    other = Identity.objects.exclude(person=UUID(base.split("/")[2])).get().person_id
    desk, physician = page_as("reception"), page_as("physician")
    for name, page, address in (
        ("patients", desk, "/patients/?q=demo"),
        ("same-person", physician, f"{base}/identity/same-as/{other}/"),
        ("chart", physician, f"{base}/"),
        ("intake", physician, f"{base}/intake/"),
        ("weighing", physician, f"{base}/intake/weighing/"),
        ("screening", physician, f"{base}/screening/"),
        ("decide", physician, f"{base}/screening/decide/stroke/"),
        ("settle", physician, f"{base}/screening/settle/pregnancy/"),
        ("reason", physician, f"{base}/reasons/interval/"),
    ):
        page.goto(address)
        assert axe_serious(page) == [], name
        photograph(page, f"patients-{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def _a_full_chart(cast: Cast, clock: Any) -> UUID:
    """Return S1 with a stroke, an allergy, an unknown, a strange medicine, a second record; the clock at her visit."""
    found = lay(cast, example("s1-thighs-first-session"))
    at = found.at("2026-03-03 10:00")
    actor = cast.actor("assistant", at)
    for value in (
        HealthEvent("stroke", at, "patient", since=date(2015, 12, 31)),
        Allergy("penicillin", Answer.YES),
        MedicineList((MedicineTaken("ibuprofen", Answer.NO, None, at, True, "headache"), MedicineTaken("Wunderol"))),
        Reply("pregnancy", Answer.UNKNOWN, at, "patient", how="prefer not to say"),
    ):
        record(actor, "reply.record", found.person, value)
    cast.register("demo patient 014", at, date(1991, 5, 14))
    clock(found.at("2026-03-03 10:25"))
    return found.person


@pytest.mark.proves("H-30")
def test_two_linked_records_that_disagree_are_looked_at(page_as: Visitors, cast: Cast, clock: Any) -> None:
    person = _a_full_chart(cast, clock)
    other = Identity.objects.exclude(person=person).get().person_id
    at = datetime(2026, 3, 3, 9, 20, tzinfo=UTC)
    link(cast.actor("physician", at), person, other, "the same passport")
    page = page_as("physician")
    page.goto(f"/patients/{person}/screening/")
    assert "Two linked records disagree" in page.inner_text("main")
    assert axe_serious(page) == []
    photograph(page, "patients-linked")
