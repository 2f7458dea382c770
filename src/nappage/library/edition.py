"""Reads `knowledge/` into one edition: strictly, with every fault at once, and with the cases of every file run.

A file looks like this, and nothing else is allowed in it:

    [file]                         # goes into every entry below that does not say otherwise
    since = 2026-11-22
    review = "unreviewed"
    review_due = 2027-11-22

    [[zone]]                       # the name of a kind (library/kinds.py)
    id = "flank"
    sources = ["001:66"]
    ...

    [[case]]                       # asked and compared when the file is read
    about = "flank"
    given = { said = "love handle" }
    expect = "flank"
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli

from nappage.engine.edition import Edition, Entry
from nappage.engine.source import check_citations
from nappage.library.edition_cache import cached_entries, keep_entries
from nappage.library.kinds import KINDS, Kind
from nappage.library.structure import Structure
from nappage.library.timezones import database_version
from nappage.values.fault import Fault, Faulty


@dataclass(frozen=True, slots=True)
class Case:
    """What an entry must answer: checked each time its file is read from its source."""

    about: str
    expect: str
    kind: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """One file as parsed: its place in the folder and its tables."""

    name: str
    tables: dict[str, Any]


def knowledge_folder() -> Path:
    """Return the folder of knowledge that belongs to this code: in the wheel, or at the top of a checkout."""
    shipped = Path(str(resources.files("nappage"))) / "knowledge"
    return shipped if shipped.is_dir() else Path(__file__).parents[3] / "knowledge"


def read_edition(folder: Path | None = None, cache: Path | None = None) -> Edition:
    """Return the edition of a folder; Faulty carries every fault of every file.

    With a `cache` folder, an edition that was read before is taken from there, each kind when it is first asked for
    (library/edition_cache.py); that edition and the one read from the sources say the same.
    """
    folder = folder or knowledge_folder()
    content = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.toml"))}
    digest = edition_digest(content)
    cached = cached_entries(cache, digest) if cache else None
    if cached is not None:
        return Edition(digest, database_version(), cached)
    return _read_sources(content, digest, cache)


def edition_digest(content: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over the name and bytes of every file and the version of the time-zone database."""
    sha = hashlib.sha256(database_version().encode())
    for name, text in sorted(content.items()):
        sha.update(f"\0{name}\0{len(text)}\0".encode() + text)
    return sha.hexdigest()


def _read_sources(content: Mapping[str, bytes], digest: str, cache: Path | None) -> Edition:
    faults: list[Fault] = []
    files = [file for name, text in content.items() if (file := _parse(name, text, faults))]
    structure = Structure()
    edition = _build(structure, files, digest, faults)
    cases = [found for file in files for found in _cases(structure, file, faults)]
    if not faults:
        # Only a whole edition is asked further: a missing entry would bring down every check that looks for it.
        faults.extend(_check(edition, files))
        faults.extend(_run_cases(edition, cases))
    if faults:
        raise Faulty(faults)
    if cache:
        keep_entries(cache, digest, (file.tables for file in files))
    return edition


def _formed(name: str, tables: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Return one table named file and the lists of tables, after adding what is neither."""
    formed = {}
    for key, rows in tables.items():
        if key == "file" and not isinstance(rows, dict):
            faults.append(Fault(f"{name}: file", "one [file] table", "something else", "Write it as [file], once."))
        elif key != "file" and not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
            found = "one table" if isinstance(rows, dict) else "something else"
            faults.append(Fault(f"{name}: {key}", f"[[{key}]] tables", found, f"Write each as [[{key}]]."))
        else:
            formed[key] = rows
    return formed


def _parse(name: str, text: bytes, faults: list[Fault]) -> KnowledgeFile | None:
    try:
        return KnowledgeFile(name, _formed(name, tomli.loads(text.decode()), faults))
    except tomli.TOMLDecodeError as error:
        faults.append(Fault(name, "TOML", str(error), "Mend the line; quote every text and quantity."))
    except UnicodeDecodeError as error:
        faults.append(Fault(name, "text in UTF-8", str(error), "Save the file as UTF-8."))
    return None


def _build(structure: Structure, files: Iterable[KnowledgeFile], digest: str, faults: list[Fault]) -> Edition:
    entries: dict[type[Entry], dict[str, Entry]] = {}
    for file in files:
        head = file.tables.get("file", {})
        for name, rows in file.tables.items():
            if name in ("file", "case"):
                continue
            if name not in KINDS:
                known = f"file, case or one of {', '.join(KINDS)}"
                faults.append(Fault(f"{file.name}: {name}", known, f"the table {name}", "Use the name of a kind."))
                continue
            for entry in _entries(structure, KINDS[name], file.name, head, rows, faults):
                if entry.id in entries.setdefault(KINDS[name].entry, {}):
                    thing = f"{file.name}: {name} {entry.id}"
                    faults.append(Fault(thing, "an id of its own", "the same id twice", "Rename one of them."))
                entries[KINDS[name].entry][entry.id] = entry
    frozen = MappingProxyType({kind: MappingProxyType(rows) for kind, rows in entries.items()})
    return Edition(digest, database_version(), frozen)


def _entries(
    structure: Structure, kind: Kind, file: str, head: Mapping[str, Any], rows: Any, faults: list[Fault]
) -> Iterable[Entry]:
    for index, row in enumerate(rows, 1):
        thing = f"{file}: {kind.name} {row.get('id', f'number {index}')}"
        entry = structure.collect(kind.entry, {**head, **row}, thing, faults)
        if entry is not None:
            yield entry


def _cases(structure: Structure, file: KnowledgeFile, faults: list[Fault]) -> list[tuple[str, Case]]:
    kinds = [name for name in file.tables if name in KINDS]
    answering = next((name for name in kinds if KINDS[name].answer), "")
    found = []
    for index, row in enumerate(file.tables.get("case", ()), 1):
        row = {"kind": answering, **row}
        thing = f"{file.name}: case {index}"
        if row["kind"] not in KINDS or KINDS[row["kind"]].answer is None:
            faults.append(Fault(thing, "a kind that answers cases", repr(row["kind"]), "Name the kind of the case."))
            continue
        case = structure.collect(Case, row, thing, faults)
        if case is not None:
            found.append((thing, case))
    if not found:
        faults.append(Fault(file.name, "at least one case", "none", "Add a [[case]] that would notice a wrong value."))
    return found


def _check(edition: Edition, files: Iterable[KnowledgeFile]) -> Iterable[Fault]:
    where = {(name, row["id"]): file.name for file in files for name in KINDS for row in file.tables.get(name, ())}
    for kind in KINDS.values():
        for entry in edition.all(kind.entry).values():
            thing = f"{where[kind.name, entry.id]}: {kind.name} {entry.id}"
            yield from check_citations(entry, thing, edition)
            yield from kind.check(entry, thing, edition)


def _run_cases(edition: Edition, cases: Iterable[tuple[str, Case]]) -> Iterable[Fault]:
    for thing, case in cases:
        kind = KINDS[case.kind]
        if case.about not in edition.all(kind.entry):
            yield Fault(thing, f"the id of a {kind.name}", repr(case.about), "Write the id of an entry.")
            continue
        assert kind.answer is not None, "only kinds with an answer reach this point"
        found = kind.answer(edition, case.about, case.given)
        if found != case.expect:
            yield Fault(f"{thing} about {case.about}", case.expect, found, "Mend the entry or the case.")
