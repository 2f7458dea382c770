"""S2 at the screens: the cream, the face, the glow and the rules of a face, at the chair."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from support.browser import TABLET, Visitors
from support.cast import Cast
from support.device import SetClock
from support.sessions import face_at_the_chair
from support.steps import (
    chart_pass,
    choose,
    end_with_volumes,
    press,
    punctures_saved,
    put_cream_on,
    said,
    sign_chart,
    start_session,
    wipe_cream_off,
)


@pytest.mark.both_engines
@pytest.mark.proves("S2", "R107", "H-09")
def test_a_face_is_numbed_treated_scored_and_signed(page_as: Visitors, cast: Cast, clock: SetClock) -> None:
    face = face_at_the_chair(cast)
    nurse = page_as("injector", size=TABLET)
    clock(face.at("14:20"))
    put_cream_on(nurse, face.visit, "8", "60")
    expect(nurse.locator("main")).to_contain_text("Wipe off by")
    clock(face.at("14:45"))
    wipe_cream_off(nurse, face.visit)
    assert "8 g of 20 g" in said(nurse)

    clock(face.at("14:50"))
    start_session(nurse, face.laid.person)
    chart_pass(nurse, "face", ("+50", "+50"), {"volume": "0.02", "depth": "2", "layer": "intradermal"})
    punctures_saved(nurse, 100)
    clock(face.at("15:20"))
    end_with_volumes(nurse, drawn="2.2", wasted="0.2")
    clock(face.at("15:25"))
    nurse.reload()
    choose(nurse, "glow-score", "3")
    press(nurse, "Record")
    sign_chart(nurse)

    look = face.look("15:26")
    assert look.outlook.treating.anaesthetic is not None
    assert str(look.outlook.treating.anaesthetic.total) == "0.4"
    assert [(one.code, one.score) for one in look.story.same_day] == [("glow", 3)]
    told = face.laid.told
    until = {
        one.instruction: told.clock(one.moment.instant)
        for one in look.outlook.after.aftercare
        if one.moment is not None
    }
    assert until["no-make-up"] == "Mon 5 Oct 2026 19:20"
    assert until["no-hot-shower"] == "Mon 5 Oct 2026 23:20"
