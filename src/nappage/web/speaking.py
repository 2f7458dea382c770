"""How statements of the engine are worded on a screen about a patient, without weights where they are hidden.

At the clinic in its time and in English, at the patient door in the time and language of who reads, on a paper that is
handed over in the language that was asked for, else in that of the person.
"""

from __future__ import annotations

from django.utils.translation import get_language

from nappage.actions.acting import NotNow
from nappage.rendering.refusal import refusal_faults
from nappage.rendering.wording import LANGUAGES, Speaker
from nappage.values.fault import Fault, Faulty
from nappage.web.members import names_when_asked
from nappage.web.screen import Asked


def speaker(asked: Asked) -> Speaker:
    """Return the speaker for a patient's screen."""
    hide_weight = asked.identity is not None and asked.identity.hide_weight
    zone, members = asked.look.policy.zone, names_when_asked(asked.actor.clinic)
    return Speaker(asked.look.edition, zone, hide_weight=hide_weight, members=members)


def refused_lines(asked: Asked, refused: NotNow | Faulty) -> tuple[Fault, ...]:
    """Return what an act was refused for, in four parts each."""
    if isinstance(refused, Faulty):
        return refused.faults
    return (*refusal_faults(refused.because, asked.look.edition, speaker(asked)), *refused.faults)


def own_speaker(asked: Asked) -> Speaker:
    """Return the speaker for a page of the patient door."""
    hide_weight = asked.identity is not None and asked.identity.hide_weight
    return Speaker(asked.look.edition, asked.zone, page_language(), hide_weight)


def paper_speaker(asked: Asked) -> Speaker:
    """Return the speaker for a paper that a patient takes home (`?language=` asks for another language)."""
    assert asked.identity is not None, "a patient's paper has a patient"
    wanted = (asked.request.GET.get("language", ""), asked.identity.language)
    language = next((one for one in wanted if one in LANGUAGES), LANGUAGES[0])
    return speaker(asked).in_language(language)


def page_language() -> str:
    """Return the language of the page, one of those that the knowledge speaks."""
    spoken = (get_language() or "en").partition("-")[0]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]
