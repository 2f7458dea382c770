"""Every recorded field is classified, and nothing is classified that is not recorded.

A new field stands first in a test that fails: say in access/privacy.py what it tells to whoever sees it.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models

from nappage.access.privacy import PRIVACY, ROWS, Privacy
from nappage.assessment import at_home, carried, channel, followed, happening, photographed
from nappage.engine import pause, policy, score, story
from nappage.engine.area import AreaSize
from nappage.engine.contact import ContactMade
from nappage.engine.suitability import SuitabilityAnswer
from nappage.records.append_only import APPEND_ONLY

# What is recorded and stands in the module of the rules it belongs to.
BESIDE_RULES = (AreaSize, ContactMade, SuitabilityAnswer)
# The erasable tables of patients, and the accounts of staff.
HOLDS_IDENTITY = {"Identity", "Member", "PortalAccess", "PushSubscription", "User"}


def recorded(module: ModuleType) -> dict[str, set[str]]:
    """Return the fields of each class that a module defines."""
    classes = [kind for kind in vars(module).values() if is_dataclass(kind) and isinstance(kind, type)]
    return {kind.__name__: names(kind) for kind in classes if kind.__module__ == module.__name__}


def names(kind: type[Any]) -> set[str]:
    """Return the names of the fields of a class."""
    return {field.name for field in fields(kind)}


def tables() -> dict[str, type[models.Model]]:
    """Return the models of the records by their names."""
    return {model.__name__: model for model in apps.get_app_config("records").get_models()}


def columns(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    """Return the columns of a table by their names."""
    return {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}


def test_every_value_that_is_recorded_is_classified_once() -> None:
    assert {name: set(classified) for name, classified in PRIVACY.items()} == (
        recorded(story)
        | recorded(score)
        | recorded(pause)
        | recorded(policy)
        | recorded(happening)
        | recorded(followed)
        | recorded(at_home)
        | recorded(photographed)
        | recorded(carried)
        | recorded(channel)
        | {kind.__name__: names(kind) for kind in BESIDE_RULES}
    )


def test_every_column_is_classified_once() -> None:
    assert {name: set(classified) for name, classified in ROWS.items()} == {
        name: set(columns(model)) for name, model in tables().items()
    }


def test_who_a_record_is_about_is_identity_and_what_was_found_is_clinical() -> None:
    assert PRIVACY["Patient"]["born"] is Privacy.IDENTITY
    assert PRIVACY["HealthEvent"]["condition"] is Privacy.CLINICAL
    assert PRIVACY["Lot"]["expires_on"] is Privacy.OPERATIONAL
    assert ROWS["Identity"]["name"] is Privacy.IDENTITY


def test_identity_stands_in_the_erasable_table_and_none_that_is_append_only() -> None:
    holding = {name for name, classified in ROWS.items() if Privacy.IDENTITY in classified.values()}
    assert holding == HOLDS_IDENTITY
    assert {tables()[name]._meta.db_table for name in holding} & set(APPEND_ONLY) == set()


def test_free_text_about_a_person_is_sealed() -> None:
    """Only the identity holds words about a person in the clear, and goes with it."""
    about_a_person = [(name, columns(model)) for name, model in tables().items() if "person" in columns(model)]
    in_the_clear = {
        f"{name}.{column.name}"
        for name, named in about_a_person
        for column in named.values()
        if isinstance(column, models.TextField | models.FileField)
    }
    assert in_the_clear == {"Identity.contact_note"}
