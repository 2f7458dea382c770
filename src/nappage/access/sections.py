"""Which parts of a sheet each role sees: by name, as data, so that a role's view can be read and tested in one place.

The front desk books and calls: it sees dates and "on hold", and nothing that tells why (S5). What a role does not see
is left out before anything is laid out, never hidden by a style.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WHOLE = (
    "title state course-drawn to-do screening plan dates preparation formula warnings before-the-first-puncture "
    "reported aftercare often-seen follow-up exposure measures checkpoint"
)

SECTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "director": frozenset(WHOLE.split()),
        "physician": frozenset(WHOLE.split()),
        "prescriber": frozenset(WHOLE.split()),
        "injector": frozenset(WHOLE.split()),
        "assistant": frozenset(WHOLE.split()),
        "reception": frozenset({"dates"}),
    }
)


def sees(role: str, section: str) -> bool:
    """Return whether a role sees a section; a role that nobody wrote down here sees none."""
    return section in SECTIONS.get(role, frozenset())
