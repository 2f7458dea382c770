"""What the engine said against a time, beside what was typed, with the way on where there is one."""

from __future__ import annotations

from typing import Any

from nappage.actions.acting import NotNow
from nappage.engine.minimum_interval import MinimumInterval
from nappage.engine.override import Override
from nappage.web.forms import fault_error
from nappage.web.screen import Asked
from nappage.web.speaking import refused_lines


def refuse(asked: Asked, form: Any, refused: NotNow) -> None:
    """Add everything that stands against a time; a rule that a reason sets aside is named for the way to give one."""
    for fault in refused_lines(asked, refused):
        form.add_error("clock" if "clock" in form.fields else None, fault_error(fault))
    known = asked.look.edition.all(Override)
    if asked.member.may("reason.record"):
        rules = {_set_aside_by(because.rule, asked) for because in refused.because}
        form.reasons = sorted(rules & set(known))


def _set_aside_by(rule: str, asked: Asked) -> str:
    """Return the rule that a reason is given for: a minimum between sessions names it, any other is it."""
    minimum = asked.look.edition.get(MinimumInterval, rule)
    return minimum.override if minimum is not None else rule
