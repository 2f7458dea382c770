"""S1 from home: told, picked, asked and signed on a telephone; gone through, answered and taken at the clinic."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from nappage.assessment.look import Look, look_at
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import Channel
from support.at_home import NAME
from support.browser import PHONE, Visitors, axe_serious, photograph
from support.cast import Cast
from support.device import SetClock
from support.planning import course_of, sign_s1
from support.steps import at, choose, draw, fill, patient, press, said

SMALL = "main a:not(.nhsuk-skip-link), main button, main input:not([type=hidden]), main select, main summary"


def look(cast: Cast, person: UUID, when: str) -> Look:
    from nappage.records.models import Person

    return look_at(cast.clinic.id, person, course_of(Person.objects.get(pk=person)), at(when))


def seen(page: Page, name: str) -> None:
    """Look at a page of the telephone: whom it shuts out, whether it fits, how near the emergency number is."""
    assert axe_serious(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is wider than the phone"
    emergency = page.get_by_role("link", name="Emergency").first.bounding_box()
    assert emergency is not None
    assert emergency["height"] >= 44
    photograph(page, f"home-{name}", (PHONE,))


def tell(page: Page) -> None:
    """Answer every question with no but two, list a medicine, say what it is about."""
    page.goto("/my/intake/")
    names = page.eval_on_selector_all("[name^='q-']", "all => [...new Set(all.map((one) => one.name))]")
    for name in names:
        known = {"q-medicines": "yes", "q-allergies": "yes", "q-stroke": "yes", "q-habits": "declined"}
        choose(page, name, known.get(name, "no"))
    choose(page, "c-stroke", "tia")
    fill(page, {"since-tia": "2019", "o-stroke": "none"})
    typed = {"med-0-name": "ibuprofen", "med-0-prescribed": "no", "med-0-still": "stopped", "med-0-last": "16 2 2026"}
    fill(page, typed | {"wish": "My thighs, in summer."})


@pytest.mark.proves("S1", "R077")
def test_what_is_prepared_at_home_is_there_at_the_clinic(page_as: Visitors, cast: Cast, clock: SetClock) -> None:
    clock(at("2026-02-18 20:00"))
    person = cast.register(NAME, at("2026-02-17 10:00"))
    phone = page_as.phone(cast.access(person.id, at=at("2026-02-17 10:05")))

    phone.goto("/my/intake/")
    press(phone, "Sign and send", refused=True)
    seen(phone, "intake-blank")
    assert "Are you pregnant" in said(phone)
    tell(phone)
    seen(phone, "intake")
    press(phone, "Keep for later")
    assert "It is not sent yet" in said(phone)
    expect(phone.locator("[name='med-0-name']")).to_have_value("ibuprofen")
    fill(phone, {"name": NAME})
    press(phone, "Sign and send")
    assert "Your clinic has it" in said(phone)
    seen(phone, "intake-sent")

    phone.get_by_role("link", name="Show on a figure").click()
    phone.locator(".figure--front label[for='site-flank-right']").click()
    phone.locator(".figure--front label[for='site-thigh-left']").click()
    expect(phone.locator(".figure--front [data-zone='thigh/left']")).to_have_class(re.compile("figure__zone--now"))
    seen(phone, "areas")
    press(phone, "Next: put them in order")
    phone.get_by_role("button", name="Up: Left thigh").click()
    expect(phone.locator(".picks__name").first).to_contain_text("Left thigh")
    seen(phone, "areas-order")
    press(phone, "Send my wish")
    assert "in this order: Left thigh Right flank" in said(phone)

    clock(at("2026-02-19 10:00"))
    physician = page_as("physician")
    physician.goto(patient(person.id, "intake/"))
    assert "Sent from home Wed 18 Feb 2026, 20:00, signed by the patient." in said(physician)
    expect(physician.locator("[name='q-heart'][value='no']")).to_be_checked()
    expect(physician.locator("[name='q-stroke'][value='yes']")).not_to_be_checked()
    photograph(physician, "home-clinic-intake")
    physician.goto(patient(person.id, "plan/write/?for=cellulite"))
    assert "Wished from home" in said(physician)
    expect(physician.locator("#site-thigh-left")).to_be_checked()
    photograph(physician, "home-clinic-plan")
    held = look(cast, person.id, "2026-02-19 10:00")
    assert {reply.channel for reply in held.story.replies} == {Channel.PORTAL}


@pytest.mark.proves("S1", "U-10")
def test_a_consent_is_asked_about_and_signed_at_home_and_taken_at_the_visit(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    person = cast.register(NAME, at("2026-02-19 09:30"))
    sign_s1(cast, person, at("2026-02-19 10:40"))
    access = cast.access(person.id, at=at("2026-02-19 10:45"))

    clock(at("2026-02-20 20:00"))
    phone = page_as.phone(access)
    phone.goto("/my/consent/")
    seen(phone, "consent")
    fill(phone, {"question": "May I swim the day after?"})
    press(phone, "Send the question")
    assert "Your clinic has not answered yet." in said(phone)

    clock(at("2026-02-21 09:10"))
    nurse = page_as("assistant")
    nurse.goto("/follow-up/")
    photograph(nurse, "home-clinic-follow-up")
    nurse.get_by_role("link", name="Answer a question from home").click()
    fill(nurse, {"answer": "Better not for two days."})
    photograph(nurse, "home-clinic-question")
    press(nurse, "Send the answer")

    clock(at("2026-02-21 20:00"))
    phone.goto("/my/consent/")
    assert "Better not for two days." in said(phone)
    seen(phone, "consent-answered")
    phone.get_by_role("link", name="Read the text").click()
    assert "May I swim the day after?" in phone.locator("#consent-questions").inner_text()
    expect(phone.locator("canvas.signature")).to_be_hidden()
    choose(phone, "manner", "drawn")
    canvas = phone.locator("canvas.signature")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    draw(phone, box["x"], box["y"] + box["height"] / 2, box["width"])
    fill(phone, {"name": NAME})
    seen(phone, "consent-read")
    press(phone, "Sign the consent")
    assert "Only then does it count." in said(phone)
    seen(phone, "consent-waits")

    clock(at("2026-03-02 10:00"))
    gate = next(
        gate for gate in look(cast, person.id, "2026-03-02 10:00").outlook.gates if gate.name is GateName.CONSENT
    )
    assert gate.state is GateState.CLOSED
    nurse.goto(patient(person.id, "consent/"))
    photograph(nurse, "home-clinic-take")
    nurse.get_by_label("The patient is here and said name and date of birth").check()
    nurse.get_by_label("The patient was asked what is unclear, and it was answered").check()
    press(nurse, "Take the consent")
    taken = look(cast, person.id, "2026-03-02 10:00").outlook.gates
    assert next(gate for gate in taken if gate.name is GateName.CONSENT).state is GateState.OPEN

    phone.goto("/my/consent/withdraw/")
    seen(phone, "consent-withdraw")
    press(phone, "Withdraw")
    assert "You withdrew your consent." in said(phone)
    ended = look(cast, person.id, "2026-03-02 10:01").outlook.gates
    assert next(gate for gate in ended if gate.name is GateName.CONSENT).state is GateState.CLOSED
