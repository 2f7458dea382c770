"""The editions that a clinic decided with before the one in use, as far as this machine has kept them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from platformdirs import user_cache_path

from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.edition import Edition
from nappage.library.edition_cache import cached_entries
from nappage.records.models import Decision


@dataclass(frozen=True, slots=True)
class EditionBefore:
    """An edition that was decided with until an instant, and its entries where they are kept still."""

    digest: str
    until: datetime
    edition: Edition | None


def edition_before(clinic: UUID, at: datetime) -> EditionBefore | None:
    """Return the edition that was decided with last before the one in use, or None where there is only the one."""
    others = Decision.objects.filter(clinic=clinic, at__lte=at).exclude(edition=edition_in_use().digest)
    latest = others.values("edition", "timezones").annotate(until=Max("at")).order_by("-until").first()
    if latest is None:
        return None
    entries = cached_entries(user_cache_path("nappage"), latest["edition"])
    kept = Edition(latest["edition"], latest["timezones"], entries) if entries is not None else None
    return EditionBefore(latest["edition"], latest["until"], kept)
