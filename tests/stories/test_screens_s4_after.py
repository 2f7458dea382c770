"""S4 at the clinic's screens: leaving, the call of the next day, the diary as told, a closing by a physician."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from nappage.engine.edition import Edition
from support.after_session import given_session
from support.browser import Visitors
from support.cast import Cast
from support.charts import Laid
from support.device import SetClock
from support.steps import choose, fill, patient, press, said
from support.walk import Walk

FOUND = "Seen in room 1: opened and swabbed, antibiotic prescribed, seen again tomorrow."


def tell(page: Page, laid: Laid, symptom: str, *ticked: str, **typed: str) -> str:
    """Report a symptom at the screen and return what the page says of it."""
    page.goto(patient(laid.person, f"after/report/?symptom={symptom}"))
    fill(page, {"day": "2026-10-09", "clock": "08:00"} | typed)
    for feature in ticked:
        page.locator(f"input[value='{feature}']").first.check()
    press(page, "Record the report")
    return said(page)


@pytest.mark.proves("S4", "H-08", "H-26", "R055", "R196")
def test_s4_from_leaving_to_the_closing_by_a_physician(
    page_as: Visitors, cast: Cast, clock: SetClock, edition: Edition
) -> None:
    laid = given_session(cast, "s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    clock(laid.at("2026-10-06 11:56"))
    nurse, walk = page_as("assistant"), Walk(edition)

    nurse.goto(patient(laid.person, "after/"))
    assert "Until Tue 6 Oct 2026, 19:25 (Madrid time)." in said(nurse)
    choose(nurse, "asked-before-leaving", "nothing")
    for line in ("skin-looked-at", "stood-and-walked", "sheet-given", "numbers-told"):
        choose(nurse, line, "yes")
    choose(nurse, "next-call-agreed", "no")
    nurse.locator("select[name=zone]").select_option("Europe/London")
    press(nurse, "Record what was done")
    assert "That is Tue 6 Oct 2026, 18:25 in London time." in said(nurse)
    assert "11:56, Demo assistant: nothing that troubles them." in said(nurse), "the list settled the check"

    clock(laid.at("2026-10-07 12:00"))
    nurse.goto("/follow-up/")
    assert "Ask how it is: 24 hours" in said(nurse)
    nurse.goto(patient(laid.person, "after/"))
    choose(nurse, "told", "nobody")
    press(nurse, "Record the call")
    assert "tried 7 Oct, 12:00" in said(nurse)

    clock(laid.at("2026-10-09 08:30"))
    bump = {"zone": "flank", "size_0": "8"}
    assert "noted; we look at it with you" in tell(nurse, laid, "lump", **bump)
    clock(laid.at("2026-10-27 20:00"))
    assert "Nurse, by Thu 29 Oct 2026, 20:00." in tell(nurse, laid, "lump", **bump)
    clock(laid.at("2026-11-03 21:25"))
    worse = tell(nurse, laid, "lump", "tender", "red", "draining", zone="flank", size_0="15")
    assert "A bump under the skin: call us today" in worse
    assert "A photo is asked for." in worse
    assert "a physician closes it" in worse
    report = nurse.url
    assert walk.go(nurse, nurse.url, "reported", "s4-reported")

    nurse.goto("/follow-up/")
    assert said(nurse).index("E2") < said(nurse).index("E1")
    nurse.goto(report)
    fill(nurse, {"found": FOUND})
    press(nurse, "Close the report", refused=True)
    assert "a physician at this level" in said(nurse)
    assert nurse.locator("textarea[name=found]").input_value() == FOUND

    doctor = page_as("physician")
    doctor.goto(report)
    fill(doctor, {"found": FOUND})
    press(doctor, "Close the report")
    assert FOUND in said(doctor)
    assert walk.go(doctor, patient(laid.person, "after/"), "after", "s4-after")
    assert "working" not in said(doctor)
    assert not walk.wrong, "\n".join(walk.wrong)
