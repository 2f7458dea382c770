"""How statements of the engine are worded on a patient's screen: in the clinic's time, without weights where hidden."""

from __future__ import annotations

from nappage.rendering.wording import Speaker
from nappage.web.screen import Asked


def speaker(asked: Asked) -> Speaker:
    """Return the speaker for a patient's screen."""
    hide_weight = asked.identity is not None and asked.identity.hide_weight
    return Speaker(asked.look.edition, asked.look.policy.zone, hide_weight=hide_weight)
