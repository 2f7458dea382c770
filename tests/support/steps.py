"""What people do at the screens, each step named for what it is: the stories are told with these.

A step finds its fields by their names and its buttons by what stands on them, and ends when the next page is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from nappage.records.models import Identity, Visit

MADRID = ZoneInfo("Europe/Madrid")
LISTS = ("medicines", "allergies")


def at(local: str) -> datetime:
    """Return the instant of a clock time in Madrid: "2026-03-03 10:30"."""
    return datetime.fromisoformat(local).replace(tzinfo=MADRID)


def patient(person: UUID, rest: str = "") -> str:
    """Return the address of a patient's screen."""
    return f"/patients/{person}/{rest}"


def fill(page: Page | Locator, typed: Mapping[str, str]) -> None:
    """Type into the fields of these names; what has choices is chosen."""
    for name, value in typed.items():
        field = page.locator(f"[name='{name}']").first
        kind = field.evaluate("one => one.type")
        if kind == "radio":
            choose(page, name, value)
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def choose(page: Page | Locator, name: str, *values: str) -> None:
    """Tick the boxes or the one choice of a name."""
    for value in values:
        page.locator(f"[name='{name}'][value='{value}']").check(force=True)


def press(page: Page, words: str, *, refused: bool = False) -> None:
    """Press a button, and wait for the page that answers; `refused` says that it is the same page with its faults."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.get_by_role("button", name=words, exact=True).first.click()
    status = answered.value.status
    assert (status in (403, 409, 422, 423)) == refused, f"{words}: {status}, {said(page)}"
    page.wait_for_load_state("load")


def said(page: Page) -> str:
    """Return what the main part of a page says, in one line."""
    page.wait_for_load_state("domcontentloaded")
    return " ".join(page.locator("main").inner_text().split())


def faults(page: Page) -> list[str]:
    """Return what the page says is to be mended."""
    page.wait_for_load_state("domcontentloaded")
    found = page.locator(".nhsuk-error-summary li").all_inner_texts()
    return [" ".join(fault.split()) for fault in found]


# -- reception -------------------------------------------------------------------------------------------------------


def register(page: Page, name: str, born: date, sex: str = "female", height: str = "168") -> UUID:
    """Register a patient at the desk and return who it is."""
    page.goto("/patients/")
    page.locator("a", has_text="Register a patient").first.click()
    page.wait_for_url("**/patients/register/")
    fill(page, {"name": name, "born_0": str(born.day), "born_1": str(born.month), "born_2": str(born.year)})
    choose(page, "sex", sex)
    fill(page, {"height_0": height, "phototype": "2"})
    press(page, "Register")
    found: UUID = Identity.objects.values_list("person", flat=True).get(name=name, born=born)
    return found


def book(page: Page, person: UUID, purpose: str, when: str, *, minutes: int = 45, among: str = "Demo injector") -> None:
    """Book a visit at a local time, in the first room."""
    page.goto(patient(person, "visits/"))
    day, clock = when.split()
    form = page.locator("form:has([name=purpose]:is(select))")
    fill(form, {"purpose": purpose, "day": day, "clock": clock, "minutes": str(minutes)})
    form.locator("[name=room]").select_option(index=1)
    form.locator("[name=member]").select_option(label=among)
    form.get_by_role("button", name="Book", exact=True).click()
    page.wait_for_url("**/visits/")


def visit_at(person: UUID, when: str) -> Visit:
    """Return the visit that was booked for a local time."""
    return Visit.objects.get(person=person, start=at(when))


# -- consultation ----------------------------------------------------------------------------------------------------


def answer_questions(page: Page, person: UUID, **said: str) -> None:
    """Answer every question that is asked: no, but for what is said (with underscores), and both lists are whole."""
    page.goto(patient(person, "intake/"))
    names = page.eval_on_selector_all("[name^='q-']", "all => [...new Set(all.map((one) => one.name))]")
    for name in names:
        question = name.removeprefix("q-")
        usual = "yes" if question in LISTS else "no"
        choose(page, name, said.get(question.replace("-", "_"), usual))


def record_intake(page: Page) -> None:
    """Record what was told and measured."""
    press(page, "Record")
    page.wait_for_url("**/screening/")


def measure_and_look(page: Page, weight: str = "62.0", looks: Iterable[str] = ("yes", "yes", "no")) -> None:
    """Weigh, and look at the skin three times: pinched, standing, lying."""
    fill(page, {"weight_0": weight})
    for name, seen in zip(("pinch", "standing", "lying"), looks, strict=True):
        choose(page, name, seen)
    fill(page, {"wish": "I want my trousers to sit better.", "goal": "Walking three times a week."})


# -- plan and consent ------------------------------------------------------------------------------------------------


def write_plan(page: Page, person: UUID, purpose: str, typed: Mapping[str, str], **ticked: Iterable[str]) -> None:
    """Write a plan on its page and save it as a draft."""
    page.goto(patient(person, f"plan/write/?for={purpose}"))
    for name, values in ticked.items():
        choose(page, name, *values)
    fill(page, typed)
    press(page, "Save the draft")
    page.wait_for_url("**/plan/")


def sign_plan(page: Page, person: UUID) -> None:
    """Sign the draft as it stands."""
    page.goto(patient(person, "plan/"))
    press(page, "Sign the plan")


def sign_consent_by_drawing(page: Page, person: UUID, name: str) -> None:
    """Have the patient read, draw the signature and type the name."""
    page.goto(patient(person, "consent/"))
    page.get_by_role("link", name="Read and sign").or_(page.get_by_role("button", name="Read and sign")).click()
    page.wait_for_url("**/consent/sign/**")
    choose(page, "manner", "drawn")
    canvas = page.locator("canvas.signature")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None, "the field to sign in is shown"
    draw(page, box["x"], box["y"] + box["height"] / 2, box["width"])
    fill(page, {"name": name})
    press(page, "Sign the consent")
    page.wait_for_url("**/consent/")


def draw(page: Page, left: float, middle: float, width: float) -> None:
    """Draw a line that goes up and down."""
    page.mouse.move(left + 20, middle)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(left + 20 + step * width / 16, middle + (18 if step % 2 else -18), steps=3)
    page.mouse.up()


# -- allergy test ----------------------------------------------------------------------------------------------------


def give_test(page: Page, person: UUID, *, refused: bool = False) -> None:
    """Give the test of the mix now, at both forearms."""
    page.goto(patient(person, "allergy-test/give/"))
    fill(page, {"volume_0": "0.05"})
    press(page, "Record the test as given", refused=refused)


def read_test(page: Page, person: UUID, mix: str = "4", control: str = "4") -> None:
    """Read both sites with the ruler, with nothing seen around them."""
    page.goto(patient(person, "allergy-test/"))
    page.locator("a", has_text=re.compile("Record a (further )?reading")).first.click()
    page.wait_for_url("**/read/")
    sizes = {"mix_long": mix, "mix_short": mix, "control_long": control, "control_short": control}
    fill(page, sizes)
    for site in ("mix", "control"):
        for sign in ("flare", "infiltrate"):
            choose(page, f"{site}_{sign}", "no")
    press(page, "Record the reading")


# -- screening -------------------------------------------------------------------------------------------------------


def answer_of_the_day(page: Page, person: UUID, **said: str) -> None:
    """Answer what is asked again at this visit: no, but for what is said, and both lists are whole; record it."""
    page.goto(patient(person, "screening/"))
    names = page.eval_on_selector_all("#screening [name^='q-']", "all => [...new Set(all.map((one) => one.name))]")
    for name in names:
        question = name.removeprefix("q-")
        choose(page, name, said.get(question.replace("-", "_"), "yes" if question in LISTS else "no"))
    press(page, "Record the answers")


def settle(page: Page, person: UUID, question: str, answer: str, words: str) -> None:
    """Settle what was not known by a test's result."""
    page.goto(patient(person, f"screening/settle/{question}/"))
    choose(page, "answer", answer)
    choose(page, "means", "test-result")
    fill(page, {"words": words})
    press(page, "Settle it")


# -- session ---------------------------------------------------------------------------------------------------------


def open_session(page: Page, person: UUID) -> None:
    """Open today's session of a patient."""
    page.goto(patient(person, "session/"))


def read_tape(page: Page, readings: Mapping[str, str]) -> None:
    """Type what the tape shows, by field: "thigh-right-1"; a unit after the number is chosen."""
    for name, value in readings.items():
        number, _, unit = value.partition(" ")
        fill(page, {name: number} | ({f"{name}-unit": unit} if unit else {}))


def start_session(page: Page, person: UUID) -> None:
    """Hold the time-out of today's session and start it."""
    open_session(page, person)
    say_time_out(page)
    press(page, "Start session")
    page.wait_for_selector("[data-saving][data-ready]")


def put_cream_on(page: Page, visit: Visit, mass: str, area: str) -> None:
    """Put numbing cream on now, without a film over it."""
    page.goto(patient(visit.person_id, f"session/{visit.id}/room/"))
    page.get_by_text("Put cream on now").click()
    fill(page, {"mass": mass, "area": area})
    choose(page, "occluded", "no")
    press(page, "On now")


def wipe_cream_off(page: Page, visit: Visit) -> None:
    """Wipe the cream off now."""
    page.goto(patient(visit.person_id, f"session/{visit.id}/room/"))
    press(page, "Wiped off now")


def say_time_out(page: Page) -> None:
    """Ask for name and birth date, and have every site said aloud."""
    choose(page, "identifiers", "name", "birth-date")
    for box in page.locator("[name=sites]").all():
        box.check(force=True)


def open_charting(page: Page, person: UUID) -> None:
    """Open the charting of the session that is under way, and wait until this tablet's journal is ready."""
    open_session(page, person)
    page.wait_for_selector("[data-saving][data-ready]")


def chart_pass(page: Page, site: str, count: Iterable[str], typed: Mapping[str, str] | None = None) -> int:
    """Chart one pass with the tiles and the count's steps, and return how many gestures that took."""
    gestures = 0
    chosen = page.locator(f"[name=site][value='{site}']")
    if not chosen.is_checked():
        chosen.check(force=True)
        gestures += 1
    for name, value in (typed or {}).items():
        if not page.locator(f"#pass [name={name}]").is_visible():
            page.locator("#pass summary").click()
            gestures += 1
        fill(page, {name: value})
        gestures += 1
    for step in count:
        page.locator("[data-steps]").get_by_role("button", name=step, exact=True).click()
        gestures += 1
    with page.expect_response(lambda answer: answer.url.endswith("/passes") and answer.request.method == "POST"):
        page.get_by_role("button", name="Chart this pass").click()
    return gestures + 1


def punctures_saved(page: Page, punctures: int) -> None:
    """Wait until the page shows that the server has this many."""
    expect(page.locator("#charted")).to_have_attribute("data-punctures", str(punctures))


def end_with_volumes(page: Page, drawn: str, wasted: str) -> None:
    """End the session and record what was drawn up and wasted."""
    page.get_by_role("link", name="Volumes and signature").first.click()
    page.wait_for_url("**/closing/")
    press(page, "The last puncture is made")
    fill(page, {"drawn": drawn, "wasted": wasted})
    press(page, "Record the volumes")


def sign_chart(page: Page) -> None:
    """Look at every pass and sign the chart."""
    choose_box(page, "seen")
    press(page, "Sign the chart")


def choose_box(page: Page, name: str) -> None:
    """Tick the one box of a name."""
    page.locator(f"[name={name}][type=checkbox]").check(force=True)
