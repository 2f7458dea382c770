"""Public holidays of a country and a region, as a library that others keep knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from nappage.values.fault import Refused


def public_holidays(place: str, years: Iterable[int], language: str = "en") -> Mapping[date, str]:
    """Return the holidays of "ES" or "ES-MD" by day, with their names; Refused where the library knows no such place.

    A name that has no translation keeps the country's own language.
    """
    return _holidays(place, tuple(years), language)


@lru_cache(maxsize=32)
def _holidays(place: str, years: tuple[int, ...], language: str) -> Mapping[date, str]:
    # A tenth of a second to import; a clinic that names no place never pays it.
    from holidays import country_holidays

    country, _, region = place.partition("-")
    try:
        known = country_holidays(country, subdiv=region or None, years=years, language=_spoken(country, language))
    except (NotImplementedError, AttributeError):
        expected = "a country and, where it has regions, one of them, as in ISO 3166: ES or ES-MD"
        raise Refused(expected, place, "Write the codes of the place whose holidays close the clinic.") from None
    return dict(sorted(known.items()))


def _spoken(country: str, language: str) -> str | None:
    from holidays import list_localized_countries

    spoken = list_localized_countries().get(country, [])
    return next((each for each in spoken if each.split("_")[0] == language), None)
