"""What was typed on a page of intake, at the clinic or at home, before it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.http import QueryDict

from nappage.assessment.draft_kept import DraftKept
from nappage.web.binding import FIELD
from nappage.web.intake.forms import BLANK_ROWS

_OF_THE_PAGE = ("csrfmiddlewaretoken", "do", "sitting", FIELD)
_LISTS = ("med", "all")


def typed_again(draft: DraftKept | None) -> QueryDict | None:
    """Return a draft as the form that it was kept from; None if there is none."""
    if draft is None:
        return None
    query = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        query.setlist(name, values)
    return query


def to_keep(sent: QueryDict, never: Iterable[str] = ()) -> Mapping[str, list[str]]:
    """Return what was typed, without what belongs to the page and without what is never kept."""
    left_out = {*_OF_THE_PAGE, *never}
    return {name: values for name, values in sent.lists() if name not in left_out}


def with_more_rows(sent: QueryDict) -> QueryDict:
    """Return what was typed, with more empty rows in the lists of medicines and allergies."""
    typed = sent.copy()
    for prefix in _LISTS:
        count = typed.get(f"{prefix}-TOTAL_FORMS", "")
        typed[f"{prefix}-TOTAL_FORMS"] = str((int(count) if count.isdecimal() else 0) + BLANK_ROWS)
    return typed


def sitting_of(sent: QueryDict) -> UUID | None:
    """Return the id that the form came with, so that the same form sent twice is recorded once."""
    try:
        return UUID(sent.get("sitting", ""))
    except ValueError:
        return None
