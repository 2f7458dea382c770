"""A row that says when something was done says by whom, and no list of exceptions grows unthought of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

# What has an instant and nobody, and why.
ALONE = {
    "Decision.at": "of the act whose audit event and entry say who",
    "Draft.at": "of the member the draft is of",
    "Entry.recorded_at": "when the server took what `by` recorded at `at`",
    "LotUse.at": "of the entry it names, which says who",
    "LoginCode.at": "of whoever reads the address, who is not known yet",
    "LoginCode.until": "when it ends by itself, not an act",
    "PortalAccess.until": "a day that is agreed, not an act",
    "Person.registered_at": "the audit event says who; the pseudonym says nothing of anybody",
    "AuditEvent.at": "of the member it names",
    "User.date_joined": "of Django's own account",
    "User.last_login": "of Django's own account, by itself",
    "Message.starts_at": "a time that is planned, not an act",
    "Message.due": "from when it may go, not an act",
    "Message.until": "until when it is worth sending, not an act",
    "Message.next_at": "when it is tried next, not an act",
    "Message.claimed_at": "by a worker, which is nobody; `claim` is the try",
    "Message.ended_at": "by a worker, or by the act whose audit event says who",
    "Slot.start": "a time that is taken, not an act",
    "Visit.start": "a time that is planned, not an act",
    "Visit.end": "a time that is planned, not an act",
}


def instants() -> Iterator[tuple[str, bool]]:
    """Yield every column that holds an instant, with whether its row says by whom."""
    for model in apps.get_app_config("records").get_models():
        names = {field.name for field in model._meta.get_fields()}
        for field in model._meta.get_fields():
            if isinstance(field, models.DateTimeField):
                yield f"{model.__name__}.{field.name}", _who(field.name) in names


def _who(when: str) -> str:
    return "by" if when == "at" else f"{when.removesuffix('_at')}_by"


@pytest.mark.parametrize(("name", "paired"), list(instants()))
def test_who_did_it_stands_beside_when(name: str, paired: bool) -> None:
    assert paired != (name in ALONE)


def test_an_exception_that_nobody_needs_is_withdrawn() -> None:
    assert set(ALONE) <= {name for name, _ in instants()}
