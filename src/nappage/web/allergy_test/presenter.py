"""What the page of the test shows: the gate, each test with its readings drawn, what is due, and who is watched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from nappage.actions.doubts import Doubt
from nappage.assessment.happening import TestGiven
from nappage.assessment.look import Look
from nappage.engine.allergy_test import JudgedTest, TestGate, test_protocol
from nappage.engine.story import AllergyTest, TestSubstance, WhealReading
from nappage.rendering.lines import both, cited, cited_by
from nappage.rendering.wheal_figure import draw_wheal
from nappage.rendering.wording import Speaker
from nappage.web.allergy_test.forms import answer_name
from nappage.web.members import member_names, watches_of
from nappage.web.screen import Asked
from nappage.web.speaking import speaker

STATES = {TestGate.OPEN: "open", TestGate.OPENS: "later", TestGate.CLOSED: "closed"}


def test_page(asked: Asked) -> dict[str, Any]:
    """Return the context of the page."""
    look, member, speak = asked.look, asked.member, speaker(asked)
    state = look.outlook.treating.test
    sites = {given.id: given for _line, given in look.chart.of(TestGiven)}
    tests = [_test(one, sites.get(one.test.id), look, speak) for one in (state.tests if state else ())]
    return {
        "gate": None if state is None else _gate(state, speak),
        "tests": tests,
        "due": next((one["id"] for one in tests if one["due"]), "") if member.may("test.read") else "",
        "watches": list(watches_of(look, member_names(member.clinic_id))),
        "may_give": member.may("test.give"),
        "may_read": member.may("test.read"),
        "may_watch": member.may("observation.record"),
        "has_formula": look.story.plan is not None,
    }


def _gate(state: Any, speak: Speaker) -> dict[str, Any]:
    words = {
        "open": _("The allergy test is read and counts"),
        "later": _("The allergy test opens later"),
        "closed": _("No allergy test counts now"),
    }
    name = STATES[state.gate]
    opens = f"{_('Opens')} {speak.moment(state.opens_at)}. " if state.opens_at and name == "later" else ""
    text = opens + " ".join(dict.fromkeys(both(because, speak) for because in state.because))
    return {"name": words[name], "state": name, "text": text, "sources": cited_by(state.because)}


def _test(judged: JudgedTest, given: TestGiven | None, look: Look, speak: Speaker) -> dict[str, Any]:
    test = judged.test
    return {
        "id": test.id,
        "at": test.at,
        "by": test.by,
        "agents": ", ".join(f"{one.agent} {one.strength or ''}".strip() for one in test.components),
        "sites": given,
        "opens": judged.opens,
        "verdict": _verdict(judged, speak),
        "because": [speak(one.fact) for one in judged.judgement.because],
        "readings": [_reading(one) for one in _by_time(test)],
        "due": _due(test, look),
    }


def _verdict(judged: JudgedTest, speak: Speaker) -> str:
    return str(judged.verdict.value)


def _by_time(test: AllergyTest) -> list[WhealReading]:
    return sorted(test.readings, key=lambda reading: (reading.at, reading.substance is TestSubstance.CONTROL))


def _reading(reading: WhealReading) -> dict[str, Any]:
    title = _title(reading)
    return {
        "title": title,
        "reading": reading,
        "drawing": mark_safe(draw_wheal(reading, title)),
    }


def _due(test: AllergyTest, look: Look) -> tuple[str, datetime] | None:
    """Return which reading is due next and when: the immediate one, else the late one, else none."""
    protocol = test_protocol(look.edition)
    seen = [reading.at for reading in test.readings]
    late = protocol.late_from.after(test.at)
    if not seen and look.at < protocol.immediate.high.after(test.at):
        return _("First reading"), protocol.immediate.low.after(test.at)
    return None if any(at >= late for at in seen) else (_("Late reading"), late)


def questions_of(doubts: tuple[Doubt[WhealReading], ...], speak: Speaker) -> list[dict[str, Any]]:
    """Return what has to be answered before sizes that may be slips are recorded."""
    return [
        {
            "name": answer_name(_site(doubt.reading)),
            "text": f"{_title(doubt.reading)}: {both(doubt.because, speak)}",
            "typed": speak.value(doubt.because.fact["typed"]),
            "sources": cited(doubt.because.sources),
        }
        for doubt in doubts
    ]


def _site(reading: WhealReading) -> str:
    return "control" if reading.substance is TestSubstance.CONTROL else "mix"


def _title(reading: WhealReading) -> str:
    return _("Control") if reading.substance is TestSubstance.CONTROL else _("Mix")
