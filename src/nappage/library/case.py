"""Reads a case file: one patient's story under one clinic's policy, as TOML or JSON, with every fault at once.

name = "Both thighs, first session"
at = "2026-03-03 10:30"                # local times are read in the clinic's zone
extends = "clinic-madrid.toml"         # a policy shared by files of this folder; [policy] here adds to it

[story.patient]
born = 1990-05-14
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli

from nappage.engine.edition import Edition
from nappage.engine.policy import Policy
from nappage.engine.story import Story
from nappage.library.case_check import check_case, check_order
from nappage.library.structure import Structure
from nappage.library.timezones import timezone
from nappage.values.fault import Fault, Faulty, Refused


class CaseFormat(Enum):
    """How a case is written; the value is the ending of its file."""

    TOML = ".toml"
    JSON = ".json"


@dataclass(frozen=True, slots=True)
class Case:
    """A story under a policy, and the instant to look at it from; None leaves that to whoever asks."""

    name: str
    story: Story
    policy: Policy
    at: datetime | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class SharedPolicy:
    """What a file that others extend may hold: a policy, whole or in part, and nothing about a patient."""

    policy: Mapping[str, Any]


def read_case(source: Path | str, form: CaseFormat | None = None, edition: Edition | None = None) -> Case:
    """Return the case in a file, or in a text of the given format (TOML unless said); Faulty carries every fault.

    With an edition its words and amounts are checked too; a decision is replayed from what was accepted then.
    Only a file can extend another, and only one of its own folder: a case that was sent by somebody else must not
    make this machine read elsewhere.
    """
    faults: list[Fault] = []
    folder = source.parent if isinstance(source, Path) else None
    thing = source.name if isinstance(source, Path) else "case"
    tables = _read(source, form, faults) if isinstance(source, Path) else _parse(source, thing, form, faults)
    case = _case(tables, thing, folder, faults, edition) if tables is not None else None
    if case is None or faults:
        raise Faulty(faults)
    return case


def _read(path: Path, form: CaseFormat | None, faults: list[Fault]) -> dict[str, Any] | None:
    known = {each.value for each in CaseFormat}
    if form is None and path.suffix not in known:
        faults.append(Fault(path.name, f"a file ending in {' or '.join(sorted(known))}", path.suffix, "Rename it."))
        return None
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        faults.append(Fault(path.name, "a file that can be read", error.strerror or str(error), "Check its name."))
        return None
    except UnicodeDecodeError as error:
        faults.append(Fault(path.name, "text in UTF-8", str(error), "Save the file as UTF-8."))
        return None
    return _parse(text, path.name, form or CaseFormat(path.suffix), faults)


def _parse(text: str, thing: str, form: CaseFormat | None, faults: list[Fault]) -> dict[str, Any] | None:
    try:
        tables = _from_json(text) if form is CaseFormat.JSON else tomli.loads(text)
    except Refused as refused:
        faults.append(refused.at(thing))
        return None
    except (ValueError, RecursionError) as error:
        expected = "JSON" if form is CaseFormat.JSON else "TOML"
        faults.append(Fault(thing, expected, str(error), "Mend the line; quote every text and quantity."))
        return None
    if not isinstance(tables, dict):
        faults.append(Fault(thing, "a table with name, story and policy", repr(tables), "Write it as an object."))
        return None
    return tables


def _from_json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_each_key_once)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        # JSON readers keep the last of two; which of two weights was meant is not for us to choose.
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused("each key once in a table", twice, "Remove one of the two.")
    return table


def _case(
    tables: dict[str, Any], thing: str, folder: Path | None, faults: list[Fault], edition: Edition | None
) -> Case | None:
    rest = dict(tables)
    shared = _shared(rest.pop("extends"), thing, folder, faults) if "extends" in rest else {}
    if shared is None:
        # Without its policy only the story can be judged, and the clinic's zone is not known for its times.
        _judge_story(rest, thing, faults)
        return None
    own = rest.get("policy", {})
    if shared and isinstance(own, Mapping):
        rest["policy"] = {**shared, **own}
    case = Structure(_zone(rest.get("policy"))).collect(Case, rest, thing, faults)
    if edition is not None:
        faults.extend(check_case(rest, thing, edition))
        faults.extend(check_order(case.story, case.policy, thing) if case is not None else ())
    return case


def _judge_story(tables: dict[str, Any], thing: str, faults: list[Fault]) -> None:
    if "story" in tables:
        Structure(timezone("UTC")).collect(Story, tables["story"], f"{thing}.story", faults)


def _zone(policy: Any) -> ZoneInfo:
    try:
        return timezone(policy["zone"])
    except (KeyError, TypeError, AttributeError, Refused):
        # The reader of the policy names this fault; times are read in UTC meanwhile, so that the rest can be judged.
        return timezone("UTC")


def _shared(name: Any, thing: str, folder: Path | None, faults: list[Fault]) -> Mapping[str, Any] | None:
    if folder is None or not isinstance(name, str) or not _is_beside(name, folder):
        remedy = "Put the shared policy beside the case and write its name only."
        faults.append(Fault(f"{thing}.extends", "the name of a file in the same folder", repr(name), remedy))
        return None
    tables = _read(folder / name, None, faults)
    if tables is None:
        return None
    shared = Structure().collect(SharedPolicy, tables, name, faults)
    return shared.policy if shared else None


def _is_beside(name: str, folder: Path) -> bool:
    plain = not {"/", "\\"} & set(name)
    return plain and (folder / name).resolve().parent == folder.resolve()
