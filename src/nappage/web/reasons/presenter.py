"""Warnings as any screen shows them: what warns, its rule and sources, and the reason given or the form for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from nappage.engine.start import Notice
from nappage.rendering.lines import both, cited
from nappage.web.reasons.forms import ReasonForm
from nappage.web.screen import Asked
from nappage.web.speaking import speaker


def notices(asked: Asked, found: Iterable[Notice] | None = None) -> list[dict[str, Any]]:
    """Return what warns at this instant; each that a reason may set aside has its form, unless one was given.

    Include `reasons/_notices.html` with these; the form sends to a page of its own and comes back.
    """
    speak = speaker(asked)
    may = asked.member.may("reason.record")
    shown = asked.look.outlook.start.notices if found is None else found
    return [
        {
            "text": both(notice.because, speak),
            "rule": notice.because.rule,
            "sources": cited(notice.because.sources),
            "reasoned": _reasoned(notice, asked),
            "form": ReasonForm(notice.override, speak) if may and _asks(notice) else None,
            "url": reverse("give-reason", kwargs={"person": asked.person, "rule": notice.override})
            if notice.override
            else "",
            "firm": notice.firm,
        }
        for notice in dict.fromkeys(shown)
    ]


def _asks(notice: Notice) -> bool:
    return bool(notice.override) and notice.needs_reason and notice.reason is None


def _reasoned(notice: Notice, asked: Asked) -> dict[str, Any] | None:
    if notice.reason is None:
        return None
    given = notice.reason
    return {"code": speaker(asked).term(given.code), "text": given.words, "by": given.by, "at": given.at}
