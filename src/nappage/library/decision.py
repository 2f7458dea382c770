"""The record of a decision: the facts used, the edition, the rule ids, and the hash of the outlook they gave.

It is made to be asked again years later: `nappage replay` computes the outlook anew and compares.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nappage.engine.outlook import Outlook
from nappage.library.case import Case, CaseFormat, read_case
from nappage.library.plain import as_plain
from nappage.library.structure import Structure
from nappage.values.fault import Fault, Faulty


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on: the whole case as plain tables, the instant, the edition, the rules that spoke.

    `outlook` is the SHA-256 of the outlook's canonical JSON.
    """

    at: datetime
    edition: str
    timezones: str
    rules: tuple[str, ...]
    outlook: str
    case: dict[str, Any]

    @staticmethod
    def of(case: Case, found: Outlook) -> Decision:
        """Return the record of an outlook."""
        return Decision(found.at, found.edition, found.timezones, rules_of(found), digest_of(found), as_plain(case))

    def as_json(self) -> str:
        """Return the record as text."""
        return json.dumps(as_plain(self), indent=2, ensure_ascii=False) + "\n"

    def read_case(self) -> Case:
        """Return the recorded case, read as strictly as any other."""
        return read_case(json.dumps(self.case), CaseFormat.JSON)

    def differences(self, again: Outlook) -> Iterator[str]:
        """Yield each rule that spoke then and not now, or now and not then."""
        now = rules_of(again)
        yield from (f"only then: {rule}" for rule in self.rules if rule not in now)
        yield from (f"only now: {rule}" for rule in now if rule not in self.rules)


def read_decision(path: Path) -> Decision:
    """Return the record in a file; Faulty if it is not one."""
    try:
        raw = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Faulty([Fault(path.name, "a file that can be read", str(error.strerror), "Check its name.")]) from None
    except ValueError as error:
        remedy = "Name a file written by `nappage outlook --record`."
        raise Faulty([Fault(path.name, "JSON in UTF-8", str(error), remedy)]) from None
    return Structure().read(Decision, raw, path.name)


def digest_of(found: Outlook) -> str:
    """Return the SHA-256 of an outlook's canonical JSON: one outlook, one hash, on every machine."""
    canonical = json.dumps(as_plain(found), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def rules_of(found: Outlook) -> tuple[str, ...]:
    """Return the ids of the rules that spoke in an outlook, each once, sorted."""
    return tuple(sorted(set(_rules(as_plain(found)))))


def _rules(plain: Any) -> Iterator[str]:
    if isinstance(plain, list):
        for item in plain:
            yield from _rules(item)
    elif isinstance(plain, dict):
        if isinstance(plain.get("rule"), str):
            yield plain["rule"]
        for item in plain.values():
            yield from _rules(item)
