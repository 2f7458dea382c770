"""Days and instants as people read them where no edition speaks: in faults and lists, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from django.utils.formats import date_format

# Not strftime: its names are those of the machine's locale, not those of the reader.
_DAY = "j M Y"
_MOMENT = f"D {_DAY}, H:i"


def day_in_words(day: date) -> str:
    """Return a day ("3 Mar 2026")."""
    return date_format(day, _DAY)


def moment_in_words(instant: datetime, zone: tzinfo) -> str:
    """Return an instant by the clock of a zone ("Tue 3 Mar 2026, 10:30")."""
    return date_format(instant.astimezone(zone), _MOMENT)
