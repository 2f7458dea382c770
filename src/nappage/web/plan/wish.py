"""The places that the person wished for, as the page of the plan tells them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nappage.assessment.at_home import AreaWish
from nappage.assessment.from_home import HELPER
from nappage.assessment.look import Look
from nappage.rendering.wording import Speaker
from nappage.web.from_home import sender
from nappage.web.plan.areas import name_of


def wish_shown(look: Look, speak: Speaker) -> dict[str, Any] | None:
    """Return the places that the person wished for, in their order, or None."""
    found = list(look.chart.of(AreaWish))
    if not found:
        return None
    line, wish = found[-1]
    who = sender(wish.helper if line.by == HELPER else "")
    about = _("Wished from home {when} by {who}, the place they mind most first:")
    return {
        "about": about.format(when=speak.moment(line.at), who=who),
        "names": [name_of(site, speak) for site in wish.sites],
        "words": wish.words,
    }
