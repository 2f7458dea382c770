"""What stands against something that is planned or recorded, and how far it can be overruled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Entry
from nappage.values.statement import Because, Statement


class Weight(Enum):
    """How far an objection goes: said, warned of, refused without a coded reason, refused."""

    NOTE = "note"
    WARNING = "warning"
    REASON_NEEDED = "reason-needed"
    NO_OVERRIDE = "no-override"


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that stands against what is planned or recorded."""

    weight: Weight
    because: Because


def objection(weight: Weight, rule: Entry, fact: Statement, remedy: Statement) -> Objection:
    """Return the objection that a rule of knowledge makes, with that rule's id and sources."""
    return Objection(weight, Because(rule.id, fact, remedy, rule.sources))
