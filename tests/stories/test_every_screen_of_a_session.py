"""The screens of a session that is under way and of one that is signed, walked through like every other screen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from nappage.actions.sessions import end, reconcile, sign
from nappage.assessment.happening import Drawn, Signed
from nappage.engine.edition import Edition
from nappage.values.quantity import Quantity
from support.browser import Visitors
from support.cast import Cast
from support.device import SetClock
from support.sessions import LEFT, given, under_way
from support.walk import Walk

UNDER_WAY = ("session-visit", "session-room", "session-closing", "session-reaction", "session-mixture")
SIGNED = ("session-visit", "session-closing", "session-wrong-person")


def test_a_session_is_read_by_all_by_thumb_and_by_keyboard_at_both_sizes(
    page_as: Visitors, cast: Cast, clock: SetClock, edition: Edition
) -> None:
    chair, walk, page = under_way(cast), Walk(edition), page_as("physician")
    told = {"person": chair.laid.person, "visit": chair.visit.id}
    chair.chart()
    charted = chair.chart(given(LEFT))
    clock(chair.at("10:50"))
    for name in UNDER_WAY:
        assert walk.go(page, reverse(name, kwargs=told), name, f"{name}-under-way")
    correct = reverse("session-correct", kwargs=told | {"entry": charted.id})
    assert walk.go(page, correct, "session-correct", "session-correct")
    assert walk.go(page, f"{reverse('session-visit', kwargs=told)}?mode=point", "session-visit", "session-points")
    actor, at = chair.actor, chair.visit.id
    end(actor(clock="10:58"), at)
    reconcile(actor(clock="10:59"), at, Drawn(Quantity.parse("5.0 mL"), Quantity.parse("0.2 mL")))
    sign(actor(clock="11:00"), at, Signed(2, 240, Quantity.parse("4.8 mL")))
    clock(chair.at("11:05"))
    for name in SIGNED:
        assert walk.go(page, reverse(name, kwargs=told), name, f"{name}-signed")
    if walk.wrong:
        pytest.fail("\n".join(walk.wrong), pytrace=False)
