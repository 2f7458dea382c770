"""Every recorded field is classified, and nothing is classified that is not recorded."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import ModuleType

from nappage.access.privacy import PRIVACY, Privacy
from nappage.engine import policy, story


def recorded(module: ModuleType) -> dict[str, set[str]]:
    """Return the fields of each class that a module defines."""
    classes = [kind for kind in vars(module).values() if is_dataclass(kind) and isinstance(kind, type)]
    return {kind.__name__: {f.name for f in fields(kind)} for kind in classes if kind.__module__ == module.__name__}


def test_every_field_of_story_and_policy_is_classified_once() -> None:
    assert {name: set(classified) for name, classified in PRIVACY.items()} == recorded(story) | recorded(policy)


def test_who_a_record_is_about_is_identity_and_what_was_found_is_clinical() -> None:
    assert PRIVACY["Patient"]["born"] is Privacy.IDENTITY
    assert PRIVACY["HealthEvent"]["condition"] is Privacy.CLINICAL
    assert PRIVACY["Lot"]["expires_on"] is Privacy.OPERATIONAL
