"""What the page of intake at home shows: the questions in groups, the lists, and what was sent before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nappage.actions.intake import own_name
from nappage.assessment.at_home import AreaWish, ToldAtHome
from nappage.assessment.draft_kept import DraftKept
from nappage.engine.translation import is_reviewed
from nappage.web.intake.presenter import question_shown
from nappage.web.own_intake.sitting import HomeSitting
from nappage.web.screen import Asked
from nappage.web.speaking import own_speaker


def intake_context(asked: Asked, sitting: HomeSitting, draft: DraftKept | None = None) -> dict[str, Any]:
    """Return what the page shows inside its frame."""
    look, speak = asked.look, own_speaker(asked)
    asked_now = sitting.questions.asked.values()
    shown = [question_shown(sitting.questions, one, speak, {}) for one in asked_now]
    sent = [line for line, _told in look.chart.of(ToldAtHome)]
    return {
        "person": asked.person,
        "sitting": sitting,
        "groups": [
            {"id": group, "title": title, "questions": [one for one in shown if one["group"] == group]}
            for group, title in (
                ("day", _("What may keep or delay a treatment")),
                ("span", _("More about your health")),
            )
        ],
        "lists": {one["asks"]: one for one in shown if one["group"] == "list"},
        "allergies_known": [one.to for one in sitting.allergies_known],
        "sent_at": sent[-1].at if sent else None,
        "draft": draft,
        "wish": look.chart.latest(AreaWish),
        "own_name": own_name(asked.actor, asked.person),
        "unreviewed": speak.language != "en" and not is_reviewed(look.edition, speak.language),
    }
