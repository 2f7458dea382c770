"""Before the visit, at home on a telephone: places picked, health told, consent read, signed and withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from nappage.assessment.at_home import AreaWish
from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.edition import Edition
from nappage.engine.gate import Gate, GateName, GateState
from nappage.engine.question import Asks, Question
from nappage.engine.story import Channel, Side, Site
from nappage.records.models import Entry, Person
from nappage.values.answer import Answer
from support.at_home import AREAS, CONSENT, INTAKE, NAME, code_sent
from support.browser import Visitors
from support.cast import Cast
from support.device import SetClock
from support.planning import CONSULTED, look, sign_s1
from support.steps import choose, faults, fill, patient, press, said
from support.walk import faults_on_a_phone

ADDRESS = "demo014@example.test"
FIRST_EVENING = CONSULTED - timedelta(hours=14)
NEXT_MORNING = CONSULTED - timedelta(hours=2)
SECOND_EVENING = CONSULTED + timedelta(hours=10)
VISIT = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
MEDICINE = {"med-0-name": "ibuprofen", "med-0-prescribed": "no", "med-0-still": "stopped", "med-0-last": "16 2 2026"}
WISH, QUESTION, ANSWER = "My thighs, in summer.", "May I swim the day after?", "Not for two days."


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    """Return somebody who has a visit tomorrow, and access to the portal since this morning."""
    clock(FIRST_EVENING)
    person = cast.register(NAME, FIRST_EVENING - timedelta(hours=9))
    cast.access(person.id, at=FIRST_EVENING - timedelta(hours=8), address=ADDRESS)
    return person


def log_in(page: Page, at: datetime, there: str) -> None:
    """Log in by the code that comes by e-mail, on the way to a page."""
    page.goto(there)
    page.get_by_label("Your e-mail or mobile number").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_sent(at))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{there}")


def pick_and_rank(page: Page) -> None:
    """Tap three places on the drawn figures, put the second first, take the third away, and send the wish."""
    for place in ("flank-right", "thigh-left", "abdomen-midline"):
        page.locator(f".figure__pick[for=site-{place}]").first.click()
    press(page, "Next: put them in order")
    row = page.get_by_role("listitem")
    row.filter(has_text="Left thigh").get_by_role("button", name="Up").click()
    expect(row.filter(has_text="2 Left thigh")).to_be_visible()
    row.filter(has_text="Abdomen").get_by_role("button", name="Take away").click()
    expect(row.filter(has_text="Abdomen")).to_have_count(0)
    page.get_by_label("About these places").fill("Above all the thigh.")
    press(page, "Send my wish")


def answer_all(page: Page) -> None:
    """Answer every question: the lists are whole, one is not known, the rest is no."""
    for question in edition_in_use().all(Question).values():
        whole = question.asks in (Asks.MEDICINES, Asks.ALLERGIES)
        choose(page, f"q-{question.id}", "unknown" if question.id == "stroke" else "yes" if whole else "no")


def sign_by_finger(page: Page) -> None:
    """Draw a signature, type the name, and prove by a code who it is: the log-in was some minutes ago."""
    choose(page, "manner", "drawn")
    box = page.locator("canvas.signature").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(box["x"] + 40 + 20 * step, box["y"] + (30 if step % 2 else 70), steps=3)
    page.mouse.up()
    fill(page, {"name": NAME})
    press(page, "Sign the consent", refused=True)


def chosen(page: Page, name: str) -> str | None:
    return page.locator(f"[name='{name}']:checked").get_attribute("value")


def consent_gate(cast: Cast, person: Person, at: datetime) -> Gate:
    return next(gate for gate in look(cast, person, at).outlook.gates if gate.name is GateName.CONSENT)


def kinds_since(person: UUID, at: datetime) -> set[str]:
    return set(Entry.objects.filter(person=person, recorded_at__gte=at).values_list("kind", flat=True))


@pytest.mark.proves("U-10", "R077")
def test_everything_before_a_visit_is_done_at_home_and_the_clinic_finds_it(
    page_as: Visitors, cast: Cast, person: Person, clock: SetClock, edition: Edition
) -> None:
    """Two evenings at home, then the visit: what was typed is never lost, and nothing counts that was not signed."""
    mine, wrong = page_as.phone(), list[str]()

    def look_at(page: Page, name: str) -> None:
        wrong.extend(faults_on_a_phone(page, f"home-{name}", edition))

    # The evening before the visit: the places, and half of the questions.
    log_in(mine, FIRST_EVENING, AREAS)
    pick_and_rank(mine)
    assert "You sent this on 18 February, in this order: Left thigh Right flank" in said(mine)
    look_at(mine, "areas-sent")
    mine.goto(INTAKE)
    press(mine, "Sign and send", refused=True)
    assert len(faults(mine)) > 10
    look_at(mine, "intake-blank")
    fill(mine, MEDICINE | {"wish": WISH})
    choose(mine, "q-stroke", "unknown")
    press(mine, "Sign and send", refused=True)
    assert (mine.locator("[name=wish]").input_value(), chosen(mine, "q-stroke")) == (WISH, "unknown")
    press(mine, "Keep for later")
    assert "It is not sent yet" in said(mine)
    look_at(mine, "intake-kept")
    assert kinds_since(person.id, FIRST_EVENING) == {"area-wish"}
    press(mine, "Log out")

    # The morning of the visit, on another telephone: the rest, unsigned first.
    clock(NEXT_MORNING, awake=False)
    other = page_as.phone()
    log_in(other, NEXT_MORNING, INTAKE)
    assert (other.locator("[name=wish]").input_value(), chosen(other, "q-stroke")) == (WISH, "unknown")
    assert other.locator("[name=med-0-name]").input_value() == "ibuprofen"
    answer_all(other)
    press(other, "Sign and send", refused=True)
    assert len(faults(other)) == 1
    assert "Your full name" in faults(other)[0]
    assert kinds_since(person.id, NEXT_MORNING) == set()
    fill(other, {"name": NAME})
    press(other, "Sign and send")
    assert "Your clinic goes through it with you at your visit." in said(other)
    look_at(other, "intake-sent")

    # The clinic at the visit: it finds both, and signs a plan.
    clock(CONSULTED)
    story = look(cast, person).story
    replies = {reply.question: reply for reply in story.replies}
    assert (replies["stroke"].answer, replies["stroke"].channel) == (Answer.UNKNOWN, Channel.PORTAL)
    assert [one.name for one in story.medicines] == ["ibuprofen"]
    wish = look(cast, person).chart.latest(AreaWish)
    assert wish is not None
    assert wish.sites == (Site("thigh", Side.LEFT), Site("flank", Side.RIGHT))
    nurse = page_as("injector")
    nurse.goto(patient(person.id, "intake/"))
    assert "From home: don't know" in said(nurse)
    nurse.goto(patient(person.id, "plan/write/?for=cellulite"))
    assert "Above all the thigh." in said(nurse)
    sign_s1(cast, person)

    # The second evening: the consent, a question, its answer, the signature.
    clock(SECOND_EVENING, awake=False)
    log_in(mine, SECOND_EVENING, CONSENT)
    look_at(mine, "consent")
    mine.get_by_role("link", name="Read the text").click()
    assert "It is hard to say whether it works." in said(mine)
    look_at(mine, "consent-read")
    mine.get_by_role("link", name="Back, and ask a question").click()
    fill(mine, {"question": QUESTION})
    press(mine, "Send the question")
    assert "Your clinic has not answered yet." in said(mine)
    nurse = page_as("injector")
    nurse.goto(patient(person.id, "consent/"))
    nurse.get_by_label("Answer, as the patient reads it").fill(ANSWER)
    press(nurse, "Send the answer")
    signing = SECOND_EVENING + timedelta(minutes=12)
    clock(signing, awake=False)
    mine.goto(f"{CONSENT}read/")
    assert ANSWER in said(mine)
    sign_by_finger(mine)
    look_at(mine, "confirm")
    assert "Nothing is sent yet." in said(mine)
    assert "consent" not in kinds_since(person.id, SECOND_EVENING)
    fill(mine, {"confirm-code": code_sent(signing)})
    press(mine, "Go on")
    expect(mine.locator("main")).to_contain_text("You signed at home.")
    look_at(mine, "consent-signed")
    assert consent_gate(cast, person, signing).state is GateState.CLOSED

    # The next visit: somebody of the clinic takes it; it opens the gate until it is withdrawn, at home, by one press.
    clock(VISIT, awake=False)
    nurse = page_as("injector")
    nurse.goto(patient(person.id))
    expect(nurse.locator("body")).to_contain_text("Consent signed at home: to be taken")
    nurse.goto(patient(person.id, "consent/"))
    for seen in ("identity", "asked"):
        nurse.locator(f"[name={seen}]").check()
    fill(nurse, {"explained_by": "injector-1"})
    press(nurse, "Take the consent")
    assert consent_gate(cast, person, VISIT).state is GateState.OPEN
    later = VISIT + timedelta(minutes=10)
    clock(later, awake=False)
    log_in(mine, later, CONSENT)
    mine.get_by_role("link", name="Withdraw the consent").click()
    look_at(mine, "withdraw")
    press(mine, "Withdraw")
    assert "You withdrew your consent. Nothing more is injected." in said(mine)
    look_at(mine, "consent-withdrawn")
    assert consent_gate(cast, person, later).reasons[0].fact.code == "gate.consent-withdrawn"
    nurse = page_as("injector")
    nurse.goto(patient(person.id, "consent/"))
    assert "Withdrawn on" in said(nurse)
    assert wrong == []
