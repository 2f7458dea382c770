"""How the urgency of a report looks: its colour, and its words beside the code that the clinic's papers use."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from nappage.engine.symptom import Level

KINDS: Mapping[Level, str] = {
    Level.OFTEN_SEEN: "quiet",
    Level.CONTACT: "hold",
    Level.SAME_DAY: "hold",
    Level.EMERGENCY: "alarm",
}
WORDS: Mapping[Level, str | Promise] = {
    Level.OFTEN_SEEN: gettext_lazy("often seen"),
    Level.CONTACT: gettext_lazy("contact"),
    Level.SAME_DAY: gettext_lazy("same day"),
    Level.EMERGENCY: gettext_lazy("emergency"),
}


def urgency_chip(level: Level) -> SafeString:
    """Return the chip of a level: the code alone says nothing to somebody who is new here."""
    return format_html('<span class="chip chip--{}">{} {}</span>', KINDS[level], level.value, WORDS[level])
