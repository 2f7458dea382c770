"""What came from home, as the clinic's screens say it: what waits, who sent it, and what is to be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nappage.assessment.at_home import ConsentLeft
from nappage.assessment.from_home import Came, FromHome, from_home, open_questions, signed_at_home
from nappage.assessment.happening import ConsentSigned
from nappage.assessment.look import Look
from nappage.assessment.worklist import answers
from nappage.rendering.wording import Speaker


def from_home_words(look: Look, speak: Speaker) -> Iterator[str]:
    """Yield each thing from home that waits, in few words; questions together."""
    waiting = from_home(look.chart)
    questions = [one for one in waiting if one.came is Came.QUESTION]
    if questions:
        yield _("From home: {n} to answer").format(n=len(questions))
    for one in waiting:
        if one.came is Came.CONSENT:
            yield _("Consent signed at home: to be taken")
        elif one.came is Came.TOLD:
            yield _("Sent from home, {day}").format(day=speak.short_day(one.at))


def told_at_home(look: Look, speak: Speaker) -> str:
    """Return when intake was sent from home and by whom, "" where none waits to be gone through."""
    found = next((one for one in from_home(look.chart) if one.came is Came.TOLD), None)
    if found is None:
        return ""
    words = _("Sent from home {when}, signed by {who}.")
    return words.format(when=speak.moment(found.at), who=sender(found.helper))


def sender(helper: str) -> str:
    """Return who sent something: the patient, or by name who helps them."""
    return _("{name}, who helps the patient").format(name=helper) if helper else _("the patient")


def consent_from_home(look: Look, speak: Speaker, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of the consent shows of home: open questions, a signature to be taken, a text left."""
    signed = signed_at_home(look.chart)
    return {
        "questions": [_question(one, look, speak, names) for one in open_questions(look.chart)],
        "signed": speak.moment(signed[0].at) if signed else "",
        "left": "" if signed else _left(look, speak),
    }


def _question(one: FromHome, look: Look, speak: Speaker, names: Mapping[str, str]) -> dict[str, Any]:
    about = _("{who}, {when}").format(who=sender(one.helper), when=speak.moment(one.at))
    owner = answers(look, one)
    return {"entry": one.entry, "words": one.words, "about": about, "owner": names.get(owner, owner)}


def _left(look: Look, speak: Speaker) -> str:
    """Return that the text was read at home and left for here, "" once something was signed after that."""
    left = [line.at for line, _value in look.chart.of(ConsentLeft)]
    signed = [line.at for line, _value in look.chart.of(ConsentSigned)]
    is_past = not left or (signed and max(signed) > max(left))
    return "" if is_past else _("Read at home {when}; to be signed here.").format(when=speak.moment(max(left)))
