"""What is picked and in which order: read from what was sent, changed by one press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from nappage.assessment.at_home import AreaWish
from nappage.engine.edition import Edition
from nappage.engine.story import Site
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.web.plan.areas import all_sites, name_of
from nappage.web.plan.typed import key_of, site_of

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Picked:
    """The places in order, and what somebody says about them. `strange` was sent and is no place of the figures."""

    chosen: tuple[Site, ...]
    words: str = ""
    strange: tuple[str, ...] = ()

    @staticmethod
    def of(wish: AreaWish | None) -> Picked:
        """Return what was wished last, nothing if there was no wish."""
        return Picked(wish.sites, wish.words) if wish else Picked(())

    @staticmethod
    def sent(typed: QueryDict, edition: Edition) -> Picked:
        """Return what was sent: those that were in order before first, each once."""
        known = {key_of(site) for site in all_sites(edition)}
        keys = list(dict.fromkeys(typed.getlist("sites")))
        before = [key for key in typed.getlist("order") if key in keys]
        ordered = [*dict.fromkeys(before), *(key for key in keys if key not in before)]
        chosen = tuple(site_of(key) for key in ordered if key in known)
        strange = tuple(key for key in keys if key not in known)
        return Picked(chosen, typed.get("words", "").strip(), strange)

    def moved_up(self, key: str) -> Picked:
        """Return the same with one place a step higher."""
        keys = [key_of(site) for site in self.chosen]
        at = keys.index(key) if key in keys else 0
        if at == 0:
            return self
        order = [*self.chosen[: at - 1], self.chosen[at], self.chosen[at - 1], *self.chosen[at + 1 :]]
        return Picked(tuple(order), self.words, self.strange)

    def without(self, key: str) -> Picked:
        """Return the same without one place."""
        return Picked(tuple(site for site in self.chosen if key_of(site) != key), self.words, self.strange)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with what was sent."""
        if not self.chosen:
            yield Fault(_("Places"), _("at least one place"), _("nothing"), _("Pick the place that you mind most."))
        for key in self.strange:
            yield Fault(_("Places"), _("places of the figures"), f"“{key}”", _("Pick it on a figure or in the list."))
        if len(self.words) > LONGEST:
            found = _("{n} letters").format(n=len(self.words))
            yield Fault(_("About these places"), _("a shorter text"), found, _("Say the most important part."))

    def rows(self, speak: Speaker) -> list[dict[str, Any]]:
        """Return each place with its number, its name and what moves it."""
        return [
            {"number": number, "key": key_of(site), "name": name_of(site, speak)}
            for number, site in enumerate(self.chosen, 1)
        ]
