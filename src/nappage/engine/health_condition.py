"""The conditions and events that screening asks about, and recognising one as it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.engine.typed_name import by_name, check_names, fold
from nappage.values.fault import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionGroup(Entry):
    """A heading under which conditions are shown and asked."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCondition(Entry):
    """A condition or event that some rule asks about; what follows from it is the rule's business."""

    name: str
    group: str
    names: tuple[str, ...] = ()


def recognise_condition(edition: Edition, typed: str) -> HealthCondition | None:
    """Return the condition that was typed, or None if the name is not known exactly."""
    return edition.derive(_conditions).get(fold(typed))


def _conditions(edition: Edition) -> Mapping[str, HealthCondition]:
    return by_name(edition.all(HealthCondition).values())


def check_condition(condition: HealthCondition, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of one condition: a name of another one too, or a group that is not written down."""
    yield from check_names(condition, thing, edition, _conditions)
    if edition.get(ConditionGroup, condition.group) is None:
        found = repr(condition.group)
        yield Fault(f"{thing}.group", "a group of condition_groups.toml", found, "Add or correct the group.")
